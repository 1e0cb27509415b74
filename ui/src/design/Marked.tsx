/** A text with parts of it marked. The parts are ranges of UTF-16 units, in order and apart. */
import type { ReactNode } from "react";
import css from "./Marked.module.css";

export interface Part {
  start: number;
  end: number;
}

export function Marked({ text, marks }: { text: string; marks: readonly Part[] }): ReactNode {
  const pieces: ReactNode[] = [];
  let at = 0;
  for (const { start, end } of marks) {
    if (start < at || end <= start) continue;
    pieces.push(text.slice(at, start), <mark key={start} className={css.mark}>{text.slice(start, end)}</mark>);
    at = end;
  }
  return [...pieces, text.slice(at)];
}
