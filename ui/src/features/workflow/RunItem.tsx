/** A run in the list: how it went, what it was given, and when. */
import { type KeyboardEvent, useState } from "react";
import { Icon } from "../../design/Icon";
import { MenuButton } from "../../design/Menu";
import type { RunId, Timestamp } from "../../host/types";
import { runs } from "../../model/runs";
import { useRow } from "../../model/table";
import { openRun } from "../../model/workflow";
import { longWhen, shortWhen, useWords } from "../../words/words";
import item from "../conversations/ConversationItem.module.css";
import { sayProblem } from "../problems/say";
import { nameOf, remove } from "./acts";
import { actionsFor } from "./RunActions";
import css from "./RunItem.module.css";
import { goesOn, statusIcons } from "./status";

interface Props {
  id: RunId;
  open: boolean;
  /** Whether the Tab key reaches the list here. */
  reached: boolean;
  today: Timestamp;
}

export function RunItem({ id, open, reached, today }: Props) {
  const { workflow: words } = useWords();
  const run = useRow(runs, id);
  const [menu, setMenu] = useState(false);
  if (!run) return null;

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Delete") remove(run);
    else if (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) setMenu(true);
    else return;
    event.preventDefault();
  };
  return (
    <li
      className={item.item}
      data-open={open || undefined}
      data-menu={menu || undefined}
      onContextMenu={(event) => {
        event.preventDefault();
        setMenu(true);
      }}
    >
      <button
        type="button"
        className={item.entry}
        aria-current={open ? "true" : undefined}
        tabIndex={reached ? 0 : -1}
        data-run-id={id}
        onClick={() => void openRun(id).catch(sayProblem)}
        onKeyDown={onKeyDown}
      >
        <b className={item.title} dir="auto">
          {nameOf(run)}
        </b>
        <time className={item.when} dateTime={new Date(run.startedAt).toISOString()} title={longWhen(run.startedAt)}>
          {shortWhen(run.startedAt, Math.max(today, run.startedAt))}
        </time>
        <span className={item.preview}>
          <span className={css.state} data-status={run.status}>
            <Icon name={statusIcons[run.status]} size={12} />
            {goesOn(run) && !run.watched ? words.unwatched : words.statuses[run.status]}
          </span>
        </span>
      </button>
      <div className={item.actions}>
        <MenuButton label={words.actions(nameOf(run))} small open={menu} onOpenChange={setMenu} actions={actionsFor(run, words)} />
      </div>
    </li>
  );
}
