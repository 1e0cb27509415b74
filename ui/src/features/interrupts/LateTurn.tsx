/** What stands in the place of a question that nobody asked. */
import type { ReactNode } from "react";
import { Icon } from "../../design/Icon";
import type { Turn } from "../../host/types";
import { longWhen, useLocale, useWords } from "../../words/words";
import css from "./LateTurn.module.css";

/** A turn that came by itself says so above its answer; one of a person's has nothing to say. */
export function LateTurn({ turn }: { turn: Turn }): ReactNode {
  const words = useWords().interrupts;
  const locale = useLocale();
  if (turn.askedBy === "person") return null;
  const task = turn.askedBy === "task";
  return (
    <p className={css.late} role="note" title={longWhen(turn.askedAt, locale)}>
      <Icon name="flow" size={14} />
      {task ? words.lateTurn : words.triggered}
    </p>
  );
}
