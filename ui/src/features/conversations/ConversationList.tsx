/**
 * The conversations that are listed. One stop for the Tab key; the arrow keys walk through it. Only what is seen is there
 * as elements, and only what was come near to was read.
 */
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { holdsMod } from "../../design/keys";
import type { Conversation, ConversationId, ListQuery } from "../../host/types";
import { listed } from "../../model/list";
import { list, listMore, listUntil } from "../../model/listing";
import { conversations } from "../../model/rows";
import { useStore } from "../../model/store";
import { useView } from "../../model/view";
import { useWords } from "../../words/words";
import { sayProblem } from "../problems/say";
import css from "./ConversationList.module.css";
import { ConversationItem } from "./ConversationItem";
import { useToday } from "./day";
import { filter, isFiltered, useQuery } from "./filter";
import { type Group, type Line, lines } from "./groups";
import { clearSelection, selectAll, selection, selectTo } from "./selection";

/** As the style sheet has them. */
const rowHeight = 55;
const headingHeight = 30;
const overscan = 6;
/** The next page is read when so few lines are left below. */
const fewLeft = 20;

export function ConversationList() {
  const { conversations: words } = useWords();
  const { conversation: open } = useView();
  const today = useToday();
  const query = useQuery();
  const { ids, more, loading } = useListed(query);
  const chosen = useStore(selection);
  const scroller = useRef<HTMLElement>(null);
  const rows = useMemo(() => lines(known(ids), Math.max(today, Date.now())), [ids, today]);
  const [walked, setWalked] = useState<ConversationId | "">("");
  const virtual = useVirtualizer<HTMLElement, HTMLElement>({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.id === undefined ? headingHeight : rowHeight),
    getItemKey: (index) => rows[index]?.id ?? rows[index]?.group ?? index,
    overscan,
    paddingEnd: 16,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;

  useEffect(() => {
    if (more !== null && last >= rows.length - fewLeft) listMore().catch(sayProblem);
  }, [more, last, rows.length]);
  useOpenInSight(open, query, (id) => {
    const index = rows.findIndex((line) => line.id === id);
    if (index >= 0) virtual.scrollToIndex(index, { align: "auto" });
    return index >= 0;
  });
  useLayoutEffect(() => {
    if (walked === "") return;
    scroller.current?.querySelector<HTMLElement>(`[data-conversation-id="${CSS.escape(walked)}"]`)?.focus();
  });

  const goTo = (index: number) => {
    const id = ids[index];
    if (id === undefined) return;
    setWalked(id);
    virtual.scrollToIndex(rows.findIndex((line) => line.id === id), { align: "auto" });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const target = event.target instanceof HTMLElement ? event.target : undefined;
    const at = ids.indexOf(target?.dataset["conversationId"] ?? "");
    if (at < 0 || event.altKey) return;
    if (holdsMod(event) && event.key.toLowerCase() === "a") selectAll();
    else if (event.key === "Escape" && chosen.ids.size > 0) clearSelection();
    else {
      const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: ids.length - 1 }[event.key];
      const id = to === undefined ? undefined : ids[to];
      if (to === undefined || id === undefined || event.ctrlKey || event.metaKey) return;
      if (event.shiftKey) selectTo(id, ids[at] ?? "");
      goTo(to);
    }
    event.preventDefault();
    event.stopPropagation();
  };
  const reached = ids.includes(walked) ? walked : ids.includes(open) ? open : ids[0];

  return (
    <nav ref={scroller} className={css.list} aria-label={words.list} aria-busy={loading} onKeyDown={onKeyDown} onBlur={() => setWalked("")}>
      {ids.length === 0 && !loading && <Nothing />}
      <div className={css.all} style={{ blockSize: virtual.getTotalSize() }}>
        <div className={css.shown} style={{ insetBlockStart: items[0]?.start ?? 0 }}>
          {parts(items.map(({ index }) => rows[index]).filter((line) => line !== undefined)).map(({ group, heading, ids: seen }) => (
            <section key={group} aria-label={words[group]}>
              {heading && <h2 className={css.group}>{words[group]}</h2>}
              <ul className={css.rows}>
                {seen.map((id) => (
                  <ConversationItem
                    key={id}
                    id={id}
                    open={id === open}
                    reached={id === reached}
                    chosen={chosen.ids.has(id)}
                    withAgent={query.agent === null}
                    today={today}
                  />
                ))}
              </ul>
            </section>
          ))}
        </div>
      </div>
    </nav>
  );
}

function Nothing() {
  const { conversations: words } = useWords();
  const { archived } = useStore(filter);
  const filtered = isFiltered({ ...useStore(filter), archived: false });
  return <p className={css.empty}>{filtered ? words.noneFits : archived ? words.emptyArchive : words.emptyTitle}</p>;
}

function known(ids: readonly ConversationId[]): Conversation[] {
  return ids.flatMap((id) => conversations.get(id) ?? []);
}

/** The list for a query; it is asked for before anything is painted. */
function useListed(query: ListQuery) {
  const { agent, archived, tag, text } = query;
  useLayoutEffect(() => {
    list({ agent, archived, tag, text }).catch(sayProblem);
    clearSelection();
  }, [agent, archived, tag, text]);
  return useStore(listed);
}

/** Brings what was opened into sight, once, also where it has to be read first. */
function useOpenInSight(open: ConversationId | "", query: ListQuery, show: (id: ConversationId) => boolean): void {
  const shown = useRef("");
  const sought = useRef("");
  const wanted = [open, query.agent, query.archived, query.tag, query.text].join("\n");
  useEffect(() => {
    if (open === "" || shown.current === wanted) return;
    // What is known before the first page was read may lie far below it.
    const { loading } = listed.get();
    if (show(open)) {
      if (!loading) shown.current = wanted;
      return;
    }
    const row = conversations.get(open);
    if (loading || !row || sought.current === wanted) return;
    sought.current = wanted;
    listUntil(row).catch(sayProblem);
  });
}

interface Part {
  group: Group;
  heading: boolean;
  ids: ConversationId[];
}

/** Lines that are seen, by the groups that they are in. */
function parts(seen: readonly Line[]): Part[] {
  const all: Part[] = [];
  for (const { group, id } of seen) {
    let part = all.at(-1);
    if (part?.group !== group) all.push((part = { group, heading: false, ids: [] }));
    if (id === undefined) part.heading = true;
    else part.ids.push(id);
  }
  return all;
}
