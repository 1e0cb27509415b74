/** What is wrong with an answer: reasons to choose from and words of one's own. It can be put away at any time. */
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Button, IconButton } from "../../design/Button";
import { TextArea } from "../../design/Field";
import { PlainButton } from "../../design/PlainButton";
import type { Reason } from "../../host/types";
import { useWords } from "../../words/words";
import css from "./FeedbackForm.module.css";

interface FeedbackFormProps {
  /** What was said before. */
  reason: Reason;
  onClose: () => void;
  onSend: (reason: Reason) => void;
}

export function FeedbackForm({ reason, onClose, onSend }: FeedbackFormProps): ReactNode {
  const { answers: words, general } = useWords();
  const form = useRef<HTMLFormElement>(null);
  // It opens below the answer, which may end at the edge of what is in sight.
  useEffect(() => form.current?.scrollIntoView({ block: "nearest" }), []);
  const [problems, setProblems] = useState<readonly string[]>(reason.problems);
  const [comment, setComment] = useState(reason.comment);
  const toggle = (problem: string) =>
    setProblems(problems.includes(problem) ? problems.filter((chosen) => chosen !== problem) : [...problems, problem]);
  const empty = problems.length === 0 && comment.trim() === "";
  const send = () => {
    if (!empty) onSend({ problems: [...problems], comment: comment.trim() });
  };
  return (
    <form
      ref={form}
      className={css.form}
      aria-label={words.whatIsWrong}
      data-testid="feedback-detail"
      onSubmit={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.isPropagationStopped()) onClose();
      }}
    >
      <header className={css.header}>
        <span>{words.whatIsWrong}</span>
        <IconButton small icon="close" label={general.close} onPress={onClose} />
      </header>
      <div className={css.reasons}>
        {/* Reasons in another language, from another time, can still be taken back. */}
        {[...new Set([...words.reasons, ...reason.problems])].map((problem) => (
          <PlainButton key={problem} className={css.reason} aria-pressed={problems.includes(problem)} onPress={() => toggle(problem)}>
            {problem}
          </PlainButton>
        ))}
      </div>
      <TextArea
        label={words.comment}
        value={comment}
        onChange={setComment}
        rows={2}
        description={words.commentHint}
        onEnter={(event) => {
          if (event.shiftKey) return;
          event.preventDefault();
          send();
        }}
        onEscape={onClose}
      />
      <footer className={css.footer}>
        <Button small variant="primary" isDisabled={empty} onPress={send}>
          {words.send}
        </Button>
      </footer>
    </form>
  );
}
