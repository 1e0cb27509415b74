/** Adds an agent: its address, its key, and a test that says in words what it found. */
import { useState } from "react";
import { Button } from "../../design/Button";
import { Dialog, DialogActions, DialogBody } from "../../design/Dialog";
import { TextField } from "../../design/Field";
import { Segmented } from "../../design/Segmented";
import { toast } from "../../design/Toast";
import { host } from "../../host/host";
import { type AgentDraft, type AgentKind, type Keep, problemOf } from "../../host/types";
import { applyRow } from "../../model/apply";
import { selectAgent } from "../../model/open";
import { useWords } from "../../words/words";
import { type Attempt, Outcome } from "../problems/Outcome";
import { sayProblem } from "../problems/say";
import css from "./AgentDialogs.module.css";
import { canKeepForSession, KeyField } from "./KeyField";
import { originOf } from "./origin";

const idle: Attempt = { state: "idle" };

/** `kind` is what is looked for; nothing leaves it to the test. */
export function AddAgentDialog({ kind, onClose }: { kind: AgentKind | null; onClose: () => void }) {
  const { agents: words, general, problems, workflow } = useWords();
  const [draft, setDraft] = useState<AgentDraft>({ name: "", address: "", userId: "", kind });
  const [found, setFound] = useState<AgentKind>("chat");
  const [key, setKey] = useState("");
  const [attempt, setAttempt] = useState<Attempt>(idle);

  const busy = attempt.state === "going";
  const filled = draft.address.trim() !== "" && key.trim() !== "";
  const keychainFailed = attempt.state === "bad" && canKeepForSession(attempt.problem.code);
  const wrong = attempt.state === "bad" ? attempt.problem.code : undefined;
  const origin = originOf(draft.address);

  const change = (part: Partial<AgentDraft>) => {
    setDraft({ ...draft, ...part });
    setAttempt(idle);
  };

  const test = async () => {
    setAttempt({ state: "going", text: words.testing });
    try {
      const found = await host.probe(draft, key);
      const works = found.kind === "workflow" ? workflow.isWorkflow : words.works;
      setFound(found.kind);
      setAttempt({ state: "good", text: found.name ? works(found.name) : words.worksUnnamed, detail: words.addressCalled(found.baseUrl) });
    } catch (thrown) {
      setAttempt({ state: "bad", problem: problemOf(thrown) });
    }
  };

  const save = async (keep: Keep) => {
    setAttempt({ state: "going", text: words.adding });
    try {
      const agent = await host.addAgent(draft, key, keep);
      applyRow({ type: "agent", row: agent });
      toast({ text: words.added(agent.name) });
      onClose();
      selectAgent(agent.id).catch(sayProblem);
    } catch (thrown) {
      setAttempt({ state: "bad", problem: problemOf(thrown) });
    }
  };

  const onEnter = () => {
    if (filled && !busy) void save("stored");
  };

  return (
    <Dialog title={words.addTitle} open onClose={onClose} closeLabel={general.close}>
      <DialogBody>
        <p className={css.note}>{words.addIntro}</p>
        <TextField
          label={words.address}
          value={draft.address}
          onChange={(address) => change({ address })}
          onEnter={onEnter}
          placeholder={words.addressPlaceholder}
          description={origin ? words.keyGoesTo(origin) : words.addressHelp}
          error={wrong === "badAddress" ? problems.codes.badAddress.advice : undefined}
          autoFocus
          literal
          testId="agent-base-url"
        />
        <KeyField
          label={words.apiKey}
          value={key}
          onChange={(entered) => {
            setKey(entered);
            setAttempt(idle);
          }}
          onEnter={onEnter}
          description={words.apiKeyHelp}
          error={wrong === "badKey" ? problems.codes.badKey.advice : undefined}
        />
        <TextField
          label={words.name}
          value={draft.name}
          onChange={(name) => change({ name })}
          onEnter={onEnter}
          placeholder={words.namePlaceholder}
          testId="agent-name"
        />
        <TextField
          label={words.userId}
          value={draft.userId}
          onChange={(userId) => change({ userId })}
          onEnter={onEnter}
          description={words.userIdHelp}
          error={wrong === "badUserId" ? problems.codes.badUserId.advice : undefined}
          literal
          testId="agent-user-id"
        />
        <Segmented
          label={workflow.kindOf}
          description={workflow.kindHelp}
          value={draft.kind ?? found}
          options={[
            { value: "chat", label: workflow.chat },
            { value: "workflow", label: workflow.workflow },
          ]}
          onChange={(chosen) => setDraft({ ...draft, kind: chosen })}
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
        <Button onPress={() => void test()} isDisabled={!filled} isPending={busy} testId="agent-test">
          {words.test}
        </Button>
        <Button variant="primary" onPress={() => void save("stored")} isDisabled={!filled} isPending={busy} testId="agent-save">
          {keychainFailed ? general.retry : words.save}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
