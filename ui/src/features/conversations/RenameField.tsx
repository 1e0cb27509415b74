/** A title being written where it stands. Enter and leaving keep it, Esc does not. */
import { useRef, useState } from "react";
import { TextField } from "../../design/Field";
import type { Conversation, ConversationId } from "../../host/types";
import { useWords } from "../../words/words";
import { rename, renaming } from "./acts";

/** Where the focus was, or to the row in the list if that is gone; not where somebody has moved it elsewhere. */
function giveFocusBack(before: Element | null, id: ConversationId): void {
  if (document.activeElement !== document.body) return;
  const kept = before instanceof HTMLElement && before.isConnected && before !== document.body;
  const row = document.querySelector<HTMLElement>(`[data-conversation-id="${CSS.escape(id)}"]`);
  (kept ? before : row)?.focus();
}

function select(field: HTMLInputElement | null): void {
  field?.focus();
  field?.select();
}

export function RenameField({ of, testId }: { of: Conversation; testId?: string }) {
  const { conversations: words } = useWords();
  const [title, setTitle] = useState(of.title);
  const over = useRef(false);
  const [before] = useState(() => document.activeElement);

  const end = (keep: boolean) => {
    if (over.current) return;
    over.current = true;
    renaming.set(undefined);
    if (keep) rename(of, title);
    requestAnimationFrame(() => giveFocusBack(before, of.id));
  };

  return (
    <TextField
      label={words.titleField}
      labelHidden
      value={title}
      onChange={setTitle}
      onEnter={(event) => {
        event.preventDefault();
        end(true);
      }}
      onEscape={() => end(false)}
      onBlur={() => end(true)}
      placeholder={words.untitled}
      ref={select}
      inPlace
      testId={testId}
    />
  );
}
