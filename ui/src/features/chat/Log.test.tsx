import { act, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { clearToasts, Toasts } from "../../design/Toast";
import { fakeHost, type Fake } from "../../host/fake";
import { manyTurns } from "../../host/fake-long";
import { answerRow, conversationRow } from "../../host/fake-rows";
import { setHost } from "../../host/host";
import { openConversation, start } from "../../model/open";
import { forgetReadings } from "../../model/reading";
import { turnLists } from "../../model/rows";
import { useView } from "../../model/view";
import { setLocale } from "../../words/words";
import { ChatView } from "./ChatView";
import { marked } from "./marked";
import { showTurn } from "./showTurn";
import { forgetLooks } from "./shown";

const conversation = "01KCONV00LONG";
const last = 400;
/** As high as a turn is taken to be before it is measured. */
const height = 260;
const id = (number: number) => `turn-long-${number}`;

let fake: Fake;

const called = (name: string) => fake.calls.filter(([call]) => call === name).map(([, ...given]) => given);
const log = () => screen.getByTestId("message-log");
const shown = () => screen.getAllByTestId("question-text").map((text) => text.textContent);
const markedTurn = () => document.querySelector("[data-marked] [data-testid=question-text]")?.textContent;

/** The turns in sight, of those that are in the page. */
function inSight(): (string | null)[] {
  const rows = [...document.querySelectorAll<HTMLElement>("[data-index]")];
  const start = Number.parseFloat(rows[0]?.parentElement?.style.insetBlockStart ?? "0");
  const within = (index: number) => start + (index + 1) * height > log().scrollTop && start + index * height < log().scrollTop + 600;
  return rows.filter((_, index) => within(index)).map((row) => row.querySelector("[data-testid=question-text]")?.textContent ?? null);
}

function Window() {
  const view = useView();
  return view.conversation && <ChatView conversation={view.conversation} />;
}

/** What a layout would say: every turn is as high as the others, and what is scrolled stays within its bounds. */
function layOut() {
  const own = (name: string, value: PropertyDescriptor) => {
    const before = Object.getOwnPropertyDescriptor(HTMLElement.prototype, name);
    Object.defineProperty(HTMLElement.prototype, name, { configurable: true, ...value });
    return () => void (before ? Object.defineProperty(HTMLElement.prototype, name, before) : Reflect.deleteProperty(HTMLElement.prototype, name));
  };
  const sizer = (element: HTMLElement) => element.querySelector<HTMLElement>("[aria-live=off]")?.style.blockSize;
  const ends = [
    own("offsetHeight", { get: () => height }),
    own("scrollHeight", {
      get(this: HTMLElement) {
        return Number.parseFloat(sizer(this) ?? "0");
      },
    }),
    own("scrollTo", {
      value(this: HTMLElement, { top = 0 }: ScrollToOptions) {
        this.scrollTop = Math.max(0, Math.min(top, this.scrollHeight - 600));
        requestAnimationFrame(() => fireEvent.scroll(this));
      },
    }),
  ];
  return () => ends.forEach((end) => end());
}

let unlay: () => void;

beforeEach(async () => {
  unlay = layOut();
  setLocale("en");
  forgetReadings();
  forgetLooks();
  clearToasts();
  marked.set(undefined);
  const rows = manyTurns(last);
  const agentId = rows.agents[0]?.id ?? "";
  rows.conversations.push(conversationRow({ id: "other", agentId, title: "Other", turns: 0 }));
  rows.answers = rows.answers.map((answer) => ({ ...answer, text: "Short." }));
  const chosen = rows.turns[99];
  if (chosen) {
    rows.turns[99] = { ...chosen, answers: [...chosen.answers, "second"] };
    rows.answers.push(answerRow({ id: "second", turnId: chosen.id, text: "Another way to say it." }));
  }
  fake = fakeHost({ rows, page: 30 });
  setHost(fake);
  await start();
});

afterEach(() => {
  unlay();
  vi.unstubAllGlobals();
});

async function opened(which = conversation) {
  await openConversation(which);
  render(<Window />);
  render(<Toasts label="Messages" dismissLabel="Dismiss" />);
}

describe("a turn that is shown", () => {
  it("is brought into sight from another conversation, marked, and told of", async () => {
    await opened("other");
    await act(() => showTurn(conversation, id(100)));
    expect(called("openConversation").at(-1)).toEqual([conversation, id(100)]);
    await waitFor(() => expect(inSight()).toContain("Question 100"));
    expect(markedTurn()).toBe("Question 100");
    expect(screen.getByText("Here is the question: Question 100").getAttribute("role")).toBe("status");
  });

  it("shows the answer that was asked for, without choosing it", async () => {
    await opened();
    await act(() => showTurn(conversation, id(100), "answer-long-100"));
    expect(screen.queryByText("Another way to say it.")).toBeNull();
    await act(() => showTurn(conversation, id(100), "second"));
    expect(await screen.findByText("Another way to say it.")).toBeTruthy();
    expect(called("chooseAnswer")).toEqual([]);
  });

  it("is scrolled to where it is here already, and the log stays the same", async () => {
    await opened();
    const before = log();
    await act(() => showTurn(conversation, id(375)));
    expect(called("around")).toEqual([]);
    await waitFor(() => expect(inSight()).toContain("Question 375"));
    expect(log()).toBe(before);
    await waitFor(() => expect(markedTurn()).toBe("Question 375"));
  });

  it("is marked until the mark has faded", async () => {
    await opened();
    await act(() => showTurn(conversation, id(100)));
    const turn = document.querySelector("[data-marked]");
    if (turn) fireEvent.animationEnd(turn);
    expect(markedTurn()).toBeUndefined();
  });

  it("is marked until the next thing that is done where nothing moves", async () => {
    vi.stubGlobal("matchMedia", () => ({ matches: true }));
    await opened();
    await act(() => showTurn(conversation, id(100)));
    const turn = document.querySelector("[data-marked]");
    if (turn) fireEvent.animationEnd(turn);
    expect(markedTurn()).toBe("Question 100");
    fireEvent.keyDown(log(), { key: "Tab" });
    expect(markedTurn()).toBeUndefined();
  });

  it("that is not there any more is said to be gone", async () => {
    await opened();
    await act(() => showTurn(conversation, "nowhere"));
    expect(await screen.findByText("This question is not in the conversation any more.")).toBeTruthy();
    expect(marked.get()).toBeUndefined();
  });
});

describe("the keys for the ends", () => {
  it("go to those of the conversation, and the log keeps the focus", async () => {
    await opened();
    await act(() => showTurn(conversation, id(200)));
    act(() => log().focus());
    fireEvent.keyDown(log(), { key: "Home" });
    await waitFor(() => expect(shown()[0]).toBe("Question 1"));
    expect(called("newer").at(-1)).toEqual([conversation, null]);
    expect([log().scrollTop, document.activeElement]).toEqual([0, log()]);
    fireEvent.keyDown(log(), { key: "End" });
    await waitFor(() => expect(inSight()).toContain("Question 400"));
    expect(called("older").at(-1)).toEqual([conversation, null]);
    expect(document.activeElement).toBe(log());
  });

  it("belong to the fields in the log", async () => {
    await opened();
    await act(() => showTurn(conversation, id(200)));
    fireEvent.keyDown(screen.getAllByTestId("copy-answer")[0] ?? log(), { key: "Home" });
    expect(called("newer")).toEqual([]);
  });
});

describe("reading on", () => {
  it.each([
    ["older", 0, id(185), [155, 215]],
    ["newer", Number.POSITIVE_INFINITY, id(215), [185, 245]],
  ] as const)("asks for %s turns near an end, and what is in sight stays", async (command, top, from, range) => {
    await opened();
    await act(() => showTurn(conversation, id(200)));
    await act(async () => {
      log().scrollTo({ top });
      await vi.waitFor(() => expect(called(command).at(-1)).toEqual([conversation, from]));
    });
    const ids = () => turnLists.get(conversation) ?? [];
    const before = command === "older" ? "Question 185" : "Question 215";
    await waitFor(() => expect([ids()[0], ids().at(-1)]).toEqual(range.map(id)));
    await waitFor(() => expect(inSight()).toContain(before));
  });

  it("goes on where it was left, in another run, too", async () => {
    await opened();
    await act(() => showTurn(conversation, id(200)));
    await act(async () => log().scrollTo({ top: log().scrollTop + 650 }));
    const before = inSight();
    await act(() => openConversation("other"));
    const [, kept] = called("saveReading").at(-1) ?? [];
    expect(kept).toMatchObject({ turn: id(202) });
    forgetReadings();
    await act(() => openConversation(conversation));
    expect(called("openConversation").at(-1)).toEqual([conversation, null]);
    await waitFor(() => expect(inSight()).toEqual(before));
  });

  it("goes to the newest turn with the button, and forgets the place", async () => {
    await opened();
    await act(() => showTurn(conversation, id(200)));
    fireEvent.click(screen.getByRole("button", { name: "Latest" }));
    await waitFor(() => expect(inSight()).toContain("Question 400"));
    await act(() => openConversation("other"));
    expect(called("saveReading").at(-1) ?? [conversation, null]).toEqual([conversation, null]);
  });
});
