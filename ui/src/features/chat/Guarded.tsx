/** A turn that cannot be shown shows what was written, and leaves the others alone. */
import { Component, type ReactNode } from "react";
import type { Turn } from "../../host/types";
import { answers } from "../../model/rows";
import { useRow } from "../../model/table";
import { useWords } from "../../words/words";
import css from "./Guarded.module.css";

interface GuardedProps {
  turn: Turn;
  children: ReactNode;
}

export class Guarded extends Component<GuardedProps, { of: Turn; broken: boolean }> {
  override state = { of: this.props.turn, broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  /** Another row may be in order again. */
  static getDerivedStateFromProps({ turn }: GuardedProps, { of }: { of: Turn }) {
    return of === turn ? null : { of: turn, broken: false };
  }

  override render(): ReactNode {
    const { turn, children } = this.props;
    return this.state.broken ? <Written turn={turn} /> : children;
  }
}

function Written({ turn }: { turn: Turn }): ReactNode {
  const answer = useRow(answers, turn.usedAnswer);
  const words = useWords().markdown;
  return (
    <div className={css.written}>
      <p className={css.why}>{words.broken}</p>
      <p data-testid="question-text" dir="auto">{turn.question}</p>
      <p data-testid="answer-text" dir="auto">{answer?.text}</p>
    </div>
  );
}
