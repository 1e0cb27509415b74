/** A question as it was asked: plain text, folded where it is long, with what one can do with it. */
import { type KeyboardEvent, type MouseEvent, type ReactNode, useContext, useId, useRef, useState } from "react";
import { opensMenu } from "../../design/keys";
import type { Action } from "../../design/Menu";
import type { Turn } from "../../host/types";
import { conversations } from "../../model/rows";
import { useStore } from "../../model/store";
import { useRow } from "../../model/table";
import { longWhen, useLocale, useWords } from "../../words/words";
import { QuestionFiles } from "../files/QuestionFiles";
import { LateTurn } from "../interrupts/LateTurn";
import { askBelow, edit, editing, removeTurn } from "../turns/acts";
import { EditQuestion } from "../turns/EditQuestion";
import { QuestionActions } from "../turns/QuestionActions";
import { Standing } from "../turns/Standing";
import { AskContext } from "./asking";
import css from "./Question.module.css";

/** Beyond either of these a question is folded. */
const longLines = 12;
const longLength = 1200;

interface QuestionProps {
  turn: Turn;
  /** Nothing was asked after it. */
  last: boolean;
}

export function Question({ turn, last }: QuestionProps): ReactNode {
  const { chat: words } = useWords();
  const locale = useLocale();
  const edited = useStore(editing);
  const bubble = useRef<HTMLDivElement>(null);
  const [menu, setMenu] = useState(false);
  const actions = useActions(turn, last, bubble);
  if (turn.askedBy === "task") {
    const own = actions.filter(({ id }) => id === "delete-turn");
    return (
      <div ref={bubble} className={css.late}>
        <LateTurn turn={turn} />
        <QuestionActions actions={own} atHand={["delete-turn"]} open={menu} onOpenChange={setMenu} />
      </div>
    );
  }
  if (last && edited?.turn === turn.id) {
    return <EditQuestion turn={turn} text={edited.text} onLeft={() => requestAnimationFrame(() => focusOn(bubble.current))} />;
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const opens = opensMenu(event);
    if (event.ctrlKey || event.metaKey || event.altKey || (event.shiftKey && !opens)) return;
    if (opens) setMenu(true);
    else if (event.key.toLowerCase() === "e" && last) edit(turn);
    else if (event.key === "Delete") actions.find(({ id }) => id === "delete-turn")?.onAction();
    else return;
    event.preventDefault();
  };
  const onContextMenu = (event: MouseEvent) => {
    // A right click on what is selected is about the selection.
    if (document.getSelection()?.isCollapsed === false) return;
    event.preventDefault();
    setMenu(true);
  };
  return (
    <>
      <LateTurn turn={turn} />
      <div className={css.question}>
        <QuestionActions actions={actions} atHand={["edit-turn", "delete-turn"]} open={menu} onOpenChange={setMenu} />
        <div
          ref={bubble}
          className={css.bubble}
          role="group"
          aria-label={words.question}
          tabIndex={0}
          title={longWhen(turn.askedAt, locale)}
          onKeyDown={onKeyDown}
          onContextMenu={onContextMenu}
        >
          <QuestionText text={turn.question} />
        </div>
      </div>
      {turn.files.length > 0 && (
        <div className={css.files}>
          <QuestionFiles turn={turn.id} files={turn.files} />
        </div>
      )}
      <Standing turn={turn} />
    </>
  );
}

function QuestionText({ text }: { text: string }): ReactNode {
  const words = useWords().chat;
  const [open, setOpen] = useState(false);
  const id = useId();
  const long = isLong(text);
  return (
    <>
      <div id={id} className={css.text} data-folded={(long && !open) || undefined} data-testid="question-text" dir="auto">
        {text}
      </div>
      {long && (
        <button type="button" className={css.fold} aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
          {open ? words.showLess : words.showAll}
        </button>
      )}
    </>
  );
}

/** The newest question can be asked in other words, an older one once more; each can be copied, and deleted with its turn. */
function useActions(turn: Turn, last: boolean, bubble: React.RefObject<HTMLElement | null>): Action[] {
  const words = useWords().turns;
  const { toEnd } = useContext(AskContext);
  const running = useRow(conversations, turn.conversationId)?.running ?? false;
  const remove = () => {
    // The turn goes; the focus stays in the log.
    focusOn(bubble.current?.closest<HTMLElement>("[role=log]") ?? null);
    removeTurn(turn);
  };
  return [
    last
      ? { id: "edit-turn", label: words.edit, icon: "pencil", shortcut: "E", onAction: () => edit(turn) }
      : { id: "ask-below", label: words.askBelow, icon: "regenerate", disabled: running, onAction: () => askBelow(turn, toEnd) },
    { id: "copy-question", label: words.copy, icon: "copy", onAction: () => void navigator.clipboard.writeText(turn.question).catch(() => undefined) },
    { id: "delete-turn", label: words.remove, icon: "trash", shortcut: "Del", danger: true, apart: true, onAction: remove },
  ];
}

function focusOn(element: HTMLElement | null): void {
  element?.focus({ preventScroll: true });
}

function isLong(text: string): boolean {
  if (text.length > longLength) return true;
  let lines = 1;
  for (let at = text.indexOf("\n"); at >= 0 && lines <= longLines; at = text.indexOf("\n", at + 1)) lines += 1;
  return lines > longLines;
}
