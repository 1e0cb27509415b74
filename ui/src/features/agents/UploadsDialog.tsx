/** The service that stores an agent's files: its address and its keys. */
import { useState } from "react";
import { Button } from "../../design/Button";
import { Dialog, DialogActions, DialogBody } from "../../design/Dialog";
import { TextField } from "../../design/Field";
import { toast } from "../../design/Toast";
import { host } from "../../host/host";
import { type Agent, type Keep, problemOf } from "../../host/types";
import { applyRow } from "../../model/apply";
import { useWords } from "../../words/words";
import { type Attempt, Outcome } from "../problems/Outcome";
import { sayProblem } from "../problems/say";
import css from "./AgentDialogs.module.css";
import { canKeepForSession, KeyField } from "./KeyField";

export function UploadsDialog({ agent, onClose }: { agent: Agent; onClose: () => void }) {
  const { uploads: words, agents, general } = useWords();
  const there = agent.uploads.offer === "service";
  const [endpoint, setEndpoint] = useState(agent.uploads.endpoint);
  const [accessKey, setAccessKey] = useState(agent.uploads.accessKey);
  const [secret, setSecret] = useState("");
  const [attempt, setAttempt] = useState<Attempt>({ state: "idle" });

  const busy = attempt.state === "going";
  const kept = there && agent.uploads.secret !== "missing" && endpoint.trim() === agent.uploads.endpoint;
  const filled = endpoint.trim() !== "" && accessKey.trim() !== "" && (kept || secret.trim() !== "");
  const keychainFailed = attempt.state === "bad" && canKeepForSession(attempt.problem.code);
  const origin = originOf(endpoint);

  const changing = (change: (value: string) => void) => (value: string) => {
    change(value);
    setAttempt({ state: "idle" });
  };
  const save = async (keep: Keep) => {
    setAttempt({ state: "going", text: words.saving });
    try {
      const row = await host.setUploads(agent.id, { endpoint: endpoint.trim(), accessKey: accessKey.trim() }, secret, keep);
      applyRow({ type: "agent", row });
      toast({ text: words.saved });
      onClose();
    } catch (thrown) {
      setAttempt({ state: "bad", problem: problemOf(thrown) });
    }
  };
  const remove = () => {
    host.removeUploads(agent.id).then((row) => {
      applyRow({ type: "agent", row });
      toast({ text: words.removed });
      onClose();
    }, sayProblem);
  };
  const onEnter = () => {
    if (filled && !busy) void save("stored");
  };

  return (
    <Dialog title={words.title(agent.name)} open onClose={onClose} closeLabel={general.close}>
      <DialogBody>
        <p className={css.note}>{words.intro}</p>
        <TextField
          label={words.endpoint}
          value={endpoint}
          onChange={changing(setEndpoint)}
          onEnter={onEnter}
          description={origin ? words.goesTo(origin) : words.endpointHelp}
          type="url"
          literal
          autoFocus
          testId="uploads-endpoint"
        />
        <TextField label={words.accessKey} value={accessKey} onChange={changing(setAccessKey)} onEnter={onEnter} literal testId="uploads-access-key" />
        <KeyField
          label={words.secretKey}
          value={secret}
          onChange={changing(setSecret)}
          onEnter={onEnter}
          description={kept ? `${words.secretHelp} ${words.secretKept}` : words.secretHelp}
          testId="uploads-secret-key"
        />
        <Outcome of={attempt} testId="uploads-status" />
        {keychainFailed && <p className={css.note}>{agents.keepForSessionHelp}</p>}
      </DialogBody>
      <DialogActions>
        {there && (
          <Button variant="ghost" onPress={remove} isDisabled={busy}>
            {words.remove}
          </Button>
        )}
        {keychainFailed && (
          <Button onPress={() => void save("session")} isDisabled={!filled} isPending={busy}>
            {agents.keepForSession}
          </Button>
        )}
        <Button variant="primary" onPress={() => void save("stored")} isDisabled={!filled} isPending={busy} testId="uploads-save">
          {keychainFailed ? general.retry : words.save}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function originOf(endpoint: string): string | undefined {
  try {
    const { origin, protocol } = new URL(endpoint.trim());
    return protocol === "https:" || protocol === "http:" ? origin : undefined;
  } catch {
    return undefined;
  }
}
