/** What can be done with workflows and runs, from the list, the page and the keyboard alike. */
import { toast } from "../../design/Toast";
import { host } from "../../host/host";
import type { AgentId, Run, RunId } from "../../host/types";
import { applyRow } from "../../model/apply";
import { selectAgent } from "../../model/open";
import { agentIds } from "../../model/rows";
import { openRunId } from "../../model/runs";
import { store } from "../../model/store";
import { currentView } from "../../model/view";
import { beginRun, isWorkflow, openRun } from "../../model/workflow";
import { shortWhen, words } from "../../words/words";
import { askForWorkflow } from "../agents/dialogs";
import { sayProblem } from "../problems/say";

/** An input that is to be put into the field, with the workflow that it is for. */
export const wantedInput = store<{ agent: AgentId; text: string } | undefined>(undefined);

/** How long a deleted run can be brought back; the core waits a little longer before it forgets it. */
const undoMs = 8000;

let lastSeen: AgentId | undefined;

/** Notes which workflow is shown, to come back to it. */
export function seeWorkflow(agent: AgentId): void {
  lastSeen = agent;
}

/** Shows the workflow that was seen last, else the first one; where there is none, asks for one. */
export function openPage(): void {
  const all = agentIds().filter(isWorkflow);
  const target = all.includes(currentView().agent) ? currentView().agent : (all.find((id) => id === lastSeen) ?? all[0]);
  if (target === undefined) askForWorkflow();
  else selectAgent(target).catch(sayProblem);
}

export function nameOf(run: Run): string {
  return run.preview || words().workflow.noInput;
}

export function titleOf(run: Run): string {
  return words().workflow.title(shortWhen(run.startedAt, Math.max(Date.now(), run.startedAt)));
}

/** Begins a run with the input of an earlier one, and shows it. */
export function runAgain(run: Run): void {
  host
    .runAgain(run.id)
    .then((row) => {
      applyRow({ type: "run", row });
      return openRun(row.id);
    })
    .catch(sayProblem);
}

/** Puts a run's input into the field. */
export function editInput(run: Run): void {
  host
    .openRun(run.id)
    .then(({ text }) => {
      beginRun(run.agentId);
      wantedInput.set({ agent: run.agentId, text: text.input });
    })
    .catch(sayProblem);
}

export function watch(run: RunId): void {
  host.watchRun(run).catch(sayProblem);
}

export function unwatch(run: RunId): void {
  host.unwatchRun(run).catch(sayProblem);
}

/** Deletes at once, and offers the way back instead of asking first. */
export function remove(run: Run): void {
  const wasOpen = openRunId.get() === run.id;
  host
    .removeRun(run.id)
    .then(() => {
      applyRow({ type: "removed", row: { kind: "run", id: run.id } });
      const action = { label: words().general.undo, onAction: () => restore(run.id, wasOpen) };
      toast({ text: words().workflow.removed, action, forMs: undoMs });
    })
    .catch(sayProblem);
}

function restore(run: RunId, open: boolean): void {
  host
    .restoreRun(run)
    .then((row) => {
      applyRow({ type: "run", row });
      return open ? openRun(run) : undefined;
    })
    .catch(sayProblem);
}

/** The way on from a run's problem: the platform is asked again where it knows the run, else it is run again. */
export function retry(run: Run): void {
  const known = run.platformId !== "";
  if (known && (run.status === "processing" || run.status === "to_start" || run.status === "unknown")) watch(run.id);
  else runAgain(run);
}
