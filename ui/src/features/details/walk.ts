/** A long list that is walked by keyboard: one entry has the focus, arrows or j and k go to the next. */
import type { Virtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useCallback, useLayoutEffect, useRef, useState } from "react";

export interface Walk {
  /** The entry that Tab leads to. */
  at: number;
  /** An entry was chosen otherwise. */
  stand: (index: number) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

const ways: Record<string, number> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity };

/** Entries are elements with `data-index`; what is to have the focus in one has `data-walk`. */
export function useWalk(list: Virtualizer<HTMLDivElement, HTMLElement>, scroller: React.RefObject<HTMLElement | null>): Walk {
  const { count } = list.options;
  const [at, setAt] = useState(0);
  const wanted = useRef<number>(undefined);
  const here = Math.min(at, Math.max(0, count - 1));
  const stand = useCallback((index: number) => setAt(index), []);
  // The entry may have to be scrolled to before it is there.
  useLayoutEffect(() => {
    if (wanted.current === undefined) return;
    const entry = scroller.current?.querySelector<HTMLElement>(`[data-index="${wanted.current}"] [data-walk]`);
    if (!entry) return;
    wanted.current = undefined;
    entry.focus({ preventScroll: true });
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const way = ways[event.key];
    const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
    if (way === undefined || typing || event.ctrlKey || event.metaKey || event.altKey || count === 0) return;
    event.preventDefault();
    const next = Math.min(count - 1, Math.max(0, here + way));
    wanted.current = next;
    list.scrollToIndex(next, { align: "auto" });
    setAt(next);
    if (next === here) scroller.current?.querySelector<HTMLElement>(`[data-index="${next}"] [data-walk]`)?.focus();
  };
  return { at: here, stand, onKeyDown };
}
