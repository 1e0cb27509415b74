/** How an answer ended, where it did not end by itself: a mark and the way on, or what went wrong. */
import { type ReactNode, useState } from "react";
import { Button } from "../../design/Button";
import { host } from "../../host/host";
import { type Answer, problemOf, type Problem, type TurnId } from "../../host/types";
import { useWords } from "../../words/words";
import css from "./Ending.module.css";
import { ProblemBanner } from "./ProblemBanner";

export function Ending({ answer }: { answer: Answer }): ReactNode {
  const words = useWords().chat;
  const { askAgain, asking, problem } = useAskAgain(answer.turnId);
  const shown = problem ?? answer.problem;
  if (shown) return <ProblemBanner problem={shown} asking={asking} onRetry={askAgain} />;
  if (answer.state === "done") return answer.text === "" ? <p className={css.mark}>{words.empty}</p> : null;
  return (
    <p className={css.mark}>
      {answer.state === "stopped" ? words.stopped : words.interrupted}
      <Button small variant="ghost" icon="regenerate" testId="retry" isDisabled={asking} onPress={askAgain}>
        {words.askAgain}
      </Button>
    </p>
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
