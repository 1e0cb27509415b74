/** The turn that somebody was brought to: scrolled to, and marked until it was seen. */
import { useEffect, useRef } from "react";
import type { ConversationId, TurnId } from "../../host/types";
import { store, useStore } from "../../model/store";
import type { List } from "./place";

export interface Marked {
  conversation: ConversationId;
  turn: TurnId;
}

/** A new object each time, so that the same turn can be gone to again. */
export const marked = store<Marked | undefined>(undefined);

/** Whether nothing is to move. */
const still = () => typeof matchMedia === "function" && matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Scrolls to the marked turn whenever one is marked, and says which of these it is. */
export function useMarked(conversation: ConversationId, turnIds: readonly TurnId[], list: List, letGo: () => void): TurnId | undefined {
  const now = useStore(marked);
  const known = useRef(now);
  const here = now?.conversation === conversation ? now.turn : undefined;
  const index = here === undefined ? -1 : turnIds.indexOf(here);
  useEffect(() => {
    // A log that begins with a marked turn begins there.
    if (now === known.current || index < 0) return;
    known.current = now;
    letGo();
    list.scrollToIndex(index, { align: "start" });
  }, [now, index, list, letGo]);
  useEffect(() => {
    if (now === undefined || here === undefined) return;
    return unmarkWhenSeen(now);
  }, [now, here]);
  return here;
}

/** A mark that fades goes with its animation; one that stands still goes with the next thing that is done. */
function unmarkWhenSeen(seen: Marked): () => void {
  const unmark = () => {
    if (marked.get() === seen) marked.set(undefined);
  };
  const ending = new AbortController();
  const { signal } = ending;
  if (still()) {
    for (const act of ["pointerdown", "keydown", "wheel"]) addEventListener(act, unmark, { signal, passive: true, capture: true });
  } else {
    document.addEventListener("animationend", (event) => event.target instanceof HTMLElement && event.target.dataset.marked && unmark(), { signal });
  }
  return () => ending.abort();
}
