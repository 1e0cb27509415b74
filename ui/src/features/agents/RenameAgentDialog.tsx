/** A name of one's own for an agent. */
import { useState } from "react";
import { Button } from "../../design/Button";
import { Dialog, DialogActions, DialogBody } from "../../design/Dialog";
import { TextField } from "../../design/Field";
import { host } from "../../host/host";
import { type Agent, problemOf } from "../../host/types";
import { useWords } from "../../words/words";
import { type Attempt, Outcome } from "../problems/Outcome";

export function RenameAgentDialog({ agent, onClose }: { agent: Agent; onClose: () => void }) {
  const { agents: words, general } = useWords();
  const [name, setName] = useState(agent.name);
  const [attempt, setAttempt] = useState<Attempt>({ state: "idle" });

  const save = async () => {
    try {
      await host.renameAgent(agent.id, name.trim());
      onClose();
    } catch (thrown) {
      setAttempt({ state: "bad", problem: problemOf(thrown) });
    }
  };

  return (
    <Dialog title={words.renameTitle} open onClose={onClose} closeLabel={general.close}>
      <DialogBody>
        <TextField
          label={words.name}
          value={name}
          onChange={setName}
          onEnter={() => {
            if (name.trim() !== "") void save();
          }}
          autoFocus
          testId="agent-name"
        />
        <Outcome of={attempt} testId="agent-status" />
      </DialogBody>
      <DialogActions>
        <Button variant="primary" onPress={() => void save()} isDisabled={name.trim() === ""} testId="agent-save">
          {general.save}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
