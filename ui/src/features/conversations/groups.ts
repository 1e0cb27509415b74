/** The list's parts: what is pinned, then by the day. */
import type { Conversation, Timestamp } from "../../host/types";
import { daysBetween } from "../../words/words";

export type GroupName = "pinnedGroup" | "today" | "yesterday" | "lastDays" | "earlier";

export interface Group {
  name: GroupName;
  rows: Conversation[];
}

function groupOf(row: Conversation, now: Timestamp): GroupName {
  if (row.pinned) return "pinnedGroup";
  const days = daysBetween(row.activeAt, now);
  if (days <= 0) return "today";
  if (days === 1) return "yesterday";
  return days <= 7 ? "lastDays" : "earlier";
}

/** Cuts rows that are in order into parts, none of them empty. */
export function grouped(rows: readonly Conversation[], now: Timestamp): Group[] {
  const groups: Group[] = [];
  for (const row of rows) {
    const name = groupOf(row, now);
    const last = groups.at(-1);
    if (last?.name === name) last.rows.push(row);
    else groups.push({ name, rows: [row] });
  }
  return groups;
}
