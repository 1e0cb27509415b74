/** A title being written where it stands. Enter and leaving keep it, Esc does not. */
import { useRef, useState } from "react";
import { TextField } from "../../design/Field";
import type { Conversation } from "../../host/types";
import { useWords } from "../../words/words";
import { rename, renaming } from "./acts";

function select(field: HTMLInputElement | null): void {
  field?.focus();
  field?.select();
}

export function RenameField({ of, testId }: { of: Conversation; testId?: string }) {
  const { conversations: words } = useWords();
  const [title, setTitle] = useState(of.title);
  const over = useRef(false);

  const end = (keep: boolean) => {
    if (over.current) return;
    over.current = true;
    renaming.set(undefined);
    if (keep) rename(of, title);
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
