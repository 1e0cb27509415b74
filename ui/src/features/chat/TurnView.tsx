/** One question with its answer. A seam: while another turn changes, this one is not rendered. */
import { memo, type ReactNode } from "react";
import type { Turn, TurnId } from "../../host/types";
import { turns } from "../../model/rows";
import { useRow } from "../../model/table";
import { RemovedTurn } from "../turns/RemovedTurn";
import { ChangesAfter, ChangesBefore } from "../variables/Changes";
import { AnswerView } from "./AnswerView";
import { Attempt } from "./Ending";
import { Guarded } from "./Guarded";
import { Question } from "./Question";
import { useShown } from "./shown";
import css from "./TurnView.module.css";

interface TurnViewProps {
  id: TurnId;
  /** The one before it, where there is one. */
  previous?: TurnId | undefined;
  /** Nothing was asked after it. */
  last: boolean;
}

export const TurnView = memo(function TurnView({ id, previous, last }: TurnViewProps): ReactNode {
  const turn = useRow(turns, id);
  if (!turn) return null;
  if (turn.removed) {
    return (
      <div className={css.turn}>
        <RemovedTurn id={id} removal={turn.removed} />
      </div>
    );
  }
  return (
    <section className={css.turn} data-testid="turn" data-query-id={turn.queryId}>
      <ChangesBefore turn={turn} previous={previous} />
      <Guarded turn={turn}>
        <Question turn={turn} last={last} />
        <Answered turn={turn} last={last} />
      </Guarded>
      {last && <ChangesAfter turn={turn} />}
    </section>
  );
});

function Answered({ turn, last }: { turn: Turn; last: boolean }): ReactNode {
  const { answer, attempt } = useShown(turn);
  return (
    <>
      <AnswerView id={answer} last={last} />
      {attempt && <Attempt answer={attempt} />}
    </>
  );
}
