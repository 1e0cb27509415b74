/** What one can do with an answer, and what it took. */
import type { ReactNode } from "react";
import { CopyIcon } from "../../design/CopyIcon";
import type { Answer, Turn } from "../../host/types";
import { useWords } from "../../words/words";
import type { AskAgain } from "./again";
import css from "./AnswerActions.module.css";
import { DetailsAction } from "../details/DetailsAction";
import { Choice } from "./Choice";
import { Compare } from "./Compare";
import { Pager } from "./Pager";
import { Rate } from "./Rate";
import { Regenerate } from "./Regenerate";
import { usageIn } from "./usage";

interface AnswerActionsProps {
  answer: Answer;
  turn: Turn;
  /** Nothing was asked after its turn. */
  last: boolean;
  again: AskAgain;
  /** How it ended, where that has to be said. */
  children: ReactNode;
}

export function AnswerActions({ answer, turn, last, again, children }: AnswerActionsProps): ReactNode {
  const words = useWords().chat;
  const usage = answer.usage ? usageIn(answer.usage, words) : "";
  const several = turn.answers.length > 1;
  const known = answer.messageId !== "";
  return (
    <div className={css.actions}>
      {known && <Rate key={answer.id} answer={answer} />}
      {answer.text !== "" && (
        <CopyIcon label={words.copyAnswer} done={words.copied} text={() => answer.text} testId="copy-answer" />
      )}
      {last && known && answer.state === "done" && <Regenerate turn={turn} again={again} />}
      {several && (
        <>
          <Pager turn={turn} answer={answer} />
          <Choice key={answer.id} turn={turn} answer={answer} />
          <Compare turn={turn} answer={answer} />
        </>
      )}
      <DetailsAction turn={turn} />
      {children}
      {usage !== "" && (
        <span className={css.usage} data-testid="usage">
          {usage}
        </span>
      )}
    </div>
  );
}
