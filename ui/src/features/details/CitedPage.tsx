/** What the agent looked for, and every passage it found. */
import type { ReactNode } from "react";
import type { Answer } from "../../host/types";
import { useWords } from "../../words/words";
import { useCited } from "../citations/CitationScope";
import { Documents } from "../citations/Documents";
import { documentsOf } from "../citations/sources";
import { labelOf, outcome, searches, tookOf } from "../steps/label";
import { useSteps } from "../steps/useSteps";
import css from "./CitedPage.module.css";
import { Section } from "./Section";

export function CitedPage({ answer }: { answer: Answer }): ReactNode {
  const words = useWords();
  const { sources } = useCited();
  const steps = useSteps(answer.steps).filter((step) => searches.has(step.kind));
  if (steps.length === 0 && sources.length === 0) return <p className={css.empty}>{words.details.nothingCited}</p>;
  return (
    <>
      {steps.length > 0 && (
        <Section title={words.details.searches}>
          <ul className={css.searches}>
            {steps.map((step) => (
              <li key={step.id}>
                <span className={css.head}>
                  <span className={css.what}>{labelOf(step, words.steps)}</span>
                  <span className={css.took}>{tookOf(step, words)}</span>
                </span>
                <span className={css.query}>
                  {step.title !== "" && <bdi>{step.title}</bdi>}
                  <span className={css.outcome}>{outcome(step, words.steps)}</span>
                </span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {sources.length > 0 && (
        <Section title={words.details.found}>
          <Documents documents={documentsOf(sources)} level={3} />
        </Section>
      )}
    </>
  );
}
