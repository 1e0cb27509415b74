/** The turns of a conversation: a virtual list that is anchored at its end and never moves under a reader's eyes. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, type Ref, useEffect, useImperativeHandle, useRef, useState } from "react";
import type { ConversationId, TurnId } from "../../host/types";
import { readings } from "../../model/reading";
import { newestTurn } from "../../model/rows";
import { useNewestTurn } from "../../model/stretch";
import { useWords } from "../../words/words";
import { atStart, type Follow, followed, type Place, scrollsUp, type Sign } from "./follow";
import css from "./Log.module.css";
import { useMarked } from "./marked";
import { MarkedAnnouncer } from "./MarkedAnnouncer";
import { Newest } from "./Newest";
import { likelyHeight, type List, offsetOf, paddingStart, useKeptFocus, usePlace } from "./place";
import { useShrinking } from "./shrinking";
import { TurnView } from "./TurnView";
import { useUnheard } from "./unheard";
import { type Ends, useEnds, useReadingOn } from "./windowing";

export interface LogHandle {
  /** Goes to the newest text and follows it. */
  toEnd: () => void;
}

interface LogProps {
  conversation: ConversationId;
  turnIds: readonly TurnId[];
  ends: Ends;
  ref?: Ref<LogHandle>;
}

/** Turns that are kept above and below what is shown. */
const overscan = 4;

export function Log({ conversation, turnIds, ends, ref }: LogProps): ReactNode {
  const words = useWords().chat;
  const scroller = useRef<HTMLDivElement>(null);
  const before = useRef(readings.get(conversation)).current;
  const [following, setFollowing] = useState(before === undefined && !ends.newer);
  const list = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    ...useUnheard(),
    count: turnIds.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => likelyHeight,
    getItemKey: (index) => turnIds[index] ?? index,
    overscan,
    paddingStart,
    paddingEnd: 8,
    scrollPaddingStart: paddingStart,
    anchorTo: "end",
    followOnAppend: true,
    scrollEndThreshold: sticky(following),
    initialMeasurementsCache: [...(before?.sizes ?? [])],
    // From the first render on, so that no turn is measured, and no older one read, on the way there.
    initialOffset: () => offsetOf(turnIds, before),
  });
  const { toEnd, letGo } = useFollowing(scroller, list, following, ends, setFollowing);
  usePlace(scroller, list, conversation, turnIds, before);
  useKeptFocus(scroller, conversation);
  useEnds(scroller, ends);
  const marked = useMarked(conversation, turnIds, list, letGo);
  const toNewest = () => {
    toEnd();
    // The button goes; the focus stays where it was.
    scroller.current?.focus({ preventScroll: true });
  };
  useImperativeHandle(ref, () => ({ toEnd }), [toEnd]);

  const items = list.getVirtualItems();
  const newest = useNewestTurn(conversation);
  useReadingOn(items, turnIds.length, ends);

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
        {ends.older && items[0]?.index === 0 && <p className={css.older}>{words.older}</p>}
        <div className={css.turns} aria-live="off" style={{ blockSize: list.getTotalSize() }}>
          {/* Not a transform: what sticks to the top of the log would stand off by as much. */}
          <div className={css.shown} style={{ insetBlockStart: items[0]?.start ?? 0 }}>
            {items.map(({ key, index }) => {
              const id = turnIds[index];
              return (
                id && (
                  <div key={key} ref={list.measureElement} data-index={index} data-marked={id === marked || undefined} className={css.turn}>
                    <TurnView id={id} previous={newestTurn(turnIds.slice(0, index))} last={id === newest} />
                  </div>
                )
              );
            })}
          </div>
        </div>
      </div>
      <MarkedAnnouncer turn={marked} />
      {!following && <Newest turn={ends.newer ? newest : turnIds.at(-1)} onPress={toNewest} />}
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

interface Following {
  /** Takes the reader back to the end. */
  toEnd: () => void;
  /** Does not follow it any more. */
  letGo: () => void;
}

/** Listens for what the reader does to the log. */
function useFollowing(
  scroller: React.RefObject<HTMLDivElement | null>,
  list: List,
  following: boolean,
  ends: Ends,
  onChange: (following: boolean) => void,
): Following {
  const state = useRef<Follow>({ ...atStart, following });
  const latest = useRef(ends);
  useEffect(() => {
    latest.current = ends;
  }, [ends]);
  const [told] = useState(() => (sign: Sign) => {
    const was = state.current.following;
    state.current = followed(state.current, sign);
    // There is no end to take hold of where more turns follow.
    if (latest.current.newer) state.current.following = false;
    if (state.current.following === was) return;
    // At once, before the next measurement: a render would come too late for it.
    list.options.scrollEndThreshold = sticky(!was);
    onChange(!was);
  });
  const shrank = useShrinking(list);
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
    const scroll = () => told({ type: "scrolled", place: placeOf(log), shrank: shrank() });
    const ending = new AbortController();
    const passively = { passive: true, signal: ending.signal };
    log.addEventListener("scroll", scroll, passively);
    log.addEventListener("wheel", wheel, passively);
    log.addEventListener("keydown", key, passively);
    document.addEventListener("selectionchange", select, passively);
    return () => ending.abort();
  }, [scroller, told, shrank]);
  const [acts] = useState<Following>(() => ({
    toEnd: () => {
      if (latest.current.newer) return latest.current.onNewest();
      told({ type: "jumped" });
      list.scrollToEnd();
    },
    letGo: () => told({ type: "held" }),
  }));
  return acts;
}
