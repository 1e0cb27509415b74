/** Earlier questions in an empty field: Up and Down go through them, Esc brings back what was there. */
import { type KeyboardEvent, useState } from "react";
import type { ConversationId } from "../../host/types";
import { openings, turnLists, turns } from "../../model/rows";
import { nothing, type Recall, recalled } from "./recall";

export interface Recalling {
  /** Says whether the key was one of these. */
  onKey: (event: KeyboardEvent) => boolean;
  /** Ends the browsing; nothing where nobody browses. */
  restore: (() => void) | undefined;
}

export function useRecall(conversation: ConversationId, text: string, write: (text: string) => void): Recalling {
  const [shown, setShown] = useState<Recall>(nothing);
  const show = (found: Recall) => {
    setShown(found);
    write(found.text);
  };
  const onKey = (event: KeyboardEvent): boolean => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
    const found = recalled(event.key, text, shown, questionsOf(conversation));
    if (!found) return false;
    event.preventDefault();
    show(found);
    return true;
  };
  const browsing = shown.at >= 0 && text === shown.text;
  return { onKey, restore: browsing ? () => show(nothing) : undefined };
}

function questionsOf(conversation: ConversationId): string[] {
  const newest = openings.get(conversation)?.newest;
  // Those that are being read may lie far behind the last one.
  const ids = newest ? [newest] : (turnLists.get(conversation) ?? []);
  return ids.flatMap((id) => turns.get(id)?.question ?? []);
}
