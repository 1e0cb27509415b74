/** The words for a step. */
import type { Step } from "../../host/types";
import type { Words } from "../../words/words";

type StepWords = Words["chat"]["steps"];

export function labelOf(step: Step, words: StepWords): string {
  const label = (step.running ? words.running : words.done)[step.kind];
  return typeof label === "string" ? label : label(step.title);
}

/** Whether the label already says what the step is about. */
export function namesTitle(step: Step, words: StepWords): boolean {
  return typeof words.done[step.kind] === "function";
}

/** How many documents it found passages in. */
export function documentsOf(step: Step): number {
  return new Set(step.citations.map((citation) => citation.document || citation.dataset)).size;
}
