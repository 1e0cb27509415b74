/** Search over everything that was asked and answered, with any agent, also without a network. */
import { type ReactNode, useMemo } from "react";
import { type Entry, Finder } from "../../design/Finder";
import { Button } from "../../design/Button";
import { useStore } from "../../model/store";
import { beginning } from "../../words/beginning";
import { useWords } from "../../words/words";
import { worded } from "../../words/problems";
import { FilterChips } from "./FilterChips";
import { HitRow } from "./HitRow";
import { openHit } from "./openHit";
import css from "./SearchDialog.module.css";
import { ask, filter, isBehind, noFilters, readOn, searchShown, sought, type Sought, write } from "./sought";

export function SearchDialog(): ReactNode {
  const shown = useStore(searchShown);
  return shown && <Open />;
}

function Open(): ReactNode {
  const { search: words } = useWords();
  const now = useStore(sought);
  const entries = useMemo(() => now.hits.map(entryOf), [now.hits]);
  return (
    <Finder
      label={words.title}
      listLabel={words.results}
      placeholder={words.placeholder}
      value={now.text}
      onChange={write}
      onSettled={ask}
      entries={entries}
      behind={isBehind(now)}
      onEnd={readOn}
      onClose={() => searchShown.set(false)}
      tools={<FilterChips filters={now.filters} />}
      empty={<Nothing now={now} />}
      footer={<Footer now={now} />}
      status={useStatus(now)}
      testId="search-input"
    />
  );
}

function entryOf(hit: Sought["hits"][number], index: number): Entry {
  return {
    id: String(index),
    content: <HitRow hit={hit} />,
    onChoose: () => {
      searchShown.set(false);
      openHit(hit, sought.get().asked);
    },
    testId: "search-result",
    data: { "data-conversation-id": hit.conversationId, "data-query-id": hit.queryId, "data-kind": hit.kind },
  };
}

function useStatus(now: Sought): string {
  const { search: words } = useWords();
  const { state, hits, more, asked } = now;
  if (state === "idle" || state === "failed") return "";
  if (state === "searching") return hits.length === 0 || isBehind(now) ? words.searching : "";
  return hits.length === 0 ? words.nothing(beginning(asked)) : words.found(hits.length, more !== null);
}

/** Why there is nothing in the list, and what can be done about it. */
function Nothing({ now }: { now: Sought }): ReactNode {
  const words = useWords();
  const filtered = Object.values(now.filters).some((value) => value !== "");
  if (now.state === "failed" && now.problem) {
    const { title, advice } = worded(now.problem, words);
    return (
      <div className={css.nothing} role="alert">
        <p className={css.bad}>{title}</p>
        <p>{advice}</p>
      </div>
    );
  }
  if (now.state === "searching") return <p className={css.nothing}>{words.search.searching}</p>;
  if (now.state === "idle") return <p className={css.nothing}>{words.search.hint}</p>;
  return (
    <div className={css.nothing}>
      <p dir="auto">{words.search.nothing(beginning(now.asked))}</p>
      {filtered && (
        <p>
          {words.search.nothingWith}{" "}
          <Button variant="plain" small onPress={() => filter(noFilters)}>
            {words.search.clear}
          </Button>
        </p>
      )}
    </div>
  );
}

function Footer({ now }: { now: Sought }): ReactNode {
  const { search: words } = useWords();
  return (
    <>
      {now.indexing !== null && now.indexing.total > 0 && <span className={css.indexing}>{words.indexing(now.indexing.done, now.indexing.total)}</span>}
      {now.hits.length > 0 && <span>{isBehind(now) ? words.searching : words.found(now.hits.length, now.more !== null)}</span>}
      <span className={css.keys} aria-hidden="true">
        <kbd>↑↓</kbd> {words.walk} <kbd>Enter</kbd> {words.open} <kbd>Esc</kbd> {words.close}
      </span>
    </>
  );
}
