/** What there is to a step beyond its line: each family of events has its own form. */
import { type ReactNode, useLayoutEffect, useRef } from "react";
import { Icon } from "../../design/Icon";
import type { Step, StepKind } from "../../host/types";
import { Markdown } from "../../markdown/Markdown";
import { useLiveText } from "../../model/live";
import { useWords } from "../../words/words";
import { Found } from "./Found";
import { comesFrom } from "./route";
import css from "./StepCard.module.css";
import { ToolCall } from "./ToolCall";

const cards: Record<StepKind, (props: { step: Step }) => ReactNode> = {
  think: Prose,
  "deep-search": Prose,
  knowledge: Found,
  qa: Found,
  terminology: Found,
  graph: Found,
  memory: Found,
  tool: ToolCall,
  jump: Route,
  "take-over": Route,
  intention: Prose,
  flow: Run,
  interrupt: Prose,
  other: Prose,
};

export function StepCard({ id, step }: { id: string; step: Step }): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const text = useLiveText(step.id);
  const atEnd = useRef(true);
  // A text that is being written is followed inside its box, until the reader scrolls up in it.
  useLayoutEffect(() => {
    if (step.running && atEnd.current && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [step.running, text]);
  const onScroll = () => {
    const { scrollTop = 0, scrollHeight = 0, clientHeight = 0 } = box.current ?? {};
    atEnd.current = scrollHeight - clientHeight - scrollTop < 4;
  };
  const Card = cards[step.kind];
  return (
    <div ref={box} id={id} className={css.box} onScroll={onScroll}>
      <Card step={step} />
    </div>
  );
}

/** Reasoning, reading, a reason: text as it was written. */
function Prose({ step }: { step: Step }): ReactNode {
  const live = useLiveText(step.id);
  return (
    <div className={css.prose} dir="auto">
      <Markdown text={step.running ? live || step.text : step.text} />
    </div>
  );
}

/** A hand-over: from whom to whom, and why. */
function Route({ step }: { step: Step }): ReactNode {
  const words = useWords().steps.card;
  const from = comesFrom(step);
  return (
    <div className={css.card}>
      <p className={css.route}>
        {from !== "" && (
          <>
            <bdi className={css.stop} title={words.from}>
              {from}
            </bdi>
            <Icon name="arrow" size={14} />
          </>
        )}
        <bdi className={css.stop} title={words.to} data-here="true">
          {step.title}
        </bdi>
      </p>
      {step.text !== "" && (
        <p className={css.reason} dir="auto">
          <span className={css.label}>{words.reason}</span> {step.text}
        </p>
      )}
    </div>
  );
}

function Run({ step }: { step: Step }): ReactNode {
  const words = useWords().steps.card;
  return (
    <div className={css.card}>
      <span className={css.label}>{words.run}</span> <code className={css.id}>{step.title}</code>
    </div>
  );
}
