/** The words for a step, and what its line says beside them. */
import type { Step, StepKind } from "../../host/types";
import type { Words } from "../../words/words";

type StepWords = Words["steps"];

const named = new Set<StepKind>(["tool", "jump", "take-over", "intention", "other"]);

/** Those that look something up, and so may find nothing. */
export const searches = new Set<StepKind>(["knowledge", "qa", "terminology", "graph", "memory"]);

export function labelOf(step: Step, words: StepWords): string {
  const label = (step.running ? words.running : words.done)[step.kind];
  if (typeof label === "string") return label;
  return label(step.kind === "deep-search" ? (words.parts[step.title] ?? step.title) : step.title);
}

/** The name that the label holds; empty where it holds none. */
export function nameIn(step: Step): string {
  return named.has(step.kind) ? step.title : "";
}

/** What a search found, or what became of something that was cut short. */
export function outcome(step: Step, words: StepWords): string {
  if (step.running) return "";
  if (step.kind === "tool") return step.cut && step.text === "" ? words.noResult : "";
  if (!searches.has(step.kind)) return "";
  const documents = documentsOf(step);
  if (documents > 0) return step.kind === "knowledge" ? words.documents(documents) : words.hits(step.citations.length);
  if (step.cut) return words.cut;
  if (step.text.trim() === "") return words.nothing;
  // A memory comes as one text.
  return step.kind === "memory" ? words.hits(1) : "";
}

/** What stands behind the label of a step that is folded, or has nothing to unfold. */
export function besides(step: Step, words: StepWords): string[] {
  const after = [outcome(step, words)];
  if (step.kind === "think") after.push(step.running ? "" : words.folded);
  else if (searches.has(step.kind)) after.push(step.title);
  else if (["jump", "take-over", "interrupt"].includes(step.kind)) after.push(oneLine(step.text));
  else if (step.kind === "deep-search" && step.title !== "think") after.push(oneLine(step.text));
  return after.filter(Boolean);
}

/** The beginning of a text, for a line. */
function oneLine(text: string): string {
  return text.slice(0, 200).replace(/\s+/g, " ").trim();
}

/** How many documents it found passages in. */
export function documentsOf(step: Step): number {
  return new Set(step.citations.map((citation) => citation.document || citation.dataset)).size;
}

/** How long it took; empty where that was too short to be measured. */
export function tookOf(step: Step, words: Words): string {
  return step.tookMs < 50 ? "" : words.chat.took(step.tookMs);
}
