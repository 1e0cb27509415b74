/** A passage as it was found: its text, where it stands, its score as given, and the ways to its document. */
import type { ReactNode } from "react";
import { Button } from "../../design/Button";
import { CopyIcon } from "../../design/CopyIcon";
import { Markdown } from "../../markdown/Markdown";
import { useMarkdown } from "../../markdown/words";
import { useWords } from "../../words/words";
import { linkOf } from "./link";
import css from "./Passage.module.css";
import { nameOf, type Source } from "./sources";

interface PassageProps {
  source: Source;
  /** Its document is named above it already. */
  named?: boolean;
}

export function Passage({ source, named }: PassageProps): ReactNode {
  const words = useWords().citations;
  const { onOpenLink } = useMarkdown();
  const { citation, number, origin } = source;
  const target = linkOf(citation);
  const facts = [
    !named && origin !== "knowledge" && citation.document !== "" && words.origins[origin],
    citation.document !== citation.dataset && citation.document !== "" && citation.dataset,
    citation.page > 0 && words.page(citation.page),
    citation.score && words.score(citation.score),
  ].filter(Boolean);
  return (
    <>
      <header className={css.header}>
        <span className={css.number}>{number}</span>
        <span className={css.about}>
          {!named && <bdi className={css.name}>{nameOf(citation) || words.origins[origin]}</bdi>}
          {facts.length > 0 && (
            <span className={css.facts}>
              {facts.map((fact, index) => (
                <bdi key={index}>{fact}</bdi>
              ))}
            </span>
          )}
        </span>
        <CopyIcon label={words.copy} done={words.copied} text={() => citation.text} />
      </header>
      {/* A memory is written by the agent, the rest is quoted. */}
      {origin === "memory" ? (
        <div className={css.text}>
          <Markdown text={citation.text} />
        </div>
      ) : (
        <p className={css.text} data-quoted="true" dir="auto">
          {citation.text}
        </p>
      )}
      {target && (
        <Button small icon="globe" onPress={() => onOpenLink(target.url)}>
          {words.open(target.host)}
        </Button>
      )}
    </>
  );
}
