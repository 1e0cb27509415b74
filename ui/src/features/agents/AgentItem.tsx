/** An agent in the rail. A right click or the menu key opens what can be done with it. */
import { useRef, useState } from "react";
import { Icon } from "../../design/Icon";
import { type Choices, ContextMenu } from "../../design/Menu";
import { Tooltip } from "../../design/Tooltip";
import { PlainButton } from "../../design/PlainButton";
import type { AgentId } from "../../host/types";
import { agents } from "../../model/rows";
import { useRow } from "../../model/table";
import { useWords } from "../../words/words";
import { detailChoices } from "../steps/detail";
import { colourOf, initialOf } from "./avatar";
import { pictureChoices } from "./pictures";
import { askForKey, askForName, askForRemoval, askForUploads } from "./dialogs";
import { treatAs } from "./kinds";
import css from "./Rail.module.css";

interface Props {
  id: AgentId;
  open: boolean;
  shortcut: string | undefined;
  onSelect: () => void;
}

export function AgentItem({ id, open, shortcut, onSelect }: Props) {
  const all = useWords();
  const { agents: words, uploads, workflow } = all;
  const agent = useRow(agents, id);
  const button = useRef<HTMLButtonElement>(null);
  const [menu, setMenu] = useState(false);
  if (!agent) return null;

  const keyMissing = agent.key === "missing";
  const runs = agent.kind === "workflow";
  const facts = [runs && workflow.workflow, keyMissing && words.keyMissing].filter(Boolean);
  const actions = [
    { id: "name", label: words.rename, icon: "pencil" as const, onAction: () => askForName(id) },
    ...(agent.builtIn
      ? []
      : [
          { id: "key", label: keyMissing ? words.enterKey : words.replaceKey, icon: "key" as const, onAction: () => askForKey(id) },
          { id: "uploads", label: uploads.menu, icon: "up" as const, onAction: () => askForUploads(id) },
          runs
            ? { id: "kind", label: workflow.useAsChat, icon: "flow" as const, onAction: () => treatAs(id, "chat") }
            : { id: "kind", label: workflow.useAsWorkflow, icon: "flow" as const, onAction: () => treatAs(id, "workflow") },
          { id: "remove", label: words.remove, icon: "trash" as const, danger: true, apart: true, onAction: () => askForRemoval(id) },
        ]),
  ];

  return (
    <li
      className={css.item}
      onContextMenu={(event) => {
        event.preventDefault();
        setMenu(true);
      }}
    >
      <Tooltip text={[agent.name, ...facts].join(" · ")} shortcut={shortcut} placement="right">
        <PlainButton
          ref={button}
          className={css.avatar}
          aria-label={keyMissing ? `${agent.name}, ${words.keyMissing}` : agent.name}
          aria-current={open ? "true" : undefined}
          data-agent-id={id}
          data-colour={colourOf(id)}
          testId="agent-item"
          onPress={onSelect}
        >
          {initialOf(agent.name)}
          {runs && !keyMissing && (
            <span className={css.badge}>
              <Icon name="play" size={8} />
            </span>
          )}
          {keyMissing && <span className={css.mark} />}
        </PlainButton>
      </Tooltip>
      <ContextMenu label={words.more(agent.name)} actions={actions} sections={[detailChoices(agent, all) as Choices, pictureChoices(agent, all) as Choices]} beside={button} open={menu} onOpenChange={setMenu} />
    </li>
  );
}
