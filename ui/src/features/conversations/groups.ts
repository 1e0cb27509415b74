/** The list's parts: what is pinned, then by the day. */
import type { Conversation, ConversationId, Timestamp } from "../../host/types";
import { daysBetween } from "../../words/words";

export type Group = "pinnedGroup" | "today" | "yesterday" | "lastDays" | "earlier";

/** A line of the list: a conversation, or, without one, the heading of a part. */
export interface Line {
  group: Group;
  id?: ConversationId;
}

function groupOf(row: Conversation, now: Timestamp): Group {
  if (row.pinned) return "pinnedGroup";
  const days = daysBetween(row.activeAt, now);
  if (days <= 0) return "today";
  if (days === 1) return "yesterday";
  return days <= 7 ? "lastDays" : "earlier";
}

/** The lines of rows that are in order. */
export function lines(rows: readonly Conversation[], now: Timestamp): Line[] {
  const all: Line[] = [];
  let last: Group | undefined;
  for (const row of rows) {
    // Rows come in the order of their days: beyond the last part there is no other.
    const group = last === "earlier" ? last : groupOf(row, now);
    if (group !== last) all.push({ group });
    all.push({ group, id: row.id });
    last = group;
  }
  return all;
}
