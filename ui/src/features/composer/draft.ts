/** The unsent question of one conversation: kept within a second of being written, at once when it is left. */
import { host } from "../../host/host";
import type { ConversationId } from "../../host/types";

/** After the first change that is not kept yet; changes in the meantime go with it. */
const soonMs = 700;

export class Draft {
  readonly #conversation: ConversationId;
  #text = "";
  #kept = "";
  #left = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(conversation: ConversationId) {
    this.#conversation = conversation;
  }

  /** What the host has. */
  begin(text: string): void {
    this.#text = text;
    this.#kept = text;
  }

  /** Somebody writes it. */
  enter(): void {
    this.#left = false;
  }

  change(text: string): void {
    this.#text = text;
    if (this.#left) this.keep();
    else this.#timer ??= setTimeout(() => this.keep(), soonMs);
  }

  /** Keeps it now. */
  keep(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#text === this.#kept) return;
    const text = this.#text;
    const before = this.#kept;
    this.#kept = text;
    host.saveDraft(this.#conversation, text).catch(() => {
      // It is tried again with the next change.
      if (this.#kept === text) this.#kept = before;
    });
  }

  /** Nobody writes it any more; a question that is given back later is kept at once. */
  leave(): void {
    this.keep();
    this.#left = true;
  }
}
