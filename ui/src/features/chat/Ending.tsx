/** How an answer ended, where it did not end by itself, and the way on. */
import type { ReactNode } from "react";
import { Button } from "../../design/Button";
import type { Answer, Turn } from "../../host/types";
import { isBlank } from "../../markdown/signs";
import { useWords } from "../../words/words";
import { waits } from "../interrupts/Interrupts";
import { LookFor } from "../turns/LookFor";
import { useAskAgain } from "./again";
import { AnswerActions } from "./AnswerActions";
import css from "./AnswerActions.module.css";
import { ProblemBanner } from "./ProblemBanner";

interface EndingProps {
  answer: Answer;
  turn: Turn;
  /** Nothing was asked after its turn. */
  last: boolean;
}

export function Ending({ answer, turn, last }: EndingProps): ReactNode {
  const again = useAskAgain(turn.id);
  const { askAgain, asking } = again;
  const shown = again.problem ?? answer.problem;
  return (
    <>
      {shown && (
        <ProblemBanner problem={shown} asking={asking} onRetry={askAgain}>
          <LookFor answer={answer} />
        </ProblemBanner>
      )}
      <AnswerActions answer={answer} turn={turn} last={last} again={again}>
        {!shown && <Mark answer={answer} asking={asking} onAskAgain={askAgain} />}
      </AnswerActions>
    </>
  );
}

/** One more answer that was asked for and came to nothing, told of below the answer that counts. */
export function Attempt({ answer }: { answer: Answer }): ReactNode {
  const { askAgain, asking, problem } = useAskAgain(answer.turnId);
  const shown = problem ?? answer.problem;
  if (shown) {
    return (
      <ProblemBanner problem={shown} asking={asking} onRetry={askAgain}>
        <LookFor answer={answer} />
      </ProblemBanner>
    );
  }
  return (
    <div className={css.actions}>
      <Mark answer={answer} asking={asking} onAskAgain={askAgain} />
    </div>
  );
}

interface MarkProps {
  answer: Answer;
  asking: boolean;
  onAskAgain: () => void;
}

function Mark({ answer, asking, onAskAgain }: MarkProps): ReactNode {
  const { chat: words, turns } = useWords();
  if (answer.state === "done") {
    const asks = answer.steps.some(waits);
    const said = isBlank(answer.text) && !asks ? words.empty : answer.recovered && turns.recovered;
    return said ? <span className={css.mark}>{said}</span> : null;
  }
  return (
    <>
      <span className={css.mark}>{answer.state === "interrupted" ? words.interrupted : words.stopped}</span>
      <Button small variant="ghost" icon="regenerate" testId="retry" isDisabled={asking} onPress={onAskAgain}>
        {words.askAgain}
      </Button>
      <LookFor answer={answer} />
    </>
  );
}
