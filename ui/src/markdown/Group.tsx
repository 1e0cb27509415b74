/**
 * Some blocks that follow each other. What a growing answer costs must not depend on how long it is already: a group in
 * which nothing changed is not rendered again, and one that the text has left is not laid out either while it is out of
 * sight.
 */
import { memo, type ReactNode, type RefCallback, useCallback, useEffect, useState } from "react";
import type { Block } from "./blocks";
import { elements, liveElements } from "./elements";
import css from "./Markdown.module.css";
import { Guarded } from "./Guarded";
import { SelectionKept } from "./SelectionKept";

/** Blocks of a group: few enough to be laid out in each frame while the last of them grows. */
const most = 8;

/** `blocks` in groups; a group that came out as it was is the one of `before`. */
export function grouped(blocks: readonly Block[], before: readonly (readonly Block[])[]): readonly (readonly Block[])[] {
  return Array.from({ length: Math.ceil(blocks.length / most) }, (_, index) => {
    const old = before[index];
    const start = index * most;
    const size = Math.min(most, blocks.length - start);
    const same = old?.length === size && old.every((block, place) => block === blocks[start + place]);
    return same ? old : blocks.slice(start, start + size);
  });
}

interface GroupProps {
  blocks: readonly Block[];
  /** Whether its last block is being written. */
  live: boolean;
  /**
   * Set where the text has left the group: what its heights were measured for. Out of sight such a group keeps the
   * height that it last had, so it rests only after it was laid out once, and is laid out again when this changes.
   */
  rests: number | undefined;
}

export const Group = memo(function Group({ blocks, live, rests }: GroupProps): ReactNode {
  const [measured, setMeasured] = useState<number>();
  useEffect(() => {
    if (rests === undefined || rests === measured) return;
    // The height is remembered when a frame in which the group was laid out has been shown.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => setMeasured(rests));
    });
    return () => cancelAnimationFrame(frame);
  }, [rests, measured]);
  const resting = rests !== undefined && rests === measured;
  return (
    <div className={resting ? `${css.group} ${css.resting}` : css.group}>
      {blocks.map((block, index) => (
        <BlockView key={index} block={block} live={live && index === blocks.length - 1} />
      ))}
    </div>
  );
});

const BlockView = memo(function BlockView({ block, live }: { block: Block; live: boolean }) {
  return (
    <Guarded source={block.source}>
      <SelectionKept>
        <Shown block={block} live={live} />
      </SelectionKept>
    </Guarded>
  );
});

function Shown({ block, live }: { block: Block; live: boolean }): ReactNode {
  return live ? liveElements(block) : elements(block);
}

/**
 * Notices when the text becomes wider, narrower, larger or smaller: the first goes on an element that is as wide as the
 * text and as high as its letters, the second is another number whenever heights of the text are no longer what they were.
 */
export function useMeasure(): [RefCallback<HTMLElement>, number] {
  const [is, setIs] = useState(0);
  const ref = useCallback((element: HTMLElement | null) => {
    if (!element || typeof ResizeObserver === "undefined") return;
    let first = true;
    const observer = new ResizeObserver(() => {
      if (!first) setIs((before) => before + 1);
      first = false;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, is];
}
