/** The passages that the agent found, numbered in the order of the steps that found them. */
import { type ReactNode, useState } from "react";
import { Button } from "../../design/Button";
import { PopoverButton } from "../../design/Popover";
import type { Citation, StepId } from "../../host/types";
import { address } from "../../markdown/address";
import { useMarkdown } from "../../markdown/words";
import { useWords } from "../../words/words";
import { useSteps } from "../steps/useSteps";
import css from "./Citations.module.css";

/** More are shown on demand. */
const shownFirst = 8;

export function Citations({ steps }: { steps: readonly StepId[] }): ReactNode {
  const words = useWords().chat.citations;
  const [all, setAll] = useState(false);
  const citations = useSteps(steps).flatMap((step) => step.citations);
  if (citations.length === 0) return null;
  const shown = all ? citations : citations.slice(0, shownFirst);
  return (
    <ul className={css.citations} aria-label={words.label}>
      {shown.map((citation, index) => (
        <li key={index}>
          <CitationView citation={citation} place={index + 1} />
        </li>
      ))}
      {shown.length < citations.length && (
        <li>
          <button type="button" className={css.more} onClick={() => setAll(true)}>
            {words.more(citations.length - shown.length)}
          </button>
        </li>
      )}
    </ul>
  );
}

function CitationView({ citation, place }: { citation: Citation; place: number }): ReactNode {
  const words = useWords().chat.citations;
  const { onOpenLink } = useMarkdown();
  const name = citation.document || citation.dataset || words.untitled;
  const target = address(citation.link);
  const facts = [
    citation.document && citation.dataset,
    citation.page > 0 && words.page(citation.page),
    citation.score && words.score(citation.score),
  ].filter(Boolean);
  return (
    <PopoverButton
      label={words.name(place, name)}
      className={css.citation}
      testId="citation"
      trigger={
        <>
          <span className={css.place}>{place}</span>
          <span className={css.document}>{name}</span>
          {citation.score && <span className={css.score}>{citation.score}</span>}
        </>
      }
    >
      <p className={css.title}>
        <span className={css.place}>{place}</span>
        {name}
      </p>
      {facts.length > 0 && <p className={css.facts}>{facts.join(" · ")}</p>}
      <p className={css.passage} dir="auto">
        {citation.text}
      </p>
      {target && (
        <Button small icon="globe" onPress={() => onOpenLink(target.url)}>
          {words.open(target.host)}
        </Button>
      )}
    </PopoverButton>
  );
}
