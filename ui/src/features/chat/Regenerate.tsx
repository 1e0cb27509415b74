/** Asks for one more answer beside those that are there, as long as the platform gives one. */
import type { ReactNode } from "react";
import { IconButton } from "../../design/Button";
import type { Turn } from "../../host/types";
import { answers } from "../../model/rows";
import { useWords } from "../../words/words";
import type { AskAgain } from "./again";
import css from "./AnswerActions.module.css";

/** How often the platform answers one question once more. */
const mostAgain = 10;

interface RegenerateProps {
  turn: Turn;
  again: AskAgain;
}

export function Regenerate({ turn, again }: RegenerateProps): ReactNode {
  const words = useWords().answers;
  // Those that the platform has a name for are those that it counts.
  const known = turn.answers.filter((id) => answers.get(id)?.messageId).length;
  const spent = known > mostAgain;
  return (
    <>
      <IconButton
        small
        icon="regenerate"
        label={spent ? words.noMore(mostAgain) : words.regenerate}
        testId="regenerate"
        isDisabled={spent || again.asking}
        onPress={again.askAgain}
      />
      {spent && <span className={css.mark}>{words.noMore(mostAgain)}</span>}
    </>
  );
}
