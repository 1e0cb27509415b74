/** What one can do with a question: the likely things at hand, all of them in a menu. */
import type { ReactNode } from "react";
import { IconButton, type PressEvent } from "../../design/Button";
import { type Action, MenuButton } from "../../design/Menu";
import { useWords } from "../../words/words";
import css from "./QuestionActions.module.css";

/** Presses of a pointer that follow each other as quickly are one: after the first something else may lie under it. */
const doubleMs = 600;
let pressedAt = 0;

function once(event: PressEvent, act: () => void): void {
  const double = event.pointerType !== "keyboard" && Date.now() - pressedAt < doubleMs;
  if (event.pointerType !== "keyboard") pressedAt = Date.now();
  if (!double) act();
}

interface QuestionActionsProps {
  actions: readonly Action[];
  /** Those that need no menu. */
  atHand: readonly string[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function QuestionActions({ actions, atHand, open, onOpenChange }: QuestionActionsProps): ReactNode {
  const words = useWords().turns;
  return (
    <div className={css.actions} data-open={open || undefined}>
      <MenuButton label={words.actions} small open={open} onOpenChange={onOpenChange} actions={actions} />
      {actions.map(
        ({ id, label, icon, shortcut, onAction }) =>
          icon &&
          atHand.includes(id) && (
            <IconButton
              key={id}
              small
              icon={icon}
              label={label}
              shortcut={shortcut}
              // The menu has it for the keyboard, so that a long log has few stops.
              excludeFromTabOrder
              testId={id}
              onPress={(event) => once(event, onAction)}
            />
          ),
      )}
    </div>
  );
}
