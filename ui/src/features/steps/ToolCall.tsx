/** A call of a tool: what went in, what came out, and whether something will. */
import type { ReactNode } from "react";
import type { Step } from "../../host/types";
import { useWords } from "../../words/words";
import { Data } from "./Data";
import css from "./StepCard.module.css";

export function ToolCall({ step }: { step: Step }): ReactNode {
  const words = useWords().steps.card;
  const lost = step.cut && step.text === "";
  return (
    <div className={css.card}>
      {step.input !== "" && <Data label={words.input} text={step.input} />}
      {step.text !== "" && <Data label={words.output} text={step.text} />}
      {step.running && <p className={css.state}>{words.running}</p>}
      {lost && (
        <p className={css.state} data-lost="true">
          {words.noResult}
        </p>
      )}
    </div>
  );
}
