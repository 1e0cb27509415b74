/** What the agent did before or while answering, a line each. */
import type { ReactNode } from "react";
import type { StepId } from "../../host/types";
import { useWords } from "../../words/words";
import { StepView } from "./StepView";
import css from "./Steps.module.css";

export function Steps({ ids }: { ids: readonly StepId[] }): ReactNode {
  const words = useWords().chat;
  return (
    <ol className={css.steps} aria-label={words.steps.label}>
      {ids.map((id) => (
        <StepView key={id} id={id} />
      ))}
    </ol>
  );
}
