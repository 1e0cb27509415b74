/** One variable to fill in: a line, a paragraph, or a choice. */
import { type ReactNode, useRef, useState } from "react";
import { ComboBox } from "../../design/ComboBox";
import { TextArea, TextField } from "../../design/Field";
import { holdsMod } from "../../design/keys";
import { Segmented } from "../../design/Segmented";
import type { Variable } from "../../host/types";
import { isBlank } from "../../markdown/signs";
import { useWords } from "../../words/words";
import { useGrowing } from "../composer/useGrowing";
import { lengthOf, nameOf, wrongWith } from "./rules";
import css from "./VariablesForm.module.css";

interface VariableFieldProps {
  variable: Variable;
  value: string;
  /** Whether it is said that something is missing. */
  tried: boolean;
  onChange: (value: string) => void;
  /** Enter, where it is not part of what is written. */
  onEnter: () => void;
}

/** Beyond either of these, choices are a list. */
const fewChoices = 4;
const shortChoices = 44;

export function VariableField({ variable, value, tried, onChange, onEnter }: VariableFieldProps): ReactNode {
  const [inside, setInside] = useState(false);
  const error = useError(variable, value, tried, inside);
  const written = { variable, value, error, onChange, onEnter };
  return (
    <div className={css.field} data-wide={variable.kind === "paragraph" || undefined} onFocus={() => setInside(true)} onBlur={() => setInside(false)}>
      {variable.kind === "paragraph" && <Paragraph {...written} />}
      {variable.kind === "choice" && choicesOf(variable).length > 0 && <Choice {...written} />}
      {(variable.kind === "text" || (variable.kind === "choice" && choicesOf(variable).length === 0)) && <Line {...written} />}
    </div>
  );
}

/** What is wrong, once it can be said without interrupting the one who writes. */
function useError(variable: Variable, value: string, tried: boolean, inside: boolean): string | undefined {
  const words = useWords().variables;
  const wrong = wrongWith(variable, value);
  if (!wrong) return undefined;
  if (wrong.rule === "tooLong") return words.tooLong(wrong.characters, wrong.most);
  if (wrong.rule === "missing") return tried ? words.missing : undefined;
  return tried || !inside ? words.noChoice : undefined;
}

interface Written extends Omit<VariableFieldProps, "tried"> {
  error: string | undefined;
}

function handled({ variable, value, error, onChange }: Written) {
  const { key, description, required } = variable;
  return { label: nameOf([variable], key), value, onChange, description, error, required, testId: "variable-input", dataKey: key };
}

function Line(props: Written): ReactNode {
  return <TextField {...handled(props)} onEnter={props.onEnter} counter={<Counter {...props} />} />;
}

function Paragraph(props: Written): ReactNode {
  const field = useRef<HTMLTextAreaElement>(null);
  useGrowing(field, props.value);
  return (
    <TextArea
      {...handled(props)}
      ref={field}
      counter={<Counter {...props} />}
      onEnter={(event) => {
        if (!holdsMod(event.nativeEvent)) return;
        event.preventDefault();
        props.onEnter();
      }}
    />
  );
}

/** What can be chosen: each once, none that could not be seen. */
function choicesOf({ choices }: Variable): string[] {
  return [...new Set(choices)].filter((choice) => !isBlank(choice));
}

function Choice(props: Written): ReactNode {
  const words = useWords().variables;
  const { required } = props.variable;
  const choices = choicesOf(props.variable);
  if (choices.length <= fewChoices && choices.join("").length <= shortChoices) {
    const options = choices.map((choice) => ({ value: choice, label: choice }));
    return <Segmented {...handled(props)} options={required ? options : [{ value: "", label: words.none }, ...options]} />;
  }
  return (
    <ComboBox
      {...handled(props)}
      choices={choices}
      onEnter={props.onEnter}
      placeholder={words.choose}
      openLabel={words.showChoices}
      nothingFits={words.nothingFits}
      more={words.moreChoices}
    />
  );
}

/** How much is written, and how much may be. */
function Counter({ variable: { kind, maxLength }, value }: Written): ReactNode {
  const words = useWords().variables;
  const length = lengthOf(value);
  if (maxLength === 0 && (kind !== "paragraph" || length === 0)) return null;
  return (
    <span className={css.counter} data-over={(maxLength > 0 && length > maxLength) || undefined}>
      {maxLength > 0 ? words.counted(length, maxLength) : words.characters(length)}
    </span>
  );
}
