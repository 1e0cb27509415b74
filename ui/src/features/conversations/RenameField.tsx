/** A title being written where it stands. Enter and leaving keep it, Esc does not. */
import { type RefObject, useEffect, useRef, useState } from "react";
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

/** Frames within which a menu that began this has closed and given the focus up. */
const MENU_FRAMES = 30;

/** Takes the focus, and once more from a menu that is closing; says whether leaving the field is the person's doing. */
function useFocus(field: RefObject<HTMLInputElement | null>): RefObject<boolean> {
  const settled = useRef(false);
  useEffect(() => {
    let left = MENU_FRAMES;
    let frame = 0;
    const take = () => {
      if (document.activeElement !== field.current) {
        field.current?.focus();
        field.current?.select();
      }
      left -= 1;
      const menu = document.querySelector('[role="menu"]');
      settled.current = left === 0 || (!menu && document.activeElement === field.current);
      if (!settled.current) frame = requestAnimationFrame(take);
    };
    take();
    return () => cancelAnimationFrame(frame);
  }, [field]);
  return settled;
}

export function RenameField({ of, testId }: { of: Conversation; testId?: string }) {
  const { conversations: words } = useWords();
  const [title, setTitle] = useState(of.title);
  const over = useRef(false);
  const field = useRef<HTMLInputElement>(null);
  const settled = useFocus(field);
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
      onBlur={() => {
        if (settled.current) end(true);
      }}
      placeholder={words.untitled}
      ref={field}
      inPlace
      testId={testId}
    />
  );
}
