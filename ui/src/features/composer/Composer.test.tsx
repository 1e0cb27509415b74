import { act, createEvent, fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { type Fake, fakeHost } from "../../host/fake";
import { agentRow, answerRow, conversationRow, noRows, problem, turnRow } from "../../host/fake-rows";
import { setHost } from "../../host/host";
import { applyPage } from "../../model/apply";
import { setLocale } from "../../words/words";
import { Composer } from "./Composer";

const rows = { ...noRows, agents: [agentRow({ id: "agent" })], conversations: [conversationRow({ id: "c", agentId: "agent" })] };
const user = userEvent.setup();
const onStop = vi.fn();
const onAsk = vi.fn();
let fake: Fake;

const field = () => screen.getByTestId<HTMLTextAreaElement>("composer-input");
const called = (name: string) => fake.calls.filter(([call]) => call === name).map(([, ...given]) => given);

function composer(props: { draft?: string | undefined; running?: boolean } = {}) {
  const { draft = "", running = false } = props;
  return <Composer conversation="c" agentName="Guide" draft={"draft" in props ? props.draft : draft} running={running} onStop={onStop} onAsk={onAsk} />;
}

beforeEach(() => {
  setLocale("en");
  onStop.mockClear();
  onAsk.mockClear();
  fake = fakeHost({ rows });
  setHost(fake);
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

  it("what is typed stays, and Enter says why", async () => {
    const { rerender } = render(composer({ running: true }));
    await user.type(field(), "Next?{Enter}");
    expect(called("ask")).toEqual([]);
    expect(field().value).toBe("Next?");
    expect(screen.getByRole("status").textContent).toContain("still being written");
    rerender(composer());
    expect(screen.getByRole("status").textContent).toBe("");
    await user.type(field(), "{Enter}");
    expect(called("ask")).toEqual([["c", "Next?"]]);
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
    applyPage({ turns: [turn(1, "First?"), turn(2, "Second?")], answers, steps: [], more: false });
    render(composer());
    await user.type(field(), "{ArrowUp}");
    expect(field().value).toBe("Second?");
    await user.keyboard("{ArrowUp}");
    expect(field().value).toBe("First?");
    await user.keyboard("{ArrowUp}");
    expect(field().value).toBe("First?");
    await user.keyboard("{ArrowDown}{ArrowDown}");
    expect(field().value).toBe("");
    await user.keyboard("Own{ArrowUp}");
    expect(field().value).toBe("Own");
  });
});
