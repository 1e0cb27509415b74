/** A word below an answer that has fallen silent before its end: it is still being worked on, and for how long. */
import { type ReactNode, useEffect, useState } from "react";
import type { Timestamp } from "../../host/types";
import { useWords } from "../../words/words";
import { useSeconds } from "../steps/useSeconds";
import css from "./StillWorking.module.css";

/** Text comes in bursts: a silence that is shorter says nothing. */
const quietMs = 10_000;

interface StillWorkingProps {
  /** When the answer was asked for. */
  since: Timestamp;
  /** How much was said. */
  length: number;
}

export function StillWorking({ since, length }: StillWorkingProps): ReactNode {
  const [quiet, setQuiet] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setQuiet(true), quietMs);
    return () => {
      clearTimeout(timer);
      setQuiet(false);
    };
  }, [length]);
  return quiet && <Elapsed since={since} />;
}

function Elapsed({ since }: { since: Timestamp }): ReactNode {
  const { steps, turns } = useWords();
  return <p className={css.still}>{turns.stillWorking(steps.since(useSeconds(since)))}</p>;
}
