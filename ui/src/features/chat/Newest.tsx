/** The way back to the end of the log, with a mark once there is text that the reader has not seen. */
import { type ReactNode, useState } from "react";
import { Icon } from "../../design/Icon";
import type { AnswerId, TurnId } from "../../host/types";
import { useLiveText } from "../../model/live";
import { answers, turns } from "../../model/rows";
import { useRow } from "../../model/table";
import { useWords } from "../../words/words";
import css from "./Newest.module.css";
import { newestAnswer } from "./shown";

interface NewestProps {
  turn: TurnId | undefined;
  onPress: () => void;
}

export function Newest({ turn = "", onPress }: NewestProps): ReactNode {
  const words = useWords().chat;
  const row = useRow(turns, turn);
  const length = useLength(row ? newestAnswer(row) : "");
  const [seen] = useState({ turn, length });
  const unseen = seen.turn !== turn || seen.length !== length;
  return (
    <button type="button" className={css.newest} aria-label={unseen ? words.newestUnseen : words.newest} onClick={onPress}>
      <Icon name="down" size={14} />
      {words.newest}
      {unseen && <span className={css.mark} />}
    </button>
  );
}

function useLength(id: AnswerId): number {
  const live = useLiveText(id);
  const answer = useRow(answers, id);
  return answer?.state === "streaming" ? live.length : (answer?.text.length ?? 0);
}
