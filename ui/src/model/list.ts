/**
 * The list of conversations as it is shown: which ones, and those of them that were read so far, in order. A row that is
 * told of takes its place by itself; one that belongs behind what was read waits there.
 */
import type { AgentId, Conversation, ConversationId, ListCursor, ListQuery } from "../host/types";
import { conversations } from "./rows";
import { store } from "./store";

export interface Listed {
  query: ListQuery;
  ids: readonly ConversationId[];
  /** Whether the first page is on its way. */
  loading: boolean;
  /** Behind the last one that was read; null when that is the end of the list. */
  more: ListCursor | null;
}

/** Beyond so many changes at once the list is put together anew. */
const many = 20;

const nothing: Listed = { query: { agent: null, archived: false, tag: "", text: "" }, ids: [], loading: false, more: null };

export const listed = store<Listed>(nothing);

/** Negative when `a` stands above `b`. */
export function compareInList(a: ListCursor, b: ListCursor): number {
  return Number(b.pinned) - Number(a.pinned) || b.activeAt - a.activeAt || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
}

function folded(text: string): string {
  return text.trim().normalize("NFKC").toLowerCase().normalize("NFKC");
}

/** Whether a list shows a conversation, wherever. */
export function belongs(row: Conversation, { agent, archived, tag, text }: ListQuery): boolean {
  if ((agent !== null && row.agentId !== agent) || row.archived !== archived) return false;
  if (tag !== "" && !row.tags.includes(tag)) return false;
  const sought = folded(text);
  return sought === "" || folded(row.title).includes(sought) || folded(row.preview).includes(sought);
}

function isShown(row: Conversation, { query, more }: Listed): boolean {
  return belongs(row, query) && (more === null || compareInList(row, more) <= 0);
}

export function assembled(of: Listed): readonly ConversationId[] {
  const rows: Conversation[] = [];
  for (const row of conversations.rows()) if (isShown(row, of)) rows.push(row);
  return rows.sort(compareInList).map((row) => row.id);
}

/** Where a conversation stands, or would stand. */
function placeOf(row: Conversation, ids: readonly ConversationId[]): number {
  let [low, high] = [0, ids.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const there = conversations.get(ids[middle] ?? "");
    if (there && compareInList(there, row) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether a change of a row may be one of its place in the list. */
export function moves(before: Conversation | undefined, row: Conversation): boolean {
  if (before === undefined) return true;
  const words = listed.get().query.text !== "" && (before.title !== row.title || before.preview !== row.preview);
  const sorted = before.pinned !== row.pinned || before.activeAt !== row.activeAt || before.archived !== row.archived;
  return words || sorted || before.agentId !== row.agentId || before.tags.join("\n") !== row.tags.join("\n");
}

/** Puts rows that were changed, or went, where they belong. */
export function arrangeList(changed: ReadonlySet<ConversationId>): void {
  const before = listed.get();
  const kept = before.ids.filter((id) => !changed.has(id));
  const arrived = [...changed].flatMap((id) => conversations.get(id) ?? []).filter((row) => isShown(row, before));
  if (arrived.length === 0 && kept.length === before.ids.length) return;
  if (arrived.length > many) return listed.set({ ...before, ids: assembled(before) });
  for (const row of arrived) kept.splice(placeOf(row, kept), 0, row.id);
  listed.set({ ...before, ids: kept });
}

/** Of so many conversations of an agent a snapshot has no more: there may be others. */
const firstSize = 50;
const deep = new Set<AgentId>();

/** Begins anew, with the rows of a snapshot. */
export function beginList(rows: readonly Conversation[]): void {
  listed.set(nothing);
  deep.clear();
  const counts = new Map<AgentId, number>();
  for (const { agentId } of rows) counts.set(agentId, (counts.get(agentId) ?? 0) + 1);
  for (const [agent, count] of counts) if (count >= firstSize) deep.add(agent);
}

/** Whether an agent may have conversations that were never here. */
export function isDeep(agent: AgentId): boolean {
  return deep.has(agent);
}

/** The last active conversation of an agent, of those that are known here. */
export function lastActive(agent: AgentId): ConversationId | undefined {
  let last: Conversation | undefined;
  for (const row of conversations.rows()) {
    if (row.agentId === agent && !row.archived && (last === undefined || row.activeAt > last.activeAt)) last = row;
  }
  return last?.id;
}
