/** What went into a step and what came out: reasoning as text, a tool's data as code, passages with their documents. */
import type { ReactNode } from "react";
import type { Step } from "../../host/types";
import { Code } from "../../markdown/Code";
import { Markdown } from "../../markdown/Markdown";
import { useLiveText } from "../../model/live";
import { useWords } from "../../words/words";
import css from "./Steps.module.css";

export function StepDetails({ id, step }: { id: string; step: Step }): ReactNode {
  const words = useWords().chat;
  const live = useLiveText(step.id);
  const text = step.running ? live || step.text : step.text;
  const data = step.kind === "tool" || step.kind === "other";
  return (
    <div id={id} className={css.details}>
      {step.input !== "" && <Data label={words.steps.input} text={step.input} />}
      {text !== "" && (data ? <Data label={words.steps.output} text={text} /> : <Markdown text={text} />)}
      {step.citations.length > 0 && (
        <ul className={css.passages}>
          {step.citations.map((citation, index) => (
            <li key={index}>
              <b>{citation.document || citation.dataset || words.citations.untitled}</b>
              <p>{citation.text}</p>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Data({ label, text }: { label: string; text: string }): ReactNode {
  const pretty = prettyJson(text);
  return (
    <div className={css.data}>
      <span>{label}</span>
      <Code code={pretty ?? text} language={pretty === undefined ? "" : "json"} />
    </div>
  );
}

/** JSON with line breaks; nothing where the text is no object and no array. */
function prettyJson(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? JSON.stringify(value, null, 2) : undefined;
  } catch {
    return undefined;
  }
}
