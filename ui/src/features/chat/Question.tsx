/** A question as it was asked: plain text, folded where it is long. */
import { type ReactNode, useId, useState } from "react";
import type { Timestamp } from "../../host/types";
import { longWhen, useLocale, useWords } from "../../words/words";
import css from "./Question.module.css";

/** Beyond either of these a question is folded. */
const longLines = 12;
const longLength = 1200;

export function Question({ text, askedAt }: { text: string; askedAt: Timestamp }): ReactNode {
  const { chat: words } = useWords();
  const locale = useLocale();
  const [open, setOpen] = useState(false);
  const id = useId();
  const long = isLong(text);
  return (
    <div className={css.question} role="group" aria-label={words.question}>
      <div className={css.bubble} title={longWhen(askedAt, locale)}>
        <div id={id} className={css.text} data-folded={(long && !open) || undefined} data-testid="question-text" dir="auto">
          {text}
        </div>
        {long && (
          <button type="button" className={css.fold} aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
            {open ? words.showLess : words.showAll}
          </button>
        )}
      </div>
    </div>
  );
}

function isLong(text: string): boolean {
  if (text.length > longLength) return true;
  let lines = 1;
  for (let at = text.indexOf("\n"); at >= 0 && lines <= longLines; at = text.indexOf("\n", at + 1)) lines += 1;
  return lines > longLines;
}
