/** What went wrong, in words, where it went wrong, and what to do about it. */
import { type ReactNode, useContext, useRef, useState } from "react";
import { Button } from "../../design/Button";
import { Icon } from "../../design/Icon";
import type { Problem } from "../../host/types";
import { agents } from "../../model/rows";
import { useRow } from "../../model/table";
import { type ProblemAction, worded } from "../../words/problems";
import { useWords, type Words } from "../../words/words";
import { ReplaceKeyHere } from "../agents/ReplaceKeyHere";
import { ProblemDetails } from "../problems/ProblemDetails";
import { WayOutContext } from "./asking";
import css from "./ProblemBanner.module.css";

interface ProblemBannerProps {
  problem: Problem;
  /** It is being tried again. */
  asking?: boolean;
  onRetry: () => void;
  /** One more way out. */
  children?: ReactNode;
}

export function ProblemBanner({ problem, asking = false, onRetry, children }: ProblemBannerProps): ReactNode {
  const words = useWords();
  const { agent: agentId, newConversation, openWorkflow } = useContext(WayOutContext);
  const agent = useRow(agents, agentId);
  const [entering, setEntering] = useState(false);
  const retry = useRef<HTMLButtonElement>(null);
  const { title, advice, action } = worded(problem, words);
  const key = keyWords(action, words);
  return (
    <div className={css.banner} role="group" aria-label={title} data-testid="error-banner">
      <Icon name={problem.code === "offline" ? "offline" : "warning"} />
      <div className={css.words}>
        <p className={css.title}>{title}</p>
        <p>{advice}</p>
        <div className={css.actions}>
          {key && (
            <Button small icon="key" aria-expanded={entering} onPress={() => setEntering(!entering)}>
              {key}
            </Button>
          )}
          {action === "newConversation" && (
            <Button small icon="plus" onPress={newConversation}>
              {words.problems.newConversation}
            </Button>
          )}
          {action === "openWorkflow" && openWorkflow && (
            <Button small icon="flow" onPress={openWorkflow}>
              {words.workflow.openPage}
            </Button>
          )}
          <Button ref={retry} small icon="regenerate" testId="retry" isDisabled={asking} onPress={onRetry}>
            {words.problems.retry}
          </Button>
          {children}
          <ProblemDetails problem={problem} />
          {entering && agent && (
            <ReplaceKeyHere
              agent={agent}
              onDone={() => {
                setEntering(false);
                // The way on is to ask again, when the person wants it.
                retry.current?.focus();
              }}
            />
          )}
        </div>
      </div>
    </div>
  );
}

/** What the button is called that asks for a key; empty where a key would not help. */
function keyWords(action: ProblemAction, { problems }: Words): string {
  if (action === "replaceKey") return problems.replaceKey;
  return action === "enterKey" || action === "keepForSession" ? problems.enterKey : "";
}
