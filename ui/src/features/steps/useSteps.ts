/** The rows of several steps at once. */
import { useCallback, useRef, useSyncExternalStore } from "react";
import type { Step, StepId } from "../../host/types";
import { steps } from "../../model/rows";
import type { Wake } from "../../model/table";

export function useSteps(ids: readonly StepId[]): readonly Step[] {
  const known = useRef<readonly Step[]>([]);
  const watch = useCallback(
    (wake: Wake) => {
      const ends = ids.map((id) => steps.watch(id, wake));
      return () => ends.forEach((end) => end());
    },
    [ids],
  );
  return useSyncExternalStore(watch, () => {
    const rows = ids.flatMap((id) => steps.get(id) ?? []);
    const same = rows.length === known.current.length && rows.every((row, index) => row === known.current[index]);
    if (!same) known.current = rows;
    return known.current;
  });
}
