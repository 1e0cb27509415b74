/** Earlier questions, brought back into an empty composer with the arrow keys. */

export interface Recall {
  /** 0 is the newest question; -1 is what was there before. */
  at: number;
  text: string;
}

export const nothing: Recall = { at: -1, text: "" };

/**
 * What an arrow key brings, or nothing where the key belongs to the caret: the composer is neither empty nor shows,
 * unchanged, what was recalled before. `questions` are oldest first.
 */
export function recalled(key: string, written: string, shown: Recall, questions: readonly string[]): Recall | undefined {
  const browsing = shown.at >= 0 && written === shown.text;
  if (!browsing && written !== "") return undefined;
  const from = browsing ? shown.at : -1;
  if (key === "ArrowUp" && from + 1 < questions.length) {
    return { at: from + 1, text: questions.at(-2 - from) ?? "" };
  }
  if (key === "ArrowDown" && browsing) {
    return from === 0 ? nothing : { at: from - 1, text: questions.at(-from) ?? "" };
  }
  return undefined;
}
