/** What an agent waits for, with the controls to answer it. Once it is answered they are gone. */
import { type ReactNode, useState } from "react";
import { Icon, type IconName } from "../../design/Icon";
import { host } from "../../host/host";
import { type Interrupt, problemOf, type Problem, type Step, type StepId, type Wants } from "../../host/types";
import { Markdown } from "../../markdown/Markdown";
import { steps } from "../../model/rows";
import { useRow } from "../../model/table";
import { worded } from "../../words/problems";
import { useWords } from "../../words/words";
import { Controls } from "./Controls";
import css from "./InterruptCard.module.css";

const icons: Record<Wants, IconName> = { decision: "hand", input: "pencil", task: "flow", other: "hand" };

interface InterruptCardProps {
  id: StepId;
  /** Nothing was asked since: an answer goes to it. */
  open: boolean;
  /** The answer that it interrupts has not ended yet. */
  streaming: boolean;
  onAnswered: () => void;
}

export function InterruptCard({ id, open, streaming, onAnswered }: InterruptCardProps): ReactNode {
  const step = useRow(steps, id);
  const words = useWords().interrupts;
  if (!step?.interrupt) return null;
  const { wants, state } = step.interrupt;
  return (
    <div
      role="group"
      className={css.card}
      aria-label={words.label}
      data-testid="step"
      data-kind="interrupt"
      data-wants={wants}
      data-state={state}
    >
      <p className={css.title}>
        <Icon name={icons[wants]} />
        {wants === "task" && state !== "waiting" ? words.taskBegun : words.title[wants]}
      </p>
      {step.text !== "" && (
        <div className={css.message} dir="auto">
          <Markdown text={step.text} />
        </div>
      )}
      {wants === "other" && step.title !== "" && <p className={css.kind}>{words.kind(step.title)}</p>}
      {wants === "task" ? (
        <Task interrupt={step.interrupt} />
      ) : (
        <Person step={step} interrupt={step.interrupt} open={open} streaming={streaming} onAnswered={onAnswered} />
      )}
    </div>
  );
}

/** Nobody has to do anything. What became of it is read out where it stands. */
function Task({ interrupt: { state, taskId, reason } }: { interrupt: Interrupt }): ReactNode {
  const words = useWords().interrupts;
  const waiting = taskId === "" ? words.taskUnnamed : words.taskWaiting;
  const said = { waiting, answered: waiting, succeeded: words.taskSucceeded, failed: words.taskFailed, lost: words.taskLost }[state];
  const bad = state === "failed" || state === "lost";
  return (
    <p className={css.state} role="status" data-bad={bad || undefined}>
      {state === "succeeded" && <Icon name="check" size={14} />}
      {bad && <Icon name="warning" size={14} />}
      <span>
        {said}
        {reason !== "" && <span className={css.reason}>{reason}</span>}
      </span>
    </p>
  );
}

interface PersonProps extends Omit<InterruptCardProps, "id"> {
  step: Step;
  interrupt: Interrupt;
}

function Person({ step, interrupt, open, streaming, onAnswered }: PersonProps): ReactNode {
  const words = useWords();
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  // Answered by a turn that is there no more, it waits again.
  if (interrupt.state === "answered" && !open) {
    return (
      <p className={css.state}>
        <Icon name="check" size={14} />
        <span>
          {words.interrupts.answered}
          <bdi className={css.reason}>{interrupt.answer}</bdi>
        </span>
      </p>
    );
  }
  if (streaming) return null;
  if (!open) return <p className={css.state}>{words.interrupts.passed}</p>;
  const answer = async (text: string) => {
    setSending(true);
    setProblem(undefined);
    try {
      await host.answerInterrupt(step.id, text);
      onAnswered();
    } catch (thrown) {
      setProblem(problemOf(thrown));
    } finally {
      setSending(false);
    }
  };
  return (
    <>
      <Controls wants={interrupt.wants} sending={sending} onAnswer={(text) => void answer(text)} />
      <p className={css.hint} role="status" data-bad={problem ? true : undefined}>
        {problem ? worded(problem, words).line : words.interrupts.asNext}
      </p>
    </>
  );
}
