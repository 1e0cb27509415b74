/** The bar above the log: the title, changed where it stands, and what one does with the conversation. */
import { type ReactNode, useRef, useState } from "react";
import { IconButton } from "../../design/Button";
import { TextField } from "../../design/Field";
import { host } from "../../host/host";
import type { Agent, Conversation } from "../../host/types";
import { useStore } from "../../model/store";
import { online } from "../../model/view";
import { useWords } from "../../words/words";
import { sayProblem } from "../problems/say";
import { remove } from "./actions";
import css from "./Header.module.css";

interface HeaderProps {
  conversation: Conversation;
  agent: Agent;
}

export function Header({ conversation, agent }: HeaderProps): ReactNode {
  const { chat } = useWords();
  const offline = !useStore(online) && !agent.builtIn;
  const { id, pinned, turns } = conversation;
  const [renaming, setRenaming] = useState(false);
  const pencil = useRef<HTMLButtonElement>(null);
  const title = conversation.title || chat.untitled;
  const meta = [turns > 0 && chat.turns(turns), offline && chat.offline].filter(Boolean).join(" · ");
  const done = () => {
    setRenaming(false);
    requestAnimationFrame(() => pencil.current?.focus());
  };
  return (
    <header className={css.bar}>
      {renaming ? (
        <Rename conversation={conversation} onDone={done} />
      ) : (
        <h2 className={css.title} data-testid="conversation-title" title={title} onDoubleClick={() => setRenaming(true)}>
          {title}
        </h2>
      )}
      {meta && <span className={css.meta}>{meta}</span>}
      <div className={css.actions}>
        <IconButton
          ref={pencil}
          icon="pencil"
          label={chat.rename}
          testId="conversation-rename"
          onPress={() => setRenaming(true)}
        />
        <IconButton
          icon="pin"
          label={pinned ? chat.unpin : chat.pin}
          pressed={pinned}
          testId="conversation-pin"
          onPress={() => void host.pinConversation(id, !pinned).catch(sayProblem)}
        />
        <IconButton icon="trash" label={chat.remove} testId="conversation-delete" onPress={() => void remove(conversation).catch(sayProblem)} />
      </div>
    </header>
  );
}

function Rename({ conversation, onDone }: { conversation: Conversation; onDone: () => void }): ReactNode {
  const { chat } = useWords();
  const [title, setTitle] = useState(conversation.title);
  const ended = useRef(false);
  const end = (keep: boolean) => {
    if (ended.current) return;
    ended.current = true;
    const wanted = title.trim();
    if (keep && wanted !== "" && wanted !== conversation.title) void host.renameConversation(conversation.id, wanted).catch(sayProblem);
    onDone();
  };
  return (
    <div className={css.rename}>
      <TextField
        label={chat.title}
        labelHidden
        inPlace
        autoFocus
        value={title}
        onChange={setTitle}
        onEnter={() => end(true)}
        onEscape={() => end(false)}
        onBlur={() => end(true)}
        testId="conversation-title"
      />
    </div>
  );
}
