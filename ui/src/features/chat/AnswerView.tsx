/** An answer: what the agent did, what it says, how it ended, and what one can do next. A seam of rendering. */
import { type KeyboardEvent, memo, type ReactNode } from "react";
import type { Answer, AnswerId, Turn } from "../../host/types";
import { useLiveText } from "../../model/live";
import { agents, answers, conversations, turns } from "../../model/rows";
import { settings } from "../../model/settings";
import { useStore } from "../../model/store";
import { useRow } from "../../model/table";
import { Markdown } from "../../markdown/Markdown";
import { isBlank } from "../../markdown/signs";
import { useWords } from "../../words/words";
import { CitationScope } from "../citations/CitationScope";
import { CitationStrip } from "../citations/CitationStrip";
import { Interrupts } from "../interrupts/Interrupts";
import { Steps } from "../steps/Steps";
import { useSteps } from "../steps/useSteps";
import { StillWorking } from "../turns/StillWorking";
import actions from "./AnswerActions.module.css";
import css from "./AnswerView.module.css";
import { Ending } from "./Ending";
import { NextQuestions } from "./NextQuestions";
import { Pager } from "./Pager";
import { look } from "./shown";
import { Waiting } from "./Waiting";

interface AnswerViewProps {
  id: AnswerId;
  /** Of the newest turn: it offers what could be asked next. */
  last: boolean;
}

export const AnswerView = memo(function AnswerView({ id, last }: AnswerViewProps): ReactNode {
  const answer = useRow(answers, id);
  const turn = useRow(turns, answer?.turnId ?? "");
  // Whose a conversation is never changes.
  const agent = useRow(agents, conversations.get(turn?.conversationId ?? "")?.agentId ?? "");
  const { suggestionsHidden } = useStore(settings);
  const words = useWords().chat;
  if (!answer || !turn || !agent) return null;
  const streaming = answer.state === "streaming";
  const several = turn.answers.length > 1;
  return (
    <article
      className={css.answer}
      aria-label={words.answer}
      aria-busy={streaming}
      data-testid="answer"
      data-message-id={answer.messageId}
      data-state={answer.state}
      {...(several && { tabIndex: 0, onKeyDown: (event: KeyboardEvent) => onArrow(event, turn, id) })}
    >
      <CitationScope steps={answer.steps}>
        {answer.steps.length > 0 && <Steps ids={answer.steps} agent={agent} />}
        <AnswerText answer={answer} turn={turn} told={agent.detail !== "off"} />
        <Interrupts ids={answer.steps} open={last && !streaming} streaming={streaming} />
        {streaming ? (
          <>
            {/* The room of what will stand here, so that nothing moves when the answer ends. */}
            <div className={actions.actions} data-coming>
              {several && <Pager turn={turn} answer={answer} />}
            </div>
            {last && !suggestionsHidden && <div className={css.room} />}
          </>
        ) : (
          <>
            <CitationStrip />
            <Ending answer={answer} turn={turn} last={last} />
            {last && <NextQuestions answer={answer} />}
          </>
        )}
      </CitationScope>
    </article>
  );
});

/** Left and right page through the answers while the answer itself has the focus. */
function onArrow(event: KeyboardEvent, turn: Turn, id: AnswerId): void {
  if (event.target !== event.currentTarget || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const step = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
  const next = step === 0 ? undefined : turn.answers[turn.answers.indexOf(id) + step];
  if (next === undefined) return;
  event.preventDefault();
  look(turn, next);
}

interface AnswerTextProps {
  answer: Answer;
  turn: Turn;
  /** Steps stand above, so that one that runs there need not be told of again. */
  told: boolean;
}

/** The same element while the text grows and after, so that settling moves nothing and a selection survives it. */
function AnswerText({ answer, turn, told }: AnswerTextProps): ReactNode {
  const live = useLiveText(answer.id);
  const streaming = answer.state === "streaming";
  const text = streaming ? live || answer.text : answer.text;
  const blank = isBlank(text);
  const waiting = streaming && blank;
  return (
    <>
      <div className={css.text} data-testid="answer-text" dir="auto" hidden={blank}>
        <Markdown text={text} streaming={streaming} />
      </div>
      {waiting && answer.steps.length === 0 && turn.usedAnswer !== answer.id && <Before id={turn.usedAnswer} />}
      {streaming && <Stage answer={answer} length={text.length} told={told && waiting} />}
    </>
  );
}

/** What the agent is at, while no text comes. */
function Stage({ answer, length, told }: { answer: Answer; length: number; told: boolean }): ReactNode {
  const running = useSteps(answer.steps).findLast((step) => step.running);
  if (length === 0 || running) return <Waiting since={answer.startedAt} running={running} told={told} />;
  return <StillWorking since={answer.startedAt} length={length} />;
}

/** The answer that counts, until the one that was asked for beside it has begun. */
function Before({ id }: { id: AnswerId }): ReactNode {
  const answer = useRow(answers, id);
  if (!answer?.text) return null;
  return (
    <div className={css.before} dir="auto" aria-hidden="true">
      <Markdown text={answer.text} streaming={false} />
    </div>
  );
}
