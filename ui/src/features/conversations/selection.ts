/** Conversations that were chosen to do the same with all of them. */
import { host } from "../../host/host";
import type { ConversationId } from "../../host/types";
import { listed } from "../../model/list";
import { conversations } from "../../model/rows";
import { store } from "../../model/store";
import { sayProblem } from "../problems/say";

export interface Selection {
  ids: ReadonlySet<ConversationId>;
  /** Where a range begins. */
  from: ConversationId | "";
}

const none: Selection = { ids: new Set(), from: "" };

export const selection = store<Selection>(none);

export function clearSelection(): void {
  selection.set(none);
}

/** Takes one in, or out. */
export function toggleSelected(id: ConversationId): void {
  const ids = new Set(selection.get().ids);
  if (!ids.delete(id)) ids.add(id);
  selection.set(ids.size === 0 ? none : { ids, from: id });
}

/** Takes in everything from where the last one was taken in, else from the open one. */
export function selectTo(id: ConversationId, open: ConversationId | ""): void {
  const from = selection.get().from || open || id;
  const { ids } = listed.get();
  const [a, b] = [ids.indexOf(from), ids.indexOf(id)].sort((x, y) => x - y);
  if (a === undefined || b === undefined || a < 0) return toggleSelected(id);
  selection.set({ ids: new Set(ids.slice(a, b + 1)), from });
}

/** Takes in the whole list, also what was not read of it yet. */
export function selectAll(): void {
  const { query } = listed.get();
  host.conversationIds(query).then((ids) => {
    if (listed.get().query === query && ids.length > 0) selection.set({ ids: new Set(ids), from: ids[0] ?? "" });
  }, sayProblem);
}

/** The chosen ones as they are now; those that went are left out where that is known. */
export function selectedIds(): ConversationId[] {
  return [...selection.get().ids];
}

/** Whether all chosen ones that are known here are so. */
export function everySelected(is: (id: ConversationId) => boolean): boolean {
  return selectedIds().every((id) => !conversations.get(id) || is(id));
}
