import { act, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { clearToasts, Toasts } from "../../design/Toast";
import { fakeHost, type Fake } from "../../host/fake";
import { agentRow, answerRow, conversationRow, noRows, problem, turnRow } from "../../host/fake-rows";
import { setHost } from "../../host/host";
import type { Answer } from "../../host/types";
import { openConversation, start } from "../../model/open";
import { setLocale } from "../../words/words";
import { ChatView } from "../chat/ChatView";
import { forgetReadings } from "../../model/reading";

const user = userEvent.setup();

async function opened(change: Partial<Answer>): Promise<Fake> {
  const fake = fakeHost({
    rows: {
      ...noRows,
      agents: [agentRow({ id: "agent", name: "Library" })],
      conversations: [conversationRow({ id: "c", agentId: "agent", draft: "Half a thought" })],
      turns: [turnRow({ id: "t", conversationId: "c", question: "Why?", answers: ["a"] })],
      answers: [answerRow({ id: "a", turnId: "t", text: "The first half", ...change })],
    },
  });
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

const given = (fake: Fake, name: string) => fake.calls.filter(([call]) => call === name).map(([, ...rest]) => rest);

beforeEach(() => {
  setLocale("en");
  forgetReadings();
  clearToasts();
});

afterEach(() => vi.useRealTimers());

describe("an answer that broke off", () => {
  it("is looked for on the platform, and what was found is said beside the text so far", async () => {
    const fake = await opened({ state: "failed", problem: problem("cut") });
    await user.click(screen.getByTestId("look"));
    expect(given(fake, "look")).toEqual([["a"]]);
    expect(given(fake, "askAgain")).toEqual([]);
    const banner = screen.getByTestId("error-banner");
    expect(within(banner).getByRole("status").textContent).toBe("The platform has no more of it than this.");
    expect(screen.getByTestId("answer-text").textContent).toContain("The first half");
    fake.refuse("look", problem("offline"));
    await user.click(screen.getByTestId("look"));
    expect(within(banner).getByRole("status").textContent).toContain("No connection to the agent's server");
  });

  it("because the program ended is looked for as well; one that the agent gave up is not", async () => {
    await opened({ state: "interrupted" });
    expect(screen.getByTestId("look")).toBeTruthy();
  });

  it("because the agent gave up is not looked for", async () => {
    await opened({ state: "failed", problem: problem("agentFailed", { detail: "No model." }) });
    expect(screen.queryByTestId("look")).toBeNull();
  });

  it("and was found says where its end is from", async () => {
    await opened({ recovered: true });
    expect(screen.getByText("The connection was lost in between; the end is as the platform has it")).toBeTruthy();
  });
});

describe("a key that is no longer accepted", () => {
  it("is replaced in the turn, with what was being written left alone, and the way on gets the focus", async () => {
    const fake = await opened({ state: "failed", text: "", problem: problem("keyRejected") });
    await user.click(screen.getByRole("button", { name: "Replace the key" }));
    const field = screen.getByTestId("agent-api-key");
    expect(document.activeElement).toBe(field);
    expect(screen.queryByRole("dialog")).toBeNull();
    await user.type(field, "wrong{Enter}");
    expect(screen.getByTestId("agent-status").textContent).toContain("The API key was not accepted");
    await user.clear(field);
    await user.type(field, "right{Enter}");
    expect(given(fake, "replaceKey")).toEqual([
      ["agent", "wrong", "stored"],
      ["agent", "right", "stored"],
    ]);
    expect(screen.queryByTestId("agent-api-key")).toBeNull();
    expect(document.activeElement).toBe(screen.getByTestId("retry"));
    expect(screen.getByTestId<HTMLTextAreaElement>("composer-input").value).toBe("Half a thought");
    expect(given(fake, "askAgain")).toEqual([]);
  });

  it("is not asked for any more after Esc, which does nothing else", async () => {
    const fake = await opened({ state: "failed", text: "", problem: problem("keyMissing") });
    await user.click(screen.getByRole("button", { name: "Enter the key" }));
    await user.keyboard("half{Escape}");
    expect(screen.queryByTestId("agent-api-key")).toBeNull();
    expect(given(fake, "replaceKey")).toEqual([]);
  });
});

describe("an answer that falls silent before its end", () => {
  it("is said to be still worked on, until it goes on", async () => {
    const startedAt = Date.now();
    const fake = await opened({ state: "streaming", startedAt });
    vi.useFakeTimers({ now: startedAt });
    const told = (tell: () => void) =>
      act(async () => {
        tell();
        vi.advanceTimersByTime(20);
      });
    await told(() => fake.write("a", " of it"));
    await act(async () => vi.advanceTimersByTime(9_000));
    expect(screen.queryByText(/Still working/)).toBeNull();
    await act(async () => vi.advanceTimersByTime(33_000));
    expect(screen.getByText("Still working, 42 s")).toBeTruthy();
    await told(() => fake.write("a", ", and more"));
    expect(screen.queryByText(/Still working/)).toBeNull();
  });
});
