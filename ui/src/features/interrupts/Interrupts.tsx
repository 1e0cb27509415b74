/** All that an answer waits for, below its text. */
import { type ReactNode, useContext } from "react";
import type { StepId } from "../../host/types";
import { steps } from "../../model/rows";
import { AskContext } from "../chat/asking";
import { InterruptCard } from "./InterruptCard";

interface InterruptsProps {
  /** The steps of the answer. */
  ids: readonly StepId[];
  /** Nothing was asked since, and nothing is being written: an answer goes to it. */
  open: boolean;
  /** It is being written. */
  streaming: boolean;
}

export function Interrupts({ ids, open, streaming }: InterruptsProps): ReactNode {
  const { toEnd } = useContext(AskContext);
  return ids.filter(waits).map((id) => <InterruptCard key={id} id={id} open={open} streaming={streaming} onAnswered={toEnd} />);
}

/** Whether a step is shown as a card of its own, not in the list of what the agent did. */
export function waits(id: StepId): boolean {
  return Boolean(steps.get(id)?.interrupt);
}
