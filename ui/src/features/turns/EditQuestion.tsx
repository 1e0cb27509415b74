/** The newest question, being written anew where it stands. The composer is not touched. */
import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import { Button } from "../../design/Button";
import { TextArea } from "../../design/Field";
import { problemOf, type Problem, type Turn } from "../../host/types";
import { worded } from "../../words/problems";
import { useWords } from "../../words/words";
import { sends } from "../composer/sends";
import { useGrowing } from "../composer/useGrowing";
import { askInstead, editing } from "./acts";
import css from "./EditQuestion.module.css";

interface EditQuestionProps {
  turn: Turn;
  text: string;
  /** It was left as it was: the focus goes back to where it came from. */
  onLeft: () => void;
}

export function EditQuestion({ turn, text, onLeft }: EditQuestionProps): ReactNode {
  const words = useWords();
  const field = useRef<HTMLTextAreaElement>(null);
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const blank = text.trim() === "";
  useGrowing(field, text);

  const change = (next: string) => {
    setProblem(undefined);
    editing.set({ turn: turn.id, text: next });
  };
  const leave = () => {
    editing.set(undefined);
    onLeft();
  };
  const ask = async () => {
    if (blank || asking) return;
    setAsking(true);
    const log = field.current?.closest<HTMLElement>("[role=log]");
    try {
      await askInstead(turn, text);
      // The turn is gone; the focus stays in the log.
      log?.focus({ preventScroll: true });
    } catch (thrown) {
      setProblem(problemOf(thrown));
      setAsking(false);
    }
  };
  const onEnter = (event: KeyboardEvent) => {
    if (!sends(event)) return;
    event.preventDefault();
    if (!event.repeat) void ask();
  };
  return (
    <div className={css.edit}>
      <TextArea
        ref={field}
        label={words.turns.editField}
        labelHidden
        bare
        rows={1}
        autoFocus
        value={text}
        onChange={change}
        onEnter={onEnter}
        onEscape={leave}
        testId="edit-input"
      />
      <p className={css.about} role="status" data-bad={problem ? true : undefined}>
        {problem ? worded(problem, words).line : words.turns.editAbout}
      </p>
      <div className={css.row}>
        <span className={css.hint}>{words.turns.editHint}</span>
        <Button small variant="ghost" onPress={leave}>
          {words.general.cancel}
        </Button>
        <Button small variant="primary" pill testId="edit-ask" isDisabled={blank || asking} onPress={() => void ask()}>
          {asking ? words.turns.asking : words.turns.ask}
        </Button>
      </div>
    </div>
  );
}
