/** What is selected in the log, and where a button for it has room. */
import { useEffect, useState } from "react";
import { selectedText } from "../../markdown/selecting";

/** The place of a button, in CSS pixels of the window. */
export interface Place {
  left: number;
  top: number;
}

const room = 38;
const margin = 6;

/** The log that holds all of the selection; nothing where there is none, or nothing is selected. */
function logOf(selection: Selection | null): Element | undefined {
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return undefined;
  const around = selection.getRangeAt(0).commonAncestorContainer;
  const element = around instanceof Element ? around : around.parentElement;
  return element?.closest('[role="log"]') ?? undefined;
}

/** The words that are selected in the log. */
export function selectedPassage(): string {
  const selection = document.getSelection();
  return logOf(selection) ? selectedText(selection) : "";
}

/** Above the selection, or below it where there is no room; nothing where it is scrolled out of sight. */
function placeFor(selection: Selection | null): Place | undefined {
  const log = logOf(selection)?.getBoundingClientRect();
  const selected = selection && log && selection.getRangeAt(0).getBoundingClientRect();
  if (!log || !selected || selected.bottom < log.top || selected.top > log.bottom) return undefined;
  const above = selected.top - room;
  const below = selected.bottom + margin;
  const top = above >= log.top ? above : Math.min(below, log.bottom - room);
  const left = Math.max(log.left + margin, Math.min(selected.left, log.right - 3 * room));
  return { left, top };
}

/** Where the button stands; it comes once the selection is made, not while it is being drawn. */
export function usePassagePlace(): Place | undefined {
  const [place, setPlace] = useState<Place>();
  useEffect(() => {
    let held = false;
    let frame = 0;
    const look = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => setPlace(held ? undefined : placeFor(document.getSelection())));
    };
    const hold = (holds: boolean) => () => {
      held = holds;
      look();
    };
    const ending = new AbortController();
    const passively = { passive: true, capture: true, signal: ending.signal };
    addEventListener("pointerdown", hold(true), passively);
    addEventListener("pointerup", hold(false), passively);
    addEventListener("pointercancel", hold(false), passively);
    addEventListener("scroll", look, passively);
    addEventListener("resize", look, passively);
    document.addEventListener("selectionchange", look, passively);
    return () => {
      cancelAnimationFrame(frame);
      ending.abort();
    };
  }, []);
  return place;
}
