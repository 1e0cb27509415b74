import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { given, openWindow, threeConversations } from "../../desk";
import { agentRow, answerRow, feedbackOf, problem, stepRow, turnRow } from "../../host/fake-rows";
import type { FakeOptions } from "../../host/fake";
import type { Hit, Hits, SearchQuery } from "../../host/types";
import { currentView } from "../../model/view";

const now = new Date(2026, 5, 17, 12, 0).getTime();

function rows() {
  const { agents, conversations, ...rest } = threeConversations(now);
  return {
    ...rest,
    agents: [...agents, agentRow({ id: "agent-b", name: "Library desk", position: 1 })],
    conversations,
    turns: [
      turnRow({ id: "t1", conversationId: "c1", question: "Which root certificate?", answers: ["a1"], seq: 1, askedAt: now - 3000 }),
      turnRow({ id: "t2", conversationId: "c2", question: "怎么导出课程表？", answers: ["a2", "a2b"], usedAnswer: "a2b", seq: 1, askedAt: now - 2000 }),
    ],
    answers: [
      answerRow({ id: "a1", turnId: "t1", text: "The campus root, **not** the old one.", startedAt: now - 3000, feedback: feedbackOf({ rating: "like" }) }),
      answerRow({ id: "a2", turnId: "t2", text: "先导出为 ics 文件，再用 root 用户导入。", steps: ["s"], startedAt: now - 2000 }),
      answerRow({ id: "a2b", turnId: "t2", text: "Ask the registry.", startedAt: now - 1000 }),
    ],
    steps: [stepRow({ id: "s", answerId: "a2", kind: "think", text: "Perhaps the calendar can subscribe" })],
  };
}

async function opened(options: FakeOptions = {}) {
  const window = await openWindow({ rows: rows(), ...options });
  await window.user.keyboard("{Control>}{Shift>}k{/Shift}{/Control}");
  return { ...window, line: screen.getByTestId<HTMLInputElement>("search-input") };
}

const results = () => screen.findAllByTestId("search-result");
const asked = (query: unknown[] | undefined) => query?.[0] as SearchQuery;

describe("what is searched for", () => {
  it("is found with any agent, newest first, with its words marked and said what it is", async () => {
    const { user, line } = await opened();
    await user.type(line, "root");
    await waitFor(async () => expect(await results()).toHaveLength(3));
    const found = await results();
    expect(found.map((each) => [each.dataset.conversationId, each.dataset.queryId, each.dataset.kind])).toEqual([
      ["c2", "query-t2", "answer"],
      ["c1", "query-t1", "question"],
      ["c1", "query-t1", "answer"],
    ]);
    expect(found.map((each) => each.querySelector("mark")?.textContent)).toEqual(["root", "root", "root"]);
    expect(within(found[1] as HTMLElement).getByText("Question")).toBeTruthy();
    expect(found[2]?.textContent).toContain("**not**");
  });

  it("is one search for letters that follow each other, and none before a composition has ended", async () => {
    const { fake, line } = await opened();
    fireEvent.compositionStart(line);
    fireEvent.change(line, { target: { value: "dao'chu" } });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(given(fake, "search")).toEqual([]);
    fireEvent.change(line, { target: { value: "导出" } });
    fireEvent.compositionEnd(line);
    await waitFor(async () => expect(await results()).toHaveLength(2));
    expect(given(fake, "search").map((query) => asked(query).text)).toEqual(["导出"]);
  });

  it("opens with Enter what is written, not what was searched for before", async () => {
    const { fake, user, line } = await opened();
    await user.type(line, "root");
    await waitFor(async () => expect(await results()).toHaveLength(3));
    const search = fake.search;
    let answer: () => void = () => undefined;
    fake.search = async (...given) => {
      await new Promise<void>((resolve) => (answer = resolve));
      return search(...given);
    };
    await user.clear(line);
    await user.type(line, "calendar{Enter}");
    expect(screen.getByTestId("search-input")).toBe(line);
    await waitFor(() => expect(screen.getByRole("listbox").getAttribute("aria-busy")).toBe("true"));
    await waitFor(() => {
      answer();
      expect(screen.queryByTestId("search-input")).toBeNull();
    });
    expect(currentView().conversation).toBe("c2");
  });

  it("can be narrowed by chips, which say to what", async () => {
    const { fake, user, line } = await opened();
    await user.type(line, "root");
    await waitFor(async () => expect(await results()).toHaveLength(3));
    await user.click(screen.getByRole("button", { name: "Kind: Everything" }));
    await user.click(screen.getByRole("menuitemradio", { name: "Answer" }));
    await waitFor(async () => expect(await results()).toHaveLength(2));
    await user.click(screen.getByRole("button", { name: "Rating: Any rating" }));
    await user.click(screen.getByRole("menuitemradio", { name: "Liked" }));
    await waitFor(async () => expect(await results()).toHaveLength(1));
    await user.click(screen.getByRole("button", { name: "Agent: All agents" }));
    await user.click(screen.getByRole("menuitemradio", { name: "Library desk" }));
    expect(await screen.findByText("Nothing found for “root”", { selector: "p[dir]" })).toBeTruthy();
    expect(asked(given(fake, "search").at(-1))).toMatchObject({ agent: "agent-b", kinds: ["answer"], rating: "like" });
    await user.click(screen.getByRole("button", { name: "Clear filters" }));
    await waitFor(async () => expect(await results()).toHaveLength(3));
  });

  it("and is not there says so; without a word there is a hint", async () => {
    const { user, line } = await opened();
    expect(screen.getByText(/Words in any order/)).toBeTruthy();
    await user.type(line, "nowhere");
    expect(await screen.findByText("Nothing found for “nowhere”", { selector: "p[dir]" })).toBeTruthy();
  });

  it("and cannot be looked for says why", async () => {
    const { fake, user, line } = await opened();
    fake.refuse("search", problem("storage"));
    await user.type(line, "x");
    expect(await screen.findByRole("alert")).toBeTruthy();
  });

  it("is complete while the index is being made, and it is said that it takes longer", async () => {
    const { fake, user, line } = await opened();
    fake.search = async () => ({ hits: [], more: null, indexing: { done: 1200, total: 20_000 } });
    await user.type(line, "x");
    expect(await screen.findByText(/The index is being built \(1,200 of 20,000 turns\)/)).toBeTruthy();
  });

  it("goes on with the next page when the list has been gone through, past pages with nothing in them", async () => {
    const { fake, user, line } = await opened();
    const one: Hit = { kind: "answer", agentId: "agent-a", conversationId: "c1", title: "", turnId: "t1", queryId: "q", answerId: "a1", stepId: null, snippet: "x", marks: [], at: now };
    const pages: Record<string, Omit<Hits, "indexing">> = {
      first: { hits: Array.from({ length: 50 }, () => one), more: "empty" },
      empty: { hits: [], more: "last" },
      last: { hits: [one], more: null },
    };
    fake.search = async (_query, after) => ({ hits: [], more: null, ...pages[after ?? "first"], indexing: null });
    await user.type(line, "x");
    await waitFor(async () => expect(await results()).toHaveLength(50));
    await user.keyboard("{PageDown}{PageDown}{PageDown}{PageDown}{PageDown}{PageDown}");
    await waitFor(async () => expect(await results()).toHaveLength(51));
  });
});

