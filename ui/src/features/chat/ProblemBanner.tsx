/** What went wrong, in words, where it went wrong; what to do about it; and the facts for a report. */
import { type ReactNode, useContext, useState } from "react";
import { Button } from "../../design/Button";
import { Icon } from "../../design/Icon";
import type { Problem } from "../../host/types";
import { worded } from "../../words/problems";
import { useWords } from "../../words/words";
import { WayOutContext } from "./asking";
import css from "./ProblemBanner.module.css";

interface ProblemBannerProps {
  problem: Problem;
  /** It is being tried again. */
  asking?: boolean;
  onRetry: () => void;
}

export function ProblemBanner({ problem, asking = false, onRetry }: ProblemBannerProps): ReactNode {
  const words = useWords();
  const { replaceKey, newConversation } = useContext(WayOutContext);
  const { title, advice, reason, trace, action } = worded(problem, words);
  const keyAction = action === "replaceKey" || action === "enterKey" ? action : undefined;
  return (
    <div className={css.banner} role="group" aria-label={title} data-testid="error-banner">
      <Icon name={problem.code === "offline" ? "offline" : "warning"} />
      <div className={css.words}>
        <p className={css.title}>{title}</p>
        <p>{advice}</p>
        {reason && <p className={css.reason}>{reason}</p>}
        <div className={css.actions}>
          {keyAction && (
            <Button small icon="key" onPress={replaceKey}>
              {words.problems[keyAction]}
            </Button>
          )}
          {action === "newConversation" && (
            <Button small icon="plus" onPress={newConversation}>
              {words.problems.newConversation}
            </Button>
          )}
          <Button small icon="regenerate" testId="retry" isDisabled={asking} onPress={onRetry}>
            {words.problems.retry}
          </Button>
          <Details problem={problem} trace={trace} />
        </div>
      </div>
    </div>
  );
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
