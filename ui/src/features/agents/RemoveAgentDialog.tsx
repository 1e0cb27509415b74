/** Removing an agent cannot be undone, so it is asked for. */
import { useState } from "react";
import { Button } from "../../design/Button";
import { Dialog, DialogActions, DialogBody } from "../../design/Dialog";
import { toast } from "../../design/Toast";
import { host } from "../../host/host";
import { type Agent, problemOf } from "../../host/types";
import { useWords } from "../../words/words";
import { type Attempt, Outcome } from "../problems/Outcome";
import css from "./AgentDialogs.module.css";
import { hostOf } from "./origin";

export function RemoveAgentDialog({ agent, onClose }: { agent: Agent; onClose: () => void }) {
  const { agents: words, general } = useWords();
  const [attempt, setAttempt] = useState<Attempt>({ state: "idle" });

  const remove = async () => {
    try {
      await host.removeAgent(agent.id);
      toast({ text: words.removed(agent.name) });
      onClose();
    } catch (thrown) {
      setAttempt({ state: "bad", problem: problemOf(thrown) });
    }
  };

  return (
    <Dialog title={words.removeTitle(agent.name)} open onClose={onClose} closeLabel={general.close} alert>
      <DialogBody>
        <p className={css.note}>{words.removeText(hostOf(agent.baseUrl))}</p>
        <Outcome of={attempt} />
      </DialogBody>
      <DialogActions>
        <Button onPress={onClose} autoFocus>
          {general.cancel}
        </Button>
        <Button variant="danger" onPress={() => void remove()}>
          {words.removeConfirm}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
