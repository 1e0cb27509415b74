/** What one can do with an answer, and what it took. */
import type { ReactNode } from "react";
import type { Answer, Turn } from "../../host/types";
import { settings } from "../../model/settings";
import { useStore } from "../../model/store";
import { clock, longWhen, useLocale, useWords } from "../../words/words";
import { DetailsAction } from "../details/DetailsAction";
import type { AskAgain } from "./again";
import css from "./AnswerActions.module.css";
import { Choice } from "./Choice";
import { Compare } from "./Compare";
import { CopyAnswer } from "./CopyAnswer";
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
  const { chat: words } = useWords();
  const { footer } = useStore(settings);
  const usage = answer.usage ? usageIn(answer.usage, footer, words) : "";
  const several = turn.answers.length > 1;
  const known = answer.messageId !== "";
  return (
    <div className={css.actions}>
      {known && <Rate key={answer.id} answer={answer} />}
      {answer.text !== "" && <CopyAnswer text={answer.text} />}
      {last && known && answer.state === "done" && turn.askedBy !== "task" && <Regenerate turn={turn} again={again} />}
      {several && (
        <>
          <Pager turn={turn} answer={answer} />
          <Choice key={answer.id} turn={turn} answer={answer} />
          <Compare turn={turn} answer={answer} />
        </>
      )}
      <DetailsAction turn={turn} />
      {children}
      <span className={css.took}>
        <When answer={answer} />
        {usage !== "" && (
          <span className={css.usage} data-testid="usage">
            {usage}
          </span>
        )}
      </span>
    </div>
  );
}

/** The time of an answer, and the whole of it for whoever asks. */
function When({ answer }: { answer: Answer }): ReactNode {
  const locale = useLocale();
  const at = answer.endedAt || answer.startedAt;
  if (at === 0) return null;
  return (
    <time className={css.when} dateTime={new Date(at).toISOString()} title={longWhen(at, locale)} aria-label={longWhen(at, locale)}>
      {clock(at, locale)}
    </time>
  );
}
