/** The tables of this page: a projection of the profile's rows, rebuilt from a snapshot at any time. */
import type {
  Agent,
  AgentId,
  Answer,
  AnswerId,
  Attachment,
  AttachmentId,
  Conversation,
  ConversationId,
  Problem,
  Queued,
  Step,
  StepId,
  Turn,
  TurnId,
} from "../host/types";
import { Table, useRow } from "./table";

/** What this page has of a conversation's turns. */
export interface Opening {
  state: "loading" | "ready" | "failed";
  /** Whether there are turns before the first one here. */
  older: boolean;
  /** Whether there are turns after the last one here. */
  newer: boolean;
  /** The newest turn, where there are: it is here, too. */
  newest: TurnId | "";
  /** Counts how often the turns here were exchanged for others. */
  entered: number;
  /** The unsent question as it was stored when the conversation was opened. */
  draft: string;
  /** Why it could not be opened. */
  problem?: Problem;
}

export const agents = new Table<AgentId, Agent>();
export const conversations = new Table<ConversationId, Conversation>();
export const turns = new Table<TurnId, Turn>();
export const answers = new Table<AnswerId, Answer>();
export const steps = new Table<StepId, Step>();
export const attachments = new Table<AttachmentId, Attachment>();
/** Questions that wait for the end of an answer. */
export const queued = new Table<ConversationId, Queued>();

/** Turns of a conversation, oldest first. */
export const turnLists = new Table<ConversationId, readonly TurnId[]>();
/** Files beside the unsent questions of a conversation, in order. */
export const attachmentLists = new Table<ConversationId, readonly AttachmentId[]>();
export const openings = new Table<ConversationId, Opening>();
/** Before anything was read. */
export const unread: Opening = { state: "loading", older: false, newer: false, newest: "", entered: 0, draft: "" };

const everyAgent = new Table<"all", readonly AgentId[]>();
const none: readonly never[] = [];

export function agentIds(): readonly AgentId[] {
  return everyAgent.get("all") ?? none;
}

export function useAgentIds(): readonly AgentId[] {
  return useRow(everyAgent, "all") ?? none;
}

export function useTurnIds(conversation: ConversationId): readonly TurnId[] {
  return useRow(turnLists, conversation) ?? none;
}

export function useAttachmentIds(conversation: ConversationId): readonly AttachmentId[] {
  return useRow(attachmentLists, conversation) ?? none;
}

export function arrangeAgents(): void {
  const sorted = [...agents.rows()].sort((a, b) => a.position - b.position || a.addedAt - b.addedAt);
  everyAgent.put(
    "all",
    sorted.map((agent) => agent.id),
  );
}

/** Puts turns into the lists of their conversations. */
export function arrangeTurns(of: Iterable<ConversationId>): void {
  const wanted = new Map([...of].map((conversation) => [conversation, [] as Turn[]]));
  for (const row of turns.rows()) {
    // Between the newest turn and the others there may be more.
    if (openings.get(row.conversationId)?.newest !== row.id) wanted.get(row.conversationId)?.push(row);
  }
  for (const [conversation, rows] of wanted) {
    const sorted = rows.sort((a, b) => a.seq - b.seq || (a.id < b.id ? -1 : 1)).map((row) => row.id);
    const before = turnLists.get(conversation);
    const same = before?.length === sorted.length && before.every((id, index) => id === sorted[index]);
    if (!same) turnLists.put(conversation, sorted);
  }
}

/** The newest of these turns that was not deleted. */
export function newestTurn(ids: readonly TurnId[]): TurnId | "" {
  return ids.findLast((id) => !turns.get(id)?.removed) ?? "";
}

/** Puts files into the lists of their conversations. */
export function arrangeAttachments(of: Iterable<ConversationId>): void {
  const wanted = new Map([...of].map((conversation) => [conversation, [] as Attachment[]]));
  for (const row of attachments.rows()) wanted.get(row.conversationId)?.push(row);
  for (const [conversation, rows] of wanted) {
    rows.sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1));
    attachmentLists.put(
      conversation,
      rows.map((row) => row.id),
    );
  }
}

/** Takes a conversation's turns, answers, steps and files out of memory. */
export function forgetTurns(conversation: ConversationId): void {
  for (const row of attachments.rows()) if (row.conversationId === conversation) attachments.remove(row.id);
  attachmentLists.remove(conversation);
  queued.remove(conversation);
  for (const turn of turns.rows()) if (turn.conversationId === conversation) forgetTurn(turn);
  turnLists.remove(conversation);
  openings.remove(conversation);
}

export function forgetTurn(turn: Turn): void {
  for (const id of turn.answers) {
    for (const step of answers.get(id)?.steps ?? []) steps.remove(step);
    answers.remove(id);
  }
  turns.remove(turn.id);
}

export function forgetEverything(): void {
  for (const table of [agents, conversations, turns, answers, steps, attachments, queued, turnLists, attachmentLists, openings, everyAgent]) {
    table.clear();
  }
}
