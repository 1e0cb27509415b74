/** What the search is narrowed to: a chip each, which says so and opens what else it could be. */
import type { ReactNode } from "react";
import { ChoiceChip } from "../../design/ChoiceChip";
import { agents, useAgentIds } from "../../model/rows";
import { useWords, type Words } from "../../words/words";
import css from "./FilterChips.module.css";
import { filter, type Filters } from "./sought";

type Named<Value extends string> = { value: Value; label: string }[];

export function FilterChips({ filters }: { filters: Filters }): ReactNode {
  const { search: words } = useWords();
  const { filters: names } = words;
  const ids = useAgentIds();
  const several = ids.length > 1;
  const agentNames = [{ value: "", label: names.anyAgent }, ...ids.map((value) => ({ value, label: agents.get(value)?.name ?? "" }))];
  return (
    <div className={css.chips} role="group" aria-label={names.label}>
      {several && <ChoiceChip label={names.agent} value={filters.agent} options={agentNames} onChoose={(agent) => filter({ agent })} />}
      <ChoiceChip label={names.kind} value={filters.kind} options={kindsIn(words)} onChoose={(kind) => filter({ kind })} />
      <ChoiceChip label={names.since} value={filters.since} options={timesIn(names)} onChoose={(since) => filter({ since })} />
      <ChoiceChip label={names.rating} value={filters.rating} options={ratingsIn(names)} onChoose={(rating) => filter({ rating })} />
    </div>
  );
}

function kindsIn({ filters, kinds }: Words["search"]): Named<Filters["kind"]> {
  const all = ["title", "question", "answer", "citation", "file", "variable", "thought"] as const;
  return [{ value: "", label: filters.anyKind }, ...all.map((value) => ({ value, label: kinds[value] }))];
}

function timesIn(words: Words["search"]["filters"]): Named<Filters["since"]> {
  const all = ["today", "week", "month", "year"] as const;
  return [{ value: "", label: words.anyTime }, ...all.map((value) => ({ value, label: words[value] }))];
}

function ratingsIn(words: Words["search"]["filters"]): Named<Filters["rating"]> {
  return [
    { value: "", label: words.anyRating },
    { value: "like", label: words.like },
    { value: "dislike", label: words.dislike },
  ];
}
