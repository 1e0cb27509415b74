import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { given, openWindow, threeConversations } from "../../desk";
import { agentRow, problem } from "../../host/fake-rows";
import { nodeRow, openedRun, runRow, type WorkflowRows } from "../../host/fake-workflows";
import type { Variable } from "../../host/types";

const subject: Variable = { key: "subject", name: "Subject", description: "", required: true, kind: "text", choices: [], maxLength: 80 };
const pace: Variable = { ...subject, key: "pace", required: false, kind: "choice", choices: ["calm", "quick"] };
const plan = agentRow({ id: "w", name: "Study plan", kind: "workflow", position: 5, variables: [subject, pace] });

async function open(runs: WorkflowRows = {}) {
  const rows = threeConversations();
  const opened = await openWindow({ rows: { ...rows, agents: [...rows.agents, plan] }, runs });
  await opened.user.click(screen.getByTestId("workflow-open"));
  await screen.findByTestId("workflow-input");
  return opened;
}

const field = () => screen.getByTestId<HTMLTextAreaElement>("workflow-input");
const nodes = () => screen.getAllByTestId("workflow-node").map((node) => node.dataset.status);

describe("the input", () => {
  it("begins with what the workflow asks for", async () => {
    await open();
    expect(field().value).toBe('{\n  "subject": "",\n  "pace": "calm"\n}');
  });

  it("is what was written the last time", async () => {
    await open({ drafts: { w: "{}" } });
    expect(field().value).toBe("{}");
  });

  it("is kept while it is written", async () => {
    const { fake, user } = await open({ drafts: { w: "{}" } });
    await user.type(field(), " ");
    await waitFor(() => expect(given(fake, "saveInput").at(-1)).toEqual(["w", "{} "]));
  });

  it("that cannot be run says where, and the caret is put there", async () => {
    const { fake, user } = await open({ drafts: { w: '{\n  "subject": "a",\n}' } });
    fake.workflows.nextFault = { line: 2, column: 17, at: 18, kind: "trailingComma", subject: ",", allowed: "" };
    await user.click(screen.getByTestId("workflow-run"));
    expect(screen.getByText("Line 2, column 17: Nothing follows this comma. Take it out.")).toBeDefined();
    expect([field().selectionStart, field().selectionEnd, field().getAttribute("aria-invalid")]).toEqual([18, 19, "true"]);
    expect(given(fake, "runWorkflow")).toEqual([]);
    fake.workflows.nextFault = null;
    await user.keyboard("x");
    expect(screen.queryByText(/Line 2/)).toBeNull();
  });

  it("still says what is missing once it was run right after it was written", async () => {
    const { fake, user } = await open({ drafts: { w: "{" } });
    fake.workflows.nextFault = { line: 1, column: 2, at: 1, kind: "missing", subject: "Subject", allowed: "" };
    await user.type(field(), "}}");
    await user.click(screen.getByTestId("workflow-run"));
    expect(screen.getByText(/Line 1, column 2/)).toBeDefined();
    // The look at what was written comes a little later.
    await waitFor(() => expect(given(fake, "checkInput").length).toBeGreaterThan(1), { timeout: 3000 });
    await act(async () => undefined);
    expect(screen.getByText(/Line 1, column 2/)).toBeDefined();
  });

  it("is run by Ctrl+Enter, once", async () => {
    const { fake, user } = await open({ drafts: { w: "{}" } });
    await user.click(field());
    await user.keyboard("{Control>}{Enter}{/Control}");
    expect(given(fake, "runWorkflow")).toEqual([["w", "{}", "background"]]);
    expect(field().value).toBe("{}");
  });

  it("can be run in one call", async () => {
    const { fake, user } = await open({ drafts: { w: "{}" } });
    await user.click(screen.getByRole("button", { name: "Other ways to run" }));
    await user.click(screen.getByRole("menuitem", { name: "Run in one call" }));
    expect(given(fake, "runWorkflow")).toEqual([["w", "{}", "oneCall"]]);
  });
});

const start = nodeRow({ id: "n1", runId: "r1", nodeId: "start", kind: "start", input: '{"subject":"keys"}' });
const asks = nodeRow({ id: "n2", runId: "r1", nodeId: "days", kind: "ask", status: "interrupted", message: "How many **days**?" });

