import { act, createEvent, fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { type Fake, fakeHost } from "../../host/fake";
import { agentRow, answerRow, attachmentRow, conversationRow, noRows, openedRow, problem, turnRow } from "../../host/fake-rows";
import { setHost } from "../../host/host";
import { apply, applyOpened, applySnapshot } from "../../model/apply";
import { attachmentLists, attachments, openings, queued, unread } from "../../model/rows";
import { settings } from "../../model/settings";
import { setLocale } from "../../words/words";
import { Composer } from "./Composer";

const agent = agentRow({ id: "agent", name: "Guide" });
const conversation = conversationRow({ id: "c", agentId: "agent" });
const rows = { ...noRows, agents: [agent], conversations: [conversation] };
const user = userEvent.setup();
const onStop = vi.fn();
const onAsk = vi.fn();
let fake: Fake;

const field = () => screen.getByTestId<HTMLTextAreaElement>("composer-input");
const called = (name: string) => fake.calls.filter(([call]) => call === name).map(([, ...given]) => given);

function composer(props: { draft?: string | undefined; running?: boolean } = {}) {
  const { draft = "", running = false } = props;
  return <Composer conversation="c" agent={agent} draft={"draft" in props ? props.draft : draft} running={running} onStop={onStop} onAsk={onAsk} />;
}

beforeEach(() => {
  setLocale("en");
  onStop.mockClear();
  onAsk.mockClear();
  fake = fakeHost({ rows });
  setHost(fake);
  applySnapshot({ agents: rows.agents, conversations: rows.conversations, settings: settings.get(), damaged: false });
  settings.set({ ...settings.get(), sendKey: "enter" });
  void fake.updates(apply);
});

describe("sending", () => {
  it("happens with Enter, and empties the field", async () => {
    render(composer());
    await user.type(field(), "Why?{Enter}");
    expect(called("ask")).toEqual([["c", "Why?"]]);
    expect(onAsk).toHaveBeenCalledOnce();
    expect(field().value).toBe("");
    expect(document.activeElement).toBe(field());
  });

  it("does not happen with Shift+Enter, which begins a new line", async () => {
    render(composer());
    await user.type(field(), "One{Shift>}{Enter}{/Shift}Two");
    expect(field().value).toBe("One\nTwo");
    expect(called("ask")).toEqual([]);
  });

  it("does not happen with the Enter of an input method", async () => {
    render(composer());
    await user.type(field(), "nihao");
    fireEvent.keyDown(field(), { key: "Enter", isComposing: true });
    fireEvent.keyDown(field(), { key: "Enter", keyCode: 229 });
    expect(called("ask")).toEqual([]);
    expect(field().value).toBe("nihao");
  });

  it("does not happen with the Enter that WebKit reports just after a composition", async () => {
    render(composer());
    await user.type(field(), "你好");
    const at = (event: Event, time: number) => Object.defineProperty(event, "timeStamp", { value: time });
    fireEvent(field(), at(createEvent.compositionEnd(field()), 1000));
    fireEvent(field(), at(createEvent.keyDown(field(), { key: "Enter" }), 1005));
    expect(called("ask")).toEqual([]);
    fireEvent.keyUp(field(), { key: "Enter" });
    await act(async () => void fireEvent(field(), at(createEvent.keyDown(field(), { key: "Enter" }), 2000)));
    expect(called("ask")).toEqual([["c", "你好"]]);
  });

  it("happens once, however often Enter is pressed", async () => {
    render(composer());
    await user.type(field(), "Why?");
    await act(async () => {
      fireEvent.keyDown(field(), { key: "Enter" });
      fireEvent.keyDown(field(), { key: "Enter" });
      fireEvent.click(screen.getByTestId("composer-send"));
    });
    expect(called("ask")).toEqual([["c", "Why?"]]);
  });

  it("needs more than blanks", async () => {
    render(composer());
    await user.type(field(), "  {Enter}");
    expect(called("ask")).toEqual([]);
    expect(screen.getByTestId<HTMLButtonElement>("composer-send").disabled).toBe(true);
  });

  it("gives the question back, with the reason, when it is refused", async () => {
    render(composer());
    fake.refuse("ask", problem("diskFull"));
    await user.type(field(), "Why?{Enter}");
    expect(field().value).toBe("Why?");
    expect(screen.getByRole("status").textContent).toContain("The disk is full");
    await user.type(field(), "!");
    expect(screen.getByRole("status").textContent).toBe("");
  });

  it("says how long a long question is, and does not send one that is too long", async () => {
    render(composer({ draft: "𝒳".repeat(95_000) }));
    expect(screen.getByRole("status").textContent).toBe("95,000 of 100,000 characters");
    fireEvent.change(field(), { target: { value: "x".repeat(200_000) } });
    expect(screen.getByRole("status").textContent).toBe("200,000 of 100,000 characters");
    await user.type(field(), "{Enter}");
    expect(called("ask")).toEqual([]);
    expect(field().value).toHaveLength(200_000);
  });
});

describe("while an answer is being written", () => {
  it("Send is Stop, in the same place", async () => {
    const { rerender } = render(composer());
    const place = screen.getByTestId("composer-send");
    rerender(composer({ running: true }));
    expect(screen.getByTestId("composer-stop")).toBe(place);
    await user.click(place);
    expect(onStop).toHaveBeenCalledOnce();
  });

  it("the second press of a double press on Send does not stop", () => {
    render(composer({ running: true }));
    fireEvent.click(screen.getByTestId("composer-stop"), { detail: 2 });
    expect(onStop).not.toHaveBeenCalled();
  });

  it("Enter lets what is typed wait, above the field, and it is asked when the answer has ended", async () => {
    const { rerender } = render(composer());
    await user.type(field(), "First?{Enter}");
    rerender(composer({ running: true }));
    await user.type(field(), "Next?{Enter}");
    expect(called("queue")).toEqual([["c", "Next?"]]);
    expect(field().value).toBe("");
    expect(screen.getByTestId("queued-text").textContent).toBe("Next?");
    await user.type(field(), "A third");
    act(() => fake.end("answer-1"));
    expect(queued.get("c")).toBeUndefined();
    expect(screen.queryByTestId("queued")).toBeNull();
    expect(field().value).toBe("A third");
  });

  it("what waits can be edited, removed with a way back, and sent instead of the answer", async () => {
    const { rerender } = render(composer());
    await user.type(field(), "First?{Enter}");
    rerender(composer({ running: true }));
    await user.type(field(), "Next?{Enter}then");
    await user.click(screen.getByTestId("queued-edit"));
    expect(field().value).toBe("Next?\n\nthen");
    expect(document.activeElement).toBe(field());
    await user.keyboard("{Enter}");
    await user.click(screen.getByTestId("queued-remove"));
    expect(called("dropQueued")).toEqual([["c"]]);
    await act(async () => void (await fake.queue("c", "Next?")));
    await user.click(screen.getByTestId("queued-send"));
    expect(called("sendQueued")).toEqual([["c"]]);
    expect(fake.answer("answer-1").state).toBe("stopped");
    expect(screen.queryByTestId("queued")).toBeNull();
  });

  it("what waited for an answer that did not end well is held", async () => {
    const { rerender } = render(composer());
    await user.type(field(), "First?{Enter}");
    rerender(composer({ running: true }));
    await user.type(field(), "Next?");
    await user.click(screen.getByTestId("composer-queue"));
    act(() => fake.end("answer-1", { state: "failed", problem: problem("offline") }));
    rerender(composer());
    expect(screen.getByTestId("queued").textContent).toContain("Held back");
    expect(screen.getByTestId("queued-send").textContent).toBe("Send now");
  });

  it("gives back what could not be let wait", async () => {
    render(composer({ running: true }));
    fake.refuse("queue", problem("diskFull"));
    await user.type(field(), "Next?{Enter}");
    expect(field().value).toBe("Next?");
    expect(screen.getByRole("status").textContent).toContain("The disk is full");
  });
});

describe("the key that sends", () => {
  it("is Ctrl+Enter where that was chosen; Enter breaks the line then", async () => {
    settings.set({ ...settings.get(), sendKey: "modEnter" });
    render(composer());
    expect(screen.getByText("Ctrl Enter to send · Enter for a new line · Esc stops")).toBeTruthy();
    await user.type(field(), "One{Enter}Two");
    expect(field().value).toBe("One\nTwo");
    await user.keyboard("{Control>}{Enter}{/Control}");
    expect(called("ask")).toEqual([["c", "One\nTwo"]]);
  });

  it("is Ctrl+Enter always, beside Enter", async () => {
    render(composer());
    await user.type(field(), "Why?{Control>}{Enter}{/Control}");
    expect(called("ask")).toEqual([["c", "Why?"]]);
  });

  it("is the input method's while it composes, Ctrl or not", async () => {
    settings.set({ ...settings.get(), sendKey: "modEnter" });
    render(composer());
    await user.type(field(), "nihao");
    fireEvent.keyDown(field(), { key: "Enter", ctrlKey: true, isComposing: true });
    expect(called("ask")).toEqual([]);
  });
});

describe("the large editor", () => {
  it("is the same field with the same caret, and Esc makes it small again", async () => {
    render(composer({ draft: "Half a question" }));
    const before = field();
    before.setSelectionRange(4, 4);
    await user.click(screen.getByTestId("composer-expand"));
    expect(field()).toBe(before);
    expect([before.selectionStart, document.activeElement]).toEqual([4, before]);
    expect(screen.getByTestId("composer-expand").getAttribute("aria-pressed")).toBe("true");
    await user.keyboard("{Escape}");
    expect(screen.getByTestId("composer-expand").getAttribute("aria-pressed")).toBe("false");
    expect(before.value).toBe("Half a question");
  });
});

describe("the draft", () => {
  it("is shown again when it has been read", () => {
    const { rerender } = render(composer({ draft: undefined }));
    rerender(composer({ draft: "Half a question" }));
    expect(field().value).toBe("Half a question");
    expect(called("saveDraft")).toEqual([]);
  });

  it("does not replace what was typed in the meantime", async () => {
    const { rerender } = render(composer({ draft: undefined }));
    await user.type(field(), "Quick");
    rerender(composer({ draft: "Half a question" }));
    expect(field().value).toBe("Quick");
  });

  it("is kept within a second of the first letter", () => {
    vi.useFakeTimers();
    render(composer());
    fireEvent.change(field(), { target: { value: "H" } });
    vi.advanceTimersByTime(600);
    fireEvent.change(field(), { target: { value: "Half" } });
    expect(called("saveDraft")).toEqual([]);
    vi.advanceTimersByTime(400);
    expect(called("saveDraft")).toEqual([["c", "Half"]]);
    vi.useRealTimers();
  });

  it("is kept at once when the conversation is left", async () => {
    const { unmount } = render(composer());
    await user.type(field(), "Half");
    unmount();
    expect(called("saveDraft")).toEqual([["c", "Half"]]);
  });
});

describe("the arrow keys in an empty field", () => {
  it("bring earlier questions back, newest first, and leave a written text alone", async () => {
    const turn = (seq: number, question: string) => turnRow({ id: `t${seq}`, conversationId: "c", seq, question, answers: [`a${seq}`] });
    const answers = [answerRow({ id: "a1", turnId: "t1" }), answerRow({ id: "a2", turnId: "t2" })];
    openings.put("c", unread);
    applyOpened(openedRow(conversation, { turns: [turn(1, "First?"), turn(2, "Second?")], answers }));
    render(composer());
    await user.type(field(), "{ArrowUp}");
    expect(field().value).toBe("Second?");
    await user.keyboard("{ArrowUp}");
    expect(field().value).toBe("First?");
    await user.keyboard("{ArrowUp}");
    expect(field().value).toBe("First?");
    await user.keyboard("{ArrowDown}{ArrowDown}");
    expect(field().value).toBe("");
    await user.keyboard("{ArrowUp}{ArrowUp}{Escape}");
    expect(field().value).toBe("");
    await user.keyboard("Own{ArrowUp}");
    expect(field().value).toBe("Own");
  });
});

describe("files beside the question", () => {
  const file = (change: object) => attachmentRow({ id: "f", conversationId: "c", ...change });
  const show = (row: ReturnType<typeof file>) => act(() => fake.tell({ type: "attachment", row }));

  it("keep the question here while they are on their way, and when they failed, and it is said why", async () => {
    render(composer());
    show(file({ state: "uploading", done: 400 }));
    expect(screen.getByTestId("attachment").textContent).toContain("Uploading… 40%");
    await user.type(field(), "What is it?{Enter}");
    expect(screen.getByRole("status").textContent).toContain("still on its way");
    show(file({ state: "failed", problem: problem("offline") }));
    await user.type(field(), "{Enter}");
    expect(screen.getByRole("status").textContent).toContain("could not be uploaded");
    expect([called("ask"), field().value]).toEqual([[], "What is it?"]);
    await user.click(screen.getByTestId("attachment-retry"));
    expect(called("uploadAgain")).toEqual([["f"]]);
    await user.click(screen.getByTestId("attachment-remove"));
    expect(called("detach")).toEqual([["f"]]);
  });

  it("need a word about what to do with them", async () => {
    render(composer());
    show(file({}));
    expect(screen.getByTestId<HTMLButtonElement>("composer-send").disabled).toBe(false);
    await user.type(field(), "{Enter}");
    expect(screen.getByRole("status").textContent).toBe("Write what the agent is to do with the files.");
    expect(called("ask")).toEqual([]);
  });

  it("count with their characters where they become a part of the question", () => {
    render(composer({ draft: "x" }));
    show(file({ kind: "text", name: "a.txt", characters: 99_980 }));
    expect(screen.getByRole("status").textContent).toBe("100,010 of 100,000 characters");
  });

  it("leave the memory with the conversation", () => {
    show(file({}));
    applySnapshot({ agents: [], conversations: [], settings: settings.get(), damaged: false });
    expect([attachments.get("f"), attachmentLists.get("c")]).toEqual([undefined, undefined]);
  });
});
