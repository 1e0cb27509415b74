/** What is to be said about what is written. */
import type { ReactNode } from "react";
import { worded } from "../../words/problems";
import { useWords } from "../../words/words";
import css from "./Composer.module.css";
import { longest } from "./length";
import type { Said } from "./useSending";

export function Status({ said, length }: { said: Said; length: number | undefined }): ReactNode {
  const words = useWords();
  const problem = said && "problem" in said ? worded(said.problem, words) : undefined;
  const lines = said && "lines" in said ? said.lines : [];
  return (
    <div className={css.status} role="status">
      {problem && <span data-bad>{problem.line}</span>}
      {lines.map((line) => (
        <span key={line}>{line}</span>
      ))}
      {length !== undefined && <span data-bad={length > longest || undefined}>{words.composer.length(length, longest)}</span>}
    </div>
  );
}
