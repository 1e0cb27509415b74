/** What the agent did before or while answering: a line each, or all of it, or nothing, as was chosen for the agent. */
import { type ReactNode, useState } from "react";
import { MenuButton } from "../../design/Menu";
import { Icon } from "../../design/Icon";
import type { Agent, StepId } from "../../host/types";
import { steps } from "../../model/rows";
import { useStore } from "../../model/store";
import { useWords } from "../../words/words";
import { waits } from "../interrupts/Interrupts";
import { detailChoices } from "./detail";
import { StepView } from "./StepView";
import css from "./Steps.module.css";
import { revealed } from "./unfolded";

/** The newest are shown first; the rest on demand. */
const shownFirst = 24;

interface StepsProps {
  ids: readonly StepId[];
  agent: Agent;
}

export function Steps({ ids, agent }: StepsProps): ReactNode {
  const words = useWords();
  const [all, setAll] = useState(false);
  const listed = ids.filter((id) => !waits(id));
  const wanted = agent.detail === "off" ? listed.filter((id) => steps.get(id)?.kind === "interrupt") : listed;
  const early = useStore(revealed);
  const newest = wanted.slice(-shownFirst);
  const shown = all || (early !== undefined && wanted.includes(early) && !newest.includes(early)) ? wanted : newest;
  if (shown.length === 0) return null;
  return (
    <div className={css.steps}>
      <div className={css.detail}>
        <MenuButton small label={words.steps.detail.near} choices={detailChoices(agent, words)} />
      </div>
      {shown.length < wanted.length && (
        <button type="button" className={css.line} onClick={() => setAll(true)}>
          <Icon name="more" />
          <span className={css.what}>{words.steps.earlier(wanted.length - shown.length)}</span>
        </button>
      )}
      <ol aria-label={words.steps.label}>
        {shown.map((id) => (
          <StepView key={id} id={id} full={agent.detail === "full"} />
        ))}
      </ol>
    </div>
  );
}
