/** One text that was found: where it stands, what it is, and the words in it. */
import type { ReactNode } from "react";
import { Icon, type IconName } from "../../design/Icon";
import { Marked } from "../../design/Marked";
import type { Hit, HitKind } from "../../host/types";
import { agents } from "../../model/rows";
import { useRow } from "../../model/table";
import { longWhen, shortWhen, useLocale, useWords } from "../../words/words";
import { colourOf } from "../agents/avatar";
import { useToday } from "../conversations/day";
import css from "./HitRow.module.css";

const icons: Record<HitKind, IconName> = {
  title: "text",
  question: "ask",
  answer: "answers",
  citation: "book",
  file: "file",
  variable: "sliders",
  thought: "bulb",
};

export function HitRow({ hit }: { hit: Hit }): ReactNode {
  const words = useWords();
  const locale = useLocale();
  const today = useToday();
  const agent = useRow(agents, hit.agentId);
  const title = hit.title || words.conversations.untitled;
  return (
    <div className={css.row}>
      <span className={css.icon}>
        <Icon name={icons[hit.kind]} />
      </span>
      <b className={css.title} dir="auto">
        {hit.kind === "title" ? <Marked text={hit.snippet} marks={hit.marks} /> : title}
      </b>
      <span className={css.facts}>
        <span className={css.agent} data-colour={colourOf(hit.agentId)}>
          {agent?.name}
        </span>
        <span>{words.search.kinds[hit.kind]}</span>
        <time dateTime={new Date(hit.at).toISOString()} title={longWhen(hit.at, locale)}>
          {shortWhen(hit.at, Math.max(today, hit.at), locale)}
        </time>
      </span>
      {hit.kind !== "title" && (
        <p className={css.snippet} dir="auto">
          <Marked text={hit.snippet} marks={hit.marks} />
        </p>
      )}
    </div>
  );
}
