/** What is searched for over all messages, and what was found. It stays when the dialog is put away. */
import { host } from "../../host/host";
import { problemOf, type AgentId, type Hit, type HitKind, type Hits, type Indexing, type Problem, type Rating, type SearchCursor, type SearchQuery, type Timestamp } from "../../host/types";
import { store } from "../../model/store";

export type Since = "" | "today" | "week" | "month" | "year";

export interface Filters {
  agent: AgentId | "";
  kind: HitKind | "";
  since: Since;
  rating: Exclude<Rating, "none"> | "";
}

export interface Sought {
  /** What is in the line, also while it is being composed. */
  text: string;
  /** What is searched for. */
  asked: string;
  filters: Filters;
  /** Of the last search that ended. */
  hits: readonly Hit[];
  /** What they were searched for with. */
  hitsOf: string;
  more: SearchCursor | null;
  indexing: Indexing | null;
  state: "idle" | "searching" | "ready" | "failed";
  problem?: Problem;
}

export const noFilters: Filters = { agent: "", kind: "", since: "", rating: "" };

const nothing: Sought = { text: "", asked: "", filters: noFilters, hits: [], hitsOf: "", more: null, indexing: null, state: "idle" };

export const searchShown = store(false);
export const sought = store<Sought>(nothing);

/** Letters that follow each other quickly are one search. */
const soonMs = 90;

const DAY_MS = 86_400_000;
const days: Record<Exclude<Since, "" | "today">, number> = { week: 7, month: 30, year: 365 };

let timer: ReturnType<typeof setTimeout> | undefined;
/** The search whose answer counts; an older one's is let go. */
let current: symbol | undefined;

/** Shows the dialog, with what was searched for last unless a text is given. */
export function showSearch(text?: string): void {
  searchShown.set(true);
  const now = sought.get();
  const asked = text?.trim() || now.asked;
  sought.set({ ...now, text: asked, asked });
  // What has come since is found, too.
  run();
}

export function forgetSearch(): void {
  stop();
  searchShown.set(false);
  sought.set(nothing);
}

/** Somebody writes; nothing is searched for before it is `asked`. */
export function write(text: string): void {
  sought.set({ ...sought.get(), text });
}

/** This is to be searched for. */
export function ask(text: string): void {
  if (text === sought.get().asked) return;
  sought.set({ ...sought.get(), asked: text, state: "searching" });
  clearTimeout(timer);
  timer = setTimeout(run, soonMs);
}

/** Whether the hits are those of other words or filters: theirs are on their way. */
export function isBehind({ asked, filters, hitsOf, state }: Sought): boolean {
  return state === "searching" && hitsOf !== wish({ asked, filters });
}

function wish({ asked, filters }: Pick<Sought, "asked" | "filters">): string {
  return JSON.stringify([asked, filters]);
}

export function filter(change: Partial<Filters>): void {
  const now = sought.get();
  sought.set({ ...now, filters: { ...now.filters, ...change } });
  run();
}

function stop(): void {
  clearTimeout(timer);
  current = undefined;
}

function run(): void {
  stop();
  const now = sought.get();
  const { text, asked, filters } = now;
  if (asked.trim() === "") return sought.set({ ...nothing, text, asked, filters });
  sought.set({ ...now, state: "searching" });
  void fetchInto(() => [], null);
}

/** Reads the next page, where there is one and none is being read. */
export function readOn(): void {
  const { more, state } = sought.get();
  if (more === null || state !== "ready") return;
  sought.set({ ...sought.get(), state: "searching" });
  void fetchInto(() => sought.get().hits, more);
}

/** A page may be empty although others follow it: those are read at once. */
async function fetchInto(before: () => readonly Hit[], after: SearchCursor | null): Promise<void> {
  const mine = Symbol("search");
  current = mine;
  const query = queryOf(sought.get(), Date.now());
  const read = async (from: SearchCursor | null): Promise<Hits> => {
    const page = await host.search(query, from);
    const goesOn = page.hits.length === 0 && page.more !== null && current === mine;
    return goesOn ? read(page.more) : page;
  };
  try {
    const page = await read(after);
    if (current !== mine) return;
    const { text, asked, filters } = sought.get();
    sought.set({ text, asked, filters, hits: [...before(), ...page.hits], hitsOf: wish({ asked, filters }), more: page.more, indexing: page.indexing, state: "ready" });
  } catch (thrown) {
    if (current !== mine) return;
    const now = sought.get();
    const kept = isBehind(now) ? { hits: [], more: null } : {};
    sought.set({ ...now, ...kept, state: "failed", problem: problemOf(thrown) });
  }
}

export function queryOf({ asked, filters }: Pick<Sought, "asked" | "filters">, now: Timestamp): SearchQuery {
  return {
    text: asked,
    agent: filters.agent || null,
    conversation: null,
    kinds: filters.kind === "" ? [] : [filters.kind],
    rating: filters.rating || null,
    from: beginOf(filters.since, now),
    until: null,
  };
}

function beginOf(since: Since, now: Timestamp): Timestamp | null {
  if (since === "") return null;
  return since === "today" ? new Date(now).setHours(0, 0, 0, 0) : now - days[since] * DAY_MS;
}