describe("a run", () => {
  it("shows its nodes as they come, then what came out", async () => {
    const { fake, user } = await open({ drafts: { w: "{}" } });
    await user.click(screen.getByTestId("workflow-run"));
    const [id] = fake.workflows.opened("w").runs.map((run) => run.id);
    if (id === undefined) throw new Error("no run");
    const node = nodeRow({ id: "n1", runId: id, nodeId: "start", kind: "start" });
    act(() => fake.workflows.change(id, { status: "processing", platformId: "p" }, { nodes: [{ ...node, status: "processing" }] }));
    expect(nodes()).toEqual(["processing"]);
    expect(screen.queryByTestId("workflow-output")).toBeNull();
    act(() => fake.workflows.change(id, { status: "success", tookMs: 1200 }, { nodes: [node], output: '{"output":"# A plan"}' }));
    expect(nodes()).toEqual(["success"]);
    expect(within(screen.getByTestId("workflow-output")).getByRole("heading", { name: "A plan" })).toBeDefined();
    expect(screen.getByText("The run is done.")).toBeDefined();
  });

  it("asks, and takes an answer", async () => {
    const run = runRow({ id: "r1", agentId: "w", status: "interrupted", question: "How many **days**?", preview: "keys" });
    const { fake, user } = await open({ runs: [openedRun(run, "{}", "", [start, asks])] });
    expect(nodes()).toEqual(["success", "interrupted"]);
    await user.type(screen.getByTestId("workflow-answer"), "three{Enter}");
    expect(given(fake, "answerRun")).toEqual([["r1", "three", false]]);
    expect(screen.queryByTestId("workflow-answer")).toBeNull();
  });

  it("that does not take an answer says why and keeps it", async () => {
    const run = runRow({ id: "r1", agentId: "w", status: "interrupted" });
    const { fake, user } = await open({ runs: [openedRun(run, "{}", "")] });
    expect(screen.getByText(/does not say what it asks/)).toBeDefined();
    fake.refuse("answerRun", problem("refused", { said: "one of: 1, 2" }));
    await user.type(screen.getByTestId("workflow-answer"), "3{Enter}");
    await user.click(screen.getByRole("button", { name: "Details" }));
    expect(screen.getByText("one of: 1, 2")).toBeDefined();
    expect(screen.getByTestId<HTMLTextAreaElement>("workflow-answer").value).toBe("3");
  });

  it("offers the answers that there are", async () => {
    const run = runRow({ id: "r1", agentId: "w", status: "interrupted", question: "How?", choices: ["well", "tired"] });
    const { fake, user } = await open({ runs: [openedRun(run, "{}", "")] });
    await user.click(screen.getByRole("button", { name: "tired" }));
    expect(given(fake, "answerRun")).toEqual([["r1", "tired", false]]);
  });

  it("that failed says why, unfolds the node, and is run again", async () => {
    const failed = nodeRow({ id: "n2", runId: "r1", nodeId: "model", status: "failed", message: "no credit" });
    const run = runRow({ id: "r1", agentId: "w", status: "failed", problem: problem("workflowFailed", { said: "the model is out" }) });
    const { fake, user } = await open({ runs: [openedRun(run, '{"a":1}', "", [start, failed])] });
    const banner = within(screen.getByTestId("error-banner"));
    await user.click(banner.getByRole("button", { name: "Details" }));
    expect(banner.getByText("the model is out")).toBeDefined();
    expect(screen.getByText("no credit")).toBeDefined();
    await user.click(screen.getByTestId("retry"));
    expect(given(fake, "runAgain")).toEqual([["r1"]]);
  });

  it("that cannot be asked after for the moment goes on, and can be let go and looked at again", async () => {
    const run = runRow({ id: "r1", agentId: "w", status: "processing", watched: true, problem: problem("offline") });
    const { fake, user } = await open({ runs: [openedRun(run, "{}", "", [start])] });
    expect(screen.getByText(/Parlance goes on asking/)).toBeDefined();
    expect(screen.queryByTestId("error-banner")).toBeNull();
    await user.click(screen.getByRole("button", { name: "Stop watching" }));
    expect(given(fake, "unwatchRun")).toEqual([["r1"]]);
    await user.click(screen.getAllByRole("button", { name: "Look again" })[0] as HTMLElement);
    expect(given(fake, "watchRun")).toEqual([["r1"]]);
  });
});

describe("the list of runs", () => {
  const runs = [
    openedRun(runRow({ id: "r2", agentId: "w", preview: "newer", startedAt: 20, status: "failed" }), '{"b":2}', "", [nodeRow({ id: "n9", runId: "r2" })]),
    openedRun(runRow({ id: "r1", agentId: "w", preview: "older", startedAt: 10 }), '{"a":1}', "It said so.", [start]),
  ];
  const items = () => [...document.querySelectorAll<HTMLElement>("[data-run-id]")];

  it("shows the newest, opens another, and walks by Alt and the arrow keys", async () => {
    const { user } = await open({ runs });
    expect(items().map((item) => [item.dataset.runId, item.getAttribute("aria-current")])).toEqual([["r2", "true"], ["r1", null]]);
    await user.click(items()[1] as HTMLElement);
    expect(screen.getByTestId("workflow-output").textContent).toContain("It said so.");
    expect(nodes()).toEqual(["success"]);
    await user.keyboard("{Alt>}{ArrowUp}{/Alt}");
    await waitFor(() => expect(items()[0]?.getAttribute("aria-current")).toBe("true"));
  });

  it("lets a new one be begun, with the input of an old one if wanted", async () => {
    const { user } = await open({ runs, drafts: { w: "{}" } });
    await user.click(screen.getByRole("button", { name: "New run" }));
    expect(screen.queryByTestId("workflow-node")).toBeNull();
    await user.pointer({ keys: "[MouseRight]", target: items()[1] as HTMLElement });
    await user.click(screen.getByRole("menuitem", { name: "Edit this input" }));
    await waitFor(() => expect(field().value).toBe('{"a":1}'));
  });

  it("loses one that is deleted, and has it back when that is undone", async () => {
    const { fake, user } = await open({ runs });
    items()[0]?.focus();
    await user.keyboard("{Delete}");
    expect(given(fake, "removeRun")).toEqual([["r2"]]);
    await waitFor(() => expect(items()).toHaveLength(1));
    await user.click(screen.getByRole("button", { name: "Undo" }));
    expect(given(fake, "restoreRun")).toEqual([["r2"]]);
    await waitFor(() => expect(items()).toHaveLength(2));
  });
});

it("has no conversations: coming from one and going back keeps both", async () => {
  const { fake, user } = await open();
  expect(given(fake, "newConversation")).toEqual([]);
  expect(screen.queryByTestId("composer-input")).toBeNull();
  await user.click(screen.getByRole("button", { name: "Campus" }));
  expect(screen.queryByTestId("workflow-input")).toBeNull();
  expect(screen.getByTestId("composer-input")).toBeDefined();
});
