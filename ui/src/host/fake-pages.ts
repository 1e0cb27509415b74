/** Turns of a host without a shell, a page at a time. */
import type { Rows } from "./fake-rows";
import type { Page, Turn } from "./types";

export class FakePages {
  readonly #rows: Rows;
  readonly #limit: number;

  constructor(rows: Rows, limit: number) {
    this.#rows = rows;
    this.#limit = limit;
  }

  /** Those before a turn, or the newest. */
  before(conversation: string, turn: string | null, limit = this.#limit): Page {
    const all = this.#turns(conversation);
    const end = turn === null ? all.length : at(all, turn);
    return this.#page(all, Math.max(0, end - limit), end);
  }

  /** Those after a turn, or the first. */
  after(conversation: string, turn: string | null): Page {
    const all = this.#turns(conversation);
    const start = turn === null ? 0 : at(all, turn) + 1;
    return this.#page(all, start, Math.min(all.length, start + this.#limit));
  }

  around(conversation: string, turn: string): Page {
    const all = this.#turns(conversation);
    const index = all.findIndex((row) => row.id === turn);
    if (index < 0) return this.before(conversation, null);
    const half = Math.floor(this.#limit / 2);
    return this.#page(all, Math.max(0, index - half), Math.min(all.length, index + half + 1));
  }

  #turns(conversation: string): Turn[] {
    return this.#rows.turns.filter((turn) => turn.conversationId === conversation).sort((a, b) => a.seq - b.seq);
  }

  #page(all: Turn[], start: number, end: number): Page {
    const turns = all.slice(start, end);
    const shown = new Set(turns.map((turn) => turn.id));
    const answers = this.#rows.answers.filter((answer) => shown.has(answer.turnId));
    const within = new Set(answers.map((answer) => answer.id));
    const steps = this.#rows.steps.filter((step) => within.has(step.answerId));
    return { turns, answers, steps, older: start > 0, newer: end < all.length };
  }
}

function at(all: readonly Turn[], id: string): number {
  const index = all.findIndex((turn) => turn.id === id);
  if (index < 0) throw new Error(`no such turn: ${id}`);
  return index;
}