describe("a result", () => {
  it("is walked to with the arrow keys while the focus stays in the line, and opened with Enter", async () => {
    const { user, line } = await opened();
    await user.type(line, "root");
    await waitFor(async () => expect(await results()).toHaveLength(3));
    await user.keyboard("{ArrowDown}{ArrowDown}{ArrowUp}");
    const second = (await results())[1];
    expect(line.getAttribute("aria-activedescendant")).toBe(second?.id);
    expect(second?.getAttribute("aria-selected")).toBe("true");
    expect(document.activeElement).toBe(line);
    await user.keyboard("{Enter}");
    await waitFor(() => expect(screen.queryByTestId("search-input")).toBeNull());
    expect(currentView().conversation).toBe("c1");
  });

  it("in an answer that does not count puts that answer on view", async () => {
    const { user, line } = await opened();
    await user.type(line, "ics");
    await waitFor(async () => expect(await results()).toHaveLength(1));
    await user.keyboard("{Enter}");
    await waitFor(() => expect(screen.getByTestId("answer-text").textContent).toContain("ics"));
    expect(screen.getByTestId("answer-position").textContent).toBe("1 / 2");
    const item = screen.getAllByTestId("conversation-item").find((each) => each.dataset.conversationId === "c2");
    expect(item?.getAttribute("aria-current")).toBe("true");
  });

  it("in a step that is folded unfolds it", async () => {
    const { user, line } = await opened();
    await user.type(line, "subscribe");
    await user.click((await results())[0] as HTMLElement);
    const step = await screen.findByTestId("step");
    await waitFor(() => expect(within(step).getByRole("button", { expanded: true })).toBeTruthy());
    expect(step.textContent).toContain("subscribe");
  });

  it("that is a title opens its conversation", async () => {
    const { user, line } = await opened();
    await user.type(line, "Calend");
    await waitFor(async () => expect((await results())[0]?.dataset.kind).toBe("title"));
    await user.keyboard("{Enter}");
    await waitFor(() => expect(currentView().conversation).toBe("c2"));
  });

  it("is not opened by the Enter of an input method", async () => {
    const { user, line } = await opened();
    await user.type(line, "ics");
    await waitFor(async () => expect(await results()).toHaveLength(1));
    fireEvent.keyDown(line, { key: "Enter", isComposing: true });
    fireEvent.keyDown(line, { key: "Enter", keyCode: 229 });
    expect(screen.getByTestId("search-input")).toBeTruthy();
    expect(currentView().conversation).toBe("c1");
  });
});

it("stays as it was when it is put away with Esc and opened again, and has what came since", async () => {
  const { fake, user, line } = await opened();
  await user.type(line, "registry");
  await waitFor(async () => expect(await results()).toHaveLength(1));
  await user.keyboard("{Escape}");
  expect(screen.queryByTestId("search-input")).toBeNull();
  await act(() => fake.ask("c3", "Where is the registry?"));
  await user.click(screen.getByRole("button", { name: /Search all messages/ }));
  expect(screen.getByTestId<HTMLInputElement>("search-input").value).toBe("registry");
  await waitFor(async () => expect((await results()).length).toBeGreaterThan(1));
});
