/** Finding in one conversation: over all of its rows, also those that are not shown. */
import { host } from "../../host/host";
import type { ConversationId, Spot } from "../../host/types";
import { store } from "../../model/store";
import { turnLists, turns } from "../../model/rows";
import { look } from "../chat/shown";
import { showTurn } from "../chat/showTurn";
import { sayProblem } from "../problems/say";
import { unfold } from "../steps/unfolded";
import { type Here, lit } from "./lit";
import { turnElement, turnInSight } from "./places";

export interface Finding {
  conversation: ConversationId;
  /** What is in the line, also while it is being composed. */
  text: string;
  /** What is looked for. */
  asked: string;
  spots: readonly Spot[];
  /** All places in them. */
  total: number;
  /** The place that is shown, from 0. */
  at: number;
}

export const finding = store<Finding | undefined>(undefined);

/** Where the focus was before. */
let before: Element | null = null;
/** The call whose answer counts. */
let current: symbol | undefined;

const longestSelection = 100;

/** Opens the line, with what is selected in the log. */
export function openFind(conversation: ConversationId): void {
  const open = finding.get()?.conversation === conversation;
  if (!open) {
    before = document.activeElement;
    finding.set({ conversation, text: "", asked: "", spots: [], total: 0, at: 0 });
  }
  const selected = document.getSelection()?.toString().trim() ?? "";
  if (selected === "" || selected.length > longestSelection || selected.includes("\n")) return;
  write(selected);
  ask(selected);
}

export function closeFind(): void {
  const { conversation } = finding.get() ?? {};
  if (conversation === undefined) return;
  current = undefined;
  finding.set(undefined);
  if (lit.get()?.conversation === conversation) lit.set(undefined);
  const kept = before instanceof HTMLElement && before.isConnected && before !== document.body;
  (kept ? before as HTMLElement : document.querySelector<HTMLElement>('[data-testid="composer-input"]'))?.focus({ preventScroll: true });
}

/** Somebody writes; nothing is looked for before it is `ask`ed. */
export function write(text: string): void {
  const now = finding.get();
  if (now) finding.set({ ...now, text });
}

export function ask(text: string): void {
  const now = finding.get();
  if (!now || now.asked === text) return;
  finding.set({ ...now, asked: text });
  void read(true);
}

/** The rows have changed: what is found may be more or less. */
export function findAgain(): void {
  if (finding.get()?.asked) void read(false);
}

async function read(go: boolean): Promise<void> {
  const mine = Symbol("find");
  current = mine;
  const { conversation = "", asked = "" } = finding.get() ?? {};
  try {
    const spots = asked.trim() === "" ? [] : await host.find(conversation, asked);
    const now = finding.get();
    if (current !== mine || !now) return;
    const total = spots.reduce((sum, { count }) => sum + count, 0);
    const at = go ? firstFrom(conversation, spots) : Math.max(0, Math.min(now.at, total - 1));
    finding.set({ ...now, spots, total, at });
    if (go || total === 0) bringTo(at);
  } catch (thrown) {
    if (current === mine) sayProblem(thrown);
  }
}

/** The next place, or the one before; round and round. */
export function step(by: 1 | -1): void {
  const now = finding.get();
  if (!now || now.total === 0) return;
  const at = (now.at + by + now.total) % now.total;
  finding.set({ ...now, at });
  bringTo(at);
}

/** The number of the first place from what is in sight on; behind it all, the last one. */
function firstFrom(conversation: ConversationId, spots: readonly Spot[]): number {
  const ids = turnLists.get(conversation) ?? [];
  const following = new Set(ids.slice(Math.max(0, turnInSight(conversation))));
  let places = 0;
  for (const { turnId, count } of spots) {
    if (following.has(turnId)) return places;
    places += count;
  }
  return Math.max(0, places - 1);
}

function placeAt(spots: readonly Spot[], at: number): Here | undefined {
  let left = at;
  for (const { turnId, answerId, stepId, kind, count } of spots) {
    if (left < count) return { turn: turnId, answer: answerId, step: stepId, kind, nth: left };
    left -= count;
  }
  return undefined;
}

function bringTo(at: number): void {
  const now = finding.get();
  if (!now) return;
  const here = placeAt(now.spots, at);
  const words = now.asked.trim() === "" ? [] : [now.asked];
  lit.set(words.length > 0 ? { conversation: now.conversation, words, here, passing: false } : undefined);
  if (here) void reveal(now.conversation, here);
}

/** Makes sure that a text is shown: its turn, the answer among others, the step that is folded. */
export async function reveal(conversation: ConversationId, here: Here): Promise<void> {
  if (here.step !== null) unfold(here.step);
  const turn = turns.get(here.turn);
  if (!turn || !turnElement(conversation, here.turn)) return showTurn(conversation, here.turn, here.answer ?? undefined);
  if (here.answer !== null && turn.answers.includes(here.answer)) look(turn, here.answer);
}
