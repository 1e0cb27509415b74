/** Says to a screen reader which turn somebody was brought to. */
import type { ReactNode } from "react";
import type { TurnId } from "../../host/types";
import { turns } from "../../model/rows";
import { useRow } from "../../model/table";
import { useWords } from "../../words/words";
import css from "./Announcer.module.css";

/** Enough of a question to know it by. */
const most = 120;

export function MarkedAnnouncer({ turn = "" }: { turn: TurnId | undefined }): ReactNode {
  const words = useWords().chat;
  const row = useRow(turns, turn);
  return (
    <p role="status" className={css.announcer}>
      {row && words.broughtTo(row.question.slice(0, most))}
    </p>
  );
}
