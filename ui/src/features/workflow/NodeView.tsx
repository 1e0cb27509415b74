/** One node of a run: a line that says what it was and how it went, and unfolds to what went in and came out. */
import { type ReactNode, useId, useState } from "react";
import { Icon, type IconName } from "../../design/Icon";
import type { Run, RunNode, RunNodeId } from "../../host/types";
import { runNodes } from "../../model/runs";
import { useRow } from "../../model/table";
import { useWords, type Words } from "../../words/words";
import { Data } from "../steps/Data";
import card from "../steps/StepCard.module.css";
import css from "./NodeView.module.css";
import { statusIcons } from "./status";
import { took } from "./took";

export function NodeView({ id }: { id: RunNodeId }): ReactNode {
  const node = useRow(runNodes, id);
  const words = useWords();
  if (!node) return null;
  const bad = node.status === "failed";
  const known = node.input !== "" || node.output !== "" || node.message !== "";
  const facts = [node.tokens > 0 && words.chat.tokens(node.tokens), node.tookMs > 0 && took(node.tookMs, words)].filter(Boolean);
  return (
    <li className={css.node} data-testid="workflow-node" data-status={node.status} data-node-id={node.nodeId} style={{ paddingInlineStart: `${node.depth * 20}px` }}>
      <Fold
        icon={statusIcons[node.status]}
        label={node.title || kindOf(node, words.workflow)}
        // Words for those who do not see the drawing; the eye reads them only where they are news.
        state={words.workflow.statuses[node.status]}
        name={readable(node)}
        facts={facts.join(" · ")}
        begins={bad}
      >
        {known && (
          <>
            {node.message !== "" && node.status !== "interrupted" && <p className={css.message}>{node.message}</p>}
            {node.input !== "" && <Data label={words.steps.card.input} text={node.input} />}
            {node.output !== "" && <Data label={words.steps.card.output} text={node.output} />}
          </>
        )}
      </Fold>
    </li>
  );
}

/** The platform's word, where there is none of ours. */
function kindOf({ kind }: RunNode, { kinds, node }: Words["workflow"]): string {
  return (Object.hasOwn(kinds, kind) && kinds[kind]) || kind || node;
}

/** What the run was given, as the first of its lines. */
export function InputLine({ run, input }: { run: Run; input: string }): ReactNode {
  const words = useWords();
  return (
    <li className={css.node}>
      <Fold icon="arrow" label={words.workflow.input} state="" name={run.preview} facts="" begins={false}>
        {input.trim() !== "" && <Data text={input} />}
      </Fold>
    </li>
  );
}

/** A node's id, where it is a word and no number. */
function readable({ nodeId, kind }: RunNode): string {
  const own = nodeId.split("/").at(-1) ?? "";
  // What repeats its kind says nothing.
  return own === kind || own.length > 24 || /^[0-9a-v]{20}$|^[0-9a-f-]{12,}$|^\d+$/i.test(own) ? "" : own;
}

interface FoldProps {
  icon: IconName;
  label: string;
  state: string;
  name: string;
  facts: string;
  /** Whether it is open at first. */
  begins: boolean;
  children: ReactNode;
}

function Fold({ icon, label, state, name, facts, begins, children }: FoldProps): ReactNode {
  const [chosen, setChosen] = useState<boolean>();
  const details = useId();
  const open = chosen ?? begins;
  const line = (
    <>
      <Icon name={icon} size={15} />
      <span className={css.what}>
        <b className={css.label}>{label}</b>
        {name !== "" && <span className={css.name}>{name}</span>}
        {state !== "" && <span className={css.state}>{state}</span>}
      </span>
      {facts !== "" && <span className={css.facts}>{facts}</span>}
    </>
  );
  if (!children) return <div className={css.line}>{line}</div>;
  return (
    <>
      <button type="button" className={css.line} aria-expanded={open} aria-controls={details} onClick={() => setChosen(!open)}>
        {line}
      </button>
      {open && (
        <div id={details} className={css.details}>
          <div className={card.card}>{children}</div>
        </div>
      )}
    </>
  );
}
