/** What the platform said in its own words, and the facts for a report: read by whoever asks for them. */
import { type ReactNode, useId, useState } from "react";
import { Button } from "../../design/Button";
import type { Problem } from "../../host/types";
import { worded } from "../../words/problems";
import { useWords } from "../../words/words";
import css from "./ProblemDetails.module.css";

export function ProblemDetails({ problem }: { problem: Problem }): ReactNode {
  const words = useWords();
  const { said, facts } = worded(problem, words);
  const [open, setOpen] = useState(false);
  const [copied, setCopied] = useState(false);
  const id = useId();
  const copy = () => navigator.clipboard.writeText([said, facts].filter(Boolean).join("\n")).then(() => setCopied(true), () => setCopied(false));
  return (
    <>
      <Button small variant="ghost" aria-expanded={open} aria-controls={id} onPress={() => setOpen(!open)}>
        {words.general.details}
      </Button>
      {open && (
        <div id={id} className={css.details}>
          {said && (
            <figure className={css.said}>
              <figcaption>{words.problems.said}</figcaption>
              <blockquote dir="auto">{said}</blockquote>
            </figure>
          )}
          <pre lang="en">{facts}</pre>
          <Button small variant="ghost" icon={copied ? "check" : "copy"} onPress={() => void copy()}>
            {copied ? words.chat.copied : words.general.copyDetails}
          </Button>
        </div>
      )}
    </>
  );
}
