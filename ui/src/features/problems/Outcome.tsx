/** What came of an attempt, in words, beside what was attempted. */
import { useEffect, useRef } from "react";
import { Icon } from "../../design/Icon";
import type { Problem } from "../../host/types";
import { worded } from "../../words/problems";
import { useWords } from "../../words/words";
import css from "./Outcome.module.css";
import { ProblemDetails } from "./ProblemDetails";

export type Attempt =
  | { state: "idle" }
  | { state: "going"; text: string }
  | { state: "good"; text: string; detail?: string }
  | { state: "bad"; problem: Problem };

/** A live region: it is there before it has something to say, so that it is read out. What it says comes into view. */
export function Outcome({ of, testId }: { of: Attempt; testId?: string }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (of.state === "good" || of.state === "bad") place.current?.scrollIntoView({ block: "nearest" });
  }, [of]);
  return (
    <div ref={place} role="status" className={css.place} data-testid={testId} data-state={of.state}>
      {of.state === "going" && <p className={css.going}>{of.text}</p>}
      {of.state === "good" && (
        <div className={css.box} data-good>
          <Icon name="check" />
          <div>
            <p className={css.title}>{of.text}</p>
            {of.detail && <p className={css.detail}>{of.detail}</p>}
          </div>
        </div>
      )}
      {of.state === "bad" && <Bad problem={of.problem} />}
    </div>
  );
}

function Bad({ problem }: { problem: Problem }) {
  const { title, advice } = worded(problem, useWords());
  return (
    <div className={css.box}>
      <Icon name="warning" />
      <div>
        <p className={css.title}>{title}</p>
        <p className={css.detail}>{advice}</p>
        <ProblemDetails problem={problem} />
      </div>
    </div>
  );
}
