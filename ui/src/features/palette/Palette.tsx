/** One line for everything: go to an agent or a conversation, do something, change a setting. */
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useState } from "react";
import { type Entry, Finder } from "../../design/Finder";
import { Icon } from "../../design/Icon";
import { holdsMod } from "../../design/keys";
import { Marked } from "../../design/Marked";
import { host } from "../../host/host";
import type { Hit } from "../../host/types";
import { useStore } from "../../model/store";
import { beginning } from "../../words/beginning";
import { useWords, type Words } from "../../words/words";
import { colourOf, initialOf } from "../agents/avatar";
import { queryOf, noFilters, showSearch } from "../search/sought";
import { type Match, matches } from "./matches";
import css from "./Palette.module.css";
import { remember } from "./recent";
import { paletteShown } from "./shown";

/** Letters that follow each other quickly are looked up once. */
const soonMs = 90;

export function Palette(): ReactNode {
  const shown = useStore(paletteShown);
  return shown && <Open />;
}

const close = () => paletteShown.set(false);

function search(text: string): void {
  close();
  showSearch(text);
}

function Open(): ReactNode {
  const words = useWords();
  const { palette } = words.search;
  const [text, setText] = useState("");
  const [settled, setSettled] = useState("");
  const titles = useTitles(settled);
  const found = useMemo(() => matches(settled, titles, words), [settled, titles, words]);
  const entries = useMemo(() => [...found.map((match) => entryOf(match, words)), ...searchEntry(settled, words)], [found, settled, words]);
  const onKey = (event: KeyboardEvent) => {
    const toSearch = event.key === "Tab" && !event.shiftKey;
    const key = event.key.toLowerCase();
    if (toSearch || (key === "k" && holdsMod(event, { shift: true }))) search(settled);
    else if (key === "k" && holdsMod(event)) close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <Finder
      label={palette.title}
      listLabel={palette.list}
      placeholder={palette.placeholder}
      value={text}
      onChange={setText}
      onSettled={setSettled}
      entries={entries}
      onClose={close}
      onKey={onKey}
      footer={<Keys words={words} />}
      status={settled === "" ? "" : found.length === 0 ? palette.nothing : palette.found(found.length)}
    />
  );
}

/** Conversations by their titles, also those that this page has not read. */
function useTitles(text: string): readonly Hit[] {
  const [titles, setTitles] = useState<readonly Hit[]>([]);
  useEffect(() => {
    if (text.trim() === "") return setTitles([]);
    let over = false;
    const query = queryOf({ asked: text, filters: { ...noFilters, kind: "title" } }, Date.now());
    const timer = setTimeout(() => {
      host.search(query, null).then(
        ({ hits }) => !over && setTitles(hits),
        // What this page has is found all the same.
        () => undefined,
      );
    }, soonMs);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [text]);
  return titles;
}

function entryOf(match: Match, { search: { palette } }: Words): Entry {
  return {
    id: match.key.replaceAll(/[^\w-]/g, "-"),
    group: palette[match.group],
    content: <Row match={match} />,
    onChoose: () => {
      remember(match.key);
      close();
      match.act();
    },
  };
}

/** Whatever is written can be searched for. */
function searchEntry(text: string, { search: { palette } }: Words): Entry[] {
  if (text.trim() === "") return [];
  const content = (
    <div className={css.row}>
      <span className={css.icon}>
        <Icon name="search" />
      </span>
      <span className={css.label} dir="auto">
        {palette.searchFor(beginning(text.trim()))}
      </span>
      <kbd className={css.keys}>Tab</kbd>
    </div>
  );
  return [{ id: "search-for", group: palette.toSearch, content, onChoose: () => search(text) }];
}

function Row({ match }: { match: Match }): ReactNode {
  const { icon, agent, label, marks, detail, shortcut, group } = match;
  return (
    <div className={css.row}>
      <span className={css.icon}>
        {icon && <Icon name={icon} />}
        {agent !== undefined && (
          <span className={css.avatar} data-colour={colourOf(agent)} aria-hidden="true">
            {detail === "" ? initialOf(label) : ""}
          </span>
        )}
      </span>
      <span className={css.label} dir="auto" data-group={group}>
        <Marked text={label} marks={marks} />
      </span>
      {detail !== "" && <span className={css.detail}>{detail}</span>}
      {shortcut && <kbd className={css.keys}>{shortcut}</kbd>}
    </div>
  );
}

function Keys({ words: { search } }: { words: Words }): ReactNode {
  return (
    <span aria-hidden="true" className={css.hint}>
      <kbd>↑↓</kbd> {search.walk} <kbd>Enter</kbd> {search.open} <kbd>Tab</kbd> {search.palette.toSearch} <kbd>Esc</kbd> {search.close}
    </span>
  );
}
