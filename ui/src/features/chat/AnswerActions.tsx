/** What one can do with an answer, and what it took. */
import { type ReactNode, useState } from "react";
import { IconButton } from "../../design/Button";
import type { Answer, Usage } from "../../host/types";
import { useWords, type Words } from "../../words/words";
import css from "./AnswerActions.module.css";

interface AnswerActionsProps {
  answer: Answer;
  /** How it ended, where that has to be said. */
  children: ReactNode;
}

export function AnswerActions({ answer, children }: AnswerActionsProps): ReactNode {
  const words = useWords().chat;
  const usage = answer.usage ? usageIn(answer.usage, words) : "";
  return (
    <div className={css.actions}>
      {answer.text !== "" && <CopyAnswer text={answer.text} />}
      {children}
      {usage !== "" && (
        <span className={css.usage} data-testid="usage">
          {usage}
        </span>
      )}
    </div>
  );
}

/** Copies the Markdown as it was written, and says so until the pointer or the focus leaves. */
function CopyAnswer({ text }: { text: string }): ReactNode {
  const words = useWords().chat;
  const [copied, setCopied] = useState(false);
  const reset = () => setCopied(false);
  return (
    <span onPointerLeave={reset}>
      <IconButton
        small
        icon={copied ? "check" : "copy"}
        label={copied ? words.copied : words.copyAnswer}
        testId="copy-answer"
        onBlur={reset}
        onPress={() => void navigator.clipboard.writeText(text).then(() => setCopied(true), reset)}
      />
    </span>
  );
}

function usageIn(usage: Usage, words: Words["chat"]): string {
  return [
    usage.totalTokens > 0 && words.tokens(usage.totalTokens),
    usage.firstTokenMs > 0 && words.firstAfter(usage.firstTokenMs),
    usage.totalMs > 0 && words.inAll(usage.totalMs),
  ]
    .filter(Boolean)
    .join(" · ");
}
