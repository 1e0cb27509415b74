/** Every raw event of an answer as it came: when, which, what; to filter, to read, to copy and to save. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useMemo, useRef, useState } from "react";
import { Button } from "../../design/Button";
import { TextField } from "../../design/Field";
import { toast } from "../../design/Toast";
import { host } from "../../host/host";
import type { Answer } from "../../host/types";
import { useWords } from "../../words/words";
import { sayProblem } from "../problems/say";
import { EventRow } from "./EventRow";
import { isWhole, matching } from "./events";
import css from "./EventsPage.module.css";
import { useFrames } from "./useFrames";
import { useWalk } from "./walk";

const rowHeight = 29;

export function EventsPage({ answer }: { answer: Answer }): ReactNode {
  const words = useWords().details;
  const { frames, ready, problem } = useFrames(answer);
  const [filter, setFilter] = useState("");
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const places = useMemo(() => new Map(frames.map((frame, index) => [frame, index])), [frames]);
  const shown = useMemo(() => matching(frames, filter), [frames, filter]);
  const scroller = useRef<HTMLDivElement>(null);
  const list = useVirtualizer<HTMLDivElement, HTMLElement>({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    // What is not laid out has no height yet.
    measureElement: (row) => row.offsetHeight || rowHeight,
    getItemKey: (index) => (shown[index] && places.get(shown[index])) ?? index,
    overscan: 12,
  });
  const walk = useWalk(list, scroller);
  const toggle = (place: number) =>
    setOpen((before) => {
      const next = new Set(before);
      if (!next.delete(place)) next.add(place);
      return next;
    });
  const save = () => void host.saveFrames(answer.id).then((path) => toast({ text: words.saved(path) }), sayProblem);
  if (ready && frames.length === 0) return <p className={css.empty}>{problem ? words.unread : words.noEvents}</p>;
  const items = list.getVirtualItems();
  return (
    <div className={css.page}>
      <div className={css.bar}>
        <div className={css.filter}>
          <TextField label={words.filter} labelHidden placeholder={words.filter} value={filter} onChange={setFilter} literal inPlace />
        </div>
        <Button small icon="export" isDisabled={frames.length === 0} onPress={save}>
          {words.save}
        </Button>
      </div>
      <p className={css.count} role="status">
        {words.counted(shown.length, frames.length)}
      </p>
      <div ref={scroller} className={css.scroll} onKeyDown={walk.onKeyDown}>
        <ol className={css.events} aria-label={words.pages.events} style={{ blockSize: list.getTotalSize() }}>
          {items.map(({ key, index, start }) => {
            const frame = shown[index];
            if (!frame) return null;
            const place = places.get(frame) ?? index;
            return (
              <li
                key={key}
                ref={list.measureElement}
                data-index={index}
                className={css.event}
                style={{ transform: `translateY(${start}px)` }}
                data-testid="raw-event"
                data-event={frame.name}
              >
                <EventRow
                  frame={frame}
                  since={answer.startedAt}
                  open={open.has(place)}
                  stop={index === walk.at}
                  onToggle={() => {
                    walk.stand(index);
                    toggle(place);
                  }}
                />
              </li>
            );
          })}
        </ol>
      </div>
      {answer.state === "done" && frames.length > 0 && !isWhole(frames) && <p className={css.note}>{words.notKept}</p>}
    </div>
  );
}
