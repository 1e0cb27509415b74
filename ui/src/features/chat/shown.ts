/** Which answer of a turn is on view. */
import type { AnswerId, Turn } from "../../host/types";

/** The newest: an answer that is asked for again takes the place of the one before. */
export function shownAnswer(turn: Turn): AnswerId {
  return turn.answers.at(-1) ?? turn.usedAnswer;
}
