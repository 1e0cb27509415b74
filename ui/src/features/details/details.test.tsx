import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { given, openWindow } from "../../desk";
import type { FakeOptions } from "../../host/fake";
import { agentRow, answerRow, conversationRow, noRows, problem, type Rows, stepRow, turnRow } from "../../host/fake-rows";
import type { Frame } from "../../host/types";
import { tight } from "./shown";

const usage = { inputTokens: 966, outputTokens: 318, totalTokens: 1284, firstTokenMs: 620, totalMs: 4810 };
const citation = { document: "Handbook.pdf", dataset: "Network", text: "Trust the root certificate.", score: "0.91", link: "", page: 12 };

const steps = [
  stepRow({ id: "s1", answerId: "a2", kind: "think", text: "Hm.", startedAt: 100, tookMs: 2100 }),
  stepRow({ id: "s2", answerId: "a2", kind: "knowledge", title: "root", citations: [citation], startedAt: 2200 }),
  stepRow({ id: "s3", answerId: "a2", kind: "qa", title: "root", startedAt: 2700 }),
];

const rows: Rows = {
  ...noRows,
  agents: [agentRow({ id: "agent", name: "Campus" })],
  conversations: [conversationRow({ id: "c", agentId: "agent", title: "Certificates", platformId: "d2k7m1pq9s4c73f0a1bg", turns: 2 })],
  turns: [
    turnRow({ id: "t1", conversationId: "c", seq: 1, question: "First?", answers: ["a1"] }),
    turnRow({ id: "t2", conversationId: "c", seq: 2, question: "Second?", answers: ["a2"], queryId: "d2k7m1pq9s4c73f0a1bh" }),
  ],
  answers: [
    answerRow({ id: "a1", turnId: "t1", text: "One.", messageId: "01FIRST" }),
    answerRow({ id: "a2", turnId: "t2", text: "Two.", messageId: "01K2ZQ8V7N4M3T6B5XWJ9CRDEF", usage, steps: ["s1", "s2", "s3"], endedAt: 5000 }),
  ],
  steps,
};

const frame = (at: number, event: string, more: object = {}): Frame => ({ at, raw: JSON.stringify({ event, task_id: "01TASK", ...more }) });
const frames = { a2: [frame(100, "message_start"), frame(3000, "message", { answer: "Two." }), frame(4800, "message_end")] };
const traces = { a2: JSON.stringify([{ event: "knowledge_retrieve", query: "root" }]) };

const opened = (more: FakeOptions = {}) => openWindow({ rows, frames, traces, settings: { details: true }, ...more });
const panel = () => screen.getByTestId("details-panel");
const events = () => screen.getAllByTestId("raw-event").map((row) => row.dataset.event);

describe("the details panel", () => {
  it("is shown and hidden by its button and by Ctrl+I, and stays as it was left", async () => {
    const { fake, user } = await opened({ settings: {} });
    expect(screen.queryByTestId("details-panel")).toBeNull();
    await user.click(screen.getByTestId("details-toggle"));
    expect(panel()).toBeTruthy();
    expect(given(fake, "saveSettings").at(-1)).toMatchObject([{ details: true }]);
    await user.keyboard("{Control>}i{/Control}");
    expect(screen.queryByTestId("details-panel")).toBeNull();
    expect(given(fake, "saveSettings").at(-1)).toMatchObject([{ details: false }]);
  });

  it("is about the newest turn, or the one whose answer is chosen, until something new is asked", async () => {
    const { fake, user } = await opened();
    expect(within(panel()).getByTitle("01K2ZQ8V7N4M3T6B5XWJ9CRDEF")).toBeTruthy();
    const [first] = screen.getAllByRole("button", { name: "Details of this answer" });
    if (!first) throw new Error("no answer");
    await user.click(first);
    expect(within(panel()).getByTitle("01FIRST")).toBeTruthy();
    expect(within(panel()).getByText("First?")).toBeTruthy();
    await user.click(within(panel()).getByRole("button", { name: "Newest" }));
    expect(within(panel()).getByTitle("01K2ZQ8V7N4M3T6B5XWJ9CRDEF")).toBeTruthy();
    await user.click(first);
    await act(async () => void (await fake.ask("c", "Third?")));
    await waitFor(() => expect(within(panel()).queryByText("First?")).toBeNull());
  });

  it("lies over the conversation where the window is narrow, has the focus then, and gives it back", async () => {
    tight.set(true);
    try {
      const { fake, user } = await opened();
      expect(screen.queryByTestId("details-panel")).toBeNull();
      await user.click(screen.getByTestId("details-toggle"));
      expect(panel().contains(document.activeElement)).toBe(true);
      expect(screen.getByTestId("message-log").closest("[inert]")).toBeTruthy();
      await user.keyboard("{Escape}");
      expect(screen.queryByTestId("details-panel")).toBeNull();
      expect(document.activeElement).toBe(screen.getByTestId("details-toggle"));
      expect(given(fake, "stop")).toEqual([]);
    } finally {
      tight.set(false);
    }
  });
});

