/**
 * A list that moves its element does so from where it last heard that the element stands. What a reader has scrolled
 * since then, it has not heard of, and would take back: here it is added.
 */
import { elementScroll, observeElementOffset } from "@tanstack/react-virtual";
import { useState } from "react";
import type { List } from "./place";

type Options = Pick<List["options"], "observeElementOffset" | "scrollToFn">;

/** The options that make a list so. */
export function useUnheard(): Options {
  const [options] = useState<Options>(() => {
    // Where the element stands, as far as the list knows.
    let heard = 0;
    return {
      observeElementOffset: (list, tell) =>
        observeElementOffset(list, (offset, scrolling) => {
          heard = offset;
          tell(offset, scrolling);
        }),
      scrollToFn: (offset, given, list) => {
        const log = list.scrollElement;
        if (!log) return;
        const unheard = log.scrollTop - heard;
        elementScroll(offset + unheard, given, list);
        // Not at once where it was sent to: its content may still be too short.
        heard = log.scrollTop - unheard;
      },
    };
  });
  return options;
}
