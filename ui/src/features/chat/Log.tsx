/** The turns of a conversation: a virtual list that is anchored at its end and never moves under a reader's eyes. */
import { useVirtualizer, type VirtualItem, type Virtualizer } from "@tanstack/react-virtual";
import { type ReactNode, type Ref, useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from "react";
import type { ConversationId, TurnId } from "../../host/types";
import { newestTurn } from "../../model/rows";
import { useWords } from "../../words/words";
import { atStart, type Follow, followed, type Place, scrollsUp, type Sign } from "./follow";
import css from "./Log.module.css";
import { Newest } from "./Newest";
import { type Reading, readings } from "./reading";
import { TurnView } from "./TurnView";

export interface LogHandle {
  /** Goes to the newest text and follows it. */
  toEnd: () => void;
}

interface LogProps {
  conversation: ConversationId;
  turnIds: readonly TurnId[];
  /** Whether there are turns before the first. */
  more: boolean;
  onOlder: () => unknown;
  ref?: Ref<LogHandle>;
}

/** Before a turn was measured. */
const likelyHeight = 260;
const paddingStart = 22;
/** Turns that are kept above and below what is shown. */
const overscan = 4;
/** Older turns are asked for when this few are left above. */
const fewLeft = 3;

type List = Virtualizer<HTMLDivElement, HTMLDivElement>;

export function Log({ conversation, turnIds, more, onOlder, ref }: LogProps): ReactNode {
  const words = useWords().chat;
  const scroller = useRef<HTMLDivElement>(null);
  const before = useRef(readings.get(conversation)).current;
  const [following, setFollowing] = useState(before === undefined);
  const list = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count: turnIds.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => likelyHeight,
    getItemKey: (index) => turnIds[index] ?? index,
    overscan,
    paddingStart,
    paddingEnd: 8,
    anchorTo: "end",
    followOnAppend: true,
    scrollEndThreshold: sticky(following),
    initialMeasurementsCache: before?.sizes ?? [],
    // From the first render on, so that no turn is measured, and no older one read, on the way there.
    initialOffset: () => offsetOf(turnIds, before),
  });
  const toEnd = useFollowing(scroller, list, before === undefined, setFollowing);
  useReading(scroller, list, conversation, turnIds, before);
  const toNewest = () => {
    toEnd();
    // The button goes; the focus stays where it was.
    scroller.current?.focus({ preventScroll: true });
  };
  useImperativeHandle(ref, () => ({ toEnd }), [toEnd]);

  const items = list.getVirtualItems();
  const newest = newestTurn(turnIds);
  const first = items[0]?.index;
  useEffect(() => {
    if (more && first !== undefined && first < fewLeft) onOlder();
  }, [more, first, onOlder]);

  return (
    <div className={css.frame}>
      {/* What scrolls into view is no news: `Announcer` says what is. */}
      <div
        ref={scroller}
        className={css.log}
        role="log"
        aria-label={words.log}
        tabIndex={0}
        data-testid="message-log"
      >
        {more && first === 0 && <p className={css.older}>{words.older}</p>}
        <div className={css.turns} aria-live="off" style={{ blockSize: list.getTotalSize() }}>
          {/* Not a transform: what sticks to the top of the log would stand off by as much. */}
          <div className={css.shown} style={{ insetBlockStart: items[0]?.start ?? 0 }}>
            {items.map(({ key, index }) => {
              const id = turnIds[index];
              return (
                id && (
                  <div key={key} ref={list.measureElement} data-index={index} className={css.turn}>
                    <TurnView id={id} previous={newestTurn(turnIds.slice(0, index))} last={id === newest} />
                  </div>
                )
              );
            })}
          </div>
        </div>
      </div>
      {!following && <Newest turn={turnIds.at(-1)} onPress={toNewest} />}
    </div>
  );
}

/** How far from the end the list still counts as being there: the reader's wish alone decides. */
function sticky(following: boolean): number {
  return following ? Number.POSITIVE_INFINITY : -1;
}

function placeOf(element: HTMLElement): Place {
  return { top: element.scrollTop, height: element.scrollHeight, view: element.clientHeight };
}

/** Listens for what the reader does to the log. Returns what takes them back to the end. */
function useFollowing(
  scroller: React.RefObject<HTMLDivElement | null>,
  list: List,
  atFirst: boolean,
  onChange: (following: boolean) => void,
): () => void {
  const state = useRef<Follow>({ ...atStart, following: atFirst });
  const [told] = useState(() => (sign: Sign) => {
    const was = state.current.following;
    state.current = followed(state.current, sign);
    if (state.current.following === was) return;
    // At once, before the next measurement: a render would come too late for it.
    list.options.scrollEndThreshold = sticky(!was);
    onChange(!was);
  });
  useEffect(() => {
    const log = scroller.current;
    if (!log) return;
    const held = () => log.scrollTop > 0 && told({ type: "held" });
    const wheel = (event: WheelEvent) => {
      if (event.deltaY < 0) held();
      else if (log.scrollHeight - log.clientHeight - log.scrollTop <= 1) told({ type: "jumped" });
    };
    const key = (event: KeyboardEvent) => event.target === log && scrollsUp(event.key, event.shiftKey) && held();
    const select = () => {
      const selection = document.getSelection();
      if (selection && !selection.isCollapsed && log.contains(selection.anchorNode)) held();
    };
    const scroll = () => told({ type: "scrolled", place: placeOf(log) });
    const ending = new AbortController();
    const passively = { passive: true, signal: ending.signal };
    log.addEventListener("scroll", scroll, passively);
    log.addEventListener("wheel", wheel, passively);
    log.addEventListener("keydown", key, passively);
    document.addEventListener("selectionchange", select, passively);
    return () => ending.abort();
  }, [scroller, told]);
  const [toEnd] = useState(() => () => {
    told({ type: "jumped" });
    list.scrollToEnd();
  });
  return toEnd;
}

/** Opens the log at its end, or where it was read when it was last left; remembers that place on leaving. */
function useReading(
  scroller: React.RefObject<HTMLDivElement | null>,
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
    if (!before || !shown.current.includes(before.turn)) list.scrollToEnd();
    const log = scroller.current;
    return () => {
      if (log) remember(conversation, list, log.scrollTop, shown.current);
    };
  }, [scroller, list, conversation, before]);
}

/** Where the list begins to be shown: at the end, or where it was being read. */
function offsetOf(turnIds: readonly TurnId[], reading: Reading | undefined): number {
  const sizes = new Map(reading?.sizes.map((item) => [item.key, item.size]));
  const index = reading ? turnIds.indexOf(reading.turn) : -1;
  const before = index < 0 ? turnIds : turnIds.slice(0, index);
  const start = before.reduce((sum, id) => sum + (sizes.get(id) ?? likelyHeight), paddingStart);
  return reading && index >= 0 ? start + reading.offset : start;
}

function remember(conversation: ConversationId, list: List, top: number, turnIds: readonly TurnId[]): void {
  const atEnd = list.options.scrollEndThreshold > 0;
  const item: VirtualItem | undefined = list.getVirtualItemForOffset(top);
  const turn = item && turnIds[item.index];
  if (atEnd || !item || !turn) readings.delete(conversation);
  else readings.set(conversation, { turn, offset: top - item.start, sizes: list.takeSnapshot() });
}
