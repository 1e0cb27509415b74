/** Something that may take long: how far it is, once it has taken more than a second, and the way to end it. */
import { useEffect, useRef, useState } from "react";
import { host } from "../../host/host";
import { type Problem, type Progress, problemOf } from "../../host/types";

const LATE_MS = 1000;

export interface Work {
  running: boolean;
  /** It takes long enough to be told of. */
  late: boolean;
  /** From 0 to 1. */
  done: number | undefined;
  problem: Problem | undefined;
  run: <T>(work: (onProgress: (at: Progress) => void) => Promise<T>) => Promise<T | undefined>;
  cancel: () => void;
}

export function useWork(): Work {
  const [running, setRunning] = useState(false);
  const [late, setLate] = useState(false);
  const [done, setDone] = useState<number>();
  const [problem, setProblem] = useState<Problem>();
  const there = useRef(true);
  useEffect(() => {
    there.current = true;
    return () => {
      there.current = false;
    };
  }, []);
  useEffect(() => {
    if (!running) return;
    const timer = setTimeout(() => setLate(true), LATE_MS);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [running]);

  const run: Work["run"] = async (work) => {
    setRunning(true);
    setDone(undefined);
    setProblem(undefined);
    try {
      return await work(({ done, total }) => there.current && setDone(total > 0 ? done / total : undefined));
    } catch (thrown) {
      setProblem(problemOf(thrown));
    } finally {
      setRunning(false);
    }
  };
  return { running, late, done, problem, run, cancel: () => void host.cancelWork().catch(() => undefined) };
}
