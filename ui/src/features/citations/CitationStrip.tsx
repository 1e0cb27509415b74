/** What an answer may rest on, below it: by document, each passage a press away, all of them in place on demand. */
import { type ReactNode, useState } from "react";
import { Icon } from "../../design/Icon";
import { Said } from "../../design/Said";
import { useWords } from "../../words/words";
import { useCited } from "./CitationScope";
import css from "./CitationStrip.module.css";
import { Documents } from "./Documents";
import { type Document, documentsOf, type Origin, origins, type Source } from "./sources";

/** Passages that have a chip each; the rest is shown on demand. */
const shownFirst = 10;

export function CitationStrip(): ReactNode {
  const words = useWords().citations;
  const { sources } = useCited();
  const [unfolded, setUnfolded] = useState(false);
  if (sources.length === 0) return null;
  const documents = documentsOf(sources);
  const shown = documentsOf(sources.slice(0, shownFirst));
  const left = sources.length - shownFirst;
  return (
    <section className={css.strip} aria-label={words.label}>
      <button type="button" className={css.summary} aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
        <Icon name="book" size={14} />
        {summaryOf(documents, words)}
        <Icon name={unfolded ? "chevronUp" : "chevronDown"} size={12} />
      </button>
      {unfolded ? (
        <Documents documents={documents} level={4} />
      ) : (
        <ul className={css.chips}>
          {shown.map((document, index) => (
            <DocumentChips key={index} document={document} apart={document.origin !== shown[index - 1]?.origin} />
          ))}
          {left > 0 && (
            <li>
              <button type="button" className={css.chip} aria-label={words.more(left)} onClick={() => setUnfolded(true)}>
                +{left}
              </button>
            </li>
          )}
        </ul>
      )}
    </section>
  );
}

/** Documents with their passages, and apart from them what is no document. */
function summaryOf(documents: readonly Document[], words: ReturnType<typeof useWords>["citations"]): string {
  const of = (origin: Origin) => documents.filter((document) => document.origin === origin);
  const within = (some: readonly Document[]) => some.reduce((sum, { sources }) => sum + sources.length, 0);
  const read = of("knowledge");
  const passages = within(read);
  const parts = read.length === 0 ? [] : [words.documents(read.length)];
  if (passages > read.length) parts.push(words.passages(passages));
  for (const origin of origins) {
    if (origin === "knowledge") continue;
    const found = within(of(origin));
    if (found > 0) parts.push(words.besides[origin](found));
  }
  return parts.join(" · ");
}

interface DocumentChipsProps {
  document: Document;
  /** It is the first of its origin. */
  apart: boolean;
}

/** A document's passages, side by side: the first carries its name. */
function DocumentChips({ document, apart }: DocumentChipsProps): ReactNode {
  const words = useWords().citations;
  const { origin, name, sources } = document;
  return (
    <li className={css.document}>
      {apart && origin !== "knowledge" && name !== "" && <span className={css.origin}>{words.origins[origin]}</span>}
      <span className={css.passages}>
        {sources.map((source, index) => (
          <PassageChip key={source.number} source={source} name={name || words.origins[origin]} first={index === 0} only={sources.length === 1} />
        ))}
      </span>
    </li>
  );
}

interface PassageChipProps {
  source: Source;
  name: string;
  first: boolean;
  only: boolean;
}

function PassageChip({ source, name, first, only }: PassageChipProps): ReactNode {
  const words = useWords().citations;
  const { open } = useCited();
  return (
    <button
      type="button"
      className={css.chip}
      data-testid="citation"
      onClick={(event) => open(source, event.currentTarget)}
    >
      <Said>{words.name(source.number, name)}</Said>
      <span className={css.place} aria-hidden="true">
        {source.number}
      </span>
      {first && (
        <bdi className={css.name} aria-hidden="true">
          {name}
        </bdi>
      )}
      {only && source.citation.score && (
        <span className={css.score} aria-hidden="true">
          {source.citation.score}
        </span>
      )}
    </button>
  );
}