describe("the process page", () => {
  it("has ids to copy, tokens and latencies", async () => {
    const { user } = await opened();
    const facts = within(panel()).getByRole("region", { name: "This answer" });
    await waitFor(() => expect(facts.textContent).toContain("Task ID01TASK"));
    expect(facts.textContent).toContain("Message ID01K2ZQ…9CRDEF");
    expect(facts.textContent).toContain("in 966 · out 318");
    expect(facts.textContent).toContain("First token0.6 s");
    expect(facts.textContent).toContain("In all4.81 s");
    const put = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
    await user.click(within(facts).getByRole("button", { name: "Copy: Question ID" }));
    expect(put).toHaveBeenLastCalledWith("d2k7m1pq9s4c73f0a1bh");
    await user.click(within(facts).getByRole("button", { name: "Copy as cURL" }));
    expect(String(put.mock.lastCall)).toContain("$PARLANCE_API_KEY");
  });

  it("draws where the time went", async () => {
    await opened();
    const timeline = within(panel()).getByRole("region", { name: "Timeline" });
    await waitFor(() => expect(within(timeline).getAllByRole("listitem").map((row) => row.dataset.kind)).toEqual(["waiting", "think", "knowledge", "qa", "writing"]));
    expect(within(timeline).getByTitle("Thinking: 0.10 s to 2.20 s")).toBeTruthy();
  });

  it("names what the answer rests on, a press away", async () => {
    const { user } = await opened();
    const cited = within(panel()).getByRole("region", { name: "Cited documents" });
    await user.click(within(cited).getByRole("button", { name: /^Citation 1, Handbook.pdf/ }));
    expect((await screen.findByRole("dialog")).textContent).toContain("Trust the root certificate.");
  });

  it("shows the platform's record as a tree that can be searched, and fetches it", async () => {
    const { fake, user } = await opened();
    const tree = await within(panel()).findByRole("tree", { name: "The platform's trace" });
    const [line] = within(tree).getAllByRole("treeitem");
    if (!line) throw new Error("no line");
    expect(line.getAttribute("aria-expanded")).toBe("false");
    line.focus();
    await user.keyboard("{ArrowRight}");
    expect(within(tree).getAllByRole("treeitem").map((one) => one.textContent)).toEqual(["0", "eventknowledge_retrieve", "queryroot"]);
    await user.keyboard("j{ArrowLeft}");
    expect(document.activeElement?.textContent).toBe("eventknowledge_retrieve");
    await user.type(within(panel()).getByRole("textbox", { name: "Search the trace" }), "nothing");
    expect(within(panel()).getByText("Nothing in it matches.")).toBeTruthy();
    fake.refuse("fetchTrace", problem("offline"));
    await user.click(within(panel()).getByRole("button", { name: "Fetch" }));
    expect((await within(panel()).findByRole("alert")).textContent).toBe("No connection to the agent's server");
  });

  it("says where a long record was not searched to its end", async () => {
    const { user } = await opened({ traces: { a2: `[${"1,".repeat(100_000)}1]` } });
    await user.click(await within(panel()).findByRole("textbox", { name: "Search the trace" }));
    await user.paste("root");
    expect(within(panel()).getByText("Nothing in it matches.")).toBeTruthy();
    expect(within(panel()).getByText("Only the first 100,000 values were searched.").getAttribute("role")).toBe("status");
  });

  it("shows a record that is no tree as it came", async () => {
    await opened({ traces: { a2: "<trace>" } });
    expect((await within(panel()).findByRole("figure")).textContent).toContain("<trace>");
  });
});

