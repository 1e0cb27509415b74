/** How an answer ended, where it did not end by itself, and the way on. */
import { type ReactNode, useState } from "react";
import { Button } from "../../design/Button";
import { host } from "../../host/host";
import { type Answer, problemOf, type Problem, type TurnId } from "../../host/types";
import { useWords } from "../../words/words";
import { AnswerActions } from "./AnswerActions";
import css from "./AnswerActions.module.css";
import { ProblemBanner } from "./ProblemBanner";

export function Ending({ answer }: { answer: Answer }): ReactNode {
  const { askAgain, asking, problem } = useAskAgain(answer.turnId);
  const shown = problem ?? answer.problem;
  return (
    <>
      {shown && <ProblemBanner problem={shown} asking={asking} onRetry={askAgain} />}
      <AnswerActions answer={answer}>
        {!shown && <Mark answer={answer} asking={asking} onAskAgain={askAgain} />}
      </AnswerActions>
    </>
  );
}

interface MarkProps {
  answer: Answer;
  asking: boolean;
  onAskAgain: () => void;
}

function Mark({ answer, asking, onAskAgain }: MarkProps): ReactNode {
  const words = useWords().chat;
  if (answer.state === "done") return answer.text === "" ? <span className={css.mark}>{words.empty}</span> : null;
  return (
    <>
      <span className={css.mark}>{answer.state === "interrupted" ? words.interrupted : words.stopped}</span>
      <Button small variant="ghost" icon="regenerate" testId="retry" isDisabled={asking} onPress={onAskAgain}>
        {words.askAgain}
      </Button>
    </>
  );
}

/** Asks the turn's question once more, one request at a time. */
function useAskAgain(turn: TurnId): { askAgain: () => void; asking: boolean; problem: Problem | undefined } {
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const askAgain = async () => {
    setAsking(true);
    setProblem(undefined);
    try {
      await host.askAgain(turn);
    } catch (thrown) {
      setProblem(problemOf(thrown));
    } finally {
      setAsking(false);
    }
  };
  return { askAgain: () => void askAgain(), asking, problem };
}
