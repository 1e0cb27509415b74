/** The window: agents, conversations, the open one. */
import { useEffect } from "react";
import { Toasts } from "./design/Toast";
import { Language } from "./design/Language";
import { AgentDialogs } from "./features/agents/AgentDialogs";
import { NoAgent } from "./features/agents/NoAgent";
import { Rail } from "./features/agents/Rail";
import { ChatView } from "./features/chat/ChatView";
import { ConversationDetails } from "./features/conversations/ConversationDetails";
import { ListToggle } from "./features/conversations/ListToggle";
import { SidePanel } from "./features/conversations/SidePanel";
import { RemoveMany } from "./features/conversations/RemoveMany";
import { TagsDialog } from "./features/conversations/TagsDialog";
import { listenForDrops } from "./features/files/dropping";
import { LinkedFile } from "./features/files/LinkedFile";
import { Palette } from "./features/palette/Palette";
import { SearchDialog } from "./features/search/SearchDialog";
import { DamageBanner } from "./features/transfer/DamageBanner";
import { ExportDialog } from "./features/transfer/ExportDialog";
import { wayOutShown } from "./features/transfer/wayOut";
import { SettingsDialog } from "./features/settings/SettingsDialog";
import { WorkflowView } from "./features/workflow/WorkflowView";
import { host } from "./host/host";
import type { Problem } from "./host/types";
import { agents } from "./model/rows";
import { useStore } from "./model/store";
import { useRow } from "./model/table";
import { drawer, narrow, useView } from "./model/view";
import { listen } from "./shortcuts";
import { StartFailure } from "./StartFailure";
import { useLocale, useWords } from "./words/words";
import css from "./App.module.css";

/** Of a history that is open and of which a part cannot be read. */
const damage: Problem = { code: "damaged", detail: "", retryAfterMs: 0, trace: "" };

interface Props {
  /** Begins anew with the history that is there now. */
  onBegin?: () => void;
}

const nothing = () => undefined;

export function App({ onBegin = nothing }: Props) {
  const { general, transfer } = useWords();
  const locale = useLocale();
  const leaving = useStore(wayOutShown);
  useEffect(listen, []);
  useEffect(listenForDrops, []);
  if (leaving) {
    const back = () => void host.openAgain().catch(() => undefined).then(onBegin);
    return <StartFailure problem={damage} lead={transfer.rescueLead} retry={general.back} onRetry={back} onRescued={onBegin} />;
  }
  return (
    <Language locale={locale}>
      <Window />
      <AgentDialogs />
      <SettingsDialog />
      <ConversationDetails />
      <TagsDialog />
      <RemoveMany />
      <SearchDialog />
      <Palette />
      <ExportDialog />
      <LinkedFile />
      <Toasts label={general.notices} dismissLabel={general.dismiss} />
    </Language>
  );
}

function Window() {
  const { agent, conversation } = useView();
  const { conversations: words, workflow } = useWords();
  const laidOver = useStore(narrow);
  const open = useStore(drawer);
  const runs = useRow(agents, agent)?.kind === "workflow";
  return (
    <div className={css.window} data-alone={agent === "" || undefined}>
      <Rail />
      {agent !== "" && (
        <aside className={css.side} data-open={open || undefined} inert={laidOver && !open} aria-label={runs ? workflow.list : words.list}>
          <SidePanel />
        </aside>
      )}
      {laidOver && open && <div className={css.scrim} onPointerDown={() => drawer.set(false)} />}
      <main className={css.main}>
        <DamageBanner />
        {agent === "" && <NoAgent />}
        {runs && <WorkflowView key={agent} agent={agent} />}
        {!runs && agent !== "" && conversation === "" && (
          <div className={css.bar}>
            <ListToggle />
          </div>
        )}
        {!runs && conversation !== "" && <ChatView key={conversation} conversation={conversation} />}
      </main>
    </div>
  );
}