describe("what an answer rests on", () => {
  it("stands by where it was found, a memory as it is read", async () => {
    const memory = stepRow({ id: "s3", answerId: "a2", kind: "memory", title: "habits", text: "Prefers **short** answers." });
    await opened({ rows: { ...rows, steps: [...steps.slice(0, 2), memory] } });
    const documents = within(panel()).getByRole("region", { name: "Cited documents" });
    expect(within(documents).getAllByRole("listitem")).toHaveLength(1);
    const memories = within(panel()).getByRole("region", { name: "Memory" });
    expect(memories.textContent).toContain("Prefers short answers.");
  });
});

describe("the citations page", () => {
  it("says what was looked for and found, or that nothing was", async () => {
    const { user } = await opened();
    await user.click(within(panel()).getByRole("tab", { name: "Citations" }));
    const searches = within(panel()).getByRole("region", { name: "Searches" });
    expect(within(searches).getAllByRole("listitem").map((row) => row.textContent)).toEqual([
      "Searched the knowledge base0.4 sroot1 document",
      "Looked among prepared answers0.4 srootnothing found",
    ]);
    expect(within(panel()).getByTestId("citation").textContent).toContain("Trust the root certificate.");
  });
});

describe("the page of raw events", () => {
  const many = { a2: Array.from({ length: 2000 }, (_, index) => frame(100 + index, index === 1999 ? "message_end" : "message", { answer: `piece ${index}` })) };

  it("lists them with their times, unfolds, copies and saves them", async () => {
    const { fake, user } = await opened();
    await user.click(within(panel()).getByRole("tab", { name: "Raw events" }));
    await waitFor(() => expect(events()).toEqual(["message_start", "message", "message_end"]));
    const [, second] = screen.getAllByTestId("raw-event");
    if (!second) throw new Error("no event");
    expect(second.textContent).toContain("+3.00messageTwo.");
    await user.click(within(second).getByRole("button", { name: /message/ }));
    expect(within(second).getByRole("figure").textContent).toContain('"answer": "Two."');
    const put = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
    await user.click(within(second).getByRole("button", { name: "Copy event" }));
    expect(put).toHaveBeenLastCalledWith(frames.a2[1]?.raw);
    await user.click(within(panel()).getByRole("button", { name: "Save" }));
    expect(given(fake, "saveFrames")).toEqual([["a2"]]);
    expect(await screen.findByText("Saved as ~/Downloads/Parlance events.jsonl")).toBeTruthy();
  });

  it("filters by name and content", async () => {
    const { user } = await opened();
    await user.click(within(panel()).getByRole("tab", { name: "Raw events" }));
    const filter = await within(panel()).findByRole("textbox", { name: "Filter by name or content" });
    await user.type(filter, "two.");
    expect(events()).toEqual(["message"]);
    expect(within(panel()).getByText("1 of 3 events")).toBeTruthy();
    await user.clear(filter);
    await user.type(filter, "_end");
    expect(events()).toEqual(["message_end"]);
  });

  it("is walked by keyboard", async () => {
    const { user } = await opened();
    await user.click(within(panel()).getByRole("tab", { name: "Raw events" }));
    await waitFor(() => expect(events()).toHaveLength(3));
    const line = (index: number) => screen.getAllByTestId("raw-event")[index]?.querySelector<HTMLElement>("[data-walk]");
    line(0)?.focus();
    await user.keyboard("jj");
    expect(document.activeElement).toBe(line(2));
    await user.keyboard("k{Enter}");
    expect(line(1)?.getAttribute("aria-expanded")).toBe("true");
    fireEvent.keyDown(document.activeElement ?? document.body, { key: "ArrowUp" });
    expect(document.activeElement).toBe(line(0));
  });

  it("holds thousands of events and has only those in sight in the page", async () => {
    const { user } = await opened({ frames: many });
    await user.click(within(panel()).getByRole("tab", { name: "Raw events" }));
    await within(panel()).findByText("2,000 events");
    expect(events().length).toBeLessThan(80);
  });

  it("says where events are missing, and where there are none", async () => {
    const { user } = await opened({ frames: { a2: frames.a2.slice(0, 2) } });
    await user.click(within(panel()).getByRole("tab", { name: "Raw events" }));
    expect(await within(panel()).findByText(/were not kept/)).toBeTruthy();
    const [first] = screen.getAllByRole("button", { name: "Details of this answer" });
    if (first) await user.click(first);
    expect(await within(panel()).findByText(/No raw events are kept/)).toBeTruthy();
  });
});
