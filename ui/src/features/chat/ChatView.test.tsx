import { act, fireEvent, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { fakeHost, type Fake } from "../../host/fake";
import { agentRow, answerRow, conversationRow, noRows, problem, type Rows, turnRow } from "../../host/fake-rows";
import { setHost } from "../../host/host";
import { openConversation, start } from "../../model/open";
import { choose } from "../../model/settings";
import { currentView } from "../../model/view";
import { setLocale } from "../../words/words";
import { ChatView } from "./ChatView";
import { forgetReadings } from "../../model/reading";

const agent = agentRow({ id: "agent", name: "Guide", opening: { message: "Ask **me** things.", questions: ["What can you do?"] } });
function rowsWith(change: Partial<Rows> = {}): Rows {
  return { ...noRows, agents: [agent], conversations: [conversationRow({ id: "c", agentId: "agent", title: "Certificates" })], ...change };
}

/** One turn whose answer is as given. */
function oneTurn(answer: Partial<Parameters<typeof answerRow>[0]>, steps: Rows["steps"] = []): Rows {
  return rowsWith({
    turns: [turnRow({ id: "t", conversationId: "c", seq: 1, question: "Why?", answers: ["a"] })],
    answers: [answerRow({ id: "a", turnId: "t", text: "Because.", steps: steps.map((step) => step.id), ...answer })],
    steps,
  });
}

async function opened(rows: Rows, conversation = "c"): Promise<Fake> {
  const fake = fakeHost({ rows });
  setHost(fake);
  await start();
  await openConversation(conversation);
  render(<Window />);
  return fake;
}

function Window() {
  return <ChatView conversation={currentView().conversation} />;
}

/** Lets the page apply what it was told and paint. */
async function told(tell: () => void): Promise<void> {
  await act(async () => {
    tell();
    await new Promise((painted) => requestAnimationFrame(painted));
  });
}

const called = (fake: Fake, name: string) => fake.calls.filter(([call]) => call === name).map(([, ...given]) => given);
const answer = () => screen.getByTestId("answer");
const user = userEvent.setup();

beforeEach(() => {
  setLocale("en");
  forgetReadings();
});

describe("an empty conversation", () => {
  it("greets, and asks an opening question with a click", async () => {
    const fake = await opened(rowsWith());
    expect(screen.getByTestId("opening-message").textContent).toBe("Ask me things.");
    await user.click(screen.getByTestId("opening-question"));
    expect(called(fake, "askAside")).toEqual([["c", "What can you do?"]]);
    expect((await screen.findByTestId("question-text")).textContent).toBe("What can you do?");
    expect(screen.queryByTestId("opening-message")).toBeNull();
  });

  it("puts an opening question into the composer when Alt is held", async () => {
    const fake = await opened(rowsWith());
    fireEvent.click(screen.getByTestId("opening-question"), { altKey: true });
    expect(screen.getByTestId<HTMLTextAreaElement>("composer-input").value).toBe("What can you do?");
    expect(called(fake, "ask")).toEqual([]);
  });
});

describe("an answer", () => {
  it("carries its ids and its state", async () => {
    await opened(oneTurn({ messageId: "01MESSAGE" }));
    expect(screen.getByTestId("turn").dataset.queryId).toBe("query-t");
    expect(answer().dataset).toMatchObject({ messageId: "01MESSAGE", state: "done" });
    expect(screen.getByTestId("answer-text").textContent).toBe("Because.");
  });

  it("grows while it streams, in the element in which it settles", async () => {
    const fake = await opened(oneTurn({ state: "streaming", text: "" }));
    expect(answer().getAttribute("aria-busy")).toBe("true");
    await told(() => fake.write("a", "The first"));
    await told(() => fake.write("a", " half"));
    const text = screen.getByTestId("answer-text");
    expect(text.textContent).toBe("The first half");
    expect(screen.queryByTestId("copy-answer")).toBeNull();
    const paragraph = text.querySelector("p");
    await told(() => fake.end("a", { text: "The first half" }));
    expect(answer().dataset.state).toBe("done");
    expect(screen.getByTestId("answer-text")).toBe(text);
    expect(text.querySelector("p")).toBe(paragraph);
  });

  it("says how long it is waited for once the wait is long", async () => {
    await opened(oneTurn({ state: "streaming", text: "", startedAt: Date.now() - 12_000 }));
    expect(answer().textContent).toBe("Waiting for the agent12 s");
  });

  it("is announced when it ends, and not while it grows", async () => {
    const fake = await opened(oneTurn({ state: "streaming", text: "" }));
    const said = () => screen.getAllByRole("status").map((status) => status.textContent).join("");
    await told(() => fake.write("a", "A word"));
    expect(said()).toBe("");
    await told(() => fake.end("a"));
    expect(said()).toBe("The answer is finished.");
  });

  it("is copied as the Markdown it was written in", async () => {
    await opened(oneTurn({ text: "**Because**" }));
    const put = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
    await user.click(screen.getByTestId("copy-answer"));
    expect(put).toHaveBeenCalledWith("**Because**");
    expect(await screen.findByRole("button", { name: "Copied" })).toBeTruthy();
  });

  it("shows what it took as the platform measured it", async () => {
    await opened(oneTurn({ usage: { inputTokens: 966, outputTokens: 318, totalTokens: 1284, firstTokenMs: 620, totalMs: 4810 } }));
    expect(screen.getByTestId("usage").textContent).toBe("966 tokens in · 318 out · first 0.6 s · 4.8 s in all");
    await act(async () => void (await choose({ footer: "short" })));
    expect(screen.getByTestId("usage").textContent).toBe("1,284 tokens · 4.8 s in all");
    await act(async () => void (await choose({ footer: "short", locale: "zh-CN" })));
    expect(screen.getByTestId("usage").textContent).toBe("1,284 词元 · 共 4.8 s");
    await act(async () => void (await choose({ footer: "off", locale: "en" })));
    expect(screen.queryByTestId("usage")).toBeNull();
  });

  it("shows a hostile link as text", async () => {
    await opened(oneTurn({ text: "[press me](javascript:alert(1)) and <img src=x onerror=alert(1)>" }));
    const text = screen.getByTestId("answer-text");
    expect(text.querySelector("a, img")).toBeNull();
    expect(text.textContent).toContain("press me");
  });

  it("that holds nothing to see says that it has no text", async () => {
    await opened(oneTurn({ text: " \n\n\u200b\u2060 " }));
    expect(screen.getByText("The agent ended without a text.")).toBeDefined();
    expect(screen.getByTestId("answer-text").hidden).toBe(true);
  });

  it("suggests each question once, and none that says nothing; a long one is whole on request", async () => {
    const long = "Why? ".repeat(60).trim();
    const fake = await opened(oneTurn({ suggestions: ["", " \u200b", "Why?", " Why? ", long] }));
    const chips = screen.getAllByTestId("suggestion");
    expect(chips.map((chip) => chip.textContent)).toEqual(["Why?", long]);
    expect(chips[1]?.title).toContain(long);
    await user.click(chips[1] as HTMLElement);
    expect(called(fake, "askAside")).toEqual([["c", long]]);
  });

  it("suggests what to ask next below the newest turn alone", async () => {
    const rows = oneTurn({ suggestions: ["And then?"] });
    const second = turnRow({ id: "t2", conversationId: "c", seq: 2, question: "So?", answers: ["a2"] });
    const fake = await opened({
      ...rows,
      turns: [...rows.turns, second],
      answers: [...rows.answers, answerRow({ id: "a2", turnId: "t2", text: "Yes.", suggestions: ["Really?"] })],
    });
    expect(screen.getAllByTestId("suggestion").map((chip) => chip.textContent)).toEqual(["Really?"]);
    await user.click(screen.getByTestId("suggestion"));
    expect(called(fake, "askAside")).toEqual([["c", "Really?"]]);
  });
});

describe("an answer that did not end by itself", () => {
  it("that failed keeps its text and says what went wrong, with the facts behind Details", async () => {
    const fake = await opened(oneTurn({ state: "failed", text: "Half", problem: problem("cut", { detail: "EOF in frame 12", trace: "req-7" }) }));
    expect(screen.getByTestId("answer-text").textContent).toBe("Half");
    const banner = screen.getByTestId("error-banner");
    expect(banner.textContent).toContain("The answer stopped before its end");
    expect(banner.textContent).not.toContain("EOF in frame 12");
    await user.click(within(banner).getByRole("button", { name: "Details" }));
    expect(banner.textContent).toContain("EOF in frame 12");
    await user.click(screen.getByTestId("retry"));
    expect(called(fake, "askAgain")).toEqual([["t"]]);
    expect(answer().dataset.state).toBe("streaming");
  });

  it("for want of a good key offers to replace it", async () => {
    await opened(oneTurn({ state: "failed", text: "", problem: problem("keyRejected") }));
    await user.click(screen.getByRole("button", { name: "Replace the key" }));
    expect(document.activeElement).toBe(screen.getByTestId("agent-api-key"));
  });

  it("because the conversation is gone offers a new one", async () => {
    const fake = await opened(oneTurn({ state: "failed", text: "", problem: problem("gone") }));
    await user.click(screen.getByRole("button", { name: "New conversation" }));
    expect(called(fake, "newConversation")).toEqual([["agent"]]);
  });

  it.each([
    ["stopped", "Stopped"],
    ["interrupted", "Interrupted: Parlance ended before the answer did"],
  ] as const)("that was %s says so and can be asked again", async (state, mark) => {
    const fake = await opened(oneTurn({ state }));
    expect(screen.getByText(mark)).toBeTruthy();
    expect(screen.queryByTestId("error-banner")).toBeNull();
    await user.click(screen.getByTestId("retry"));
    expect(called(fake, "askAgain")).toEqual([["t"]]);
  });

  it("says in its turn why it cannot be asked again", async () => {
    const fake = await opened(oneTurn({ state: "stopped" }));
    fake.refuse("askAgain", problem("diskFull"));
    await user.click(screen.getByTestId("retry"));
    expect((await screen.findByTestId("error-banner")).textContent).toContain("The disk is full");
  });
});

describe("a long question", () => {
  it("is folded until it is asked for", async () => {
    const rows = oneTurn({});
    const long = Array.from({ length: 40 }, (_, line) => `line ${line}`).join("\n");
    await opened({ ...rows, turns: [turnRow({ id: "t", conversationId: "c", question: long, answers: ["a"] })] });
    const text = screen.getByTestId("question-text");
    expect(text.dataset.folded).toBe("true");
    await user.click(screen.getByRole("button", { name: "Show all" }));
    expect(text.dataset.folded).toBeUndefined();
  });
});

describe("the header", () => {
  it("renames in place with Enter, and not with Esc", async () => {
    const fake = await opened(rowsWith());
    await user.click(screen.getByTestId("conversation-rename"));
    await user.clear(screen.getByRole("textbox", { name: "Title" }));
    await user.keyboard("Other{Escape}");
    expect(screen.getByTestId("conversation-title").textContent).toBe("Certificates");
    await user.click(screen.getByTestId("conversation-rename"));
    await user.clear(screen.getByRole("textbox", { name: "Title" }));
    await user.keyboard("Proxies{Enter}");
    expect(called(fake, "renameConversation")).toEqual([["c", "Proxies"]]);
    expect(screen.getByTestId("conversation-title").textContent).toBe("Proxies");
  });

  it("pins", async () => {
    const fake = await opened(rowsWith());
    await user.click(screen.getByTestId("conversation-pin"));
    expect(called(fake, "pinConversation")).toEqual([["c", true]]);
    expect(screen.getByTestId("conversation-pin").getAttribute("aria-pressed")).toBe("true");
  });
});
