/** Brings the reader to what was found. */
import type { Hit } from "../../host/types";
import { openConversation } from "../../model/open";
import { showTurn } from "../chat/showTurn";
import { closeFind } from "../finding/find";
import { wordsOf } from "../finding/fold";
import { lit } from "../finding/lit";
import { sayProblem } from "../problems/say";
import { unfold } from "../steps/unfolded";

/** Opens the turn and the answer in which it stands, with the words marked. */
export function openHit({ kind, conversationId: conversation, turnId: turn, answerId: answer, stepId: step }: Hit, text: string): void {
  closeFind();
  if (turn === null) return void openConversation(conversation).catch(sayProblem);
  if (step !== null) unfold(step);
  const here = { turn, answer, step, kind, nth: 0 };
  showTurn(conversation, turn, answer ?? undefined).then(() => lit.set({ conversation, words: wordsOf(text), here, passing: true }), sayProblem);
}
