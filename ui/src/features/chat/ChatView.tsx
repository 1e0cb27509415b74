/** A conversation: its header, its log or its agent's greeting, and the composer below. */
import { type ReactNode, useCallback, useMemo, useRef } from "react";
import type { Agent, AnswerId, Conversation, ConversationId, TurnId } from "../../host/types";
import { MarkdownContext } from "../../markdown/words";
import { newConversation, openConversation, stopRunning } from "../../model/open";
import { goToNewest, goToOldest, readNewer, readOlder } from "../../model/pages";
import { agents, answers, conversations, type Opening, openings, turns, useTurnIds } from "../../model/rows";
import { useStore } from "../../model/store";
import { useNewestTurn } from "../../model/stretch";
import { useRow } from "../../model/table";
import { Composer, type ComposerHandle } from "../composer/Composer";
import { treatAs } from "../agents/kinds";
import { DetailsPanel } from "../details/DetailsPanel";
import { detailsDrawer } from "../details/shown";
import { FindBar } from "../finding/FindBar";
import { Highlights } from "../finding/Highlights";
import { sayProblem } from "../problems/say";
import { QuoteButton } from "../quoting/QuoteButton";
import { askWith } from "../variables/shown";
import { VariableChips } from "../variables/VariableChips";
import { VariablesDialog } from "../variables/VariablesDialog";
import { AgentHome } from "./AgentHome";
import { Announcer } from "./Announcer";
import { type Asking, AskContext, type WayOut, WayOutContext } from "./asking";
import css from "./ChatView.module.css";
import { Header } from "./Header";
import { Log, type LogHandle } from "./Log";
import { ProblemBanner } from "./ProblemBanner";
import { newestAnswer } from "./shown";
import { useMarkdownSurroundings } from "./surroundings";
import type { Ends } from "./windowing";

export function ChatView({ conversation }: { conversation: ConversationId }): ReactNode {
  const row = useRow(conversations, conversation);
  const agent = useRow(agents, row?.agentId ?? "");
  if (!row || !agent) return null;
  return (
    <div className={css.beside}>
      <Chat key={conversation} conversation={row} agent={agent} />
    </div>
  );
}

interface ChatProps {
  conversation: Conversation;
  agent: Agent;
}

function Chat({ conversation, agent }: ChatProps): ReactNode {
  const { id } = conversation;
  const opening = useRow(openings, id);
  const turnIds = useTurnIds(id);
  const newest = useNewestAnswer(id);
  const log = useRef<LogHandle>(null);
  const composer = useRef<ComposerHandle>(null);
  const toEnd = useCallback(() => log.current?.toEnd(), []);
  const asking = useMemo<Asking>(
    () => ({ ask: (question) => composer.current?.ask(question), put: (question) => composer.current?.put(question), toEnd }),
    [toEnd],
  );
  const wayOut = useMemo<WayOut>(
    () => ({
      agent: agent.id,
      newConversation: () => void newConversation(agent.id).catch(sayProblem),
      openWorkflow: () => treatAs(agent.id, "workflow"),
    }),
    [agent.id],
  );
  const markdown = useMarkdownSurroundings(agent);
  const running = useRow(answers, newest)?.state === "streaming";
  const laidOver = useStore(detailsDrawer);
  return (
    <AskContext value={asking}>
      <WayOutContext value={wayOut}>
        <MarkdownContext value={markdown}>
          <section className={css.chat} inert={laidOver}>
            <Header conversation={conversation} agent={agent} />
            <div className={css.over}>
              <FindBar conversation={conversation} />
              <Highlights conversation={id} />
            </div>
            <Body conversation={conversation} agent={agent} opening={opening} turnIds={turnIds} log={log} />
            <QuoteButton onQuote={(passage) => composer.current?.quote(passage)} />
            <Composer
              ref={composer}
              conversation={id}
              agent={agent}
              draft={opening?.state === "loading" ? undefined : opening?.draft}
              running={running}
              chips={<VariableChips agent={agent} conversation={conversation} />}
              through={(act) => askWith(id, act)}
              onStop={stopRunning}
              onAsk={toEnd}
            />
            <VariablesDialog agent={agent} conversation={conversation} />
            <Announcer answer={newest} />
          </section>
          <DetailsPanel conversation={id} />
        </MarkdownContext>
      </WayOutContext>
    </AskContext>
  );
}

interface BodyProps {
  conversation: Conversation;
  agent: Agent;
  opening: Opening | undefined;
  turnIds: readonly TurnId[];
  log: React.RefObject<LogHandle | null>;
}

function Body({ conversation, agent, opening, turnIds, log }: BodyProps): ReactNode {
  const { id } = conversation;
  const ends = useEndsOf(id, opening);
  if (opening?.state === "failed" && opening.problem) {
    return (
      <div className={css.body}>
        <div className={css.column}>
          <ProblemBanner problem={opening.problem} onRetry={() => void openConversation(id)} />
        </div>
      </div>
    );
  }
  if (turnIds.length > 0) return <Log key={opening?.entered} ref={log} conversation={id} turnIds={turnIds} ends={ends} />;
  return <div className={css.body}>{opening?.state === "ready" && <AgentHome agent={agent} conversation={conversation} />}</div>;
}

function useEndsOf(id: ConversationId, opening: Opening | undefined): Ends {
  const older = opening?.older ?? false;
  const newer = opening?.newer ?? false;
  return useMemo<Ends>(() => {
    const reads = (read: (conversation: ConversationId) => Promise<void>) => () => void read(id).catch(sayProblem);
    return { older, newer, onOlder: reads(readOlder), onNewer: reads(readNewer), onOldest: reads(goToOldest), onNewest: reads(goToNewest) };
  }, [id, older, newer]);
}

/** The answer at the end of the conversation; empty before there is one. */
function useNewestAnswer(conversation: ConversationId): AnswerId {
  const turn = useRow(turns, useNewestTurn(conversation));
  return turn ? newestAnswer(turn) : "";
}
