/** The raw events of an answer: those that are kept, and more while it is being written. */
import { useEffect, useState } from "react";
import { host } from "../../host/host";
import { type Answer, problemOf, type Problem } from "../../host/types";
import { type Seen, seen } from "./events";

/** How often one looks for more while an answer is being written. */
const everyMs = 500;

export interface Frames {
  frames: readonly Seen[];
  /** They have been read at least once. */
  ready: boolean;
  problem: Problem | undefined;
}

const none: Frames = { frames: [], ready: false, problem: undefined };

export function useFrames({ id, state }: Answer): Frames {
  const [found, setFound] = useState<Frames>(none);
  const streaming = state === "streaming";
  useEffect(() => {
    let known: readonly Seen[] = [];
    let ended = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async () => {
      try {
        const more = await host.frames(id, known.length);
        if (ended) return;
        if (more.length > 0) known = [...known, ...more.map(seen)];
        setFound((before) => (before.ready && more.length === 0 && before.frames.length === known.length ? before : { frames: known, ready: true, problem: undefined }));
      } catch (thrown) {
        if (!ended) setFound({ frames: known, ready: true, problem: problemOf(thrown) });
      }
      if (streaming && !ended) timer = setTimeout(() => void look(), everyMs);
    };
    void look();
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, [id, streaming]);
  return found;
}
