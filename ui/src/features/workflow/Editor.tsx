/** Where an input is written: as many lines as it has, each with its number. */
import type { KeyboardEvent, Ref } from "react";
import { TextArea } from "../../design/Field";
import { useWords } from "../../words/words";
import css from "./Editor.module.css";

/** Lines that are there before anything is written. */
const fewest = 4;

interface EditorProps {
  value: string;
  onChange: (text: string) => void;
  /** The line that is wrong, from 1; 0 without one. */
  wrong: number;
  onEnter: (event: KeyboardEvent) => void;
  autoFocus: boolean;
  describedBy: string;
  ref: Ref<HTMLTextAreaElement>;
}

export function Editor({ value, onChange, wrong, onEnter, autoFocus, describedBy, ref }: EditorProps) {
  const words = useWords().workflow;
  const lines = Math.max(fewest, value.split("\n").length);
  return (
    <div className={css.editor} data-invalid={wrong > 0 || undefined}>
      <div className={css.numbers} aria-hidden="true">
        {Array.from({ length: lines }, (_, index) => (
          <span key={index} data-wrong={index + 1 === wrong || undefined}>
            {index + 1}
          </span>
        ))}
      </div>
      <TextArea
        ref={ref}
        label={words.input}
        labelHidden
        bare
        literal
        rows={lines}
        value={value}
        onChange={onChange}
        onEnter={onEnter}
        autoFocus={autoFocus}
        invalid={wrong > 0}
        describedBy={describedBy}
        placeholder={words.inputPlaceholder}
        testId="workflow-input"
      />
    </div>
  );
}
