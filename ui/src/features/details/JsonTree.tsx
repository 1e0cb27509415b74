/** JSON to look through: folded at first, searched by key and value, a line in the page for what is in sight. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from "react";
import { isEnter } from "../../design/keys";
import { TextField } from "../../design/Field";
import { Icon } from "../../design/Icon";
import { visible } from "../../markdown/signs";
import { useWords } from "../../words/words";
import { type Group, Numeral } from "../steps/json";
import css from "./JsonTree.module.css";
import { brief, type Line, linesOf, mostLookedAt } from "./tree";
import { useWalk } from "./walk";

/** A text is shown up to here; it is copied whole. */
const longestShown = 4_000;
const lineHeight = 21;

interface JsonTreeProps {
  root: Group;
  label: string;
}

export function JsonTree({ root, label }: JsonTreeProps): ReactNode {
  const words = useWords().details;
  const [search, setSearch] = useState("");
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const { lines, partly } = useMemo(() => linesOf(root, unfolded, search), [root, unfolded, search]);
  const scroller = useRef<HTMLDivElement>(null);
  const list = useVirtualizer<HTMLDivElement, HTMLElement>({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    // What is not laid out has no height yet.
    measureElement: (line) => line.offsetHeight || lineHeight,
    getItemKey: (index) => lines[index]?.path ?? index,
    overscan: 10,
  });
  const walk = useWalk(list, scroller);
  const turn = (line: Line, open: boolean) =>
    setUnfolded((before) => {
      const next = new Set(before);
      if (open) next.add(line.path);
      else next.delete(line.path);
      return next;
    });
  const onKeyDown = (event: KeyboardEvent) => {
    const line = lines[walk.at];
    const way = ({ ArrowRight: true, ArrowLeft: false } as Record<string, boolean>)[event.key];
    if (line && way !== undefined && isFoldable(line)) {
      event.preventDefault();
      turn(line, way);
    } else walk.onKeyDown(event);
  };
  return (
    <>
      <TextField label={words.searchTrace} labelHidden placeholder={words.searchTrace} value={search} onChange={setSearch} literal inPlace />
      {lines.length === 0 && <p className={css.none}>{words.nothingThere}</p>}
      <p role="status" className={css.none}>
        {partly && words.searchedPartly(mostLookedAt)}
      </p>
      <div ref={scroller} className={css.scroll} onKeyDown={onKeyDown}>
        <div className={css.lines} role="tree" aria-label={label} style={{ blockSize: list.getTotalSize() }}>
          {list.getVirtualItems().map(({ key, index, start }) => {
            const line = lines[index];
            return (
              line && (
                <div
                  key={key}
                  ref={list.measureElement}
                  data-index={index}
                  className={css.place}
                  style={{ transform: `translateY(${start}px)` }}
                >
                  <LineView
                    line={line}
                    // A text opens to its whole length.
                    open={line.unfolded || unfolded.has(line.path)}
                    stop={index === walk.at}
                    onTurn={(open) => {
                      walk.stand(index);
                      turn(line, open);
                    }}
                  />
                </div>
              )
            );
          })}
        </div>
      </div>
    </>
  );
}

/** Whether there is more of it than its line shows. */
function isFoldable({ inside, value }: Line): boolean {
  return inside !== undefined || (typeof value === "string" && value.length > 30);
}

interface LineViewProps {
  line: Line;
  open: boolean;
  stop: boolean;
  onTurn: (open: boolean) => void;
}

function LineView({ line, open, stop, onTurn }: LineViewProps): ReactNode {
  const { depth, key, value, inside } = line;
  const foldable = isFoldable(line);
  return (
    <div
      className={css.line}
      role="treeitem"
      data-walk
      tabIndex={stop ? 0 : -1}
      aria-level={depth + 1}
      aria-selected={false}
      {...(foldable && { "aria-expanded": open })}
      style={{ paddingInlineStart: `${Math.min(depth, 12) * 12}px` }}
      onClick={() => foldable && document.getSelection()?.isCollapsed !== false && onTurn(!open)}
      onKeyDown={(event) => {
        if (!isEnter(event) && event.key !== " ") return;
        event.preventDefault();
        if (foldable) onTurn(!open);
      }}
    >
      <span className={css.fold}>{foldable && <Icon name={open ? "chevronDown" : "chevronRight"} size={12} />}</span>
      <span className={css.key}>{visible(key)}</span>
      {!(inside && open) && (
        <span className={css.value} data-type={inside ? "inside" : value instanceof Numeral ? "number" : typeof value} data-whole={open || undefined}>
          {visible(brief(value, inside).slice(0, open ? longestShown : 200))}
        </span>
      )}
    </div>
  );
}
