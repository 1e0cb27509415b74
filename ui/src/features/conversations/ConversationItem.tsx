/** A conversation in the list: its title, what was said last, when, and whether something is going on in it. */
import { type KeyboardEvent, useState } from "react";
import { MenuButton } from "../../design/Menu";
import type { Conversation, ConversationId, Timestamp } from "../../host/types";
import { openConversation } from "../../model/open";
import { agents, conversations } from "../../model/rows";
import { useStore } from "../../model/store";
import { useRow } from "../../model/table";
import { longWhen, shortWhen, useWords } from "../../words/words";
import { sayProblem } from "../problems/say";
import { beginLike, openVariables, pin, remove, renaming, titleOf } from "./acts";
import css from "./ConversationItem.module.css";
import { RenameField } from "./RenameField";

interface Props {
  id: ConversationId;
  open: boolean;
  /** Whether the Tab key reaches the list here. */
  reached: boolean;
  today: Timestamp;
}

export function ConversationItem({ id, open, reached, today }: Props) {
  const row = useRow(conversations, id);
  const edited = useStore(renaming);
  const [menu, setMenu] = useState(false);
  if (!row) return null;
  const editing = edited?.place === "list" && edited.conversation === id;

  return (
    <li
      className={css.item}
      data-open={open || undefined}
      data-menu={menu || undefined}
      onContextMenu={(event) => {
        event.preventDefault();
        setMenu(true);
      }}
    >
      {editing ? (
        <div className={css.editing}>
          <RenameField of={row} />
        </div>
      ) : (
        <>
          <Entry row={row} open={open} reached={reached} today={today} onMenu={() => setMenu(true)} />
          <Actions row={row} open={menu} onOpenChange={setMenu} />
        </>
      )}
    </li>
  );
}

function Entry({ row, open, reached, today, onMenu }: { row: Conversation; today: Timestamp; onMenu: () => void } & Omit<Props, "id">) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "F2") edit(row);
    else if (event.key === "Delete") remove(row);
    else if (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) onMenu();
    else return;
    event.preventDefault();
  };
  return (
    <button
      type="button"
      className={css.entry}
      aria-current={open ? "true" : undefined}
      tabIndex={reached ? 0 : -1}
      data-testid="conversation-item"
      data-conversation-id={row.id}
      onClick={() => void openConversation(row.id).catch(sayProblem)}
      onDoubleClick={() => edit(row)}
      onKeyDown={onKeyDown}
    >
      <b className={css.title} data-unread={row.unread || undefined} dir="auto">
        {titleOf(row)}
      </b>
      <State row={row} today={today} />
      <Preview row={row} />
    </button>
  );
}

function edit(row: Conversation): void {
  renaming.set({ conversation: row.id, place: "list" });
}

function State({ row, today }: { row: Conversation; today: Timestamp }) {
  const { conversations: words } = useWords();
  if (row.running || row.unread) {
    return (
      <span className={css.dot} data-running={row.running || undefined} role="img" aria-label={row.running ? words.running : words.unread} />
    );
  }
  return (
    <time className={css.when} dateTime={new Date(row.activeAt).toISOString()} title={longWhen(row.activeAt)}>
      {shortWhen(row.activeAt, Math.max(today, row.activeAt))}
    </time>
  );
}

function Preview({ row }: { row: Conversation }) {
  const { conversations: words } = useWords();
  const text = row.running ? words.answering : row.draft ? words.draft(row.draft) : row.preview;
  return (
    <span className={css.preview} dir="auto">
      {text}
    </span>
  );
}

function Actions({ row, open, onOpenChange }: { row: Conversation; open: boolean; onOpenChange: (open: boolean) => void }) {
  const { conversations: words, variables } = useWords();
  const hasVariables = (useRow(agents, row.agentId)?.variables.length ?? 0) > 0;
  return (
    <div className={css.actions}>
      <MenuButton
        label={words.actions(titleOf(row))}
        small
        open={open}
        onOpenChange={onOpenChange}
        actions={[
          { id: "rename", label: words.rename, icon: "pencil", shortcut: "F2", onAction: () => edit(row) },
          { id: "pin", label: row.pinned ? words.unpin : words.pin, icon: "pin", onAction: () => pin(row) },
          ...(hasVariables
            ? [
                { id: "variables", label: variables.open, icon: "sliders" as const, apart: true, onAction: () => openVariables(row) },
                { id: "like", label: variables.same, icon: "plus" as const, onAction: () => beginLike(row) },
              ]
            : []),
          { id: "remove", label: words.remove, icon: "trash", shortcut: "Del", danger: true, apart: true, onAction: () => remove(row) },
        ]}
      />
    </div>
  );
}
