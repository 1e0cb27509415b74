/** What one can do with a question: the likely things at hand, all of them in a menu. */
import type { ReactNode } from "react";
import { IconButton } from "../../design/Button";
import { type Action, MenuButton } from "../../design/Menu";
import { useWords } from "../../words/words";
import css from "./QuestionActions.module.css";

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
              onPress={onAction}
            />
          ),
      )}
    </div>
  );
}
