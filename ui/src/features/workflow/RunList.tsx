/** The last runs of a workflow. One stop for the Tab key; the arrow keys walk through it. */
import { type KeyboardEvent, useRef } from "react";
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

  const onKeyDown = (event: KeyboardEvent) => {
    const items = [...(list.current?.querySelectorAll<HTMLElement>("[data-run-id]") ?? [])];
    const at = items.findIndex((item) => item === event.target);
    if (at < 0 || event.altKey) return;
    const next = { ArrowDown: items[at + 1], ArrowUp: items[at - 1], Home: items[0], End: items.at(-1) }[event.key];
    if (!next) return;
    event.preventDefault();
    next.focus();
  };

  return (
    <nav ref={list} className={css.list} aria-label={words.list} onKeyDown={onKeyDown}>
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
