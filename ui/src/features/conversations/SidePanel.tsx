/** Beside the conversation: whose it is, and the others. */
import { IconButton } from "../../design/Button";
import { Icon } from "../../design/Icon";
import { mod } from "../../design/keys";
import { PlainButton } from "../../design/PlainButton";
import type { Agent } from "../../host/types";
import { agents } from "../../model/rows";
import { beginRun } from "../../model/workflow";
import { useStore } from "../../model/store";
import { useRow } from "../../model/table";
import { online, useView } from "../../model/view";
import { useWords } from "../../words/words";
import { askForKey } from "../agents/dialogs";
import { hostOf } from "../agents/origin";
import { RunList } from "../workflow/RunList";
import { showSearch } from "../search/sought";
import { begin } from "./acts";
import { ConversationList } from "./ConversationList";
import { ListTools } from "./ListTools";
import { SelectionBar } from "./SelectionBar";
import css from "./SidePanel.module.css";

export function SidePanel() {
  const words = useWords();
  const { agent: id } = useView();
  const agent = useRow(agents, id);
  if (!agent) return <div className={css.panel} />;
  const runs = agent.kind === "workflow";
  return (
    <div className={css.panel}>
      <header className={css.header}>
        <div className={css.who}>
          <h1 className={css.name} dir="auto">
            {agent.name}
          </h1>
          <State of={agent} />
        </div>
        {runs ? (
          <IconButton icon="plus" label={words.workflow.new} shortcut={mod("N")} onPress={() => beginRun(agent.id)} />
        ) : (
          <IconButton
            icon="pencil"
            label={words.conversations.new}
            shortcut={mod("N")}
            onPress={begin}
            testId="new-conversation"
          />
        )}
      </header>
      {agent.key === "missing" && (
        <PlainButton className={css.key} onPress={() => askForKey(agent.id)}>
          <Icon name="key" />
          <span>
            {words.agents.keyMissingText} <b>{words.agents.enterKey}</b>
          </span>
        </PlainButton>
      )}
      <PlainButton className={css.search} onPress={() => showSearch()}>
        <Icon name="search" size={14} />
        <span>{words.search.title}</span>
        <kbd>{mod("Shift K")}</kbd>
      </PlainButton>
      {runs ? (
        <RunList agent={agent.id} />
      ) : (
        <>
          <ListTools />
          <SelectionBar />
          <ConversationList />
        </>
      )}
    </div>
  );
}

/** Where it is, and whether it can be reached. The built-in agent needs no network. */
function State({ of: agent }: { of: Agent }) {
  const { agents: words } = useWords();
  const connected = useStore(online);
  if (agent.builtIn) return <small className={css.state}>{words.builtIn}</small>;
  const state = connected ? { stored: words.ready, session: words.keySession, missing: words.keyMissing }[agent.key] : words.offline;
  return (
    <small className={css.state} title={agent.baseUrl}>
      <span className={css.host}>{hostOf(agent.baseUrl)}</span>
      <span className={css.fact} data-offline={!connected || undefined}>
        {!connected && <Icon name="offline" size={12} />}
        {state}
      </span>
    </small>
  );
}
