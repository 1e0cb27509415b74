/** An answer with what it rests on: marks in its text and chips below it open the same passages. */
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from "react";
import { PopoverBeside } from "../../design/PopoverBeside";
import type { StepId } from "../../host/types";
import { CitationContext, type CitationMark } from "../../markdown/citation-syntax";
import { useWords } from "../../words/words";
import { useSteps } from "../steps/useSteps";
import css from "./CitationScope.module.css";
import { Passage } from "./Passage";
import { nameOf, type Source, sourcesOf } from "./sources";

interface Cited {
  sources: readonly Source[];
  /** Shows a passage beside what asked for it. */
  open: (source: Source, beside: Element) => void;
}

const CitedContext = createContext<Cited>({ sources: [], open: () => undefined });

export const useCited = () => useContext(CitedContext);

export function useSources(steps: readonly StepId[]): readonly Source[] {
  const rows = useSteps(steps);
  return useMemo(() => sourcesOf(rows), [rows]);
}

interface CitationScopeProps {
  steps: readonly StepId[];
  children: ReactNode;
}

export function CitationScope({ steps, children }: CitationScopeProps): ReactNode {
  const words = useWords().citations;
  const sources = useSources(steps);
  const [opened, setOpened] = useState<{ source: Source; beside: Element }>();
  const open = useCallback((source: Source, beside: Element) => setOpened({ source, beside }), []);
  const cited = useMemo<Cited>(() => ({ sources, open }), [sources, open]);
  const mark = useCallback<CitationMark>((numbers, written) => markOf(numbers, written, sources), [sources]);
  const { source } = opened ?? {};
  return (
    <CitedContext value={cited}>
      <CitationContext value={mark}>{children}</CitationContext>
      {source && (
        <PopoverBeside label={words.name(source.number, nameOf(source.citation))} beside={opened?.beside} onClose={() => setOpened(undefined)}>
          <Passage source={source} />
        </PopoverBeside>
      )}
    </CitedContext>
  );
}

/** Chips for numbers that are all in the list; what was written otherwise. */
function markOf(numbers: readonly number[], written: string, sources: readonly Source[]): ReactNode {
  const found = numbers.map((number) => sources[number - 1]).filter((source) => source !== undefined);
  if (found.length === 0 || found.length < numbers.length) return written;
  return found.map((source) => <Chip key={source.number} source={source} />);
}

function Chip({ source }: { source: Source }): ReactNode {
  const words = useWords().citations;
  const { open } = useCited();
  const name = nameOf(source.citation) || words.origins[source.origin];
  return (
    <button
      type="button"
      className={css.chip}
      title={name}
      aria-label={words.name(source.number, name)}
      onClick={(event) => open(source, event.currentTarget)}
    >
      {source.number}
    </button>
  );
}
