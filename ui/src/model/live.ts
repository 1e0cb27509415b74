/** Texts that are being written: a string each, grown by appending, and one watcher's wake a frame. */
import { useCallback, useSyncExternalStore } from "react";
import type { AnswerId, StepId } from "../host/types";
import type { Wake } from "./table";

type LiveId = AnswerId | StepId;

interface LiveText {
  text: string;
  /** Counts what was told to the watchers, so that a comparison is cheap. */
  count: number;
}

const texts = new Map<LiveId, LiveText>();
const watchers = new Map<LiveId, Set<Wake>>();
const grown = new Set<LiveId>();

/** Whether this text is being written. */
export function isLive(id: LiveId): boolean {
  return texts.has(id);
}

/** The text so far; empty when it is not being written. */
export function liveText(id: LiveId): string {
  return texts.get(id)?.text ?? "";
}

/** The text is now exactly this, and may go on. */
export function begin(id: LiveId, text: string): void {
  const live = texts.get(id);
  if (!live) texts.set(id, { text, count: 0 });
  else if (live.text !== text) live.text = text;
  else return;
  grown.add(id);
}

/** Adds a piece behind the first `at` units; false where that is not the end. */
export function append(id: LiveId, at: number, piece: string): boolean {
  const live = texts.get(id);
  if (!live || live.text.length !== at) return false;
  live.text += piece;
  grown.add(id);
  return true;
}

/** The text is settled: its row has it. */
export function settle(id: LiveId): void {
  if (texts.delete(id)) grown.add(id);
}

/** Tells the watchers of everything that grew since the last call. Called once a frame. */
export function wakeGrown(): void {
  const woken = [...grown];
  grown.clear();
  for (const id of woken) {
    const live = texts.get(id);
    if (live) live.count += 1;
    for (const wake of watchers.get(id) ?? []) wake();
  }
}

export function watchLive(id: LiveId, wake: Wake): () => void {
  const all = watchers.get(id) ?? new Set();
  watchers.set(id, all.add(wake));
  return () => {
    all.delete(wake);
    if (all.size === 0 && watchers.get(id) === all) watchers.delete(id);
  };
}

/** The text of a row that is being written, as of the last frame. */
export function useLiveText(id: LiveId): string {
  const watch = useCallback((wake: Wake) => watchLive(id, wake), [id]);
  useSyncExternalStore(watch, () => texts.get(id)?.count ?? -1);
  return liveText(id);
}

export function forgetLive(): void {
  const ids = [...texts.keys()];
  texts.clear();
  for (const id of ids) grown.add(id);
  wakeGrown();
}
