/** A new key for an agent, from the rail. */
import { Button } from "../../design/Button";
import { Dialog, DialogActions, DialogBody } from "../../design/Dialog";
import type { Agent } from "../../host/types";
import { useWords } from "../../words/words";
import { NewKey, useReplacement } from "./replacement";

export function ReplaceKeyDialog({ agent, onClose }: { agent: Agent; onClose: () => void }) {
  const { agents: words, general } = useWords();
  const replacement = useReplacement(agent, onClose);
  const { busy, filled, keychainFailed, save } = replacement;
  return (
    <Dialog title={words.replaceKeyTitle(agent.name)} open onClose={onClose} closeLabel={general.close}>
      <DialogBody>
        <NewKey agent={agent} replacement={replacement} />
      </DialogBody>
      <DialogActions>
        {keychainFailed && (
          <Button onPress={() => save("session")} isDisabled={!filled} isPending={busy}>
            {words.keepForSession}
          </Button>
        )}
        <Button variant="primary" onPress={() => save("stored")} isDisabled={!filled} isPending={busy} testId="agent-save">
          {keychainFailed ? general.retry : general.save}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
