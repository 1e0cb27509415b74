/** Work that may take long: it is shown only when it does. */
import { useCallback, useEffect, useRef, useState } from "react";
import type { Progress } from "../../host/types";

/** What is quicker than this needs no progress. */
const patienceMs = 1000;

export interface Working extends Progress {
  busy: boolean;
  /** What is going on, once it has taken a while. */
  shown: string | undefined;
}

export function useWork(): Working & { run: <Result>(what: string, begin: (tell: (at: Progress) => void) => Promise<Result>) => Promise<Result> } {
  const [busy, setBusy] = useState(false);
  const [shown, setShown] = useState<string>();
  const [at, setAt] = useState<Progress>({ done: 0, total: 0 });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const run = useCallback(async <Result>(what: string, begin: (tell: (at: Progress) => void) => Promise<Result>) => {
    setBusy(true);
    setAt({ done: 0, total: 0 });
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setShown(what), patienceMs);
    try {
      return await begin(setAt);
    } finally {
      clearTimeout(timer.current);
      setShown(undefined);
      setBusy(false);
    }
  }, []);
  return { ...at, busy, shown, run };
}
