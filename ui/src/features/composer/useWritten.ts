/** What is written in a conversation, kept as its draft. */
import { useEffect, useRef, useState } from "react";
import type { ConversationId } from "../../host/types";
import { Draft } from "./draft";

export type Write = (next: string | ((before: string) => string)) => void;

export interface Written {
  text: string;
  write: Write;
  /** Keeps it now. */
  keep: () => void;
}

export function useWritten(conversation: ConversationId, stored: string | undefined): Written {
  const [draft] = useState(() => new Draft(conversation));
  const [text, setText] = useState("");
  const current = useRef("");
  const begun = useRef(false);
  const [write] = useState<Write>(() => (next: Parameters<Write>[0]) => {
    current.current = typeof next === "string" ? next : next(current.current);
    draft.change(current.current);
    setText(current.current);
  });
  const [keep] = useState(() => () => draft.keep());
  useEffect(() => {
    if (stored === undefined || begun.current) return;
    begun.current = true;
    // Who was faster than the reading keeps what they wrote.
    if (current.current !== "") return;
    draft.begin(stored);
    current.current = stored;
    setText(stored);
  }, [draft, stored]);
  useEffect(() => {
    draft.enter();
    addEventListener("blur", keep);
    addEventListener("pagehide", keep);
    return () => {
      removeEventListener("blur", keep);
      removeEventListener("pagehide", keep);
      draft.leave();
    };
  }, [draft, keep]);
  return { text, write, keep };
}
