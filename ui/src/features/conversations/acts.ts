/** What can be done with conversations, from the list, the header and the keyboard alike. */
import { toast } from "../../design/Toast";
import { host } from "../../host/host";
import type { AgentId, Conversation, ConversationId } from "../../host/types";
import { applyRow } from "../../model/apply";
import { listed } from "../../model/list";
import { leaveRemoved, newConversation, newConversationLike, openConversation, returnTo } from "../../model/open";
import { conversations } from "../../model/rows";
import { store } from "../../model/store";
import { currentView } from "../../model/view";
import { words } from "../../words/words";
import { sayProblem } from "../problems/say";
import { showVariables } from "../variables/shown";
import { setFilter } from "./filter";
import { clearSelection } from "./selection";

/** How long a deleted conversation can be brought back; the core waits a little longer before it forgets it. */
const UNDO_MS = 8000;
/** More than these are not deleted without a question. */
const MANY = 20;

/** The conversation whose title is being written, and where. */
export const renaming = store<{ conversation: ConversationId; place: "list" | "header" } | undefined>(undefined);

/** The conversation whose details are shown. */
export const detailed = store<ConversationId | "">("");

/** The conversations whose tags are being chosen. */
export const tagged = store<readonly ConversationId[]>([]);

/** The conversations about whose deletion the person is asked. */
export const removing = store<{ ids: readonly ConversationId[]; there: boolean } | undefined>(undefined);

export function titleOf(row: Conversation): string {
  return row.title || words().conversations.untitled;
}

export function begin(): void {
  const { agent } = currentView();
  if (agent === "") return;
  // A list that would not show the new one is left.
  setFilter({ archived: false, tag: "", text: "" });
  newConversation(agent).catch(sayProblem);
}

/** Begins a conversation with the values that this one's variables have. */
export function beginLike(row: Conversation): void {
  setFilter({ archived: false, tag: "", text: "" });
  newConversationLike(row.id).catch(sayProblem);
}

/** Opens a conversation with the form of its variables. */
export function openVariables(row: Conversation): void {
  openConversation(row.id).then(() => showVariables(row.id), sayProblem);
}

export function rename(row: Conversation, title: string): void {
  const wanted = title.trim();
  if (wanted === "" || wanted === row.title) return;
  applyRow({ type: "conversation", row: { ...row, title: wanted, named: true } });
  host.renameConversation(row.id, wanted).catch((thrown: unknown) => {
    applyRow({ type: "conversation", row });
    sayProblem(thrown);
  });
}

export function pin(row: Conversation): void {
  host.pinConversation(row.id, !row.pinned).catch(sayProblem);
}

/** Takes conversations out of the list, or back, and offers the way back. */
export function archive(ids: readonly ConversationId[], archived: boolean): void {
  const { conversations: said, general } = words();
  host.archiveConversations([...ids], archived).then(() => {
    clearSelection();
    toast({
      text: (archived ? said.archivedNow : said.unarchivedNow)(ids.length),
      action: { label: general.undo, onAction: () => void host.archiveConversations([...ids], !archived).catch(sayProblem) },
      forMs: UNDO_MS,
    });
  }, sayProblem);
}

/** Deletes one at once, here and on the platform unless that is to keep it. */
export function remove(row: Conversation, there = true): void {
  const { conversations: said } = words();
  const text = there || row.platformId === "" ? said.removed(titleOf(row)) : said.removedHere(titleOf(row));
  removeAll([row.id], there, text);
}

/** Deletes several at once; so many that nobody saw each of them are asked about first. */
export function removeSelected(ids: readonly ConversationId[], there: boolean): void {
  const [only] = ids.length === 1 ? ids : [];
  const row = only === undefined ? undefined : conversations.get(only);
  if (row) remove(row, there);
  else if (ids.length > MANY) removing.set({ ids, there });
  else removeMany(ids, there);
}

export function removeMany(ids: readonly ConversationId[], there: boolean): void {
  const { conversations: said } = words();
  removeAll(ids, there, there ? said.removedMany(ids.length) : said.removedManyHere(ids.length));
}

/** Deletes at once, and offers the way back instead of asking first. */
function removeAll(ids: readonly ConversationId[], there: boolean, text: string): void {
  const gone = new Set(ids);
  const { conversation: open, agent } = currentView();
  const wasOpen = gone.has(open);
  const after = wasOpen ? neighbour(open, gone, agent) : undefined;
  if (after !== undefined && agent !== "") returnTo(agent, after);
  host.removeConversations([...ids], there).then(() => {
    for (const id of ids) applyRow({ type: "removed", row: { kind: "conversation", id } });
    clearSelection();
    leaveRemoved();
    toast({
      text,
      action: { label: words().general.undo, onAction: () => restore(ids, wasOpen ? open : "") },
      forMs: UNDO_MS,
    });
  }, sayProblem);
}

function restore(ids: readonly ConversationId[], open: ConversationId | ""): void {
  host.restoreConversations([...ids]).then(() => {
    if (open !== "") openConversation(open).catch(sayProblem);
  }, sayProblem);
}

/** The nearest conversation of the same agent that stays. */
function neighbour(of: ConversationId, gone: ReadonlySet<ConversationId>, agent: AgentId | ""): ConversationId | undefined {
  const { ids } = listed.get();
  const at = ids.indexOf(of);
  const stays = (id: ConversationId) => !gone.has(id) && conversations.get(id)?.agentId === agent;
  return ids.slice(at + 1).find(stays) ?? ids.slice(0, Math.max(at, 0)).findLast(stays);
}

/** The conversation above or below the open one. */
export function step(by: 1 | -1): void {
  const { ids } = listed.get();
  const next = ids[ids.indexOf(currentView().conversation) + by];
  if (next !== undefined) openConversation(next).catch(sayProblem);
}
