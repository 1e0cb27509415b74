/** What stands where the text will be: quiet at first, then what the agent is at and for how long. */
import { type ReactNode, useEffect, useState } from "react";
import type { Answer } from "../../host/types";
import { useWords } from "../../words/words";
import { labelOf } from "./label";
import { useSteps } from "./useSteps";
import css from "./Waiting.module.css";

/** Nobody minds a wait that is shorter. */
const quietSeconds = 3;

export function Waiting({ answer }: { answer: Answer }): ReactNode {
  const words = useWords().chat;
  const seconds = useSeconds(answer.startedAt);
  const running = useSteps(answer.steps).findLast((step) => step.running);
  return (
    <p className={css.waiting}>
      <span className={css.dot} aria-hidden="true" />
      {seconds >= quietSeconds && (
        <span>
          {running ? labelOf(running, words.steps) : words.waiting.silent}
          <span className={css.seconds}>{words.waiting.since(seconds)}</span>
        </span>
      )}
    </p>
  );
}

const elapsed = (since: number) => Math.max(0, Math.floor((Date.now() - since) / 1000));

/** Whole seconds since an instant of this machine's clock. */
function useSeconds(since: number): number {
  const [seconds, setSeconds] = useState(() => elapsed(since));
  useEffect(() => {
    const timer = setInterval(() => setSeconds(elapsed(since)), 1000);
    return () => clearInterval(timer);
  }, [since]);
  return seconds;
}
