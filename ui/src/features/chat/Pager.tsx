/** Pages through the answers of a turn. Looking is not choosing. */
import { type KeyboardEvent, type ReactNode, type Ref, useRef, useState } from "react";
import { Icon } from "../../design/Icon";
import { PlainButton } from "../../design/PlainButton";
import type { Answer, AnswerId, Turn } from "../../host/types";
import { useWords } from "../../words/words";
import css from "./Pager.module.css";
import { look } from "./shown";

interface PagerProps {
  turn: Turn;
  /** The one on view. */
  answer: Answer;
}

export function Pager({ turn, answer }: PagerProps): ReactNode {
  const words = useWords().answers;
  const { at, of, used } = placeIn(turn, answer.id);
  const [paged, setPaged] = useState(false);
  const onTurned = (id: AnswerId) => {
    setPaged(true);
    look(turn, id);
  };
  return (
    <>
      <Stepper ids={turn.answers} at={at} used={used} onTurned={onTurned} handles />
      {/* Said when somebody pages, not when the answer comes into view. */}
      <span className={css.said} aria-live="polite">
        {paged && words.position(at, of, used)}
      </span>
    </>
  );
}

/** The place of an answer among those of its turn, from 1. */
export function placeIn(turn: Turn, id: AnswerId): { at: number; of: number; used: boolean } {
  return { at: turn.answers.indexOf(id) + 1, of: turn.answers.length, used: turn.usedAnswer === id };
}

interface StepperProps {
  ids: readonly AnswerId[];
  /** From 1. */
  at: number;
  /** The one on view is the default. */
  used: boolean;
  onTurned: (id: AnswerId) => void;
  /** Whether tests find it by its handles: one of a turn. */
  handles?: boolean;
}

/** `‹ 2 / 3 ›`. The arrow keys do the same as its buttons, and the focus stays where something can still be pressed. */
export function Stepper({ ids, at, used, onTurned, handles }: StepperProps): ReactNode {
  const words = useWords().answers;
  const back = useRef<HTMLButtonElement>(null);
  const on = useRef<HTMLButtonElement>(null);
  const turnTo = (place: number) => {
    const id = ids[place - 1];
    if (id === undefined) return;
    if (place === 1) on.current?.focus();
    if (place === ids.length) back.current?.focus();
    onTurned(id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
    if (step === 0) return;
    event.preventDefault();
    turnTo(at + step);
  };
  const testId = (name: string) => (handles ? name : undefined);
  return (
    <div className={css.pager} role="group" aria-label={words.label} data-used={used || undefined} onKeyDown={onKeyDown}>
      <Turner icon="chevronLeft" label={words.previous} off={at <= 1} testId={testId("answer-prev")} ref={back} onPress={() => turnTo(at - 1)} />
      <span className={css.position} data-testid={testId("answer-position")}>
        {at} / {ids.length}
      </span>
      <Turner icon="chevronRight" label={words.next} off={at >= ids.length} testId={testId("answer-next")} ref={on} onPress={() => turnTo(at + 1)} />
    </div>
  );
}

interface TurnerProps {
  icon: "chevronLeft" | "chevronRight";
  label: string;
  off: boolean;
  testId: string | undefined;
  ref: Ref<HTMLButtonElement>;
  onPress: () => void;
}

function Turner({ icon, label, off, testId, ref, onPress }: TurnerProps): ReactNode {
  return (
    <PlainButton className={css.turner} aria-label={label} isDisabled={off} testId={testId} ref={ref} onPress={onPress}>
      <Icon name={icon} size={14} />
    </PlainButton>
  );
}
