/** A new key for an agent, entered in a dialog or where its absence was felt; the old one cannot be seen. */
import { type ReactNode, useState } from "react";
import { toast } from "../../design/Toast";
import { host } from "../../host/host";
import { type Agent, type Keep, problemOf } from "../../host/types";
import { applyRow } from "../../model/apply";
import { useWords } from "../../words/words";
import { type Attempt, Outcome } from "../problems/Outcome";
import css from "./AgentDialogs.module.css";
import { canKeepForSession, KeyField } from "./KeyField";
import { hostOf } from "./origin";

export interface Replacement {
  key: string;
  enter: (key: string) => void;
  attempt: Attempt;
  busy: boolean;
  filled: boolean;
  /** The keychain did not take it: it could be kept for this run instead. */
  keychainFailed: boolean;
  save: (keep: Keep) => void;
}

export function useReplacement(agent: Agent, onReplaced: () => void): Replacement {
  const { agents: words } = useWords();
  const [key, setKey] = useState("");
  const [attempt, setAttempt] = useState<Attempt>({ state: "idle" });
  const save = async (keep: Keep) => {
    setAttempt({ state: "going", text: words.replacing });
    try {
      applyRow({ type: "agent", row: await host.replaceKey(agent.id, key, keep) });
      toast({ text: words.keyReplaced });
      onReplaced();
    } catch (thrown) {
      setAttempt({ state: "bad", problem: problemOf(thrown) });
    }
  };
  return {
    key,
    enter: (entered) => {
      setKey(entered);
      setAttempt({ state: "idle" });
    },
    attempt,
    busy: attempt.state === "going",
    filled: key.trim() !== "",
    keychainFailed: attempt.state === "bad" && canKeepForSession(attempt.problem.code),
    save: (keep) => void save(keep),
  };
}

interface NewKeyProps {
  agent: Agent;
  replacement: Replacement;
  /** Esc, where there is something to close. */
  onEscape?: () => void;
}

/** The field, and what came of it. */
export function NewKey({ agent, replacement, onEscape }: NewKeyProps): ReactNode {
  const { agents: words, problems } = useWords();
  const { key, enter, attempt, busy, filled, keychainFailed, save } = replacement;
  return (
    <>
      <KeyField
        label={words.newKey}
        value={key}
        onChange={enter}
        onEnter={() => {
          if (filled && !busy) save("stored");
        }}
        onEscape={onEscape}
        description={`${words.keyGoesTo(hostOf(agent.baseUrl))} ${agent.key === "missing" ? "" : words.replaceKeyIntro}`}
        error={attempt.state === "bad" && attempt.problem.code === "badKey" ? problems.codes.badKey.advice : undefined}
        autoFocus
      />
      <Outcome of={attempt} testId="agent-status" />
      {keychainFailed && <p className={css.note}>{words.keepForSessionHelp}</p>}
    </>
  );
}
