/** Asking a turn's question once more. */
import { useState } from "react";
import { host } from "../../host/host";
import { problemOf, type Problem, type TurnId } from "../../host/types";
import { turns } from "../../model/rows";
import { mindVariables } from "../variables/shown";

export interface AskAgain {
  askAgain: () => void;
  /** It is being asked. */
  asking: boolean;
  /** Why it could not be asked. */
  problem: Problem | undefined;
}

/** One request at a time. */
export function useAskAgain(turn: TurnId): AskAgain {
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const askAgain = async () => {
    setAsking(true);
    setProblem(undefined);
    try {
      await host.askAgain(turn);
    } catch (thrown) {
      setProblem(problemOf(thrown));
      mindVariables(turns.get(turn)?.conversationId ?? "", thrown);
    } finally {
      setAsking(false);
    }
  };
  return { askAgain: () => void askAgain(), asking, problem };
}
