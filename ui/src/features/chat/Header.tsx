/** The bar above the log: the title, what there is to know, and what one does with the conversation. */
import type { ReactNode } from "react";
import type { Agent, Conversation } from "../../host/types";
import { useStore } from "../../model/store";
import { online } from "../../model/view";
import { useWords } from "../../words/words";
import { ConversationActions } from "../conversations/ConversationActions";
import { ConversationTitle } from "../conversations/ConversationTitle";
import { ListToggle } from "../conversations/ListToggle";
import { DetailsToggle } from "../details/DetailsToggle";
import css from "./Header.module.css";

interface HeaderProps {
  conversation: Conversation;
  agent: Agent;
}

export function Header({ conversation: { id, turns, sync, gone }, agent }: HeaderProps): ReactNode {
  const words = useWords().chat;
  const connected = useStore(online);
  const offline = sync === "offline" || (!connected && !agent.builtIn);
  const state = gone ? words.goneThere : offline ? words.offline : sync === "fresh" && words.synced;
  const meta = [turns > 0 && words.turns(turns), state].filter(Boolean).join(" · ");
  return (
    <header className={css.bar}>
      <ListToggle />
      <ConversationTitle conversation={id} />
      {meta && <span className={css.meta}>{meta}</span>}
      <div className={css.actions}>
        <ConversationActions conversation={id} />
        <DetailsToggle />
      </div>
    </header>
  );
}
