/** Where the log begins to be shown: at its end, or where it was being read when it was last left. */
import type { VirtualItem, Virtualizer } from "@tanstack/react-virtual";
import { type RefObject, useLayoutEffect, useRef } from "react";
import type { ConversationId, TurnId } from "../../host/types";
import { keepReading, type Reading, readings } from "../../model/reading";
import { openings } from "../../model/rows";

export type List = Virtualizer<HTMLDivElement, HTMLDivElement>;

/** Before a turn was measured. */
export const likelyHeight = 260;
export const paddingStart = 22;

/** Once the log rests for so long, its place is kept. */
const restMs = 400;

/** Where the list is to be scrolled to before anything is measured. */
export function offsetOf(turnIds: readonly TurnId[], reading: Reading | undefined): number {
  const sizes = new Map(reading?.sizes.map((item) => [item.key, item.size]));
  const height = (id: TurnId) => sizes.get(id) ?? likelyHeight;
  const index = reading ? turnIds.indexOf(reading.turn) : -1;
  const before = index < 0 ? turnIds : turnIds.slice(0, index);
  const start = before.reduce((sum, id) => sum + height(id), paddingStart);
  return reading && index >= 0 ? within(start, height(reading.turn), reading.above) : start;
}

/** So far into a turn; what comes right before it is shown with it. */
function within(start: number, height: number, above: number): number {
  return above === 0 ? start - paddingStart : start + above * height;
}

/** Opens the log there, and remembers where it is when it rests and when it is left. */
export function usePlace(
  scroller: RefObject<HTMLDivElement | null>,
  list: List,
  conversation: ConversationId,
  turnIds: readonly TurnId[],
  before: Reading | undefined,
): void {
  const shown = useRef(turnIds);
  useLayoutEffect(() => {
    shown.current = turnIds;
  }, [turnIds]);
  useLayoutEffect(() => {
    goTo(list, shown.current, before);
    const log = scroller.current;
    if (!log) return;
    const entered = openings.get(conversation)?.entered;
    const keep = () => {
      const place = placeNow(list, log.scrollTop, shown.current);
      keepReading(conversation, place);
      return place;
    };
    let resting: ReturnType<typeof setTimeout> | undefined;
    const scrolled = () => {
      clearTimeout(resting);
      resting = setTimeout(keep, restMs);
    };
    log.addEventListener("scroll", scrolled, { passive: true });
    return () => {
      log.removeEventListener("scroll", scrolled);
      clearTimeout(resting);
      // Not when other turns have come into its place: whoever exchanged them said where to begin.
      const now = openings.get(conversation)?.entered;
      if (now !== undefined && now !== entered) return;
      const place = keep();
      if (place) readings.set(conversation, place);
      else readings.delete(conversation);
    };
  }, [scroller, list, conversation, before]);
}

/** Now that the turns about it are measured. */
function goTo(list: List, turnIds: readonly TurnId[], before: Reading | undefined): void {
  const index = before ? turnIds.indexOf(before.turn) : -1;
  if (!before || index < 0) list.scrollToEnd();
  else if (before.above === 0) list.scrollToIndex(index, { align: "start" });
  else {
    const item = list.getVirtualItems().find((each) => each.index === index);
    if (item) list.scrollToOffset(within(item.start, item.size, before.above));
  }
}

/** Where the list stands now; nothing while it follows the end. */
function placeNow(list: List, top: number, turnIds: readonly TurnId[]): Reading | undefined {
  const item: VirtualItem | undefined = list.getVirtualItemForOffset(top);
  const turn = item && turnIds[item.index];
  if (list.options.scrollEndThreshold > 0 || !item || !turn) return undefined;
  return { turn, above: Math.max(0, top - item.start) / Math.max(1, item.size), sizes: list.takeSnapshot() };
}

/** Whose log had the focus when its turns were exchanged. */
let focused: ConversationId | undefined;

/** The log that comes into the place of one that had the focus has it, too. */
export function useKeptFocus(scroller: RefObject<HTMLDivElement | null>, conversation: ConversationId): void {
  useLayoutEffect(() => {
    const log = scroller.current;
    if (focused === conversation && openings.get(conversation)) log?.focus({ preventScroll: true });
    focused = undefined;
    return () => {
      focused = log !== null && document.activeElement === log ? conversation : undefined;
    };
  }, [scroller, conversation]);
}
