/** The whole window, when there is no profile to show: what happened, and the ways out. */
import { useState } from "react";
import { Button } from "./design/Button";
import { Icon } from "./design/Icon";
import { Language } from "./design/Language";
import { ProblemDetails } from "./features/problems/ProblemDetails";
import { canBeRescued, isHarmed, Recovery } from "./features/transfer/Recovery";
import { RescueOutcome } from "./features/transfer/RescueOutcome";
import type { Problem, Rescued } from "./host/types";
import { worded } from "./words/problems";
import { useLocale, useWords } from "./words/words";
import css from "./StartFailure.module.css";

interface Props {
  problem: Problem;
  /** What this is about, where it is not that nothing could be opened. */
  lead?: string;
  /** What the way back is called. */
  retry?: string;
  onRetry: () => void;
  /** Another history is in its place now. */
  onRescued: () => void;
}

export function StartFailure({ problem, lead, retry, onRetry, onRescued }: Props) {
  const words = useWords();
  const locale = useLocale();
  const { title, advice } = worded(problem, words);
  const [rescued, setRescued] = useState<Rescued>();
  if (rescued) {
    return (
      <Language locale={locale}>
        <main className={css.place}>
          <RescueOutcome of={rescued} onGo={onRescued} />
        </main>
      </Language>
    );
  }
  return (
    <Language locale={locale}>
      <main className={css.place}>
        <div className={css.said} role="alert">
          <span className={css.mark}>
            <Icon name="warning" size={26} />
          </span>
          <p className={css.lead}>{lead ?? words.general.startFailed}</p>
          <h1 className={css.title}>{title}</h1>
          <p className={css.text}>{advice}</p>
        </div>
        {problem.detail && <ProblemDetails problem={problem} />}
        <Button variant={isHarmed(problem.code) ? "plain" : "primary"} onPress={onRetry}>
          {retry ?? words.general.retry}
        </Button>
        {canBeRescued(problem.code) && <Recovery code={problem.code} onSaved={setRescued} onEmpty={onRescued} />}
      </main>
    </Language>
  );
}
