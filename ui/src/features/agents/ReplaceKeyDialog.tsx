/** A new key for an agent; the old one cannot be seen. */
import { useState } from "react";
import { Button } from "../../design/Button";
import { Dialog, DialogActions, DialogBody } from "../../design/Dialog";
import { toast } from "../../design/Toast";
import { host } from "../../host/host";
import { type Agent, type Keep, problemOf } from "../../host/types";
import { applyRow } from "../../model/apply";
import { useWords } from "../../words/words";
import { type Attempt, Outcome } from "../problems/Outcome";
import css from "./AgentDialogs.module.css";
import { canKeepForSession, KeyField } from "./KeyField";
import { hostOf } from "./origin";

export function ReplaceKeyDialog({ agent, onClose }: { agent: Agent; onClose: () => void }) {
  const { agents: words, general, problems } = useWords();
  const [key, setKey] = useState("");
  const [attempt, setAttempt] = useState<Attempt>({ state: "idle" });

  const busy = attempt.state === "going";
  const filled = key.trim() !== "";
  const keychainFailed = attempt.state === "bad" && canKeepForSession(attempt.problem.code);

  const save = async (keep: Keep) => {
    setAttempt({ state: "going", text: words.replacing });
    try {
      applyRow({ type: "agent", row: await host.replaceKey(agent.id, key, keep) });
      toast({ text: words.keyReplaced });
      onClose();
    } catch (thrown) {
      setAttempt({ state: "bad", problem: problemOf(thrown) });
    }
  };

  return (
    <Dialog title={words.replaceKeyTitle(agent.name)} open onClose={onClose} closeLabel={general.close}>
      <DialogBody>
        <KeyField
          label={words.newKey}
          value={key}
          onChange={(entered) => {
            setKey(entered);
            setAttempt({ state: "idle" });
          }}
          onEnter={() => {
            if (filled && !busy) void save("stored");
          }}
          description={`${words.keyGoesTo(hostOf(agent.baseUrl))} ${agent.key === "missing" ? "" : words.replaceKeyIntro}`}
          error={attempt.state === "bad" && attempt.problem.code === "badKey" ? problems.codes.badKey.advice : undefined}
          autoFocus
        />
        <Outcome of={attempt} testId="agent-status" />
        {keychainFailed && <p className={css.note}>{words.keepForSessionHelp}</p>}
      </DialogBody>
      <DialogActions>
        {keychainFailed && (
          <Button onPress={() => void save("session")} isDisabled={!filled} isPending={busy}>
            {words.keepForSession}
          </Button>
        )}
        <Button variant="primary" onPress={() => void save("stored")} isDisabled={!filled} isPending={busy} testId="agent-save">
          {keychainFailed ? general.retry : general.save}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
