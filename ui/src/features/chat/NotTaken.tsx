/** What the platform did not take of what a person did to an answer, why, and the way to try it again. */
import type { ReactNode } from "react";
import { Button } from "../../design/Button";
import { Icon } from "../../design/Icon";
import type { Problem } from "../../host/types";
import { worded } from "../../words/problems";
import { useWords } from "../../words/words";
import { ProblemDetails } from "../problems/ProblemDetails";
import css from "./AnswerActions.module.css";

interface NotTakenProps {
  /** What is so again. */
  said: string;
  problem: Problem;
  onRetry?: (() => void) | undefined;
}

export function NotTaken({ said, problem, onRetry }: NotTakenProps): ReactNode {
  const words = useWords();
  const { title } = worded(problem, words);
  return (
    <div className={css.refused} role="alert" data-testid="error-banner">
      <Icon name="warning" size={14} />
      <span>{[title, said].join(" · ")}</span>
      {onRetry && (
        <Button small variant="ghost" testId="retry" onPress={onRetry}>
          {words.answers.retry}
        </Button>
      )}
      <ProblemDetails problem={problem} />
    </div>
  );
}
