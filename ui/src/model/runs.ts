/** Runs of workflows: a row each, and the texts and nodes of the one that is open. */
import type { AgentId, OpenedRun, OpenedWorkflow, Run, RunId, RunNode, RunNodeId, RunText } from "../host/types";
import { store } from "./store";
import { Table, useRow } from "./table";

export const runs = new Table<RunId, Run>();
/** Of the open run only. */
export const runNodes = new Table<RunNodeId, RunNode>();
export const runTexts = new Table<RunId, RunText>();
/** The last runs of a workflow, the newest first. */
const runLists = new Table<AgentId, readonly RunId[]>();
const none: readonly RunId[] = [];

/** The run whose texts and nodes are here; empty without one. */
export const openRunId = store<RunId | "">("");
let changes = 0;

export function runIds(agent: AgentId): readonly RunId[] {
  return runLists.get(agent) ?? none;
}

export function useRunIds(agent: AgentId): readonly RunId[] {
  return useRow(runLists, agent) ?? none;
}

/** Counts what was heard of the open run, so that a reading can tell whether it was overtaken. */
export function changesHeard(): number {
  return changes;
}

function hear(run: RunId): boolean {
  const open = run === openRunId.get();
  if (open) changes += 1;
  return open;
}

export function putRun(row: Run): void {
  hear(row.id);
  const before = runs.get(row.id);
  runs.put(row.id, row);
  if (before?.startedAt !== row.startedAt) arrange(row.agentId);
}

export function putRunNode(row: RunNode): void {
  if (hear(row.runId)) runNodes.put(row.id, row);
}

export function putRunText(row: RunText): void {
  if (hear(row.runId)) runTexts.put(row.runId, row);
}

export function takeOutRun(id: RunId): void {
  const agent = runs.get(id)?.agentId;
  if (id === openRunId.get()) closeRun();
  runs.remove(id);
  if (agent !== undefined) arrange(agent);
}

function arrange(agent: AgentId): void {
  const rows = [...runs.rows()].filter((row) => row.agentId === agent);
  rows.sort((a, b) => b.startedAt - a.startedAt || (a.id < b.id ? 1 : -1));
  runLists.put(
    agent,
    rows.map((row) => row.id),
  );
}

/** The runs of a workflow as they were read. */
export function applyWorkflow(agent: AgentId, opened: OpenedWorkflow): void {
  for (const row of opened.runs) runs.put(row.id, row);
  arrange(agent);
}

/** From now on this run's texts and nodes are kept, and no other's. */
export function beginOpenRun(id: RunId): void {
  if (openRunId.get() === id) return;
  closeRun();
  openRunId.set(id);
}

export function applyOpenedRun({ run, text, nodes }: OpenedRun): void {
  if (run.id !== openRunId.get()) return;
  for (const node of nodes) runNodes.put(node.id, node);
  runTexts.put(run.id, text);
  putRun(run);
}

export function closeRun(): void {
  openRunId.set("");
  runNodes.clear();
  runTexts.clear();
}

export function forgetRuns(): void {
  closeRun();
  runs.clear();
  runLists.clear();
}
