/**
 * The turns of an open conversation that this page has: one stretch of the whole, without gaps, that grows at both ends
 * and lets go of its far one; and the newest turn, which is here even where the stretch does not reach it.
 */
import type { ConversationId, Page, Turn, TurnId } from "../host/types";
import { arrangeTurns, forgetTurn, newestTurn, openings, turnLists, turns, useTurnIds } from "./rows";
import { useRow } from "./table";

/** At most so many turns are kept while a reader goes through them. */
export const most = 300;

export type Side = "older" | "newer";

/** Where a turn stands that this page was told of. */
export type Standing = "inside" | "newest" | "elsewhere";

export function standingOf(row: Turn): Standing {
  const opening = openings.get(row.conversationId);
  if (opening?.state !== "ready") return "elsewhere";
  const ids = turnLists.get(row.conversationId) ?? [];
  const first = turns.get(ids[0] ?? "");
  const last = turns.get(ids.at(-1) ?? "");
  if (turns.get(row.id)) return row.id === opening.newest ? "newest" : "inside";
  if (first && opening.older && row.seq < first.seq) return "elsewhere";
  if (!last || !opening.newer || row.seq <= last.seq) return "inside";
  const newest = turns.get(opening.newest);
  return !row.removed && row.seq > (newest?.seq ?? last.seq) ? "newest" : "elsewhere";
}

/** Whether a turn is among those between which nothing is missing. */
export function isInside(id: TurnId): boolean {
  const turn = turns.get(id);
  return turn !== undefined && openings.get(turn.conversationId)?.newest !== id;
}

/** Keeps a turn behind the stretch as the newest one, instead of the one before it. */
export function holdNewest(row: Turn): void {
  const opening = openings.get(row.conversationId);
  if (!opening || opening.newest === row.id) return;
  const before = turns.get(opening.newest);
  openings.put(row.conversationId, { ...opening, newest: row.id });
  if (before) forgetTurn(before);
}

/** The newest turn that was not deleted; empty while it is not known. */
export function newestOf(conversation: ConversationId): TurnId | "" {
  const opening = openings.get(conversation);
  return opening?.newer ? opening.newest : newestTurn(turnLists.get(conversation) ?? []);
}

export function useNewestTurn(conversation: ConversationId): TurnId | "" {
  const opening = useRow(openings, conversation);
  const ids = useTurnIds(conversation);
  return opening?.newer ? opening.newest : newestTurn(ids);
}

/** The stretch is now exactly this page, whose rows are here; `newestTold` is the newest turn, as far as it is known. */
export function beginStretch(conversation: ConversationId, page: Page, newestTold: TurnId | ""): void {
  const opening = openings.get(conversation);
  if (!opening) return;
  const ids = page.turns.map((turn) => turn.id);
  const newest = page.newer && !ids.includes(newestTold) ? newestTold : "";
  const kept = new Set([...ids, newest]);
  for (const turn of turns.rows()) if (turn.conversationId === conversation && !kept.has(turn.id)) forgetTurn(turn);
  openings.put(conversation, {
    ...opening,
    state: "ready",
    older: page.older,
    newer: page.newer,
    newest,
    entered: opening.entered + 1,
  });
  arrangeTurns([conversation]);
}

/** The page was read at this side of the stretch and its rows are here. What is too far from it now is let go. */
export function extendStretch(conversation: ConversationId, page: Page, side: Side): void {
  const opening = openings.get(conversation);
  if (!opening) return;
  const reaches = side === "newer" && !page.newer;
  const held = turns.get(opening.newest);
  // What was asked since the page was read may not be the next one behind it.
  if (reaches && held && !page.turns.some((turn) => turn.id === held.id)) forgetTurn(held);
  openings.put(conversation, { ...opening, [side]: page[side], newest: reaches ? "" : opening.newest });
  arrangeTurns([conversation]);
  trim(conversation, side === "older" ? "newer" : "older");
}

function trim(conversation: ConversationId, far: Side): void {
  const ids = turnLists.get(conversation) ?? [];
  const opening = openings.get(conversation);
  const over = ids.length - most;
  if (!opening || over <= 0) return;
  const gone = far === "older" ? ids.slice(0, over) : ids.slice(-over);
  const newest = opening.newer || far === "older" ? opening.newest : newestTurn(gone) || (gone.at(-1) ?? "");
  for (const id of gone) {
    const turn = turns.get(id);
    if (turn && id !== newest) forgetTurn(turn);
  }
  openings.put(conversation, { ...opening, [far]: true, newest });
  arrangeTurns([conversation]);
}
