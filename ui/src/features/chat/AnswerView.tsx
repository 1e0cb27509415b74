/** An answer: what the agent did, what it says, how it ended, and what one can do next. A seam of rendering. */
import { memo, type ReactNode } from "react";
import type { Answer, AnswerId } from "../../host/types";
import { useLiveText } from "../../model/live";
import { answers } from "../../model/rows";
import { useRow } from "../../model/table";
import { Markdown } from "../../markdown/Markdown";
import { useWords } from "../../words/words";
import css from "./AnswerView.module.css";
import { Citations } from "./Citations";
import { Ending } from "./Ending";
import { Steps } from "./Steps";
import { Suggestions } from "./Suggestions";
import { Waiting } from "./Waiting";

interface AnswerViewProps {
  id: AnswerId;
  /** Of the newest turn: it offers what could be asked next. */
  last: boolean;
}

export const AnswerView = memo(function AnswerView({ id, last }: AnswerViewProps): ReactNode {
  const answer = useRow(answers, id);
  const words = useWords().chat;
  if (!answer) return null;
  const streaming = answer.state === "streaming";
  return (
    <article
      className={css.answer}
      aria-label={words.answer}
      aria-busy={streaming}
      data-testid="answer"
      data-message-id={answer.messageId}
      data-state={answer.state}
    >
      {answer.steps.length > 0 && <Steps ids={answer.steps} />}
      <AnswerText answer={answer} />
      {!streaming && (
        <>
          <Citations steps={answer.steps} />
          <Ending answer={answer} />
          {last && answer.suggestions.length > 0 && <Suggestions questions={answer.suggestions} />}
        </>
      )}
    </article>
  );
});

/** The same element while the text grows and after, so that settling moves nothing and a selection survives it. */
function AnswerText({ answer }: { answer: Answer }): ReactNode {
  const live = useLiveText(answer.id);
  const streaming = answer.state === "streaming";
  const text = streaming ? live || answer.text : answer.text;
  return (
    <>
      <div className={css.text} data-testid="answer-text" dir="auto" hidden={text === ""}>
        <Markdown text={text} streaming={streaming} />
      </div>
      {streaming && text === "" && <Waiting answer={answer} />}
    </>
  );
}
