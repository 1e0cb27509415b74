/** What two texts do not share, word by word. */
import { diffArrays } from "diff";
import type { Locale } from "../../host/types";

export interface Piece {
  text: string;
  /** The other text does not have it. */
  own: boolean;
}

/** Texts that take longer differ in everything; nobody reads that many marks. */
const patienceMs = 300;

/** Both texts in pieces; `undefined` where they differ too much. Chinese is cut into words as well. */
export function difference(left: string, right: string, locale: Locale): { left: Piece[]; right: Piece[] } | undefined {
  const changes = diffArrays(wordsOf(left, locale), wordsOf(right, locale), { timeout: patienceMs });
  if (!changes) return undefined;
  const side = (other: "added" | "removed"): Piece[] =>
    changes
      .filter((change) => !change[other])
      .map((change) => ({ text: change.value.join(""), own: change.added || change.removed }));
  return { left: side("added"), right: side("removed") };
}

function wordsOf(text: string, locale: Locale): string[] {
  return Array.from(new Intl.Segmenter(locale, { granularity: "word" }).segment(text), ({ segment }) => segment);
}
