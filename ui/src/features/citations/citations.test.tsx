import { screen, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { given, openWindow } from "../../desk";
import { agentRow, answerRow, conversationRow, noRows, type Rows, stepRow, turnRow } from "../../host/fake-rows";
import type { Answer, Citation, Step } from "../../host/types";
import { forgetUnfolded } from "../steps/unfolded";
import { documentsOf, sourcesOf } from "./sources";

const cite = (change: Partial<Citation>): Citation => ({ document: "", dataset: "Network", text: "", score: "", link: "", page: 0, ...change });
const root = cite({ document: "Handbook.pdf", text: "Trust the root certificate.", score: "0.91", link: "https://docs.example.edu/handbook.pdf", page: 12 });
const download = cite({ document: "Handbook.pdf", text: "It can be downloaded.", score: "0.84", page: 13 });
const proxy = cite({ document: "Notes.md", text: "Use the proxy.", link: "javascript:alert(1)" });
const port = cite({ dataset: "FAQ", text: "Q: Which port? A: 8080." });

const steps: Step[] = [
  stepRow({ id: "s1", answerId: "a", kind: "qa", title: "port", citations: [port] }),
  stepRow({ id: "s2", answerId: "a", kind: "knowledge", title: "root", citations: [root, proxy] }),
  stepRow({ id: "s3", answerId: "a", kind: "knowledge", title: "root again", citations: [root, download] }),
  stepRow({ id: "s4", answerId: "a", kind: "memory", title: "habits", text: "Prefers **short** answers." }),
];

function rows(answer: Partial<Answer> = {}, found: Step[] = steps): Rows {
  return {
    ...noRows,
    agents: [agentRow({ id: "agent", name: "Campus" })],
    conversations: [conversationRow({ id: "c", agentId: "agent", title: "Certificates" })],
    turns: [turnRow({ id: "t", conversationId: "c", seq: 1, question: "Why?", answers: ["a"] })],
    answers: [answerRow({ id: "a", turnId: "t", text: "Because.", steps: found.map((row) => row.id), ...answer })],
    steps: found,
  };
}

/** What the eye reads: the name for screen readers stands before it. */
const seen = (chip: HTMLElement) => [...chip.children].slice(1).map((part) => part.textContent).join("");
const chips = () => screen.getAllByTestId("citation");
const strip = () => screen.getByRole("region", { name: "Citations" });
const inText = (name: string) => within(screen.getByTestId("answer-text")).queryByRole("button", { name });

beforeEach(forgetUnfolded);

describe("what an answer rests on", () => {
  it("is each passage once, documents before all else, numbered as it was found", () => {
    expect(sourcesOf(steps).map(({ number, origin, citation }) => [number, origin, citation.text])).toEqual([
      [1, "knowledge", root.text],
      [2, "knowledge", proxy.text],
      [3, "knowledge", download.text],
      [4, "qa", port.text],
      [5, "memory", "Prefers **short** answers."],
    ]);
    expect(documentsOf(sourcesOf(steps)).map(({ name, sources }) => [name, sources.map(({ number }) => number)])).toEqual([
      ["Handbook.pdf", [1, 3]],
      ["Notes.md", [2]],
      ["FAQ", [4]],
      ["", [5]],
    ]);
  });

  it("is counted and stands document by document below the answer, what is no document set apart", async () => {
    await openWindow({ rows: rows() });
    expect(within(strip()).getByRole("button", { expanded: false }).textContent).toBe("2 documents · 3 passages · 1 prepared answer · 1 memory");
    expect(chips().map(seen)).toEqual(["1Handbook.pdf", "3", "2Notes.md", "4FAQ", "5Memory"]);
    expect(strip().textContent).toContain("Prepared answersCitation 4, FAQ4FAQ");
  });

  it("is only counted where each document has one passage", async () => {
    await openWindow({ rows: rows({}, [stepRow({ id: "s", answerId: "a", kind: "knowledge", citations: [root, proxy] })]) });
    expect(within(strip()).getByRole("button", { expanded: false }).textContent).toBe("2 documents");
    expect(chips().map(seen)).toEqual(["1Handbook.pdf0.91", "2Notes.md"]);
  });

  it("unfolds in place to every passage, which can be copied", async () => {
    const { user } = await openWindow({ rows: rows() });
    await user.click(within(strip()).getByRole("button", { expanded: false }));
    const passages = chips();
    expect(passages.map((passage) => within(passage).getByText(/^[1-5]$/).textContent)).toEqual(["1", "3", "2", "4", "5"]);
    expect(passages[0]?.textContent).toContain("Networkpage 12score 0.91");
    expect(passages[4]?.querySelector("strong")?.textContent).toBe("short");
    const put = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
    await user.click(within(passages[1] ?? strip()).getByRole("button", { name: "Copy passage" }));
    expect(put).toHaveBeenCalledWith("It can be downloaded.");
  });

  it("is a press away, with the host of the document said before it is opened, at its page", async () => {
    const { fake, user } = await openWindow({ rows: rows() });
    await user.click(screen.getByRole("button", { name: "Citation 1, Handbook.pdf" }));
    const dialog = await screen.findByRole("dialog");
    expect(dialog.textContent).toContain("Trust the root certificate.");
    await user.click(within(dialog).getByRole("button", { name: "Open at docs.example.edu" }));
    expect(given(fake, "openLink")).toEqual([["https://docs.example.edu/handbook.pdf#page=12"]]);
  });

  it("leads nowhere from a passage whose address may not be opened", async () => {
    const { user } = await openWindow({ rows: rows() });
    await user.click(screen.getByRole("button", { name: "Citation 2, Notes.md" }));
    const dialog = await screen.findByRole("dialog");
    expect(within(dialog).queryByRole("button", { name: /Open at/ })).toBeNull();
  });

  it("shows the rest of very many on demand", async () => {
    const many = Array.from({ length: 30 }, (_, index) => cite({ document: `Page ${index}`, text: `Text ${index}` }));
    const { user } = await openWindow({ rows: rows({}, [stepRow({ id: "s", answerId: "a", kind: "knowledge", citations: many })]) });
    expect(chips()).toHaveLength(10);
    await user.click(screen.getByRole("button", { name: "Show 20 more" }));
    expect(chips()).toHaveLength(30);
  });
});

describe("a mark in the text", () => {
  it("that refers to a passage opens it, and any other stays text", async () => {
    const { user } = await openWindow({ rows: rows({ text: "Trust the root [1], not [9].【4】 `a[2]`" }) });
    expect(screen.getByTestId("answer-text").textContent).toBe("Trust the root 1, not [9].4 a[2]");
    expect(inText("Citation 2, Notes.md")).toBeNull();
    expect(inText("Citation 4, FAQ")).toBeTruthy();
    await user.click(inText("Citation 1, Handbook.pdf") ?? document.body);
    expect((await screen.findByRole("dialog")).textContent).toContain("Trust the root certificate.");
  });

  it("is text as long as nothing was found", async () => {
    await openWindow({ rows: rows({ text: "As said [1]." }, []) });
    expect(screen.getByTestId("answer-text").textContent).toBe("As said [1].");
    expect(screen.queryByTestId("citation")).toBeNull();
  });
});
