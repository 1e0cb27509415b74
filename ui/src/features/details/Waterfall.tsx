/** The waterfall of an answer. */
import { type CSSProperties, type ReactNode, useMemo, useState } from "react";
import type { Answer } from "../../host/types";
import { useWords } from "../../words/words";
import { useSeconds } from "../steps/useSeconds";
import { useSteps } from "../steps/useSteps";
import type { Seen } from "./events";
import { Section } from "./Section";
import css from "./Waterfall.module.css";
import { type Row, type RowKind, waterfall } from "./waterfall";

/** The rest is shown on demand. */
const shownFirst = 40;

const families: Record<RowKind, "think" | "search" | "hand" | "act" | "write" | "wait"> = {
  waiting: "wait",
  writing: "write",
  think: "think",
  knowledge: "search",
  qa: "search",
  terminology: "search",
  graph: "search",
  memory: "search",
  "deep-search": "search",
  tool: "act",
  flow: "act",
  jump: "hand",
  "take-over": "hand",
  intention: "hand",
  interrupt: "wait",
  other: "wait",
};

interface WaterfallProps {
  answer: Answer;
  frames: readonly Seen[];
}

export function Waterfall({ answer, frames }: WaterfallProps): ReactNode {
  const words = useWords().details;
  const steps = useSteps(answer.steps);
  const streaming = answer.state === "streaming";
  const seconds = useSeconds(streaming ? answer.startedAt : 0);
  const now = streaming ? answer.startedAt + seconds * 1000 : answer.endedAt;
  const { rows, totalMs } = useMemo(() => waterfall(answer, steps, frames, now), [answer, steps, frames, now]);
  const [all, setAll] = useState(false);
  if (rows.length === 0) return null;
  const shown = all ? rows : rows.slice(0, shownFirst);
  return (
    <Section title={words.timeline}>
      <ul className={css.rows}>
        {shown.map((row) => (
          <RowView key={row.key} row={row} totalMs={totalMs} />
        ))}
      </ul>
      {shown.length < rows.length && (
        <button type="button" className={css.more} onClick={() => setAll(true)}>
          {words.more(rows.length - shown.length)}
        </button>
      )}
      {totalMs > 0 ? (
        <p className={css.axis} aria-hidden="true">
          <span>0</span>
          <span>{words.seconds(totalMs / 2)}</span>
          <span>{words.seconds(totalMs)}</span>
        </p>
      ) : (
        <p className={css.note}>{words.onlyDurations}</p>
      )}
    </Section>
  );
}

function RowView({ row, totalMs }: { row: Row; totalMs: number }): ReactNode {
  const words = useWords().details;
  const label = row.title || words.rows[row.kind];
  const took = row.tookMs > 0 ? words.short(row.tookMs) : "";
  const [first] = row.bars;
  const about = first ? words.span(label, first.from, row.bars.at(-1)?.to ?? first.to) : label;
  return (
    <li className={css.row} data-kind={row.kind} data-running={row.running || undefined} title={about}>
      <bdi className={css.label}>{label}</bdi>
      <span className={css.track}>
        {totalMs > 0 && row.bars.map((bar, index) => <i key={index} data-family={families[row.kind]} style={place(bar.from, bar.to, totalMs)} />)}
      </span>
      <span className={css.took}>{took}</span>
    </li>
  );
}

function place(from: number, to: number, totalMs: number): CSSProperties {
  const percent = (ms: number) => `${Math.min(100, (100 * ms) / totalMs)}%`;
  return { insetInlineStart: `min(${percent(from)}, 100% - 3px)`, inlineSize: `max(3px, ${percent(Math.min(to, totalMs) - from)})` };
}
