/** Beside the conversation: what stands behind the answer of one turn, the newest unless another was chosen. */
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";
import { Button, IconButton } from "../../design/Button";
import { Tabs } from "../../design/Tabs";
import type { Answer, ConversationId, Turn } from "../../host/types";
import { answers, turns, useTurnIds } from "../../model/rows";
import { useStore } from "../../model/store";
import { useRow } from "../../model/table";
import { useWords } from "../../words/words";
import { useShown } from "../chat/shown";
import { CitationScope } from "../citations/CitationScope";
import { CitedPage } from "./CitedPage";
import css from "./DetailsPanel.module.css";
import { EventsPage } from "./EventsPage";
import { ProcessPage } from "./ProcessPage";
import { detailsPage, followNewest, showDetails, tight, useDetailsShown, useFollowed, useNewest } from "./shown";

export function DetailsPanel({ conversation }: { conversation: ConversationId }): ReactNode {
  const shown = useDetailsShown();
  const over = useStore(tight);
  if (!shown) return null;
  if (!over) return <Panel conversation={conversation} />;
  return (
    <>
      <div className={css.scrim} onPointerDown={() => showDetails(false)} />
      <Panel conversation={conversation} over />
    </>
  );
}

interface PanelProps {
  conversation: ConversationId;
  /** It lies over the conversation. */
  over?: boolean;
}

function Panel({ conversation, over }: PanelProps): ReactNode {
  const words = useWords();
  const page = useStore(detailsPage);
  const turnIds = useTurnIds(conversation);
  const id = useFollowed(conversation, turnIds);
  const newest = useNewest(conversation, turnIds);
  const turn = useRow(turns, id);
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!over) return;
    const before = document.activeElement;
    panel.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, [over]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (!over || event.key !== "Escape") return;
    event.stopPropagation();
    showDetails(false);
  };
  const { process, citations, events } = words.details.pages;
  return (
    <aside
      ref={panel}
      className={css.panel}
      aria-label={words.details.label}
      data-over={over}
      tabIndex={-1}
      data-testid="details-panel"
      onKeyDown={onKeyDown}
    >
      <Tabs
        label={words.details.label}
        page={page}
        pages={[
          { page: "process", label: process },
          { page: "citations", label: citations },
          { page: "events", label: events },
        ]}
        onTurn={detailsPage.set}
        beside={over && <IconButton small icon="close" label={words.general.close} onPress={() => showDetails(false)} />}
      >
        {turn && id !== newest && <Chosen turn={turn} />}
        {turn ? <Of turn={turn} /> : <p className={css.empty}>{words.details.empty}</p>}
      </Tabs>
    </aside>
  );
}

/** Which turn it is about, where it is not the newest. */
function Chosen({ turn }: { turn: Turn }): ReactNode {
  const words = useWords().details;
  return (
    <div className={css.chosen}>
      <bdi className={css.question}>{turn.question}</bdi>
      <Button small variant="ghost" onPress={followNewest}>
        {words.newest}
      </Button>
    </div>
  );
}

function Of({ turn }: { turn: Turn }): ReactNode {
  const { answer: id } = useShown(turn);
  const answer = useRow(answers, id);
  return answer && <Pages key={id} turn={turn} answer={answer} />;
}

function Pages({ turn, answer }: { turn: Turn; answer: Answer }): ReactNode {
  const page = useStore(detailsPage);
  if (page === "events") return <EventsPage answer={answer} />;
  return (
    <CitationScope steps={answer.steps}>
      <div className={css.scroll}>{page === "process" ? <ProcessPage turn={turn} answer={answer} /> : <CitedPage answer={answer} />}</div>
    </CitationScope>
  );
}
