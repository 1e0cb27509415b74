/** A call of a tool: what went in, what came out, and whether something will. */
import type { ReactNode } from "react";
import type { Step } from "../../host/types";
import { Code } from "../../markdown/Code";
import { useWords } from "../../words/words";
import { pretty } from "./pretty";
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

function Data({ label, text }: { label: string; text: string }): ReactNode {
  const { code, language } = pretty(text);
  return (
    <div className={css.data}>
      <span className={css.label}>{label}</span>
      <Code code={code} language={language} />
    </div>
  );
}
