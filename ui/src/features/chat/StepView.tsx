/** One step: a line that says what happened and how long it took, and unfolds to what went in and came out. */
import { type ReactNode, useId, useState } from "react";
import { Icon, type IconName } from "../../design/Icon";
import type { Step, StepId, StepKind } from "../../host/types";
import { steps } from "../../model/rows";
import { useRow } from "../../model/table";
import { useWords } from "../../words/words";
import { documentsOf, labelOf, namesTitle } from "./label";
import { StepDetails } from "./StepDetails";
import css from "./Steps.module.css";

const icons: Record<StepKind, IconName> = {
  think: "bulb",
  knowledge: "book",
  qa: "list",
  terminology: "book",
  memory: "book",
  graph: "flow",
  tool: "tool",
  jump: "arrow",
  "take-over": "arrow",
  intention: "bulb",
  "deep-search": "search",
  flow: "flow",
  interrupt: "stop",
  other: "more",
};

export function StepView({ id }: { id: StepId }): ReactNode {
  const step = useRow(steps, id);
  const [open, setOpen] = useState(false);
  const details = useId();
  if (!step) return null;
  const foldable = hasDetails(step);
  return (
    <li className={css.step} data-testid="step" data-kind={step.kind} data-running={step.running || undefined}>
      {foldable ? (
        <button type="button" className={css.line} aria-expanded={open} aria-controls={details} onClick={() => setOpen(!open)}>
          <Line step={step} folded={!open} />
        </button>
      ) : (
        <div className={css.line}>
          <Line step={step} folded={false} />
        </div>
      )}
      {foldable && open && <StepDetails id={details} step={step} />}
    </li>
  );
}

function hasDetails(step: Step): boolean {
  const streams = step.kind === "think" && step.running;
  return streams || step.text !== "" || step.input !== "" || step.citations.length > 0;
}

function Line({ step, folded }: { step: Step; folded: boolean }): ReactNode {
  const words = useWords().chat;
  const label = labelOf(step, words.steps);
  const documents = documentsOf(step);
  const after = [
    step.kind === "think" && !step.running && folded && words.steps.folded,
    documents > 0 && words.steps.documents(documents),
    !namesTitle(step, words.steps) && step.title,
  ].filter(Boolean);
  return (
    <>
      <Icon name={icons[step.kind]} />
      <span className={css.what}>
        <Named label={label} name={namesTitle(step, words.steps) ? step.title : ""} />
        {after.map((part, index) => (
          <span key={index}> · {part}</span>
        ))}
      </span>
      {step.tookMs > 0 && <span className={css.took}>{words.took(step.tookMs)}</span>}
    </>
  );
}

/** The label, with the name in it set off. */
function Named({ label, name }: { label: string; name: string }): ReactNode {
  const at = name === "" ? -1 : label.indexOf(name);
  if (at < 0) return label;
  return (
    <>
      {label.slice(0, at)}
      <b className={css.name}>{name}</b>
      {label.slice(at + name.length)}
    </>
  );
}
