import { act, fireEvent, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { fakeHost, type Fake } from "../../host/fake";
import { agentRow, answerRow, conversationRow, noRows, problem, type Rows, stepRow, turnRow } from "../../host/fake-rows";
import { setHost } from "../../host/host";
import type { Interrupt, Step, Update } from "../../host/types";
import { openConversation, start } from "../../model/open";
import { setLocale } from "../../words/words";
import { ChatView } from "../chat/ChatView";
import { forgetReadings } from "../../model/reading";

const user = userEvent.setup();

function interrupt(change: Partial<Interrupt>): Interrupt {
  return { wants: "decision", taskId: "", state: "waiting", answer: "", reason: "", ...change };
}

function waiting(change: Partial<Interrupt>, step: Partial<Step> = {}): Step {
  return stepRow({ id: "s", answerId: "a", kind: "interrupt", title: "confirm", text: "Delete **all** of it?", interrupt: interrupt(change), ...step });
}

function rows(step: Step, change: Partial<Rows> = {}): Rows {
  return {
    ...noRows,
    agents: [agentRow({ id: "agent", name: "Campus" })],
    conversations: [conversationRow({ id: "c", agentId: "agent", draft: "Half a thought" })],
    turns: [turnRow({ id: "t", conversationId: "c", seq: 1, question: "Delete.", answers: ["a"] })],
    answers: [answerRow({ id: "a", turnId: "t", text: "", steps: ["s"] })],
    steps: [step],
    ...change,
  };
}

async function opened(all: Rows): Promise<Fake> {
  const fake = fakeHost({ rows: all });
  setHost(fake);
  await start();
  await openConversation("c");
  render(<ChatView conversation="c" />);
  return fake;
}

async function told(fake: Fake, ...batch: Update[]): Promise<void> {
  await act(async () => {
    fake.tell(...batch);
    await new Promise((painted) => requestAnimationFrame(painted));
  });
}

const card = () => screen.getByTestId("step");
const given = (fake: Fake) => fake.calls.filter(([name]) => name === "answerInterrupt").map(([, ...rest]) => rest);
const questions = () => screen.getAllByTestId("question-text").map((element) => element.textContent);

beforeEach(() => {
  setLocale("en");
  forgetReadings();
});

describe("a decision that an agent waits for", () => {
  it("has two buttons, is asked as the next question, and takes no second answer", async () => {
    const fake = await opened(rows(waiting({})));
    expect(card().dataset.kind).toBe("interrupt");
    expect(card().textContent).toContain("The agent asks for your decision");
    expect(within(card()).getByText("all").tagName).toBe("STRONG");
    expect(screen.queryByText("The agent ended without a text.")).toBeNull();
    await user.click(screen.getByTestId("interrupt-confirm"));
    expect(given(fake)).toEqual([["s", "Confirm"]]);
    expect(questions()).toEqual(["Delete.", "Confirm"]);
    expect(card().textContent).toContain("AnsweredConfirm");
    expect(within(card()).queryAllByRole("button")).toEqual([]);
    expect(screen.getByTestId<HTMLTextAreaElement>("composer-input").value).toBe("Half a thought");
  });

  it("is made anew where the turn that answered it was deleted", async () => {
    const fake = await opened(rows(waiting({ state: "answered", answer: "Confirm" })));
    expect(card().textContent).not.toContain("Answered");
    await user.click(screen.getByTestId("interrupt-decline"));
    expect(given(fake)).toEqual([["s", "Decline"]]);
  });

  it("may be declined with words, which Enter alone does not send", async () => {
    const fake = await opened(rows(waiting({})));
    await user.type(screen.getByTestId("interrupt-field"), "Not today{Enter}");
    expect(given(fake)).toEqual([]);
    await user.click(screen.getByTestId("interrupt-decline"));
    expect(given(fake)).toEqual([["s", "Decline\nNot today\n"]]);
  });

  it("is passed over when something else was asked since", async () => {
    const all = rows(waiting({}));
    const later = turnRow({ id: "t2", conversationId: "c", seq: 2, question: "Well?", answers: ["a2"] });
    await opened({ ...all, turns: [...all.turns, later], answers: [...all.answers, answerRow({ id: "a2", turnId: "t2", text: "Yes." })] });
    expect(card().textContent).toContain("The conversation went on without an answer.");
    expect(within(card()).queryAllByRole("button")).toEqual([]);
  });
});

describe("something to fill in", () => {
  it("goes with Enter, but not with one that an input method owns", async () => {
    const fake = await opened(rows(waiting({ wants: "input" }, { title: "info_collect", text: "哪一年？" })));
    const field = screen.getByTestId("interrupt-field");
    fireEvent.change(field, { target: { value: "一九一一年" } });
    fireEvent.keyDown(field, { key: "Enter", keyCode: 229 });
    expect(given(fake)).toEqual([]);
    fireEvent.keyUp(field, { key: "Enter" });
    await user.type(field, "{Enter}");
    expect(given(fake)).toEqual([["s", "一九一一年"]]);
  });

  it("stays in its field when it cannot be sent, with the reason", async () => {
    const fake = await opened(rows(waiting({ wants: "other" }, { title: "oauth", text: "Log in." })));
    expect(card().textContent).toContain("The platform calls it “oauth”.");
    fake.refuse("answerInterrupt", problem("diskFull"));
    await user.type(screen.getByTestId("interrupt-field"), "Done");
    await user.click(screen.getByTestId("interrupt-send"));
    expect(card().textContent).toContain("The disk is full");
    expect(screen.getByTestId<HTMLTextAreaElement>("interrupt-field").value).toBe("Done");
    await user.click(screen.getByTestId("interrupt-send"));
    expect(given(fake)).toHaveLength(2);
    expect(card().dataset.state).toBe("answered");
  });
});

describe("a task that an agent waits for", () => {
  it.each<[Interrupt["state"], string]>([
    ["waiting", "Its answer comes by itself"],
    ["succeeded", "The task has finished."],
    ["failed", "The task has failed.No paper."],
    ["lost", "The platform does not know this task any more."],
  ])("says when it is %s, and asks nothing of the person", async (state, words) => {
    const reason = state === "failed" ? "No paper." : "";
    await opened(rows(waiting({ wants: "task", taskId: "t9", state, reason }, { title: "async_task", text: "I am at it." })));
    expect(card().textContent).toContain(words);
    expect(within(card()).queryAllByRole("button")).toEqual([]);
    expect(screen.queryByTestId("interrupt-field")).toBeNull();
  });

  it("has its late answer as a turn that nobody asked for, which can be deleted", async () => {
    const step = waiting({ wants: "task", taskId: "t9" }, { title: "async_task", text: "I am at it." });
    const fake = await opened(rows(step));
    const done = interrupt({ wants: "task", taskId: "t9", state: "succeeded" });
    const late = turnRow({ id: "t2", conversationId: "c", seq: 2, question: "", askedBy: "task", answers: ["a2"] });
    await told(
      fake,
      { type: "turn", row: late },
      { type: "answer", row: answerRow({ id: "a2", turnId: "t2", text: "Here it is." }) },
      { type: "step", row: { ...step, interrupt: done } },
    );
    expect(within(card()).getByRole("status").textContent).toContain("The task has finished.");
    expect(screen.getByText("A task that was begun earlier has finished")).toBeTruthy();
    expect(questions()).toEqual(["Delete."]);
    expect(screen.getByText("Here it is.")).toBeTruthy();
    expect(screen.queryByTestId("regenerate")).toBeNull();
    expect(screen.getAllByTestId("delete-turn")).toHaveLength(2);
  });
});
