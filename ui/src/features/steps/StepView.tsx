/** One step: a line that says what happened and how long it took, and unfolds to what went in and came out. */
import { type ReactNode, useId } from "react";
import { Icon, type IconName } from "../../design/Icon";
import type { Step, StepId, StepKind } from "../../host/types";
import { steps } from "../../model/rows";
import { useRow } from "../../model/table";
import { useWords } from "../../words/words";
import { besides, labelOf, nameIn, searches, tookOf } from "./label";
import { StepCard } from "./StepCard";
import css from "./Steps.module.css";
import { useUnfolded } from "./unfolded";
import { useSeconds } from "./useSeconds";

const icons: Record<StepKind, IconName> = {
  think: "bulb",
  knowledge: "book",
  qa: "answers",
  terminology: "terms",
  memory: "memory",
  graph: "graph",
  tool: "tool",
  jump: "arrow",
  "take-over": "handover",
  intention: "target",
  "deep-search": "search",
  flow: "flow",
  interrupt: "hand",
  other: "event",
};

interface StepViewProps {
  id: StepId;
  /** Unfolded, unless the reader folded it. */
  full: boolean;
}

export function StepView({ id, full }: StepViewProps): ReactNode {
  const step = useRow(steps, id);
  const { unfolded, toggle } = useUnfolded(id, full);
  const card = useId();
  if (!step) return null;
  const foldable = hasMore(step);
  return (
    <li className={css.step} data-testid="step" data-step-id={id} data-kind={step.kind} data-running={step.running || undefined}>
      {foldable ? (
        <button type="button" className={css.line} aria-expanded={unfolded} aria-controls={card} onClick={toggle}>
          <Line step={step} folded={!unfolded} />
        </button>
      ) : (
        <div className={css.line}>
          <Line step={step} folded />
        </div>
      )}
      {foldable && unfolded && <StepCard id={card} step={step} />}
    </li>
  );
}

/** Whether there is more to it than its line says. */
function hasMore(step: Step): boolean {
  if (step.kind === "flow") return step.title !== "";
  if (step.running && (step.kind === "think" || step.kind === "deep-search")) return true;
  const found = searches.has(step.kind) && !step.running;
  return found || step.text !== "" || step.input !== "";
}

function Line({ step, folded }: { step: Step; folded: boolean }): ReactNode {
  const words = useWords();
  const label = labelOf(step, words.steps);
  const took = tookOf(step, words);
  return (
    <>
      <Icon name={icons[step.kind]} />
      <span className={css.what}>
        <Named label={label} name={nameIn(step)} />
        {folded && besides(step, words.steps).map((part, index) => <bdi key={index}> · {part}</bdi>)}
      </span>
      {step.running ? <Elapsed since={step.startedAt} /> : took !== "" && <span className={css.took}>{took}</span>}
    </>
  );
}

/** How long a step has been running, once that can be told. */
function Elapsed({ since }: { since: number }): ReactNode {
  const words = useWords().steps;
  const seconds = useSeconds(since);
  return seconds > 0 && <span className={css.took}>{words.since(seconds)}</span>;
}

/** The label, with the name in it set off. */
function Named({ label, name }: { label: string; name: string }): ReactNode {
  const at = name === "" ? -1 : label.indexOf(name);
  if (at < 0) return label;
  return (
    <>
      {label.slice(0, at)}
      <bdi className={css.name}>{name}</bdi>
      {label.slice(at + name.length)}
    </>
  );
}
