/** Which answer of a turn is on view. Looking is not choosing: nothing of this is stored or sent. */
import type { Answer, AnswerId, Turn, TurnId } from "../../host/types";
import { answers } from "../../model/rows";
import { Table, useRow } from "../../model/table";

interface Look {
  answer: AnswerId;
  /** How many answers there were: a new one is looked at. */
  of: number;
}

const looks = new Table<TurnId, Look>();

/** Puts this answer of the turn on view. */
export function look(turn: Turn, answer: AnswerId): void {
  looks.put(turn.id, { answer, of: turn.answers.length });
}

export function forgetLooks(): void {
  looks.clear();
}

/** The one that is being written, or was written last. */
export function newestAnswer(turn: Turn): AnswerId {
  return turn.answers.at(-1) ?? turn.usedAnswer;
}

export interface Shown {
  answer: AnswerId;
  /** The newest one, where it ended without anything to show: it is told of below the answer that counts. */
  attempt: Answer | undefined;
}

export function useShown(turn: Turn): Shown {
  const newest = useRow(answers, newestAnswer(turn));
  const looked = useRow(looks, turn.id);
  if (looked?.of === turn.answers.length && turn.answers.includes(looked.answer)) {
    return { answer: looked.answer, attempt: undefined };
  }
  if (!newest || newest.id === turn.usedAnswer || newest.state === "streaming") {
    return { answer: newestAnswer(turn), attempt: undefined };
  }
  if (newest.state === "done") return { answer: turn.usedAnswer, attempt: undefined };
  const hasSomething = newest.text !== "" || newest.steps.length > 0;
  return hasSomething ? { answer: newest.id, attempt: undefined } : { answer: turn.usedAnswer, attempt: newest };
}
