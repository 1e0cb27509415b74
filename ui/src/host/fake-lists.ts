/** Lists of the host without a shell. */
import { compareInList, belongs } from "../model/list";
import type { World } from "./fake-world";
import type { Conversation, ConversationFacts, Host, ListCursor, ListPage, ListQuery, Tag } from "./types";

type Commands =
  | "conversations"
  | "conversationIds"
  | "conversationRow"
  | "conversationFacts"
  | "archiveConversations"
  | "tags"
  | "tagConversations"
  | "renameTag";

const pageSize = 100;
const firstSize = 50;

/** What the window has at once: the beginning of each agent's list, and what was open last. */
export function firstRows(world: World): Conversation[] {
  const all = [...world.conversations.values()];
  const first = [...world.agents.keys()].flatMap((agent) =>
    all.filter((row) => row.agentId === agent && !row.archived).sort(compareInList).slice(0, firstSize),
  );
  return [...new Set([...first, ...all.filter((row) => row.id === world.settings.conversation)])];
}

export function listCommands(world: World): Pick<Host, Commands> {
  const listed = (query: ListQuery) => [...world.conversations.values()].filter((row) => belongs(row, query)).sort(compareInList);
  const changeTags = (row: Conversation, change: (tags: string[]) => string[]) =>
    world.tell(world.changed(row.id, { tags: [...new Set(change(row.tags))].sort() }));
  return {
    async conversations(query: ListQuery, after: ListCursor | null): Promise<ListPage> {
      world.enter("conversations", query, after);
      const left = listed(query).filter((row) => after === null || compareInList(row, after) > 0);
      const rows = left.slice(0, pageSize);
      const last = left.length > pageSize ? rows.at(-1) : undefined;
      return { rows, more: last ? { pinned: last.pinned, activeAt: last.activeAt, id: last.id } : null };
    },

    async conversationIds(query: ListQuery) {
      world.enter("conversationIds", query);
      return listed(query).map((row) => row.id);
    },

    async conversationRow(id: string) {
      world.enter("conversationRow", id);
      return world.conversation(id);
    },

    async conversationFacts(id: string): Promise<ConversationFacts> {
      world.enter("conversationFacts", id);
      const turns = world.rows.turns.filter((turn) => turn.conversationId === id);
      const answers = world.rows.answers.filter((answer) => turns.some((turn) => turn.id === answer.turnId));
      const sum = (count: "inputTokens" | "outputTokens" | "totalTokens") =>
        answers.reduce((total, { usage }) => total + (usage?.[count] ?? 0), 0);
      return {
        turns: turns.length,
        answers: answers.length,
        files: turns.reduce((total, { files }) => total + files.length, 0),
        inputTokens: sum("inputTokens"),
        outputTokens: sum("outputTokens"),
        totalTokens: sum("totalTokens"),
        uncounted: answers.filter(({ usage }) => usage === null).length,
        textBytes: [...turns.map(({ question }) => question), ...answers.map(({ text }) => text)].join("").length,
      };
    },

    async archiveConversations(ids: string[], archived: boolean) {
      world.enter("archiveConversations", ids, archived);
      world.tell(...ids.map((id) => world.changed(id, { archived })));
    },

    async tags(): Promise<Tag[]> {
      world.enter("tags");
      const counts = new Map<string, number>();
      for (const { tags } of world.conversations.values()) for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
      return [...counts].map(([name, conversations]) => ({ name, conversations })).sort((a, b) => (a.name < b.name ? -1 : 1));
    },

    async tagConversations(ids: string[], tag: string, tagged: boolean) {
      world.enter("tagConversations", ids, tag, tagged);
      for (const id of ids) changeTags(world.conversation(id), (tags) => (tagged ? [...tags, tag] : tags.filter((one) => one !== tag)));
    },

    async renameTag(tag: string, name: string) {
      world.enter("renameTag", tag, name);
      for (const row of world.conversations.values()) {
        if (row.tags.includes(tag)) changeTags(row, (tags) => tags.flatMap((one) => (one === tag ? (name === "" ? [] : [name]) : [one])));
      }
    },
  };
}
