import { act, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { fakeHost, type Fake } from "../../host/fake";
import { agentRow, answerRow, conversationRow, feedbackOf, noRows, problem, type Rows, turnRow } from "../../host/fake-rows";
import { setHost } from "../../host/host";
import { openConversation, start } from "../../model/open";
import { setLocale } from "../../words/words";
import { ChatView } from "./ChatView";
import { difference } from "./difference";
import { forgetReadings } from "../../model/reading";
import { forgetLooks } from "./shown";

const user = userEvent.setup();

type AnswerChange = Partial<Parameters<typeof answerRow>[0]>;

/** One turn with an answer each, named a1, a2 and so on. */
function turnOf(changes: AnswerChange[], change: Partial<Parameters<typeof turnRow>[0]> = {}): Rows {
  const answers = changes.map((answer, index) => answerRow({ id: `a${index + 1}`, turnId: "t", text: `Text ${index + 1}`, ...answer }));
  return {
    ...noRows,
    agents: [agentRow({ id: "agent" })],
    conversations: [conversationRow({ id: "c", agentId: "agent" })],
    turns: [turnRow({ id: "t", conversationId: "c", question: "Why?", answers: answers.map(({ id }) => id), ...change })],
    answers,
  };
}

async function opened(rows: Rows): Promise<Fake> {
  const fake = fakeHost({ rows });
  setHost(fake);
  await start();
  await openConversation("c");
  render(<ChatView conversation="c" />);
  return fake;
}

async function told(tell: () => void): Promise<void> {
  await act(async () => {
    tell();
    await new Promise((painted) => requestAnimationFrame(painted));
  });
}

const called = (fake: Fake, name: string) => fake.calls.filter(([call]) => call === name).map(([, ...given]) => given);
const text = (id: string) => screen.getByTestId(id).textContent;

beforeEach(() => {
  setLocale("en");
  forgetReadings();
  forgetLooks();
});

describe("several answers to one question", () => {
  it("are paged through without choosing, with buttons and with arrow keys", async () => {
    const fake = await opened(turnOf([{}, {}, {}]));
    expect(text("answer-position")).toBe("3 / 3");
    expect(text("answer-default")).toContain("context of your next question");
    await user.click(screen.getByTestId("answer-prev"));
    expect([text("answer-position"), text("answer-text")]).toEqual(["2 / 3", "Text 2"]);
    expect(screen.queryByTestId("answer-default")).toBeNull();
    await user.keyboard("{ArrowLeft}");
    expect(text("answer-position")).toBe("1 / 3");
    expect(screen.getByText("Answer 1 of 3")).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByTestId("answer-next"));
    act(() => screen.getByTestId("answer").focus());
    await user.keyboard("{ArrowRight}{ArrowRight}");
    expect(screen.getByText("Answer 3 of 3, the default")).toBeTruthy();
    expect(called(fake, "chooseAnswer")).toEqual([]);
  });

  it("open at the one that counts, and another one is made to count", async () => {
    const fake = await opened(turnOf([{}, {}], { usedAnswer: "a1" }));
    expect(text("answer-position")).toBe("1 / 2");
    await user.click(screen.getByTestId("answer-next"));
    await user.click(screen.getByTestId("answer-use"));
    expect(called(fake, "chooseAnswer")).toEqual([["a2"]]);
    expect(text("answer-default")).toBe("Default, the platform is being told…");
    const [turn] = turnOf([{}, {}], { usedAnswer: "a1", usedProblem: problem("offline") }).turns;
    await told(() => turn && fake.tell({ type: "turn", row: turn }));
    expect(text("answer-position")).toBe("2 / 2");
    expect(text("error-banner")).toContain("The default answer is the one before");
    await user.click(within(screen.getByTestId("error-banner")).getByTestId("retry"));
    expect(called(fake, "chooseAnswer")).toEqual([["a2"], ["a2"]]);
  });

  it("are compared word by word, with what they took", async () => {
    const usage = { inputTokens: 1, outputTokens: 1, totalTokens: 42, firstTokenMs: 0, totalMs: 1000 };
    const marks = new Map<string, { ranges: Range[] }>();
    vi.stubGlobal("Highlight", class { ranges; constructor(...ranges: Range[]) { this.ranges = ranges; } });
    vi.stubGlobal("CSS", { ...globalThis.CSS, highlights: marks });
    const marked = (name: string) => marks.get(name)?.ranges.map(String);
    await opened(turnOf([{ text: "Trust the **old certificate**." }, { text: "Trust the **new certificate**.", usage }]));
    await user.click(screen.getByRole("button", { name: "Compare" }));
    const dialog = screen.getByRole("dialog", { name: "Compare two answers" });
    expect(dialog.textContent).not.toContain("**");
    expect([marked("lost"), marked("gained")]).toEqual([["old"], ["new"]]);
    expect(within(dialog).getByText("Only here: old")).toBeTruthy();
    expect(within(dialog).getByText("1 token in · 1 out · 1.0 s in all")).toBeTruthy();
    await user.click(within(dialog).getByRole("checkbox", { name: "Mark words that only one of them has" }));
    expect([marked("lost"), within(dialog).queryByText("Only here: old")]).toEqual([undefined, null]);
    vi.unstubAllGlobals();
  });

  it("have no choice among those that the platform does not know", async () => {
    await opened(turnOf([{ messageId: "", state: "failed", problem: problem("cut") }, {}]));
    await user.click(screen.getByTestId("answer-prev"));
    expect(screen.queryByTestId("answer-use")).toBeNull();
    expect(screen.queryByTestId("like")).toBeNull();
  });
});

