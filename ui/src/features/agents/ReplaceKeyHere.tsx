/** A new key for an agent, entered where the old one failed: nothing else of the window changes. */
import type { ReactNode } from "react";
import { Button } from "../../design/Button";
import type { Agent } from "../../host/types";
import { useWords } from "../../words/words";
import css from "./ReplaceKeyHere.module.css";
import { NewKey, useReplacement } from "./replacement";

interface ReplaceKeyHereProps {
  agent: Agent;
  /** There is a new key, or none is wanted any more. */
  onDone: () => void;
}

export function ReplaceKeyHere({ agent, onDone }: ReplaceKeyHereProps): ReactNode {
  const { agents: words, general } = useWords();
  const replacement = useReplacement(agent, onDone);
  const { busy, filled, keychainFailed, save } = replacement;
  return (
    <div className={css.here} role="group" aria-label={words.replaceKeyTitle(agent.name)}>
      <NewKey agent={agent} replacement={replacement} onEscape={onDone} />
      <div className={css.row}>
        <Button small variant="ghost" onPress={onDone}>
          {general.cancel}
        </Button>
        {keychainFailed && (
          <Button small onPress={() => save("session")} isDisabled={!filled} isPending={busy}>
            {words.keepForSession}
          </Button>
        )}
        <Button small variant="primary" onPress={() => save("stored")} isDisabled={!filled} isPending={busy} testId="agent-save">
          {keychainFailed ? general.retry : general.save}
        </Button>
      </div>
    </div>
  );
}
