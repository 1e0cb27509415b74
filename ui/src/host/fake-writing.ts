/** Questions that are asked of the host without a shell, and answers that grow: by themselves, or as far as a test wants. */
import { answerRow, problem, stepRow, turnRow } from "./fake-rows";
import type { World } from "./fake-world";
import type { Answer, Attachment, Update } from "./types";

/** How long a piece of an answer takes that writes itself. */
export const PIECE_MS = 40;

export class Writing {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  asked(id: string, question: string, along: () => readonly Attachment[] = () => []): string {
    const world = this.#world;
    if (question.trim() === "" || question.length > 100_000) throw problem("badQuestion");
    const { agentId, values, title } = world.conversation(id);
    if (world.agent(agentId).variables.some(({ key, required }) => required && !values[key])) throw problem("badVariables");
    const answer = world.id("answer");
    const now = world.options.now();
    const seq = world.rows.turns.filter((turn) => turn.conversationId === id).length + 1;
    const files = along().map(({ id: file, name, mediaType, size, url, kept }) => ({ id: file, name, mediaType, size, url, path: "", kept }));
    const row = turnRow({ id: world.id("turn"), conversationId: id, seq, question, files, answers: [answer], askedAt: now, values });
    world.rows.turns.push(row);
    this.begin(answer, row.id, [{ type: "turn", row }, world.changed(id, { running: true, title: title || question.slice(0, 40), turns: seq, activeAt: now })]);
    return row.id;
  }

  /** Asks the question that waits. */
  askQueued(conversation: string): void {
    const { files } = this.#world;
    if (!files.queued(conversation)) return;
    const along = files.goAlong(conversation, true);
    this.asked(conversation, files.takeOut(conversation, true), () => along);
  }

  begin(id: string, turnId: string, told: Update[]): void {
    const world = this.#world;
    const row = answerRow({ id, turnId, state: "streaming", startedAt: world.options.now() });
    world.rows.answers.push(row);
    world.tell(...told, { type: "answer", row });
    if (world.options.paced === "timer") this.#perform(row);
  }

  readonly write = (id: string, piece: string): void => {
    const row = this.#world.answer(id);
    this.#world.putAnswer({ ...row, text: row.text + piece });
    this.#world.tell({ type: "text", of: { kind: "answer", id }, at: row.text.length, append: piece });
  };

  readonly end = (id: string, change: Partial<Answer> = {}): void => {
    const world = this.#world;
    const row: Answer = { ...world.answer(id), state: "done", endedAt: world.options.now(), ...change };
    world.putAnswer(row);
    const turn = world.turn(row.turnId);
    const conversation = world.changed(turn.conversationId, { running: false, preview: row.text.slice(0, 120) });
    const used = row.state === "done" && turn.usedAnswer !== id ? [world.changedTurn(turn.id, { usedAnswer: id })] : [];
    world.tell(...used, { type: "answer", row }, conversation);
    if (row.state === "done") this.askQueued(turn.conversationId);
    else world.files.hold(turn.conversationId);
  };

  /** A step, then the script in pieces, until its end or somebody stops it. */
  #perform({ id }: Answer): void {
    const world = this.#world;
    const step = stepRow({ id: world.id("step"), answerId: id, kind: "knowledge", running: true, title: "根证书", tookMs: 0 });
    world.putAnswer({ ...world.answer(id), steps: [step.id] });
    world.tell({ type: "step", row: step }, { type: "answer", row: world.answer(id) });
    const { script, piece } = world.options;
    let at = 0;
    const timer = setInterval(() => {
      if (world.answer(id).state !== "streaming") return clearInterval(timer);
      if (at === 0) world.tell({ type: "step", row: { ...step, running: false, tookMs: 380 } });
      this.write(id, script.slice(at, at + piece));
      at += piece;
      if (at < script.length) return;
      clearInterval(timer);
      this.end(id, { usage: { inputTokens: 512, outputTokens: 204, totalTokens: 716, firstTokenMs: 380, totalMs: 4200 } });
    }, PIECE_MS);
  }
}
