/** What the host without a shell knows and tells: rows in memory, the calls so far, the page that listens. */
import { Files } from "./fake-files";
import { FakePages } from "./fake-pages";
import { noRows, problem, type Rows, scripted } from "./fake-rows";
import { FakeWorkflows, type WorkflowRows } from "./fake-workflows";
import type { Agent, Answer, Conversation, Frame, Host, Locale, Problem, Reading, Settings, Turn, Update } from "./types";

export interface FakeOptions {
  rows?: Rows;
  runs?: WorkflowRows;
  settings?: Partial<Settings>;
  locale?: Locale;
  /** Raw events and records by answer. */
  frames?: Record<string, Frame[]>;
  traces?: Record<string, string>;
  /** Whether answers write themselves, as in a browser, or wait for `write` and `end`, as in a test. */
  paced?: "timer" | "hand";
  now?: () => number;
  /** What an answer says that writes itself, and how many characters at once. */
  script?: string;
  piece?: number;
  /** What the platform suggests when it is asked. */
  suggestions?: string[];
  /** Whether a part of the history cannot be read. */
  damaged?: boolean;
  /** How many turns are read at a time. */
  page?: number;
  /** Why the last backup that was due could not be made. */
  backupProblem?: Problem | null;
}

export class World {
  readonly calls: [name: keyof Host, ...given: unknown[]][] = [];
  readonly options: Required<Omit<FakeOptions, "settings">>;
  readonly agents: Map<string, Agent>;
  readonly conversations: Map<string, Conversation>;
  readonly rows: Rows;
  readonly pages: FakePages;
  readonly drafts = new Map<string, string>();
  readonly readings = new Map<string, Reading>();
  readonly files: Files;
  readonly workflows: FakeWorkflows;
  settings: Settings;
  onBatch: (batch: Update[]) => void = () => undefined;
  readonly #refusals = new Map<keyof Host, Problem>();
  #made = 0;

  constructor({ settings, ...options }: FakeOptions) {
    this.options = { rows: noRows, runs: {}, frames: {}, traces: {}, locale: "en", paced: "hand", now: Date.now, script: scripted, piece: 6, suggestions: [], damaged: false, page: Number.POSITIVE_INFINITY, backupProblem: null, ...options };
    this.settings = { theme: "system", locale: "", agent: "", conversation: "", details: false, suggestionsHidden: false, footer: "full", sendKey: "enter", copyAs: "markdown", plainDollars: false, keepDays: 0, zoom: 100, ...settings };
    const { agents, conversations, turns, answers, steps, attachments } = this.options.rows;
    this.rows = { agents: [], conversations: [], turns: [...turns], answers: [...answers], steps: [...steps] };
    this.pages = new FakePages(this.rows, this.options.page);
    this.agents = new Map(agents.map((row) => [row.id, row]));
    this.conversations = new Map(conversations.map((row) => [row.id, row]));
    this.files = new Files(this.tell, this.options.paced === "timer", attachments ?? []);
    this.workflows = new FakeWorkflows(this.options.runs, this.tell, this.options.now);
    for (const row of conversations) if (row.draft) this.drafts.set(row.id, row.draft);
  }

  /** A command was called; throws what it is to be rejected with. */
  enter(name: keyof Host, ...given: unknown[]): void {
    this.calls.push([name, ...given]);
    const reason = this.#refusals.get(name);
    this.#refusals.delete(name);
    if (reason) throw reason;
  }

  readonly refuse = (command: keyof Host, reason: Problem): void => {
    this.#refusals.set(command, reason);
  };

  readonly tell = (...batch: Update[]): void => {
    this.onBatch(batch);
  };

  readonly agent = (id: string): Agent => present(this.agents.get(id));
  readonly conversation = (id: string): Conversation => present(this.conversations.get(id));
  readonly turn = (id: string): Turn => present(this.rows.turns.find((row) => row.id === id));
  readonly answer = (id: string): Answer => present(this.rows.answers.find((row) => row.id === id));

  changeAgent(id: string, change: Partial<Agent>): Agent {
    const row = { ...this.agent(id), ...change };
    this.agents.set(id, row);
    this.tell({ type: "agent", row });
    return row;
  }

  /** Changes a conversation; the caller tells of it. */
  changed(id: string, change: Partial<Conversation>): Update {
    const row = { ...this.conversation(id), ...change };
    this.conversations.set(id, row);
    return { type: "conversation", row };
  }

  /** Changes a turn; the caller tells of it. */
  changedTurn(id: string, change: Partial<Turn>): Update {
    const turn = this.turn(id);
    const row = { ...turn, ...change };
    this.rows.turns[this.rows.turns.indexOf(turn)] = row;
    return { type: "turn", row };
  }

  putAnswer(row: Answer): void {
    this.rows.answers = this.rows.answers.map((known) => (known.id === row.id ? row : known));
  }

  id(kind: string): string {
    this.#made += 1;
    return `${kind}-${this.#made}`;
  }
}

export function present<Row>(row: Row | undefined): Row {
  if (row === undefined) throw problem("gone");
  return row;
}
