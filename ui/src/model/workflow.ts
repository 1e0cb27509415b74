/** Going to a workflow and to one of its runs, and having the rows for them. */
import { host } from "../host/host";
import { type AgentId, problemOf, type Problem, type RunId } from "../host/types";
import { agents } from "./rows";
import { applyOpenedRun, applyWorkflow, beginOpenRun, changesHeard, closeRun, openRunId, runIds, runs } from "./runs";
import { Table } from "./table";
import { drawer } from "./view";

export interface Workflow {
  state: "loading" | "ready" | "failed";
  /** The input as it was stored when the workflow was opened. */
  draft: string;
  problem?: Problem;
}

export const workflows = new Table<AgentId, Workflow>();
const lastRun = new Map<AgentId, RunId | "">();
/** Readings that an update overtook are done again, this often at most. */
const readings = 3;

export function isWorkflow(agent: AgentId): boolean {
  return agents.get(agent)?.kind === "workflow";
}

/** Reads a workflow's runs and shows the one that was seen last, else the newest. */
export async function openWorkflow(agent: AgentId): Promise<void> {
  const mine: Workflow = { state: "loading", draft: "" };
  workflows.put(agent, mine);
  // Whoever has gone elsewhere meanwhile is not called back.
  const gone = () => workflows.get(agent) !== mine;
  try {
    const opened = await host.openWorkflow(agent);
    if (gone()) return;
    applyWorkflow(agent, opened);
    const wanted = lastRun.get(agent);
    const target = wanted === "" || (wanted !== undefined && runs.get(wanted)) ? wanted : runIds(agent)[0];
    if (target) await openRun(target);
    if (gone()) return;
    workflows.put(agent, { state: "ready", draft: opened.draft });
  } catch (thrown) {
    if (gone()) return;
    workflows.put(agent, { state: "failed", draft: "", problem: problemOf(thrown) });
  }
}

/** A window begins anew: nothing was seen in it yet. */
export function forgetSeen(): void {
  lastRun.clear();
  workflows.clear();
}

/** The workflow is not shown any more. */
export function leaveWorkflow(agent: AgentId): void {
  closeRun();
  workflows.remove(agent);
}

/** Shows a run with its texts and nodes. */
export async function openRun(id: RunId): Promise<void> {
  const row = runs.get(id);
  if (!row) return;
  drawer.set(false);
  lastRun.set(row.agentId, id);
  beginOpenRun(id);
  for (let tries = 0; tries < readings; tries += 1) {
    const before = changesHeard();
    const opened = await host.openRun(id);
    if (openRunId.get() !== id) return;
    if (changesHeard() !== before && tries + 1 < readings) continue;
    applyOpenedRun(opened);
    return;
  }
}

/** Shows the input alone, for a run that is yet to be. */
export function beginRun(agent: AgentId): void {
  lastRun.set(agent, "");
  drawer.set(false);
  closeRun();
}

/** The run above or below the open one. */
export function stepRun(agent: AgentId, by: 1 | -1): Promise<void> {
  const ids = runIds(agent);
  const next = ids[ids.indexOf(openRunId.get()) + by];
  return next === undefined ? Promise.resolve() : openRun(next);
}
