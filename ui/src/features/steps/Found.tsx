/** A search: what was asked for within which limits, and what it found, or that it found nothing. */
import type { ReactNode } from "react";
import type { Citation, Step } from "../../host/types";
import { Markdown } from "../../markdown/Markdown";
import { useWords, type Words } from "../../words/words";
import { useCited } from "../citations/CitationScope";
import { nameOf, numberOf, originOf } from "../citations/sources";
import { limitsOf } from "./limits";
import css from "./StepCard.module.css";

export function Found({ step }: { step: Step }): ReactNode {
  const words = useWords();
  const { card } = words.steps;
  const { sources } = useCited();
  const limits = limitsOf(step.input, card);
  const empty = !step.running && step.citations.length === 0 && step.text.trim() === "";
  return (
    <div className={css.card}>
      {step.title !== "" && (
        <p className={css.query}>
          <span className={css.label}>{card.query}</span> <bdi>{step.title}</bdi>
        </p>
      )}
      {limits.length > 0 && <p className={css.facts}>{limits.join(" · ")}</p>}
      {empty && <p className={css.nothing}>{step.cut ? card.cut : card.nothing}</p>}
      {step.text !== "" && <Markdown text={step.text} />}
      {step.citations.length > 0 && (
        <ol className={css.passages}>
          {step.citations.map((citation, index) => (
            <li key={index}>
              <p className={css.document}>
                <span className={css.number}>{numberOf(citation, sources)}</span>
                <bdi className={css.title}>{nameOf(citation) || words.citations.origins[originOf(step.kind)]}</bdi>
                <span className={css.facts}>{factsOf(citation, words)}</span>
              </p>
              <p className={css.passage} dir="auto">
                {citation.text}
              </p>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

function factsOf(citation: Citation, { citations: words }: Words): string {
  return [citation.page > 0 && words.page(citation.page), citation.score && words.score(citation.score)].filter(Boolean).join(" · ");
}
