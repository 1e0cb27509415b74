/** Whose key it is: the input method's, or ours. The only place that decides it. */
import { useState, type KeyboardEvent } from "react";

/** WebKit reports the Enter that ends a composition just after the composition's end; a person is not that fast. */
const JUST_AFTER_MS = 100;

/** Whether a key event belongs to an input method that is composing. */
export function composes(event: globalThis.KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229 || event.key === "Process";
}

export interface Composition {
  /** Whether this key is the input method's. Asked once for each keydown. */
  owns: (event: KeyboardEvent) => boolean;
  /** To be set on the field. */
  handlers: {
    onCompositionEnd: (event: { timeStamp: number }) => void;
    onKeyUp: () => void;
  };
}

/** Watches the compositions of one field. */
export function useComposition(): Composition {
  const [composition] = useState(watchComposition);
  return composition;
}

function watchComposition(): Composition {
  let ended: number | undefined;
  return {
    owns: (event) => {
      const since = ended === undefined ? Infinity : event.timeStamp - ended;
      return composes(event.nativeEvent) || (event.key === "Enter" && since < JUST_AFTER_MS);
    },
    handlers: {
      onCompositionEnd: (event) => {
        ended = event.timeStamp;
      },
      onKeyUp: () => {
        ended = undefined;
      },
    },
  };
}
