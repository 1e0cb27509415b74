/** The log has one stretch of a conversation at a time: reads on at its ends, and goes to those of the conversation. */
import type { VirtualItem } from "@tanstack/react-virtual";
import { type RefObject, useEffect } from "react";

export interface Ends {
  /** Whether there are turns before the first one here. */
  older: boolean;
  /** Whether there are turns after the last one here. */
  newer: boolean;
  onOlder: () => void;
  onNewer: () => void;
  /** To the first turns of the conversation. */
  onOldest: () => void;
  /** To the newest. */
  onNewest: () => void;
}

/** More turns are asked for when this few are left on a side. */
const fewLeft = 3;

/** Asks for more turns when what is shown comes near an end of what is here. */
export function useReadingOn(items: readonly VirtualItem[], count: number, { older, newer, onOlder, onNewer }: Ends): void {
  const first = items[0]?.index;
  const last = items.at(-1)?.index;
  useEffect(() => {
    if (older && first !== undefined && first < fewLeft) onOlder();
  }, [older, first, count, onOlder]);
  useEffect(() => {
    if (newer && last !== undefined && last >= count - fewLeft) onNewer();
  }, [newer, last, count, onNewer]);
}

/** Takes Home and End as the ends of the conversation, also where these are not here. */
export function useEnds(scroller: RefObject<HTMLDivElement | null>, { older, newer, onOldest, onNewest }: Ends): void {
  useEffect(() => {
    const log = scroller.current;
    const onKey = (event: KeyboardEvent) => {
      if (event.target !== log || event.altKey || event.metaKey) return;
      const go = event.key === "Home" && older ? onOldest : event.key === "End" && newer ? onNewest : undefined;
      if (!go) return;
      event.preventDefault();
      go();
    };
    log?.addEventListener("keydown", onKey);
    return () => log?.removeEventListener("keydown", onKey);
  }, [scroller, older, newer, onOldest, onNewest]);
}
