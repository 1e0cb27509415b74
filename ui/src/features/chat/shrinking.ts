/**
 * Notices when the turns become shorter together. A log at its end then moves up with them, and when it says so they may
 * have grown again: what looks like a reader who scrolls up is none.
 */
import { useLayoutEffect, useState } from "react";
import type { List } from "./place";

/** Says whether they just did: in this frame or the one before, as scrolling is told with a frame. */
export function useShrinking(list: List): () => boolean {
  const [seen] = useState(() => ({ total: 0, frames: 0 }));
  useLayoutEffect(() => {
    const total = list.getTotalSize();
    const shrank = total < seen.total;
    seen.total = total;
    if (!shrank) return;
    const counting = seen.frames > 0;
    seen.frames = 2;
    const count = () => {
      seen.frames -= 1;
      if (seen.frames > 0) requestAnimationFrame(count);
    };
    if (!counting) requestAnimationFrame(count);
  });
  const [shrank] = useState(() => () => seen.frames > 0);
  return shrank;
}
