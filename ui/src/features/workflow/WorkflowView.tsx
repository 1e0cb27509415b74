/** A workflow: the input of the next run, and below it the run that is open. */
import { type ReactNode, useEffect, useMemo } from "react";
import type { Agent, AgentId } from "../../host/types";
import { Markdown } from "../../markdown/Markdown";
import { MarkdownContext } from "../../markdown/words";
import { agents } from "../../model/rows";
import { openRunId, runs } from "../../model/runs";
import { useStore } from "../../model/store";
import { useRow } from "../../model/table";
import { leaveWorkflow, openWorkflow, workflows } from "../../model/workflow";
import { useWords } from "../../words/words";
import { type WayOut, WayOutContext } from "../chat/asking";
import { ProblemBanner } from "../chat/ProblemBanner";
import { useMarkdownSurroundings } from "../chat/surroundings";
import { ListToggle } from "../conversations/ListToggle";
import { sayProblem } from "../problems/say";
import { seeWorkflow, titleOf } from "./acts";
import { InputForm } from "./InputForm";
import { RunActions } from "./RunActions";
import { RunAnnouncer } from "./RunAnnouncer";
import { RunReport } from "./RunReport";
import css from "./WorkflowView.module.css";

export function WorkflowView({ agent }: { agent: AgentId }): ReactNode {
  const row = useRow(agents, agent);
  useEffect(() => {
    seeWorkflow(agent);
    openWorkflow(agent).catch(sayProblem);
    return () => leaveWorkflow(agent);
  }, [agent]);
  return row ? <Page agent={row} /> : null;
}

const nothing = () => undefined;

function Page({ agent }: { agent: Agent }): ReactNode {
  const { id } = agent;
  const all = useWords();
  const opening = useRow(workflows, id);
  const open = useStore(openRunId);
  const found = useRow(runs, open);
  const run = found?.agentId === id ? found : undefined;
  const wayOut = useMemo<WayOut>(() => ({ agent: id, newConversation: nothing }), [id]);
  const markdown = useMarkdownSurroundings(agent);
  return (
    <WayOutContext value={wayOut}>
      <MarkdownContext value={markdown}>
        <section className={css.page} aria-label={all.workflow.page}>
          <header className={css.bar}>
            <ListToggle />
            <h2 className={css.title}>{run ? titleOf(run) : all.workflow.new}</h2>
            {run && <RunActions run={run} />}
          </header>
          <div className={css.body}>
            <div className={css.column}>
              {opening?.state === "failed" && opening.problem && (
                <ProblemBanner problem={opening.problem} onRetry={() => void openWorkflow(id)} />
              )}
              {!run && <About agent={agent} />}
              {opening?.state === "ready" && <InputForm key={id} agent={agent} draft={opening.draft} autoFocus={run?.status !== "interrupted"} />}
              {run && <RunReport key={run.id} run={run} />}
            </div>
          </div>
          <RunAnnouncer run={run} />
        </section>
      </MarkdownContext>
    </WayOutContext>
  );
}

/** What the workflow says of itself, before anything was run. */
function About({ agent }: { agent: Agent }): ReactNode {
  return (
    <div className={css.about}>
      <h3 className={css.name} dir="auto">
        {agent.name}
      </h3>
      {agent.opening.message !== "" && (
        <div className={css.opening} dir="auto">
          <Markdown text={agent.opening.message} />
        </div>
      )}
    </div>
  );
}
