/** A list that is one stop for the Tab key: the arrow keys go from entry to entry, Home and End to the first and the last. */
import type { KeyboardEvent } from "react";

/** `entry` is a selector of what has the focus in the list. */
export function walk(event: KeyboardEvent, list: HTMLElement | null, entry: string): void {
  const entries = [...(list?.querySelectorAll<HTMLElement>(entry) ?? [])];
  const at = entries.findIndex((element) => element === event.target);
  if (at < 0 || event.altKey) return;
  const next = { ArrowDown: entries[at + 1], ArrowUp: entries[at - 1], Home: entries[0], End: entries.at(-1) }[event.key];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
