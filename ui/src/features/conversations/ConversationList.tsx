/** The conversations of the open agent. One stop for the Tab key; the arrow keys walk through it. */
import { useRef } from "react";
import { walk } from "../../design/walk";
import type { Conversation, ConversationId } from "../../host/types";
import { conversations, useConversationIds } from "../../model/rows";
import { useView } from "../../model/view";
import { useWords } from "../../words/words";
import css from "./ConversationList.module.css";
import { ConversationItem } from "./ConversationItem";
import { useToday } from "./day";
import { grouped } from "./groups";

export function ConversationList() {
  const { conversations: words } = useWords();
  const { agent, conversation: open } = useView();
  const ids = useConversationIds(agent);
  const today = useToday();
  const list = useRef<HTMLElement>(null);
  const rows = ids.map((id) => conversations.get(id)).filter((row): row is Conversation => row !== undefined);
  const reached: ConversationId | undefined = ids.includes(open) ? open : ids[0];

  return (
    <nav ref={list} className={css.list} aria-label={words.list} onKeyDown={(event) => walk(event, list.current, "[data-conversation-id]")}>
      {rows.length === 0 && <p className={css.empty}>{words.emptyTitle}</p>}
      {grouped(rows, Math.max(today, Date.now())).map((group) => (
        <section key={group.name} aria-label={words[group.name]}>
          <h2 className={css.group}>{words[group.name]}</h2>
          <ul className={css.rows}>
            {group.rows.map((row) => (
              <ConversationItem key={row.id} id={row.id} open={row.id === open} reached={row.id === reached} today={today} />
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}
