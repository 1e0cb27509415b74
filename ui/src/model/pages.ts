/** Reading turns of an open conversation: on at the ends of what is here, or somewhere else altogether. */
import { host } from "../host/host";
import type { ConversationId, Page, TurnId } from "../host/types";
import { putPage, whileReading } from "./apply";
import { type Reading, readings } from "./reading";
import { openings, turnLists } from "./rows";
import { beginStretch, extendStretch, newestOf, type Side } from "./stretch";

/** What is being read for each conversation: going elsewhere makes everything before it void. */
const fetches = new Map<ConversationId, symbol>();

/** Reads, and takes what comes unless the reader went elsewhere meanwhile. */
export async function fetched<Found>(
  conversation: ConversationId,
  read: () => Promise<Found>,
  take: (found: Found) => void,
): Promise<void> {
  const mine = Symbol("fetch");
  fetches.set(conversation, mine);
  try {
    await whileReading(read, (found) => {
      const wanted = fetches.get(conversation) === mine && openings.get(conversation) !== undefined;
      if (wanted) take(found);
      return wanted;
    });
  } finally {
    if (fetches.get(conversation) === mine) fetches.delete(conversation);
  }
}

/** Reads the turns before the first one that is here. */
export function readOlder(conversation: ConversationId): Promise<void> {
  return readOn(conversation, "older", turnLists.get(conversation)?.[0]);
}

/** Reads the turns after the last one that is here. */
export function readNewer(conversation: ConversationId): Promise<void> {
  return readOn(conversation, "newer", turnLists.get(conversation)?.at(-1));
}

async function readOn(conversation: ConversationId, side: Side, from: TurnId | undefined): Promise<void> {
  if (from === undefined || !openings.get(conversation)?.[side] || fetches.has(conversation)) return;
  const take = (page: Page) => {
    putPage(page);
    extendStretch(conversation, page, side);
  };
  await fetched(conversation, () => host[side](conversation, from), take);
}

/** Goes to the newest turns. */
export async function goToNewest(conversation: ConversationId): Promise<void> {
  if (openings.get(conversation)?.newer) await go(conversation, () => host.older(conversation, null), () => undefined);
}

/** Goes to the first turns. */
export async function goToOldest(conversation: ConversationId): Promise<void> {
  if (openings.get(conversation)?.older) await go(conversation, () => host.newer(conversation, null), (page) => page.turns[0]?.id);
}

/** Goes to a turn. */
export async function goToTurn(conversation: ConversationId, turn: TurnId): Promise<void> {
  const here = turnLists.get(conversation)?.includes(turn);
  if (!here) await go(conversation, () => host.around(conversation, turn), () => turn);
}

async function go(conversation: ConversationId, read: () => Promise<Page>, to: (page: Page) => TurnId | undefined): Promise<void> {
  await fetched(conversation, read, (page) => {
    const newest = newestOf(conversation);
    readAt(conversation, to(page));
    putPage(page);
    beginStretch(conversation, page, newest);
  });
}

/** Where the log is to begin: right before this turn, or at its end. */
export function readAt(conversation: ConversationId, turn: TurnId | undefined): void {
  if (turn === undefined) readings.delete(conversation);
  else readings.set(conversation, { turn, above: 0, sizes: [] } satisfies Reading);
}
