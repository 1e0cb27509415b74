/** What went wrong, in words, where it went wrong; what to do about it; and the facts for a report. */
import { type ReactNode, useContext, useRef, useState } from "react";
import { Button } from "../../design/Button";
import { Icon } from "../../design/Icon";
import type { Problem } from "../../host/types";
import { agents } from "../../model/rows";
import { useRow } from "../../model/table";
import { type ProblemAction, worded } from "../../words/problems";
import { useWords, type Words } from "../../words/words";
import { ReplaceKeyHere } from "../agents/ReplaceKeyHere";
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
  const { title, advice, reason, trace, action } = worded(problem, words);
  const key = keyWords(action, words);
  return (
    <div className={css.banner} role="group" aria-label={title} data-testid="error-banner">
      <Icon name={problem.code === "offline" ? "offline" : "warning"} />
      <div className={css.words}>
        <p className={css.title}>{title}</p>
        <p>{advice}</p>
        {reason && <p className={css.reason}>{reason}</p>}
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
          <Details problem={problem} trace={trace} />
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

function Details({ problem, trace }: { problem: Problem; trace: string }): ReactNode {
  const { general: words, chat } = useWords();
  const [open, setOpen] = useState(false);
  const [copied, setCopied] = useState(false);
  const facts = [problem.code, problem.detail, trace].filter(Boolean).join("\n");
  return (
    <>
      <Button small variant="ghost" aria-expanded={open} onPress={() => setOpen(!open)}>
        {words.details}
      </Button>
      {open && (
        <div className={css.details}>
          <pre>{facts}</pre>
          <Button
            small
            variant="ghost"
            icon={copied ? "check" : "copy"}
            onPress={() => void navigator.clipboard.writeText(facts).then(() => setCopied(true), () => setCopied(false))}
          >
            {copied ? chat.copied : words.copyDetails}
          </Button>
        </div>
      )}
    </>
  );
}
