/** Reading the list: its first page when it is shown, the others as one comes near them. */
import { host } from "../host/host";
import type { Conversation, ListCursor, ListQuery } from "../host/types";
import { applyListed } from "./apply";
import { assembled, belongs, compareInList, type Listed, listed } from "./list";

/** Pages that are read at most to reach one conversation. */
const farthest = 30;

function sameQuery(a: ListQuery, b: ListQuery): boolean {
  return a.agent === b.agent && a.archived === b.archived && a.tag === b.tag && a.text === b.text;
}

/** Shows this list: what is known of it at once, its first page as soon as it was read. */
export async function list(query: ListQuery): Promise<void> {
  if (sameQuery(query, listed.get().query) && (listed.get().ids.length > 0 || listed.get().loading)) return;
  const fresh: Listed = { query, ids: [], loading: true, more: null };
  listed.set({ ...fresh, ids: assembled(fresh) });
  try {
    await read(null);
  } finally {
    const now = listed.get();
    if (now.query === query && now.loading) listed.set({ ...now, loading: false });
  }
}

async function read(after: ListCursor | null): Promise<void> {
  const { query } = listed.get();
  const page = await host.conversations(query, after);
  const now = listed.get();
  // Somebody else's list by now, or its beginning was read anew.
  if (now.query !== query || (after !== null && now.more?.id !== after.id)) return;
  applyListed(page.rows);
  const grown = { ...listed.get(), loading: false, more: page.more };
  listed.set({ ...grown, ids: assembled(grown) });
}

let reading: Promise<void> | undefined;

/** Reads the next page of the list. */
export function listMore(): Promise<void> {
  const { more } = listed.get();
  if (more === null) return Promise.resolve();
  reading ??= read(more).finally(() => {
    reading = undefined;
  });
  return reading;
}

/** Reads on until a conversation is in the list, if it belongs there and is not all too far away. */
export async function listUntil(row: Conversation): Promise<void> {
  const { query } = listed.get();
  for (let pages = 0; pages < farthest; pages += 1) {
    const { more, query: now } = listed.get();
    if (now !== query || more === null || !belongs(row, query) || compareInList(row, more) <= 0) return;
    await listMore();
  }
}
