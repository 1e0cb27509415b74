/** What stands where the next text will be: quiet at first, then what the agent is at and for how long. */
import type { ReactNode } from "react";
import type { Step, Timestamp } from "../../host/types";
import { useWords } from "../../words/words";
import { labelOf } from "../steps/label";
import { useSeconds } from "../steps/useSeconds";
import css from "./Waiting.module.css";

/** Nobody minds a wait that is shorter. */
const quietSeconds = 3;

interface WaitingProps {
  /** When the answer was asked for. */
  since: Timestamp;
  running: Step | undefined;
  /** The step that runs is told of elsewhere in sight. */
  told: boolean;
}

export function Waiting({ since, running, told }: WaitingProps): ReactNode {
  const words = useWords();
  const seconds = useSeconds(running?.startedAt ?? since);
  const said = running ? (told ? "" : labelOf(running, words.steps)) : seconds >= quietSeconds ? words.chat.waiting.silent : "";
  return (
    <p className={css.waiting}>
      <span className={css.dot} aria-hidden="true" />
      {said !== "" && (
        <span>
          {said}
          {seconds > 0 && <span className={css.seconds}>{words.steps.since(seconds)}</span>}
        </span>
      )}
    </p>
  );
}
