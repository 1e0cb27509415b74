/** Which of several answers counts, and the way to make another one count. */
import type { ReactNode } from "react";
import { useState } from "react";
import { Button } from "../../design/Button";
import { Tooltip } from "../../design/Tooltip";
import { host } from "../../host/host";
import { type Answer, problemOf, type Problem, type Turn } from "../../host/types";
import { useWords } from "../../words/words";
import css from "./AnswerActions.module.css";
import { NotTaken } from "./NotTaken";

interface ChoiceProps {
  turn: Turn;
  /** The one on view. */
  answer: Answer;
}

export function Choice({ turn, answer }: ChoiceProps): ReactNode {
  const words = useWords().answers;
  const [refused, setRefused] = useState<Problem>();
  const problem = refused ?? turn.usedProblem;
  const use = () => {
    setRefused(undefined);
    host.chooseAnswer(answer.id).catch((thrown: unknown) => setRefused(problemOf(thrown)));
  };
  if (turn.usedAnswer === answer.id) {
    return (
      <span className={css.default} data-testid="answer-default" data-pending={turn.usedPending || undefined}>
        {turn.usedPending ? words.saving : words.default}
      </span>
    );
  }
  // What the platform has no name for cannot be chosen.
  if (answer.messageId === "") return null;
  return (
    <>
      <Tooltip text={words.useAbout}>
        <Button small icon="check" testId="answer-use" isDisabled={turn.usedPending} onPress={use}>
          {words.use}
        </Button>
      </Tooltip>
      {problem && <NotTaken said={words.notUsed} problem={problem} onRetry={use} />}
    </>
  );
}
