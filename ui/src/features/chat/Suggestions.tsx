/** Questions that can be asked with a click, or with Alt or Shift put into the composer to be changed first. */
import { type KeyboardEvent, type MouseEvent, type ReactNode, useContext } from "react";
import { isEnter } from "../../design/keys";
import { useWords } from "../../words/words";
import { AskContext } from "./asking";
import css from "./Suggestions.module.css";

/** A question longer than this may be cut where it stands. */
const longest = 120;

interface SuggestionsProps {
  questions: readonly string[];
  /** Of an empty conversation, instead of after an answer. */
  opening?: boolean;
}

export function Suggestions({ questions, opening = false }: SuggestionsProps): ReactNode {
  const words = useWords().chat;
  const { ask, put } = useContext(AskContext);
  const choose = (event: MouseEvent, question: string) => (event.altKey || event.shiftKey ? put : ask)(question);
  // Not every web view makes a click of a key that is pressed together with Alt.
  const onKey = (event: KeyboardEvent, question: string) => {
    if (!isEnter(event) || !(event.altKey || event.shiftKey)) return;
    event.preventDefault();
    put(question);
  };
  return (
    <ul className={css.suggestions} aria-label={opening ? words.openingQuestions : words.suggestions} data-opening={opening || undefined}>
      {questions.map((question, index) => (
        <li key={index}>
          <button
            type="button"
            title={question.length > longest ? `${question}\n\n${words.pressAlt}` : words.pressAlt}
            data-testid={opening ? "opening-question" : "suggestion"}
            onClick={(event) => choose(event, question)}
            onKeyDown={(event) => onKey(event, question)}
          >
            <span className={css.question}>{question}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