describe("one more answer", () => {
  it("is asked for beside the old one, which stays in sight until it begins", async () => {
    const fake = await opened(turnOf([{}]));
    expect(screen.queryByTestId("answer-position")).toBeNull();
    await user.click(screen.getByTestId("regenerate"));
    expect(called(fake, "askAgain")).toEqual([["t"]]);
    expect(text("answer-position")).toBe("2 / 2");
    expect(screen.getByTestId("answer").dataset.state).toBe("streaming");
    expect(screen.getByText("Text 1")).toBeTruthy();
    const made = "answer-1";
    await told(() => fake.write(made, "New"));
    expect(screen.queryByText("Text 1")).toBeNull();
    await told(() => fake.end(made));
    expect([text("answer-text"), text("answer-position")]).toEqual(["New", "2 / 2"]);
    expect(screen.getByTestId("answer-default")).toBeTruthy();
  });

  it("that fails without a word returns to the old one and says why", async () => {
    const fake = await opened(turnOf([{}]));
    await user.click(screen.getByTestId("regenerate"));
    await told(() => fake.end("answer-1", { state: "failed", problem: problem("offline") }));
    expect([text("answer-text"), text("answer-position")]).toEqual(["Text 1", "1 / 2"]);
    expect(screen.getByTestId("error-banner").textContent).toContain("No connection");
    await user.click(screen.getByTestId("retry"));
    expect(called(fake, "askAgain")).toHaveLength(2);
  });

  it("is not offered beyond the platform's limit, which is said", async () => {
    await opened(turnOf(Array.from({ length: 11 }, () => ({}))));
    expect(screen.getByTestId<HTMLButtonElement>("regenerate").disabled).toBe(true);
    expect(screen.getByText("Answered 10 times more, which is the most")).toBeTruthy();
  });

  it("is offered for the newest question alone", async () => {
    const rows = turnOf([{}]);
    const second = turnRow({ id: "t2", conversationId: "c", seq: 2, answers: ["b"] });
    await opened({ ...rows, turns: [...rows.turns, second], answers: [...rows.answers, answerRow({ id: "b", turnId: "t2", text: "B" })] });
    expect(screen.getAllByTestId("regenerate")).toHaveLength(1);
    expect(screen.getAllByTestId("like")).toHaveLength(2);
  });
});

describe("a rating", () => {
  it("is given, changed and taken back with one press each", async () => {
    const fake = await opened(turnOf([{}]));
    const pressed = () => [screen.getByTestId("like"), screen.getByTestId("dislike")].map((button) => button.getAttribute("aria-pressed"));
    expect(pressed()).toEqual(["false", "false"]);
    await user.click(screen.getByTestId("like"));
    expect(pressed()).toEqual(["true", "false"]);
    await user.click(screen.getByTestId("dislike"));
    expect(pressed()).toEqual(["false", "true"]);
    await user.click(screen.getByTestId("dislike"));
    expect(pressed()).toEqual(["false", "false"]);
    expect(screen.queryByTestId("feedback-detail")).toBeNull();
    expect(called(fake, "rate").map(([, rating]) => rating)).toEqual(["like", "dislike", "none"]);
  });

  it("that is bad may say why, and need not", async () => {
    const fake = await opened(turnOf([{}]));
    await user.click(screen.getByTestId("dislike"));
    await user.keyboard("{Escape}");
    await user.click(screen.getByRole("button", { name: "Say why" }));
    const form = screen.getByTestId("feedback-detail");
    await user.click(within(form).getByRole("button", { name: "Not true" }));
    await user.type(within(form).getByRole("textbox", { name: "Comment" }), "It is 1912.");
    await user.click(within(form).getByRole("button", { name: "Send" }));
    expect(called(fake, "rate").at(-1)).toEqual(["a1", "dislike", { problems: ["Not true"], comment: "It is 1912." }]);
    expect(screen.queryByTestId("feedback-detail")).toBeNull();
  });

  it("that waits for the platform says so", async () => {
    await opened(turnOf([{ feedback: feedbackOf({ rating: "like", delivery: "waiting" }) }]));
    expect(screen.getByText("Sent once the platform can be reached")).toBeTruthy();
  });

  it("that the platform did not take is taken back in words and tried again", async () => {
    const fake = await opened(turnOf([{}]));
    await user.click(screen.getByTestId("like"));
    const refused = { ...fake.answer("a1"), feedback: feedbackOf({ problem: problem("overloaded") }) };
    await told(() => fake.tell({ type: "answer", row: refused }));
    expect(screen.getByTestId("like").getAttribute("aria-pressed")).toBe("false");
    expect(text("error-banner")).toContain("Your rating was taken back");
    await user.click(screen.getByTestId("retry"));
    expect(called(fake, "rate").map(([, rating]) => rating)).toEqual(["like", "like"]);
  });
});

describe("the difference of two texts", () => {
  const own = (pieces: { text: string; own: boolean }[]) => pieces.filter((piece) => piece.own).map((piece) => piece.text);

  it("is found in words, also where no blanks stand between them", () => {
    const found = difference("请先安装学校的根证书。", "请先下载学校的根证书。", "zh-CN");
    expect(found && [own(found.left), own(found.right)]).toEqual([["安装"], ["下载"]]);
    expect(found?.left.map((piece) => piece.text).join("")).toBe("请先安装学校的根证书。");
  });

  it("is none of equal texts", () => {
    const found = difference("a b", "a b", "en");
    expect(found && [...own(found.left), ...own(found.right)]).toEqual([]);
  });
});
