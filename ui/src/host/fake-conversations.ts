/** Conversations of the host without a shell. */
import { conversationRow } from "./fake-rows";
import { present, type World } from "./fake-world";
import type { Conversation, Host, Opened, Reading, Values } from "./types";

type Commands =
  | "newConversation"
  | "newConversationLike"
  | "setVariables"
  | "openConversation"
  | "closeConversation"
  | "older"
  | "newer"
  | "around"
  | "saveReading"
  | "renameConversation"
  | "pinConversation"
  | "removeConversations"
  | "restoreConversations"
  | "saveDraft";

export function conversationCommands(world: World): Pick<Host, Commands> {
  const removed = new Map<string, Conversation>();
  const empty = (agentId: string): Conversation => {
    for (const row of world.conversations.values()) if (row.agentId === agentId && row.turns === 0) return row;
    const now = world.options.now();
    const row = conversationRow({ id: world.id("conversation"), agentId, turns: 0, createdAt: now, activeAt: now });
    world.conversations.set(row.id, row);
    return row;
  };
  return {
    async newConversation(agent: string) {
      world.enter("newConversation", agent);
      return empty(agent);
    },

    async newConversationLike(other: string) {
      world.enter("newConversationLike", other);
      const { agentId, values } = world.conversation(other);
      const { id } = empty(agentId);
      world.changed(id, { values });
      return world.conversation(id);
    },

    async setVariables(id: string, values: Values) {
      world.enter("setVariables", id, values);
      world.tell(world.changed(id, { values }));
    },

    async openConversation(id: string, around: string | null): Promise<Opened> {
      world.enter("openConversation", id, around);
      world.changed(id, { unread: false });
      const reading = around === null ? (world.readings.get(id) ?? null) : null;
      const at = around ?? reading?.turn;
      const page = at === undefined ? world.pages.before(id, null) : world.pages.around(id, at);
      const newest = world.pages.before(id, null, page.newer ? 1 : 0);
      return { conversation: world.conversation(id), draft: world.drafts.get(id) ?? "", attachments: world.files.of(id), queued: world.files.queued(id), page, newest, reading };
    },

    async closeConversation(id: string) {
      world.enter("closeConversation", id);
    },

    async older(id: string, before: string | null) {
      world.enter("older", id, before);
      return world.pages.before(id, before);
    },

    async newer(id: string, after: string | null) {
      world.enter("newer", id, after);
      return world.pages.after(id, after);
    },

    async around(id: string, turn: string) {
      world.enter("around", id, turn);
      return world.pages.around(id, turn);
    },

    async saveReading(id: string, reading: Reading | null) {
      world.enter("saveReading", id, reading);
      if (reading) world.readings.set(id, reading);
      else world.readings.delete(id);
    },

    async renameConversation(id: string, title: string) {
      world.enter("renameConversation", id, title);
      world.tell(world.changed(id, { title, named: true }));
    },

    async pinConversation(id: string, pinned: boolean) {
      world.enter("pinConversation", id, pinned);
      world.tell(world.changed(id, { pinned }));
    },

    async removeConversations(ids: string[], there: boolean) {
      world.enter("removeConversations", ids, there);
      for (const id of ids) {
        removed.set(id, world.conversation(id));
        world.conversations.delete(id);
        world.tell({ type: "removed", row: { kind: "conversation", id } });
      }
    },

    async restoreConversations(ids: string[]) {
      world.enter("restoreConversations", ids);
      for (const id of ids) {
        const row = present(removed.get(id));
        world.conversations.set(id, row);
        world.tell({ type: "conversation", row });
      }
    },

    async saveDraft(id: string, text: string) {
      world.enter("saveDraft", id, text);
      world.drafts.set(id, text);
      world.tell(world.changed(id, { draft: text.slice(0, 120) }));
    },
  };
}
