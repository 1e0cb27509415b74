/** The place of a turn that was deleted here and not over there. */
import { type ReactNode, useState } from "react";
import { Button } from "../../design/Button";
import { Icon } from "../../design/Icon";
import { host } from "../../host/host";
import type { Removal, TurnId } from "../../host/types";
import { worded } from "../../words/problems";
import { useWords } from "../../words/words";
import { ProblemDetails } from "../problems/ProblemDetails";
import { sayProblem } from "../problems/say";
import css from "./RemovedTurn.module.css";

export function RemovedTurn({ id, removal: { problem } }: { id: TurnId; removal: Removal }): ReactNode {
  const words = useWords();
  const [telling, setTelling] = useState(false);
  const tell = () => {
    setTelling(true);
    // Deleting it once more is how the platform is told once more.
    host.removeTurn(id).catch(sayProblem).finally(() => setTelling(false));
  };
  return (
    <div className={css.removed} role="note" data-testid="removed-turn" data-state={problem ? "refused" : "waiting"}>
      <Icon name="trash" size={14} />
      <p className={css.said}>
        {problem ? words.turns.refused : words.turns.waiting}
        {problem && problem.code !== "refused" && <span className={css.reason}>{worded(problem, words).title}</span>}
      </p>
      <Button small variant="ghost" testId="tell-again" isDisabled={telling} onPress={tell}>
        {telling ? words.turns.telling : words.turns.tellAgain}
      </Button>
      {problem && <ProblemDetails problem={problem} />}
    </div>
  );
}
