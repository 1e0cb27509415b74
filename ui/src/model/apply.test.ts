import { beforeEach, describe, expect, it, vi } from "vitest";
import { type Fake, fakeHost } from "../host/fake";
import { agentRow, answerRow, conversationRow, openedRow, stepRow, turnRow } from "../host/fake-rows";
import { setHost } from "../host/host";
import type { Update } from "../host/types";
import { apply, applyOpened, applySnapshot, putPage } from "./apply";
import { liveText, watchLive } from "./live";
import { listed } from "./list";
import { agents, agentIds, answers, conversations, openings, steps, turnLists, turns, unread } from "./rows";

const settings = { theme: "system", locale: "", agent: "", conversation: "", details: false, suggestionsHidden: false, footer: "full", sendKey: "enter", copyAs: "markdown", plainDollars: false, keepDays: 0, zoom: 100 } as const;
const agent = agentRow({ id: "a" });
const conversation = conversationRow({ id: "c", agentId: "a", activeAt: 5 });
const turn = turnRow({ id: "t", conversationId: "c", answers: ["x"], seq: 1 });
const writing = answerRow({ id: "x", turnId: "t", state: "streaming" });
const piece = (at: number, append: string): Update => ({ type: "text", of: { kind: "answer", id: "x" }, at, append });

let fake: Fake;
let frames: FrameRequestCallback[];

function nextFrame() {
  for (const run of frames.splice(0)) run(0);
}

const called = (name: string) => fake.calls.filter(([command]) => command === name);

beforeEach(() => {
  frames = [];
  vi.stubGlobal("requestAnimationFrame", (run: FrameRequestCallback) => frames.push(run));
  fake = fakeHost();
  setHost(fake);
  applySnapshot({ agents: [agent], conversations: [conversation], settings, damaged: false });
  openings.put("c", unread);
  applyOpened(openedRow(conversation, { turns: [turn], answers: [writing] }));
  frames.splice(0);
});

describe("a text", () => {
  it("grows piece by piece, without touching the row", () => {
    const before = answers.get("x");
    apply([piece(0, "Hello"), piece(5, ", 世界")]);
    expect(liveText("x")).toBe("Hello, 世界");
    expect(answers.get("x")).toBe(before);
  });

  it("is told to its watcher once a frame, however many pieces came", () => {
    const wake = vi.fn();
    watchLive("x", wake);
    apply([piece(0, "a"), piece(1, "b")]);
    apply([piece(2, "c")]);
    expect(wake).not.toHaveBeenCalled();
    nextFrame();
    expect(wake).toHaveBeenCalledOnce();
  });

  it("that does not fit is asked for again, once, and stays as it is", () => {
    apply([piece(0, "Hello"), piece(9, "late"), piece(13, "later")]);
    expect(liveText("x")).toBe("Hello");
    expect(called("refresh")).toEqual([["refresh", { kind: "answer", id: "x" }]]);
  });

  it("counts UTF-16 units, as the core does", () => {
    apply([piece(0, "🙂"), piece(2, "!")]);
    expect(liveText("x")).toBe("🙂!");
    expect(called("refresh")).toEqual([]);
  });

  it("is the row's once the row has settled, and a straggler changes nothing", () => {
    apply([piece(0, "Hel"), { type: "answer", row: { ...writing, state: "done", text: "Hello." } }, piece(3, "lo")]);
    expect(answers.get("x")?.text).toBe("Hello.");
    expect(liveText("x")).toBe("");
    expect(called("refresh")).toEqual([]);
  });

  it("of a step grows like an answer's", () => {
    apply([
      { type: "step", row: stepRow({ id: "s", answerId: "x", kind: "think", running: true }) },
      { type: "text", of: { kind: "step", id: "s" }, at: 0, append: "Perhaps" },
    ]);
    expect(liveText("s")).toBe("Perhaps");
  });

  it("of a conversation that is not here is let go", () => {
    apply([{ type: "text", of: { kind: "answer", id: "elsewhere" }, at: 400, append: "…" }]);
    expect(called("refresh")).toEqual([]);
  });
});

it("says that a batch is painted when its frame comes, not before", () => {
  apply([piece(0, "Hello")]);
  expect(called("painted")).toEqual([]);
  nextFrame();
  expect(called("painted")).toHaveLength(1);
});

it("takes a batch in its order: the last word on a row stays", () => {
  apply([
    { type: "conversation", row: { ...conversation, title: "First" } },
    { type: "removed", row: { kind: "conversation", id: "c" } },
    { type: "conversation", row: { ...conversation, title: "Restored" } },
  ]);
  expect(conversations.get("c")?.title).toBe("Restored");
  expect(listed.get().ids).toEqual(["c"]);
});

it("does not let a page that was read earlier wake an answer that has ended since", () => {
  apply([{ type: "answer", row: { ...writing, state: "done", text: "All of it." } }]);
  putPage({ turns: [turn], answers: [{ ...writing, text: "All" }], steps: [], older: false, newer: false });
  expect(answers.get("x")).toMatchObject({ state: "done", text: "All of it." });
});

it("keeps turns in the order of their places, whenever they come", () => {
  apply([{ type: "turn", row: turnRow({ id: "t3", conversationId: "c", answers: [], seq: 30 }) }]);
  apply([{ type: "turn", row: turnRow({ id: "t2", conversationId: "c", answers: [], seq: 20 }) }]);
  expect(turnLists.get("c")).toEqual(["t", "t2", "t3"]);
});

it("lists pinned conversations first, then the last active", () => {
  const row = (id: string, activeAt: number, pinned = false) => conversationRow({ id, agentId: "a", activeAt, pinned });
  apply([row("old", 1), row("new", 9), row("pinned", 2, true)].map((each) => ({ type: "conversation", row: each })));
  expect(listed.get().ids).toEqual(["pinned", "new", "c", "old"]);
});

it("gives the list anew for a pin or a date, and leaves it for a preview", () => {
  const before = listed.get().ids;
  apply([{ type: "conversation", row: { ...conversation, preview: "and so on" } }]);
  expect(listed.get().ids).toBe(before);
  apply([{ type: "conversation", row: { ...conversation, pinned: true } }]);
  expect(listed.get().ids).not.toBe(before);
});

it("forgets everything that belonged to a removed agent", () => {
  apply([
    { type: "step", row: stepRow({ id: "s", answerId: "x", kind: "think" }) },
    { type: "answer", row: { ...writing, steps: ["s"] } },
    { type: "removed", row: { kind: "agent", id: "a" } },
  ]);
  expect(agentIds()).toEqual([]);
  expect([agents.get("a"), conversations.get("c"), turns.get("t"), answers.get("x"), steps.get("s")]).toEqual(
    Array.from({ length: 5 }, () => undefined),
  );
});
