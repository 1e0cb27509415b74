/** What can be done with a conversation, from the list, the header and the keyboard alike. */
import { toast } from "../../design/Toast";
import { host } from "../../host/host";
import type { Conversation, ConversationId } from "../../host/types";
import { applyRow } from "../../model/apply";
import { leaveRemoved, newConversation, newConversationLike, openConversation, returnTo } from "../../model/open";
import { conversationIds, conversations } from "../../model/rows";
import { store } from "../../model/store";
import { currentView } from "../../model/view";
import { words } from "../../words/words";
import { sayProblem } from "../problems/say";
import { showVariables } from "../variables/shown";

/** How long a deleted conversation can be brought back; the core waits a little longer before it forgets it. */
const UNDO_MS = 8000;

/** The conversation whose title is being written, and where. */
export const renaming = store<{ conversation: ConversationId; place: "list" | "header" } | undefined>(undefined);

export function titleOf(row: Conversation): string {
  return row.title || words().conversations.untitled;
}

export function begin(): void {
  const { agent } = currentView();
  if (agent !== "") newConversation(agent).catch(sayProblem);
}

/** Begins a conversation with the values that this one's variables have. */
export function beginLike(row: Conversation): void {
  newConversationLike(row.id).catch(sayProblem);
}

/** Opens a conversation with the form of its variables. */
export function openVariables(row: Conversation): void {
  openConversation(row.id).then(() => showVariables(row.id), sayProblem);
}

export function rename(row: Conversation, title: string): void {
  const wanted = title.trim();
  if (wanted === "" || wanted === row.title) return;
  applyRow({ type: "conversation", row: { ...row, title: wanted } });
  host.renameConversation(row.id, wanted).catch((thrown: unknown) => {
    applyRow({ type: "conversation", row });
    sayProblem(thrown);
  });
}

export function pin(row: Conversation): void {
  host.pinConversation(row.id, !row.pinned).catch(sayProblem);
}

/** Deletes at once, and offers the way back instead of asking first. */
export function remove(row: Conversation): void {
  const wasOpen = currentView().conversation === row.id;
  const after = neighbour(row);
  if (wasOpen && after !== undefined) returnTo(row.agentId, after);
  host.removeConversation(row.id).then(() => {
    applyRow({ type: "removed", row: { kind: "conversation", id: row.id } });
    leaveRemoved();
    toast({
      text: words().conversations.removed(titleOf(row)),
      action: { label: words().general.undo, onAction: () => restore(row, wasOpen) },
      forMs: UNDO_MS,
    });
  }, sayProblem);
}

function restore(row: Conversation, open: boolean): void {
  host.restoreConversation(row.id).then(() => {
    applyRow({ type: "conversation", row: conversations.get(row.id) ?? row });
    if (open) openConversation(row.id).catch(sayProblem);
  }, sayProblem);
}

function neighbour({ id, agentId }: Conversation): ConversationId | undefined {
  const ids = conversationIds(agentId);
  const at = ids.indexOf(id);
  return ids[at + 1] ?? ids[at - 1];
}

/** The conversation above or below the open one. */
export function step(by: 1 | -1): void {
  const { agent, conversation } = currentView();
  const ids = conversationIds(agent);
  const next = ids[ids.indexOf(conversation) + by];
  if (next !== undefined) openConversation(next).catch(sayProblem);
}
