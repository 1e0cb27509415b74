/** Whole seconds since an instant of this machine's clock. */
import { useEffect, useState } from "react";
import type { Timestamp } from "../../host/types";

const elapsed = (since: Timestamp) => Math.max(0, Math.floor((Date.now() - since) / 1000));

export function useSeconds(since: Timestamp): number {
  const [seconds, setSeconds] = useState(() => elapsed(since));
  useEffect(() => {
    setSeconds(elapsed(since));
    const timer = setInterval(() => setSeconds(elapsed(since)), 1000);
    return () => clearInterval(timer);
  }, [since]);
  return seconds;
}
