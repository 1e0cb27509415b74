/** Workflows of the host without a shell: runs that go as far as a test, or the person who looks, wants. */
import { problem } from "./fake-rows";
import type { World } from "./fake-world";
import type { AgentKind, Host, InputFault, OpenedRun, Run, RunNode, RunWay, Update } from "./types";

export interface WorkflowRows {
  runs?: OpenedRun[];
  drafts?: Record<string, string>;
}

export function runRow(change: Partial<Run> & { id: string; agentId: string }): Run {
  return {
    platformId: `platform-${change.id}`,
    status: "success",
    way: "background",
    watched: false,
    preview: "",
    question: "",
    choices: [],
    nodes: [],
    problem: null,
    startedAt: 0,
    endedAt: 0,
    tookMs: 0,
    tokens: 0,
    ...change,
  };
}

export function nodeRow(change: Partial<RunNode> & { id: string; runId: string }): RunNode {
  return { nodeId: change.id, kind: "llm", title: "", depth: 0, status: "success", input: "", output: "", message: "", tookMs: 40, tokens: 0, ...change };
}

export function openedRun(run: Run, input: string, output: string, nodes: RunNode[] = []): OpenedRun {
  return { run: { ...run, nodes: nodes.map((node) => node.id) }, text: { runId: run.id, input, output }, nodes };
}

export class FakeWorkflows {
  readonly drafts: Map<string, string>;
  /** What the next looks at an input find. */
  nextFault: InputFault | null = null;
  readonly #runs = new Map<string, OpenedRun>();
  readonly #removed = new Map<string, OpenedRun>();
  readonly #tell: (...batch: Update[]) => void;
  readonly #now: () => number;

  constructor({ runs = [], drafts = {} }: WorkflowRows, tell: (...batch: Update[]) => void, now: () => number) {
    for (const opened of runs) this.#runs.set(opened.run.id, opened);
    this.drafts = new Map(Object.entries(drafts));
    this.#tell = tell;
    this.#now = now;
  }

  opened(agent: string) {
    const runs = [...this.#runs.values()].map(({ run }) => run).filter((run) => run.agentId === agent);
    return { runs: runs.sort((a, b) => b.startedAt - a.startedAt), draft: this.drafts.get(agent) ?? "" };
  }

  whole(id: string): OpenedRun {
    const found = this.#runs.get(id);
    if (!found) throw problem("gone");
    return found;
  }

  /** The platform's words on an input, as far as a page without a core can tell. */
  fault(input: string): InputFault | null {
    if (this.nextFault) return this.nextFault;
    try {
      JSON.parse(input);
      return null;
    } catch {
      return { line: input.split("\n").length, column: 1, at: 0, kind: "notJson", subject: "", allowed: "" };
    }
  }

  begin(id: string, agentId: string, input: string, way: RunWay): Run {
    const row = runRow({ id, agentId, way, status: "to_start", watched: true, platformId: "", preview: input.slice(0, 40), startedAt: this.#now() });
    this.#runs.set(id, openedRun(row, input, ""));
    this.#tell({ type: "run", row });
    return row;
  }

  /** Says that a run, its output or its nodes are now so. */
  change(id: string, change: Partial<Run>, more: { output?: string; nodes?: RunNode[] } = {}): void {
    const before = this.whole(id);
    const nodes = more.nodes ?? before.nodes;
    const text = { ...before.text, output: more.output ?? before.text.output };
    const row = { ...before.run, nodes: nodes.map((node) => node.id), ...change };
    this.#runs.set(id, { run: row, text, nodes });
    this.#tell(...nodes.map((node) => ({ type: "runNode" as const, row: node })), { type: "runText", row: text }, { type: "run", row });
  }

  remove(id: string): void {
    const whole = this.#runs.get(id);
    if (whole) this.#removed.set(id, whole);
    this.#runs.delete(id);
    this.#tell({ type: "removed", row: { kind: "run", id } });
  }

  restore(id: string): Run {
    const whole = this.#removed.get(id);
    if (!whole) throw problem("gone");
    this.#removed.delete(id);
    this.#runs.set(id, whole);
    this.#tell({ type: "run", row: whole.run });
    return whole.run;
  }
}

type Commands =
  | "openWorkflow"
  | "chooseKind"
  | "checkInput"
  | "saveInput"
  | "runWorkflow"
  | "runAgain"
  | "openRun"
  | "answerRun"
  | "watchRun"
  | "unwatchRun"
  | "removeRun"
  | "restoreRun";

export function workflowCommands(world: World): Pick<Host, Commands> {
  return {
    async openWorkflow(agent: string) {
      world.enter("openWorkflow", agent);
      return world.workflows.opened(agent);
    },

    async chooseKind(agent: string, kind: AgentKind) {
      world.enter("chooseKind", agent, kind);
      return world.changeAgent(agent, { kind });
    },

    async checkInput(agent: string, input: string) {
      world.enter("checkInput", agent, input);
      return world.workflows.fault(input);
    },

    async saveInput(agent: string, text: string) {
      world.enter("saveInput", agent, text);
      world.workflows.drafts.set(agent, text);
    },

    async runWorkflow(agent: string, input: string, way: RunWay) {
      world.enter("runWorkflow", agent, input, way);
      return world.workflows.begin(world.id("run"), agent, input, way);
    },

    async runAgain(id: string) {
      world.enter("runAgain", id);
      const { run, text } = world.workflows.whole(id);
      return world.workflows.begin(world.id("run"), run.agentId, text.input, run.way);
    },

    async openRun(id: string) {
      world.enter("openRun", id);
      return world.workflows.whole(id);
    },

    async answerRun(id: string, answer: string, literal: boolean) {
      world.enter("answerRun", id, answer, literal);
      world.workflows.change(id, { status: "processing", question: "", choices: [], watched: true });
    },

    async watchRun(id: string) {
      world.enter("watchRun", id);
      world.workflows.change(id, { watched: true });
    },

    async unwatchRun(id: string) {
      world.enter("unwatchRun", id);
      world.workflows.change(id, { watched: false });
    },

    async removeRun(id: string) {
      world.enter("removeRun", id);
      world.workflows.remove(id);
    },

    async restoreRun(id: string) {
      world.enter("restoreRun", id);
      return world.workflows.restore(id);
    },
  };
}
