/** What an answer took, on one axis of time, what it rests on, and what the platform recorded of it. */
import type { ReactNode } from "react";
import type { Answer, Turn } from "../../host/types";
import { Said } from "../../design/Said";
import { plainText } from "../../markdown/forms";
import { useWords } from "../../words/words";
import { useCited } from "../citations/CitationScope";
import { nameOf, type Origin, origins, type Source } from "../citations/sources";
import { Facts } from "./Facts";
import css from "./ProcessPage.module.css";
import { Section } from "./Section";
import { Trace } from "./Trace";
import { useFrames } from "./useFrames";
import { Waterfall } from "./Waterfall";

interface ProcessPageProps {
  turn: Turn;
  answer: Answer;
}

export function ProcessPage({ turn, answer }: ProcessPageProps): ReactNode {
  const { frames } = useFrames(answer);
  return (
    <>
      <Facts turn={turn} answer={answer} frames={frames} />
      <Waterfall answer={answer} frames={frames} />
      <Cited />
      <Trace answer={answer} />
    </>
  );
}

/** The passages in short, by where they were found; each opens beside itself. */
function Cited(): ReactNode {
  const { sources } = useCited();
  return origins.map((origin) => <CitedFrom key={origin} origin={origin} sources={sources.filter((source) => source.origin === origin)} />);
}

function CitedFrom({ origin, sources }: { origin: Origin; sources: readonly Source[] }): ReactNode {
  const words = useWords();
  const { open } = useCited();
  if (sources.length === 0) return null;
  return (
    <Section title={origin === "knowledge" ? words.details.cited : words.citations.origins[origin]}>
      <ul className={css.cited}>
        {sources.map((source) => {
          const { number, citation } = source;
          const name = nameOf(citation) || words.citations.origins[origin];
          return (
            <li key={number}>
              <button
                type="button"
                className={css.source}
                onClick={(event) => open(source, event.currentTarget)}
              >
                <Said>{words.citations.name(number, name)}</Said>
                <span className={css.head} aria-hidden="true">
                  <span className={css.number}>{number}</span>
                  <bdi className={css.name}>{name}</bdi>
                  {citation.score && <span className={css.score}>{citation.score}</span>}
                </span>
                <span className={css.text}>
                  {citation.page > 0 && `${words.citations.page(citation.page)} · `}
                  {/* A memory is written by the agent, the rest is quoted. */}
                  {origin === "memory" ? plainText(citation.text.slice(0, 300)) : citation.text.slice(0, 300)}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
