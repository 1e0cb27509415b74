/** Files beside questions, and the question that waits, as the host without a shell has them. */
import { attachmentRow, problem } from "./fake-rows";
import type { Attachment, AttachmentKind, ConversationId, NewAttachment, Queued, Update } from "./types";

const STEP_MS = 120;
const STEPS = 12;

export class Files {
  readonly #rows = new Map<string, Attachment>();
  readonly #bytes = new Map<string, Uint8Array>();
  readonly #queued = new Map<ConversationId, Queued>();
  readonly #tell: (...batch: Update[]) => void;
  readonly #timed: boolean;
  #made = 0;

  constructor(tell: (...batch: Update[]) => void, timed: boolean, rows: readonly Attachment[]) {
    this.#tell = tell;
    this.#timed = timed;
    for (const row of rows) this.#rows.set(row.id, row);
  }

  /** The files of a conversation's unsent questions. */
  of(conversation: ConversationId): Attachment[] {
    return [...this.#rows.values()].filter((row) => row.conversationId === conversation);
  }

  queued(conversation: ConversationId): Queued | null {
    return this.#queued.get(conversation) ?? null;
  }

  add(conversationId: ConversationId, change: Partial<Attachment>): Attachment {
    this.#made += 1;
    const row = attachmentRow({ id: `attachment-${this.#made}`, conversationId, position: this.#made, ...change });
    this.#put(row);
    return row;
  }

  begin(conversation: ConversationId, file: NewAttachment): Attachment {
    const row = this.add(conversation, { ...file, state: "waiting", kept: false });
    this.#bytes.set(row.id, new Uint8Array(file.size));
    return row;
  }

  take(id: string, at: number, bytes: Uint8Array): void {
    const row = this.#row(id);
    this.#bytes.get(id)?.set(bytes, at);
    if (at + bytes.length < row.size) return this.#put({ ...row, done: at + bytes.length });
    if (row.kind === "text") {
      const text = new TextDecoder().decode(this.#bytes.get(id));
      return this.#put({ ...row, kept: true, state: "ready", characters: [...text].length });
    }
    this.#put({ ...row, kept: true, state: "uploading", done: 0 });
    if (this.#timed) this.#climb(id, 1);
  }

  /** Says how an upload stands. */
  change(id: string, change: Partial<Attachment>): void {
    this.#put({ ...this.#row(id), ...change });
  }

  again(id: string): void {
    this.change(id, { state: "uploading", done: 0, problem: null });
    if (this.#timed) this.#climb(id, 1);
  }

  as(id: string, kind: AttachmentKind): void {
    this.change(id, kind === "text" ? { kind, state: "ready", characters: this.#row(id).size } : { kind, state: "uploading", done: 0 });
  }

  remove(id: string): void {
    if (this.#rows.delete(id)) this.#tell({ type: "removed", row: { kind: "attachment", id } });
  }

  type(id: string): string {
    return this.#row(id).mediaType;
  }

  bytes(id: string): ArrayBuffer {
    const bytes = this.#bytes.get(id);
    if (!bytes) throw problem("storage");
    return bytes.slice().buffer;
  }

  /** What stands beside a question goes along with it. */
  goAlong(conversation: ConversationId, queued: boolean): Attachment[] {
    const rows = this.of(conversation).filter((row) => row.queued === queued);
    if (rows.some((row) => row.state !== "ready")) throw problem("badFile");
    for (const row of rows) this.remove(row.id);
    return rows;
  }

  wait(conversationId: ConversationId, question: string): void {
    const before = this.#queued.get(conversationId)?.question;
    const row: Queued = { conversationId, question: before ? `${before}\n\n${question}` : question, held: false };
    this.#queued.set(conversationId, row);
    for (const file of this.of(conversationId)) this.#put({ ...file, queued: true });
    this.#tell({ type: "queued", row });
  }

  hold(conversation: ConversationId): void {
    const row = this.#queued.get(conversation);
    if (!row) return;
    this.#queued.set(conversation, { ...row, held: true });
    this.#tell({ type: "queued", row: { ...row, held: true } });
  }

  /** The question that waits is no longer one. */
  takeOut(conversation: ConversationId, sent = false): string {
    const question = this.#queued.get(conversation)?.question ?? "";
    if (!this.#queued.delete(conversation)) return "";
    this.#tell({ type: "removed", row: { kind: "queued", id: conversation } });
    if (!sent) for (const file of this.of(conversation)) this.#put({ ...file, queued: false });
    return question;
  }

  #climb(id: string, step: number): void {
    setTimeout(() => {
      const row = this.#rows.get(id);
      if (row?.state !== "uploading") return;
      if (row.name.includes("fail") && step > STEPS / 2) return this.change(id, { state: "failed", done: 0, problem: problem("offline") });
      this.change(id, step < STEPS ? { done: Math.round((row.size * step) / STEPS) } : { state: "ready", done: row.size });
      this.#climb(id, step + 1);
    }, STEP_MS);
  }

  #put(row: Attachment): void {
    this.#rows.set(row.id, row);
    this.#tell({ type: "attachment", row });
  }

  #row(id: string): Attachment {
    const row = this.#rows.get(id);
    if (!row) throw problem("gone");
    return row;
  }
}
