/** The agents, one above the other, and what belongs to the whole window. */
import { type KeyboardEvent, useRef } from "react";
import { IconButton } from "../../design/Button";
import { mod } from "../../design/keys";
import { selectAgent } from "../../model/open";
import { useAgentIds } from "../../model/rows";
import { useView } from "../../model/view";
import { useWords } from "../../words/words";
import { sayProblem } from "../problems/say";
import { settingsOpen } from "../settings/shown";
import { openPage } from "../workflow/acts";
import { AgentItem } from "./AgentItem";
import { askForAgent } from "./dialogs";
import css from "./Rail.module.css";

export function Rail() {
  const words = useWords();
  const ids = useAgentIds();
  const { agent: open } = useView();
  const list = useRef<HTMLUListElement>(null);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    const items = [...(list.current?.querySelectorAll<HTMLElement>("[data-agent-id]") ?? [])];
    const next = items[items.findIndex((item) => item === document.activeElement) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  };

  return (
    <nav className={css.rail} aria-label={words.agents.rail}>
      <ul ref={list} className={css.list} onKeyDown={onKeyDown}>
        {ids.map((id, index) => (
          <AgentItem
            key={id}
            id={id}
            open={id === open}
            shortcut={index < 9 ? mod(String(index + 1)) : undefined}
            onSelect={() => void selectAgent(id).catch(sayProblem)}
          />
        ))}
      </ul>
      <IconButton icon="plus" label={words.agents.add} onPress={askForAgent} testId="add-agent" />
      <div className={css.space} />
      <IconButton icon="flow" label={words.workflow.open} onPress={openPage} testId="workflow-open" />
      <IconButton
        icon="gear"
        label={words.settings.open}
        shortcut={mod(",")}
        onPress={() => settingsOpen.set(true)}
        testId="settings-open"
      />
    </nav>
  );
}
