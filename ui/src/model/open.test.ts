import { beforeEach, expect, it, vi } from "vitest";
import { given, threeConversations } from "../desk";
import { fakeHost, type FakeOptions } from "../host/fake";
import { agentRow, answerRow, conversationRow, noRows, problem, turnRow } from "../host/fake-rows";
import { setHost } from "../host/host";
import { leaveRemoved, openConversation, selectAgent, start, stopRunning } from "./open";
import { answers, conversations, openings, turns } from "./rows";
import { listed } from "./list";
import { currentView, show } from "./view";

function begin(options: FakeOptions = {}) {
  const fake = fakeHost({ rows: threeConversations(), ...options });
  setHost(fake);
  return fake;
}

beforeEach(() => show({ agent: "", conversation: "" }));

it("starts where it was left", async () => {
  begin({ settings: { agent: "agent-a", conversation: "c2" } });
  await start();
  expect(currentView()).toEqual({ agent: "agent-a", conversation: "c2" });
  expect(location.hash).toBe("#/agent-a/c2");
});

it("starts with the last active conversation where nothing was left", async () => {
  begin();
  await start();
  expect(currentView()).toEqual({ agent: "agent-a", conversation: "c1" });
});

it("begins a conversation for an agent that has none, so that one can ask at once", async () => {
  const fake = begin({ rows: { ...noRows, agents: [agentRow({ id: "lonely" })] } });
  await start();
  expect(given(fake, "newConversation")).toEqual([["lonely"]]);
  expect(openings.get(currentView().conversation)?.state).toBe("ready");
});

it("shows the first agent as soon as there is one", async () => {
  const fake = begin({ rows: noRows });
  await start();
  expect(currentView().agent).toBe("");
  await fake.addAgent({ name: "Guide", address: "http://127.0.0.1:4", userId: "", kind: null }, "key", "session");
  await Promise.resolve();
  expect(currentView().agent).toBe("agent-1");
});

it("rejects with the problem where there is no profile", async () => {
  begin().refuse("snapshot", problem("newerDatabase"));
  await expect(start()).rejects.toMatchObject({ code: "newerDatabase" });
});

it("hears of what changes while the rows are being read", async () => {
  const fake = begin();
  const read = fake.snapshot.bind(fake);
  fake.snapshot = async () => {
    const snapshot = await read();
    fake.tell({ type: "removed", row: { kind: "conversation", id: "c3" } });
    return snapshot;
  };
  await start();
  expect(listed.get().ids).toEqual(["c1", "c2"]);
});

it("lets go of a conversation when another one is opened", async () => {
  const rows = threeConversations();
  const fake = begin({
    rows: { ...rows, turns: [turnRow({ id: "t", conversationId: "c1", answers: ["x"] })], answers: [answerRow({ id: "x", turnId: "t" })] },
  });
  await start();
  expect(turns.get("t")).toBeDefined();
  await openConversation("c2");
  expect(given(fake, "closeConversation")).toEqual([["c1"]]);
  expect([turns.get("t"), answers.get("x")]).toEqual([undefined, undefined]);
});

it("keeps what went wrong with an opening where it can be shown", async () => {
  const fake = begin();
  await start();
  fake.refuse("openConversation", problem("storage"));
  await openConversation("c2");
  expect(openings.get("c2")).toMatchObject({ state: "failed", problem: { code: "storage" } });
});

it("comes back to the conversation that was open with an agent", async () => {
  const rows = threeConversations();
  begin({ rows: { ...rows, agents: [...rows.agents, agentRow({ id: "other", position: 1 })] } });
  await start();
  await openConversation("c3");
  await selectAgent("other");
  await selectAgent("agent-a");
  expect(currentView().conversation).toBe("c3");
});

it("goes to another conversation when the open one is removed elsewhere", async () => {
  const fake = begin();
  await start();
  fake.tell({ type: "removed", row: { kind: "conversation", id: "c1" } });
  await Promise.resolve();
  expect(currentView().conversation).toBe("c2");
});

it("stops the answer that is being written, and says whether there is one", async () => {
  const fake = begin();
  await start();
  expect(stopRunning()).toBe(false);
  await fake.ask("c1", "How long?");
  expect(stopRunning()).toBe(true);
  expect(fake.answer("answer-1").state).toBe("stopped");
});

it("goes to what was not read yet when all that was known of an agent is gone", async () => {
  const rows = threeConversations();
  const many = Array.from({ length: 60 }, (_, place) => conversationRow({ id: `m${String(place).padStart(3, "0")}`, agentId: "agent-a", activeAt: place }));
  const fake = begin({ rows: { ...rows, conversations: many } });
  await start();
  expect(conversations.get("m005")).toBeUndefined();
  const first = [...conversations.ids()];
  await fake.removeConversations(first, true);
  leaveRemoved();
  await vi.waitFor(() => expect(currentView().conversation).toBe("m009"));
  expect(fake.calls.some(([name]) => name === "newConversation")).toBe(false);
});
