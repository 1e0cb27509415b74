/** A run: how far it is, what went wrong, what it asks, what its nodes did, and what came out. */
import { type ReactNode, useCallback, useState, useSyncExternalStore } from "react";
import { Icon } from "../../design/Icon";
import type { Problem, Run, RunNodeId, Timestamp } from "../../host/types";
import { runNodes, runTexts } from "../../model/runs";
import { useRow, type Wake } from "../../model/table";
import { worded } from "../../words/problems";
import { useWords } from "../../words/words";
import { ProblemBanner } from "../chat/ProblemBanner";
import { useSeconds } from "../steps/useSeconds";
import { retry } from "./acts";
import { Ask } from "./Ask";
import { InputLine, NodeView } from "./NodeView";
import { Output } from "./Output";
import css from "./RunReport.module.css";
import { goesOn, statusIcons } from "./status";
import { took } from "./took";

/** So many nodes are shown at first. */
const shownAtFirst = 40;

export function RunReport({ run }: { run: Run }): ReactNode {
  const text = useRow(runTexts, run.id);
  const words = useWords().workflow;
  const going = goesOn(run);
  const ended = run.status === "success" || (text?.output ?? "") !== "";
  return (
    <section className={css.report} aria-label={words.list} aria-busy={going} data-run-status={run.status}>
      <Progress run={run} />
      {run.problem && (going && run.watched ? <Trouble problem={run.problem} /> : <ProblemBanner problem={run.problem} onRetry={() => retry(run)} />)}
      <Nodes run={run} input={text?.input ?? ""} />
      {run.status === "interrupted" && <Ask key={run.endedAt} run={run} />}
      {!going && ended && text && <Output text={text.output} />}
    </section>
  );
}

/** Where it is, in one line. */
function Progress({ run }: { run: Run }): ReactNode {
  const all = useWords();
  const { workflow: words, chat } = all;
  const going = goesOn(run);
  const done = useDone(run.nodes);
  const facts = [
    run.nodes.length > 0 && (going ? words.nodesDone(done) : words.nodes(run.nodes.length)),
    !going && run.tookMs > 0 && took(run.tookMs, all),
    run.tokens > 0 && chat.tokens(run.tokens),
  ].filter(Boolean);
  return (
    <p className={css.progress} data-status={run.status}>
      {going && run.watched ? <span className={css.pulse} aria-hidden="true" /> : <Icon name={statusIcons[run.status]} />}
      <b>{stateOf(run, words)}</b>
      {facts.map((fact) => (
        <span key={String(fact)} className={css.fact}>
          {fact}
        </span>
      ))}
      {going && run.watched && <Elapsed since={run.startedAt} />}
    </p>
  );
}

function Elapsed({ since }: { since: Timestamp }): ReactNode {
  const words = useWords().steps;
  return <span className={css.fact}>{words.since(useSeconds(since))}</span>;
}

function stateOf(run: Run, words: ReturnType<typeof useWords>["workflow"]): string {
  if (!goesOn(run)) return words.statuses[run.status];
  if (!run.watched) return words.unwatched;
  if (run.way === "oneCall") return words.oneCallGoing;
  return run.platformId === "" ? words.starting : words.statuses.processing;
}

/** How many of these nodes are done. */
function useDone(ids: readonly RunNodeId[]): number {
  const watch = useCallback(
    (wake: Wake) => {
      const ends = ids.map((id) => runNodes.watch(id, wake));
      return () => ends.forEach((end) => end());
    },
    [ids],
  );
  return useSyncExternalStore(watch, () => ids.filter((id) => runNodes.get(id)?.status === "success").length);
}

/** What keeps the run from being asked after; it is tried again by itself. */
function Trouble({ problem }: { problem: Problem }): ReactNode {
  const all = useWords();
  return (
    <p className={css.trouble}>
      <Icon name={problem.code === "offline" ? "offline" : "warning"} />
      <span>
        {all.problems.sentences(all.problems.sentence(worded(problem, all).title), all.workflow.stillTrying)}
      </span>
    </p>
  );
}

function Nodes({ run, input }: { run: Run; input: string }): ReactNode {
  const words = useWords().workflow;
  const [all, setAll] = useState(false);
  const shown = all ? run.nodes : run.nodes.slice(0, shownAtFirst);
  return (
    <>
      <ul className={css.nodes} aria-label={words.nodeList}>
        <InputLine run={run} input={input} />
        {shown.map((id) => (
          <NodeView key={id} id={id} />
        ))}
      </ul>
      {shown.length < run.nodes.length && (
        <button type="button" className={css.more} onClick={() => setAll(true)}>
          {words.showAllNodes(run.nodes.length)}
        </button>
      )}
    </>
  );
}
