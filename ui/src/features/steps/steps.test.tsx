import { act, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { given, openWindow } from "../../desk";
import { agentRow, answerRow, conversationRow, noRows, type Rows, stepRow, turnRow } from "../../host/fake-rows";
import type { Answer, Detail, Step, StepKind } from "../../host/types";
import { forgetUnfolded } from "./unfolded";

const passage = { document: "Handbook.pdf", dataset: "Network", text: "Trust the root certificate.", score: "0.91", link: "", page: 12 };

function step(kind: StepKind, change: Partial<Step> = {}): Step {
  return stepRow({ id: `s-${kind}`, answerId: "a", kind, ...change });
}

/** One turn of an agent named Campus, with what it did. */
function rows(steps: Step[], answer: Partial<Answer> = {}, detail: Detail = "summary"): Rows {
  return {
    ...noRows,
    agents: [agentRow({ id: "agent", name: "Campus", detail })],
    conversations: [conversationRow({ id: "c", agentId: "agent", title: "Certificates" })],
    turns: [turnRow({ id: "t", conversationId: "c", seq: 1, question: "Why?", answers: ["a"] })],
    answers: [answerRow({ id: "a", turnId: "t", text: "Because.", steps: steps.map((row) => row.id), ...answer })],
    steps,
  };
}

const lines = () => screen.getAllByTestId("step");
const line = (kind: StepKind) => {
  const found = lines().find((element) => element.dataset.kind === kind);
  if (!found) throw new Error(`no step of the kind ${kind}`);
  return found;
};

async function told(tell: () => void): Promise<void> {
  await act(async () => {
    tell();
    await new Promise((painted) => requestAnimationFrame(painted));
  });
}

beforeEach(forgetUnfolded);

describe("a step", () => {
  it.each<[string, Step, string]>([
    ["reasoning", step("think", { text: "Hm.", tookMs: 2100 }), "Thought · folded2.1 s"],
    ["a search", step("knowledge", { title: "root", citations: [passage, passage] }), "Searched the knowledge base · 1 document · root0.4 s"],
    ["a search for nothing", step("knowledge", { title: "root" }), "Searched the knowledge base · nothing found · root0.4 s"],
    ["a search cut short", step("knowledge", { title: "root", cut: true }), "Searched the knowledge base · cut short · root0.4 s"],
    ["prepared answers", step("qa", { title: "root", citations: [passage] }), "Looked among prepared answers · 1 hit · root0.4 s"],
    ["terms", step("terminology", { title: "TLS" }), "Looked up terms · nothing found · TLS0.4 s"],
    ["a graph", step("graph", { title: "campus", citations: [passage] }), "Searched the knowledge graph · 1 hit · campus0.4 s"],
    ["a memory", step("memory", { title: "tea", text: "likes tea" }), "Consulted its memory · 1 hit · tea0.4 s"],
    ["a memory without a word", step("memory", { title: "tea", text: "\n" }), "Consulted its memory · nothing found · tea0.4 s"],
    ["no memory", step("memory", { title: "tea" }), "Consulted its memory · nothing found · tea0.4 s"],
    ["a tool", step("tool", { title: "weather", text: "sunny" }), "Called weather0.4 s"],
    ["a tool without a result", step("tool", { title: "weather", input: "{}", cut: true }), "Called weather · no result came0.4 s"],
    ["a jump", step("jump", { title: "Network", text: "it knows" }), "Handed over to Network · it knows0.4 s"],
    ["a take-over", step("take-over", { title: "Network", tookMs: 0 }), "Network took over"],
    ["an intention", step("intention", { title: "facts", tookMs: 0 }), "Understood as facts"],
    ["a deep search", step("deep-search", { title: "query", text: "root\ncertificate" }), "Deep search, query · root certificate0.4 s"],
    ["a flow", step("flow", { title: "01RUN", tookMs: 0 }), "Ran a workflow"],
    ["an interrupt", step("interrupt", { title: "async_task", text: "Please wait.", tookMs: 0 }), "Waits for something · Please wait."],
    ["an unknown event", step("other", { title: "dance", text: "```json\n{}\n```", tookMs: 0 }), "dance"],
    ["what took no time that could be measured", step("intention", { title: "facts", tookMs: 20 }), "Understood as facts"],
  ])("that is %s has its words", async (_, row, words) => {
    await openWindow({ rows: rows([row]) });
    expect(line(row.kind).textContent).toBe(words);
  });

  it("of a search unfolds to the query, its limits and its passages, or to the fact that there are none", async () => {
    const limits = '{"dataset_ids":["d1"],"score_threshold":0.5,"top_k":3}';
    const all = [step("knowledge", { title: "root", input: limits, citations: [passage] }), step("qa", { title: "root" })];
    const { user } = await openWindow({ rows: rows(all) });
    await user.click(within(line("knowledge")).getByRole("button", { name: /Searched/ }));
    const card = line("knowledge").textContent;
    expect(card).toContain("at most 3 hits · score from 0.5 · in 1 collection");
    expect(card).toContain("Handbook.pdf");
    expect(card).toContain("page 12 · score 0.91");
    await user.click(within(line("qa")).getByRole("button", { name: /prepared/ }));
    expect(line("qa").textContent).toContain("Nothing was found.");
  });

  it("of a tool unfolds to what went in and what came out, laid out, or to the fact that nothing did", async () => {
    const tool = step("tool", { title: "weather", input: '{"city":"Xi\'an"}', text: "sunny" });
    const lost = stepRow({ id: "lost", answerId: "a", kind: "tool", title: "clock", input: "{}", cut: true });
    const { user } = await openWindow({ rows: rows([tool, lost]) });
    for (const name of [/weather/, /clock/]) await user.click(screen.getByRole("button", { name }));
    expect(lines()[1]?.textContent).toContain("The answer ended before a result came.");
    expect(line("tool").textContent).toContain('"city": "Xi\'an"');
    expect(line("tool").textContent).toContain("sunny");
  });

  it("of a hand-over unfolds to the way that the question went", async () => {
    const all = [step("jump", { title: "Network", text: "it knows" }), step("take-over", { title: "Proxies", text: "better" })];
    const { user } = await openWindow({ rows: rows(all) });
    for (const kind of ["jump", "take-over"] as const) await user.click(within(line(kind)).getByRole("button"));
    expect(line("jump").textContent).toContain("CampusNetworkReason it knows");
    expect(line("take-over").textContent).toContain("NetworkProxiesReason better");
  });

  it("without a name here shows what came as code", async () => {
    const { user } = await openWindow({ rows: rows([step("other", { title: "dance", text: '```json\n{\n  "tempo": 120\n}\n```\n' })]) });
    await user.click(within(line("other")).getByRole("button"));
    expect(within(line("other")).getByRole("figure", { name: "json" }).textContent).toContain('"tempo": 120');
  });
});

describe("reasoning", () => {
  const thinking = step("think", { running: true, tookMs: 0, startedAt: Date.now() });

  it("that is read while it comes stays unfolded when it ends", async () => {
    const { fake, user } = await openWindow({ rows: rows([thinking], { state: "streaming", text: "" }) });
    await user.click(screen.getByRole("button", { name: /Thinking/ }));
    await told(() => fake.tell({ type: "text", of: { kind: "step", id: thinking.id }, at: 0, append: "First, " }));
    expect(line("think").textContent).toContain("First,");
    await told(() => fake.tell({ type: "step", row: { ...thinking, running: false, text: "First, second.", tookMs: 900 } }));
    expect(within(line("think")).getByRole("button", { expanded: true }).textContent).toBe("Thought0.9 s");
    expect(line("think").textContent).toContain("First, second.");
  });
});

describe("what runs", () => {
  const now = Date.now();
  const running = step("tool", { title: "weather", running: true, tookMs: 0, startedAt: now - 4_000 });

  beforeEach(() => void vi.spyOn(Date, "now").mockReturnValue(now));
  afterEach(() => vi.restoreAllMocks());

  it("says for how long, once, while no text has come", async () => {
    await openWindow({ rows: rows([running], { state: "streaming", text: "" }) });
    expect(screen.getAllByText(/Calling/)).toHaveLength(1);
    expect(line("tool").textContent).toBe("Calling weather…4 s");
  });

  it("is said below the text that has come, where the reader is", async () => {
    await openWindow({ rows: rows([running], { state: "streaming", text: "Let me look." }) });
    const text = screen.getByTestId("answer-text");
    expect(text.nextElementSibling?.textContent).toBe("Calling weather…4 s");
  });

  it("is said although no steps are shown", async () => {
    await openWindow({ rows: rows([running], { state: "streaming", text: "" }, "off") });
    expect(screen.queryByTestId("step")).toBeNull();
    expect(screen.getByTestId("answer").textContent).toContain("Calling weather…4 s");
  });
});

describe("how much is shown", () => {
  const all = [step("think", { text: "Hm." }), step("interrupt", { title: "async_task", text: "Please wait." })];

  it("is all of it in full, and what the reader folds stays folded", async () => {
    const { user } = await openWindow({ rows: rows(all, {}, "full") });
    expect(line("think").textContent).toContain("Hm.");
    await user.click(within(line("think")).getByRole("button", { name: /Thought/ }));
    expect(line("think").textContent).not.toContain("Hm.");
  });

  it("is only what waits for the reader when it is off", async () => {
    await openWindow({ rows: rows(all, {}, "off") });
    expect(lines().map((element) => element.dataset.kind)).toEqual(["interrupt"]);
  });

  it("is chosen beside the steps for the whole agent, and can be taken back where nothing is left to choose it by", async () => {
    const { fake, user } = await openWindow({ rows: rows(all) });
    await user.click(screen.getByRole("button", { name: "How much of the steps is shown" }));
    await user.click(await screen.findByRole("menuitemradio", { name: "Hidden" }));
    expect(given(fake, "setDetail")).toEqual([["agent", "off"]]);
    await user.click(await screen.findByRole("button", { name: "Undo" }));
    expect(given(fake, "setDetail").at(-1)).toEqual(["agent", "summary"]);
  });

  it("is chosen in the agent's menu, too", async () => {
    const { fake, user } = await openWindow({ rows: rows(all) });
    await user.pointer({ keys: "[MouseRight]", target: screen.getByTestId("agent-item") });
    const chosen = await screen.findByRole("menuitemradio", { name: "A line each" });
    expect(chosen.getAttribute("aria-checked")).toBe("true");
    await user.click(screen.getByRole("menuitemradio", { name: "In full" }));
    expect(given(fake, "setDetail")).toEqual([["agent", "full"]]);
  });

  it("begins with the newest of very many", async () => {
    const many = Array.from({ length: 60 }, (_, index) => stepRow({ id: `s${index}`, answerId: "a", kind: "tool", title: `tool-${index}` }));
    const { user } = await openWindow({ rows: rows(many) });
    expect(lines()).toHaveLength(24);
    expect(lines().at(-1)?.textContent).toContain("tool-59");
    await user.click(screen.getByRole("button", { name: "36 earlier steps" }));
    expect(lines()).toHaveLength(60);
  });
});
