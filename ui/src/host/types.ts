/** What the page may ask of Parlance. A rejection is a `Problem`. */
import type {
  About,
  Agent,
  AgentDraft,
  AgentId,
  AnswerId,
  Conversation,
  ConversationId,
  Detail,
  Frame,
  Found,
  Keep,
  Opened,
  Page,
  PresetId,
  Probed,
  Problem,
  Rating,
  Reason,
  RowId,
  Settings,
  Snapshot,
  Turn,
  TurnId,
  Update,
} from "./bindings";

export type * from "./bindings";

/** Values of variables by key. */
export type Values = Turn["values"];

export interface Host {
  about(): Promise<About>;
  snapshot(): Promise<Snapshot>;
  /** Hears from now on what changes, one batch at a time; the next one comes after `painted`. */
  updates(onBatch: (batch: Update[]) => void): Promise<unknown>;
  /** The last batch, or the first view, is on the screen. */
  painted(): Promise<unknown>;

  probe(draft: AgentDraft, key: string): Promise<Probed>;
  addAgent(draft: AgentDraft, key: string, keep: Keep): Promise<Agent>;
  replaceKey(agent: AgentId, key: string, keep: Keep): Promise<Agent>;
  renameAgent(agent: AgentId, name: string): Promise<unknown>;
  removeAgent(agent: AgentId): Promise<unknown>;
  setDetail(agent: AgentId, detail: Detail): Promise<unknown>;

  newConversation(agent: AgentId): Promise<Conversation>;
  /** One whose variables have the values of another's. */
  newConversationLike(other: ConversationId): Promise<Conversation>;
  openConversation(conversation: ConversationId): Promise<Opened>;
  closeConversation(conversation: ConversationId): Promise<unknown>;
  older(conversation: ConversationId, before: TurnId): Promise<Page>;
  renameConversation(conversation: ConversationId, title: string): Promise<unknown>;
  pinConversation(conversation: ConversationId, pinned: boolean): Promise<unknown>;
  removeConversation(conversation: ConversationId): Promise<unknown>;
  restoreConversation(conversation: ConversationId): Promise<unknown>;
  saveDraft(conversation: ConversationId, text: string): Promise<unknown>;

  setVariables(conversation: ConversationId, values: Values): Promise<unknown>;
  savePreset(agent: AgentId, name: string, values: Values): Promise<unknown>;
  renamePreset(preset: PresetId, name: string): Promise<unknown>;
  removePreset(preset: PresetId): Promise<unknown>;

  ask(conversation: ConversationId, question: string): Promise<TurnId>;
  askAgain(turn: TurnId): Promise<AnswerId>;
  askInstead(turn: TurnId, question: string): Promise<TurnId>;
  askBelow(turn: TurnId): Promise<TurnId>;
  removeTurn(turn: TurnId): Promise<unknown>;
  restoreTurn(turn: TurnId): Promise<unknown>;
  stop(answer: AnswerId): Promise<unknown>;
  look(answer: AnswerId): Promise<Found>;
  chooseAnswer(answer: AnswerId): Promise<unknown>;
  rate(answer: AnswerId, rating: Rating, reason: Reason): Promise<unknown>;
  /** Questions that could follow an answer; they are in its row, too. */
  suggest(answer: AnswerId): Promise<string[]>;
  refresh(row: RowId): Promise<unknown>;

  /** The raw events of an answer from a place on. */
  frames(answer: AnswerId, from: number): Promise<Frame[]>;
  /** The platform's own record of an answer, as last read; empty without one. */
  trace(answer: AnswerId): Promise<string>;
  fetchTrace(answer: AnswerId): Promise<string>;
  /** The request behind an answer, without the key. */
  curl(answer: AnswerId): Promise<string>;
  /** Writes the raw events into a new file; its path. */
  saveFrames(answer: AnswerId): Promise<string>;

  saveSettings(settings: Settings): Promise<unknown>;
  openLink(url: string): Promise<unknown>;
}

/** What was thrown, as a problem; anything else that is thrown is a mistake of ours. */
export function problemOf(thrown: unknown): Problem {
  if (typeof thrown === "object" && thrown !== null && "code" in thrown && "detail" in thrown) return thrown as Problem;
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: "internal", detail, retryAfterMs: 0, trace: "" };
}
