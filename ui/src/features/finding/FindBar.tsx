/** The line over the log: how often something stands in the conversation, and the way from one place to the next. */
import { type ReactNode, useEffect, useRef } from "react";
import { IconButton } from "../../design/Button";
import { TextField } from "../../design/Field";
import { Icon } from "../../design/Icon";
import type { Conversation } from "../../host/types";
import { useStore } from "../../model/store";
import { useWords } from "../../words/words";
import { ask, closeFind, findAgain, finding, step, write } from "./find";
import css from "./FindBar.module.css";

export function FindBar({ conversation }: { conversation: Conversation }): ReactNode {
  const now = useStore(finding);
  const { id } = conversation;
  useEffect(
    () => () => {
      if (finding.get()?.conversation === id) closeFind();
    },
    [id],
  );
  return now?.conversation === id && <Bar conversation={conversation} />;
}

function Bar({ conversation: { turns, running, activeAt } }: { conversation: Conversation }): ReactNode {
  const words = useWords().search.find;
  const now = useStore(finding);
  const field = useRef<HTMLInputElement>(null);
  useEffect(findAgain, [turns, running, activeAt]);
  if (!now) return null;
  const { text, asked, total, at } = now;
  const nothing = asked !== "" && total === 0;
  return (
    <div className={css.bar} role="search" aria-label={words.title} data-nothing={nothing || undefined}>
      <Icon name="search" size={14} />
      <TextField
        ref={field}
        label={words.title}
        labelHidden
        bare
        autoFocus
        value={text}
        onChange={write}
        onSettled={ask}
        onEnter={(event) => {
          event.preventDefault();
          step(event.shiftKey ? -1 : 1);
        }}
        onEscape={closeFind}
        placeholder={words.placeholder}
        testId="find-input"
      />
      <span className={css.count} role="status" aria-label={total > 0 ? words.said(at + 1, total) : undefined}>
        {total > 0 ? words.position(at + 1, total) : nothing && words.none}
      </span>
      <IconButton icon="chevronUp" label={words.previous} shortcut="Shift F3" small isDisabled={total === 0} onPress={() => step(-1)} />
      <IconButton icon="chevronDown" label={words.next} shortcut="F3" small isDisabled={total === 0} onPress={() => step(1)} />
      <IconButton icon="close" label={words.close} shortcut="Esc" small onPress={closeFind} />
    </div>
  );
}
