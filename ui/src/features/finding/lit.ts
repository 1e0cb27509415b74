/** Words that are marked in the log, and the one place among them that the reader was brought to. */
import type { AnswerId, ConversationId, HitKind, StepId, TurnId } from "../../host/types";
import { store } from "../../model/store";

/** A text in the log, and which of the places in it. */
export interface Here {
  turn: TurnId;
  answer: AnswerId | null;
  step: StepId | null;
  kind: HitKind;
  /** From 0. */
  nth: number;
}

export interface Lit {
  conversation: ConversationId;
  words: readonly string[];
  here: Here | undefined;
  /** It goes with the next press or Esc. */
  passing: boolean;
}

/** A new object for each time that somebody is brought somewhere. */
export const lit = store<Lit | undefined>(undefined);
