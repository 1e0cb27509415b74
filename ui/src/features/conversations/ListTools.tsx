/** Above the list: words to look for in it, and which conversations it shows. */
import { useEffect, useRef, useState } from "react";
import { PlainButton } from "../../design/PlainButton";
import { TextField } from "../../design/Field";
import { Icon } from "../../design/Icon";
import { MenuButton } from "../../design/Menu";
import { host } from "../../host/host";
import type { Tag } from "../../host/types";
import { agentIds } from "../../model/rows";
import { useStore } from "../../model/store";
import { useWords } from "../../words/words";
import { sayProblem } from "../problems/say";
import { filter, setFilter } from "./filter";
import css from "./ListTools.module.css";

/** After the last key, before the list follows. */
const restMs = 120;

export function ListTools() {
  const { conversations: words } = useWords();
  return (
    <div role="search" className={css.tools} aria-label={words.filter}>
      <div className={css.line}>
        <FilterField />
        <Which />
      </div>
      <Chips />
    </div>
  );
}

/** What is being composed with an input method is not looked for before it is settled. */
function FilterField() {
  const { conversations: words } = useWords();
  const { text } = useStore(filter);
  const [written, setWritten] = useState(text);
  const [before, setBefore] = useState(text);
  const composing = useRef(false);
  if (before !== text) {
    setBefore(text);
    setWritten(text);
  }
  useEffect(() => {
    if (written === text || composing.current) return undefined;
    const timer = setTimeout(() => setFilter({ text: written }), restMs);
    return () => clearTimeout(timer);
  }, [written, text]);
  return (
    <div
      className={css.field}
      onCompositionStart={() => {
        composing.current = true;
      }}
      onCompositionEnd={(event) => {
        composing.current = false;
        if (event.target instanceof HTMLInputElement) setFilter({ text: event.target.value });
      }}
    >
      <TextField
        label={words.filter}
        labelHidden
        inPlace
        value={written}
        onChange={setWritten}
        onEnter={() => setFilter({ text: written })}
        onEscape={() => setFilter({ text: "" })}
        placeholder={words.filter}
      />
    </div>
  );
}

function Which() {
  const { conversations: words } = useWords();
  const { everyAgent, archived, tag } = useStore(filter);
  const [tags, setTags] = useState<Tag[]>([]);
  const [open, setOpen] = useState(false);
  const onOpenChange = (opens: boolean) => {
    if (opens) host.tags().then(setTags, sayProblem);
    setOpen(opens);
  };
  return (
    <MenuButton
      icon="filter"
      label={words.which}
      small
      open={open}
      onOpenChange={onOpenChange}
      sections={[
        ...(agentIds().length > 1
          ? [
              {
                label: words.ofWhom,
                value: everyAgent ? "all" : "one",
                options: [
                  { value: "one", label: words.thisAgent },
                  { value: "all", label: words.everyAgent },
                ],
                onChoose: (chosen: string) => setFilter({ everyAgent: chosen === "all" }),
              },
            ]
          : []),
        {
          label: words.shelf,
          value: archived ? "archived" : "listed",
          options: [
            { value: "listed", label: words.list },
            { value: "archived", label: words.archived },
          ],
          onChoose: (chosen: string) => setFilter({ archived: chosen === "archived" }),
        },
        ...(tags.length > 0
          ? [
              {
                label: words.tags,
                value: `#${tag}`,
                options: [{ value: "#", label: words.anyTag }, ...tags.map(({ name }) => ({ value: `#${name}`, label: name }))],
                onChoose: (chosen: string) => setFilter({ tag: chosen.slice(1) }),
              },
            ]
          : []),
      ]}
    />
  );
}

/** What narrows the list down, each with its way out. */
function Chips() {
  const { conversations: words } = useWords();
  const { everyAgent, archived, tag } = useStore(filter);
  const chips = [
    everyAgent && { key: "agents", label: words.everyAgent, onPress: () => setFilter({ everyAgent: false }) },
    archived && { key: "archived", label: words.archived, onPress: () => setFilter({ archived: false }) },
    tag !== "" && { key: "tag", label: tag, onPress: () => setFilter({ tag: "" }) },
  ].filter((chip) => chip !== false);
  if (chips.length === 0) return null;
  return (
    <ul className={css.chips}>
      {chips.map(({ key, label, onPress }) => (
        <li key={key}>
          <PlainButton className={css.chip} onPress={onPress} aria-label={words.unfilter(label)}>
            <span className={css.text}>{label}</span>
            <Icon name="close" size={11} />
          </PlainButton>
        </li>
      ))}
    </ul>
  );
}
