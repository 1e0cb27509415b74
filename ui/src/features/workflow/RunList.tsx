/** The last runs of a workflow. One stop for the Tab key; the arrow keys walk through it. */
import { useRef } from "react";
import { walk } from "../../design/walk";
import type { AgentId, RunId } from "../../host/types";
import { openRunId, useRunIds } from "../../model/runs";
import { useStore } from "../../model/store";
import { useWords } from "../../words/words";
import css from "../conversations/ConversationList.module.css";
import { useToday } from "../conversations/day";
import { RunItem } from "./RunItem";

export function RunList({ agent }: { agent: AgentId }) {
  const { workflow: words } = useWords();
  const ids = useRunIds(agent);
  const open = useStore(openRunId);
  const today = useToday();
  const list = useRef<HTMLElement>(null);
  const reached: RunId | undefined = open !== "" && ids.includes(open) ? open : ids[0];

  return (
    <nav ref={list} className={css.list} aria-label={words.list} onKeyDown={(event) => walk(event, list.current, "[data-run-id]")}>
      {ids.length === 0 ? (
        <p className={css.empty}>{words.noRuns}</p>
      ) : (
        <>
          <h2 className={css.group}>{words.list}</h2>
          <ul className={css.rows}>
            {ids.map((id) => (
              <RunItem key={id} id={id} open={id === open} reached={id === reached} today={today} />
            ))}
          </ul>
        </>
      )}
    </nav>
  );
}
