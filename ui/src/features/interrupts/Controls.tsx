/** The controls for an answer: two buttons and a word with them for a decision, a field for everything else. */
import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import { Button } from "../../design/Button";
import { TextArea } from "../../design/Field";
import type { Wants } from "../../host/types";
import { useWords } from "../../words/words";
import { useGrowing } from "../composer/useGrowing";
import css from "./InterruptCard.module.css";

interface ControlsProps {
  wants: Wants;
  sending: boolean;
  onAnswer: (text: string) => void;
}

export function Controls({ wants, sending, onAnswer }: ControlsProps): ReactNode {
  const words = useWords().interrupts;
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState("");
  const decision = wants === "decision";
  const blank = text.trim() === "";
  useGrowing(field, text);
  const decide = (word: string) => onAnswer(blank ? word : `${word}\n${text}`);
  const onEnter = (event: KeyboardEvent) => {
    // Which of two buttons Enter would press is not to be guessed.
    if (decision || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (!event.repeat && !blank && !sending) onAnswer(text);
  };
  return (
    <div className={css.controls}>
      <TextArea
        ref={field}
        label={decision ? words.more : words.answer}
        rows={1}
        value={text}
        onChange={setText}
        onEnter={onEnter}
        testId="interrupt-field"
      />
      <div className={css.row}>
        {decision ? (
          <>
            <Button small variant="primary" icon="check" testId="interrupt-confirm" isDisabled={sending} onPress={() => decide(words.confirm)}>
              {words.confirm}
            </Button>
            <Button small icon="close" testId="interrupt-decline" isDisabled={sending} onPress={() => decide(words.decline)}>
              {words.decline}
            </Button>
          </>
        ) : (
          <Button small variant="primary" icon="send" testId="interrupt-send" isDisabled={blank || sending} onPress={() => onAnswer(text)}>
            {sending ? words.sending : words.send}
          </Button>
        )}
      </div>
    </div>
  );
}
