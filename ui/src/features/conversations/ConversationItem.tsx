/** A conversation in the list: its title, what was said last, when, and what is the matter with it. */
import { type KeyboardEvent, type MouseEvent, useState } from "react";
import { Icon, type IconName } from "../../design/Icon";
import { holdsMod, isEnter, opensMenu } from "../../design/keys";
import { MenuButton } from "../../design/Menu";
import type { Conversation, ConversationId, Timestamp } from "../../host/types";
import { openConversation } from "../../model/open";
import { agents, conversations } from "../../model/rows";
import { useStore } from "../../model/store";
import { useRow } from "../../model/table";
import { currentView } from "../../model/view";
import { longWhen, shortWhen, useWords } from "../../words/words";
import { colourOf } from "../agents/avatar";
import { sayProblem } from "../problems/say";
import { remove, removeSelected, renaming, titleOf } from "./acts";
import css from "./ConversationItem.module.css";
import { useItemActions } from "./itemActions";
import { RenameField } from "./RenameField";
import { clearSelection, selectedIds, selectTo, toggleSelected } from "./selection";

interface Props {
  id: ConversationId;
  open: boolean;
  /** Whether the Tab key reaches the list here. */
  reached: boolean;
  /** Whether it is one of those that were chosen together. */
  chosen: boolean;
  /** Whether it says whose it is. */
  withAgent: boolean;
  today: Timestamp;
}

export function ConversationItem({ id, ...rest }: Props) {
  const row = useRow(conversations, id);
  const edited = useStore(renaming);
  const [menu, setMenu] = useState(false);
  if (!row) return null;
  const editing = edited?.place === "list" && edited.conversation === id;

  return (
    <li
      className={css.item}
      data-open={rest.open || undefined}
      data-chosen={rest.chosen || undefined}
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
          <Entry {...rest} row={row} onMenu={() => setMenu(true)} />
          <Actions row={row} open={menu} onOpenChange={setMenu} />
        </>
      )}
    </li>
  );
}

interface EntryProps extends Omit<Props, "id"> {
  row: Conversation;
  onMenu: () => void;
}

function Entry({ row, open, reached, chosen, withAgent, today, onMenu }: EntryProps) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "F2") edit(row);
    else if (event.key === "Delete") deleteHere(row, chosen);
    else if (!isEnter(event) && opensMenu(event)) onMenu();
    else if (event.key === " " && holdsMod(event)) toggleSelected(row.id);
    else return;
    event.preventDefault();
  };
  const onClick = (event: MouseEvent) => {
    if (holdsMod(event)) toggleSelected(row.id);
    else if (event.shiftKey) selectTo(row.id, currentView().conversation);
    else {
      clearSelection();
      openConversation(row.id).catch(sayProblem);
    }
  };
  return (
    <button
      type="button"
      className={css.entry}
      aria-current={open ? "true" : undefined}
      {...(chosen && { "aria-pressed": true })}
      tabIndex={reached ? 0 : -1}
      data-testid="conversation-item"
      data-conversation-id={row.id}
      onClick={onClick}
      onDoubleClick={(event) => !event.ctrlKey && !event.metaKey && !event.shiftKey && edit(row)}
      onKeyDown={onKeyDown}
    >
      <span className={css.head}>
        {chosen && <Icon name="check" size={14} />}
        {withAgent && <Whose row={row} />}
        <b className={css.title} data-unread={row.unread || undefined} dir="auto">
          {titleOf(row)}
        </b>
      </span>
      <State row={row} today={today} />
      <Preview row={row} />
    </button>
  );
}

function edit(row: Conversation): void {
  renaming.set({ conversation: row.id, place: "list" });
}

/** What the Delete key means: this one, or all that were chosen together with it. */
function deleteHere(row: Conversation, chosen: boolean): void {
  if (chosen) removeSelected(selectedIds(), true);
  else remove(row);
}

/** The colour of its agent, and the name for those who do not see it. */
function Whose({ row }: { row: Conversation }) {
  const agent = useRow(agents, row.agentId);
  if (!agent) return null;
  return <span className={css.whose} data-colour={colourOf(agent.id)} role="img" aria-label={agent.name} title={agent.name} />;
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
      {row.gone && <Mark icon="offline" label={words.gone} />}
      {row.failed && !row.running && <Mark icon="warning" label={words.failed} bad />}
      {row.draft !== "" && !row.running && <Mark icon="pencil" label={words.hasDraft} />}
      {row.tags.map((tag) => (
        <span key={tag} className={css.tag}>
          {tag}
        </span>
      ))}
      {text}
    </span>
  );
}

function Mark({ icon, label, bad }: { icon: IconName; label: string; bad?: boolean }) {
  return (
    <span className={css.mark} data-bad={bad || undefined} role="img" aria-label={label} title={label}>
      <Icon name={icon} size={12} />
    </span>
  );
}

function Actions({ row, open, onOpenChange }: { row: Conversation; open: boolean; onOpenChange: (open: boolean) => void }) {
  const { conversations: words } = useWords();
  const actions = useItemActions(row, () => edit(row));
  return (
    <div className={css.actions}>
      <MenuButton label={words.actions(titleOf(row))} small open={open} onOpenChange={onOpenChange} actions={actions} />
    </div>
  );
}
