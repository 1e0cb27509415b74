/** Shows the details of this answer's turn. */
import type { ReactNode } from "react";
import { IconButton } from "../../design/Button";
import type { Turn } from "../../host/types";
import { useTurnIds } from "../../model/rows";
import { useWords } from "../../words/words";
import { follow, followNewest, showDetails, useDetailsShown, useFollowed, useNewest } from "./shown";

export function DetailsAction({ turn }: { turn: Turn }): ReactNode {
  const words = useWords().details;
  const turnIds = useTurnIds(turn.conversationId);
  const newest = useNewest(turn.conversationId, turnIds);
  const shown = useDetailsShown();
  const about = useFollowed(turn.conversationId, turnIds) === turn.id;
  const press = () => {
    if (shown && about) return showDetails(false);
    if (turn.id === newest) followNewest();
    else follow(turn.conversationId, turn.id, newest);
    showDetails(true);
  };
  return <IconButton small icon="panel" label={words.ofAnswer} pressed={shown && about} onPress={press} />;
}
