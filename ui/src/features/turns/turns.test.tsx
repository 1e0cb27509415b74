import { act, fireEvent, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { clearToasts, Toasts } from "../../design/Toast";
import { fakeHost, type Fake } from "../../host/fake";
import { agentRow, answerRow, conversationRow, noRows, problem, type Rows, turnRow } from "../../host/fake-rows";
import { setHost } from "../../host/host";
import { openConversation, start } from "../../model/open";
import { setLocale } from "../../words/words";
import { ChatView } from "../chat/ChatView";
import { forgetReadings } from "../../model/reading";
import { editing } from "./acts";

const user = userEvent.setup();

const two: Rows = {
  ...noRows,
  agents: [agentRow({ id: "agent" })],
  conversations: [conversationRow({ id: "c", agentId: "agent", turns: 2, draft: "Half a thought" })],
  turns: [
    turnRow({ id: "t1", conversationId: "c", seq: 1, question: "First?", answers: ["a1"] }),
    turnRow({ id: "t2", conversationId: "c", seq: 2, question: "Secnd?", answers: ["a2"] }),
  ],
  answers: [answerRow({ id: "a1", turnId: "t1", text: "One." }), answerRow({ id: "a2", turnId: "t2", text: "Two." })],
};

async function opened(rows: Rows = two): Promise<Fake> {
  const fake = fakeHost({ rows });
  setHost(fake);
  await start();
  await openConversation("c");
  render(
    <>
      <ChatView conversation="c" />
      <Toasts label="Notices" dismissLabel="Dismiss" />
    </>,
  );
  return fake;
}

const called = (fake: Fake, name: string) => fake.calls.filter(([call]) => call === name).map(([, ...given]) => given);
const questions = () => screen.queryAllByTestId("question-text").map((element) => element.textContent);
/** The one at this place, counted from the end where it is negative. */
function at<One>(all: One[], place: number): One {
  const one = all.at(place);
  if (one === undefined) throw new Error(`there are only ${all.length}`);
  return one;
}
const groups = () => screen.getAllByRole("group", { name: "Question" });
const items = () => screen.getAllByRole("menuitem").map((item) => item.textContent);

/** Presses of different tests are no double press. */
let clock = Date.now();

beforeEach(() => {
  vi.spyOn(Date, "now").mockReturnValue((clock += 10_000));
  setLocale("en");
  forgetReadings();
  clearToasts();
  editing.set(undefined);
});

describe("a turn", () => {
  it("is deleted at once and brought back from the notice", async () => {
    const fake = await opened();
    await user.click(at(screen.getAllByTestId("delete-turn"), -1));
    expect(called(fake, "removeTurn")).toEqual([["t2"]]);
    expect(questions()).toEqual(["First?"]);
    const notice = within(screen.getByRole("region", { name: "Notices" }));
    expect(notice.getByRole("status").textContent).toContain("it leaves the platform's context, too");
    await user.click(notice.getByRole("button", { name: "Undo" }));
    expect(called(fake, "restoreTurn")).toEqual([["t2"]]);
    expect(questions()).toEqual(["First?", "Secnd?"]);
  });

  it("is not deleted by the second press of a double press that was meant for another", async () => {
    const fake = await opened();
    const bins = screen.getAllByTestId("delete-turn");
    await user.dblClick(at(bins, -1));
    await user.click(at(screen.getAllByTestId("delete-turn"), 0));
    expect(called(fake, "removeTurn")).toEqual([["t2"]]);
  });

  it("that the platform never had is said to be here alone when it goes", async () => {
    const rows = { ...two, turns: two.turns.map((turn) => ({ ...turn, queryId: "" })), answers: two.answers.map((row) => ({ ...row, messageId: "" })) };
    await opened(rows);
    await user.click(at(screen.getAllByTestId("delete-turn"), 0));
    expect(screen.getByText(/was deleted\. The platform never had it\./)).toBeTruthy();
  });

  it("is worked with by keyboard alone: a menu, and keys for what is in it", async () => {
    const fake = await opened();
    at(groups(), 1).focus();
    await user.keyboard("{Enter}");
    expect(items()).toEqual(["Edit and ask againE", "Copy question", "Delete turnDel"]);
    await user.keyboard("{Escape}");
    at(groups(), 0).focus();
    await user.keyboard("{Shift>}{F10}{/Shift}");
    expect(items()).toEqual(["Ask again below", "Copy question", "Delete turnDel"]);
    await user.keyboard("{Enter}");
    expect(called(fake, "askBelow")).toEqual([["t1"]]);
    expect(questions()).toEqual(["First?", "Secnd?", "First?"]);
    expect(screen.getByText(/its context cannot be cut/)).toBeTruthy();
    at(groups(), 0).focus();
    await user.keyboard("{Delete}");
    expect(called(fake, "removeTurn")).toEqual([["t1"]]);
    expect(document.activeElement).toBe(screen.getByRole("log"));
  });

  it("says when it is here alone, and in its place that the platform still holds what was deleted", async () => {
    const removed = { problem: problem("refused", { said: "Not yours." }) };
    const turns = [
      { ...at(two.turns, 0), onlyHere: true },
      { ...at(two.turns, 1), question: "", answers: [], removed },
    ];
    const fake = await opened({ ...two, turns });
    expect(screen.getByText("Only here: the platform's context no longer holds this turn.")).toBeTruthy();
    const place = screen.getByTestId("removed-turn");
    expect(place.textContent).toContain("its context still holds it.");
    await user.click(within(place).getByRole("button", { name: "Details" }));
    expect(within(place).getByText("Not yours.")).toBeTruthy();
    expect(screen.getAllByTestId("turn")).toHaveLength(1);
    await user.click(within(place).getByRole("button", { name: "Try again" }));
    expect(called(fake, "removeTurn")).toEqual([["t2"]]);
  });
});

describe("the newest question", () => {
  it("is edited in place and asked instead, with a way back, and the composer is not touched", async () => {
    const fake = await opened();
    at(groups(), 1).focus();
    await user.keyboard("e");
    const field = screen.getByTestId<HTMLTextAreaElement>("edit-input");
    expect(document.activeElement).toBe(field);
    expect(field.value).toBe("Secnd?");
    await user.clear(field);
    await user.type(field, "Second?{Shift>}{Enter}{/Shift}Really?{Enter}");
    expect(called(fake, "askInstead")).toEqual([["t2", "Second?\nReally?"]]);
    expect(questions()).toEqual(["First?", "Second?\nReally?"]);
    expect(screen.getByTestId<HTMLTextAreaElement>("composer-input").value).toBe("Half a thought");
    await user.click(screen.getByRole("button", { name: "Undo" }));
    expect(called(fake, "restoreTurn")).toEqual([["t2"]]);
    await screen.findByText("Secnd?");
    expect(questions()).toEqual(["First?", "Secnd?"]);
  });

  it("is said to be replaced here only, as soon as the platform has not deleted it", async () => {
    const fake = await opened();
    await user.click(screen.getByTestId("edit-turn"));
    await user.type(screen.getByTestId("edit-input"), "!{Enter}");
    const notice = within(screen.getByRole("region", { name: "Notices" }));
    expect(notice.getByRole("status").textContent).toContain("is asked to delete it");
    await act(async () => {
      fake.tell({ type: "turn", row: { ...at(two.turns, 1), question: "", answers: [], removed: { problem: null } } });
      await new Promise((painted) => requestAnimationFrame(painted));
    });
    expect(notice.getAllByRole("status")).toHaveLength(1);
    expect(notice.getByRole("status").textContent).toContain("its context still holds the old words");
    expect(screen.getByTestId("removed-turn").dataset["state"]).toBe("waiting");
    await user.click(screen.getByRole("button", { name: "Undo" }));
    expect(called(fake, "restoreTurn")).toEqual([["t2"]]);
  });

  it("stays as it was after Esc, which does not stop an answer", async () => {
    const fake = await opened();
    await user.click(screen.getByTestId("edit-turn"));
    await user.type(screen.getByTestId("edit-input"), "and more{Escape}");
    expect(questions()).toEqual(["First?", "Secnd?"]);
    await act(() => new Promise((painted) => requestAnimationFrame(painted)));
    expect(document.activeElement).toBe(groups()[1]);
    expect(fake.calls.filter(([name]) => name === "stop" || name === "askInstead")).toEqual([]);
  });

  it("keeps what was written when it cannot be asked, and while an input method composes", async () => {
    const fake = await opened();
    await user.click(screen.getByTestId("edit-turn"));
    const field = screen.getByTestId<HTMLTextAreaElement>("edit-input");
    fireEvent.change(field, { target: { value: "第二？" } });
    fireEvent.keyDown(field, { key: "Enter", keyCode: 229 });
    expect(called(fake, "askInstead")).toEqual([]);
    fake.refuse("askInstead", problem("diskFull"));
    await user.click(screen.getByTestId("edit-ask"));
    expect(field.value).toBe("第二？");
    expect(screen.getByText(/The disk is full/)).toBeTruthy();
    await user.click(screen.getByTestId("edit-ask"));
    expect(questions()).toEqual(["First?", "第二？"]);
  });
});
