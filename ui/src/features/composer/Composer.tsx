/** Where a question is written. What is typed is never lost: not by a switch, a refusal, or an answer still running. */
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useImperativeHandle,
  useRef,
  useState,
} from "react";
import { TextArea } from "../../design/Field";
import { Icon } from "../../design/Icon";
import { host } from "../../host/host";
import { type ConversationId, problemOf, type Problem } from "../../host/types";
import { turnLists, turns } from "../../model/rows";
import { worded } from "../../words/problems";
import { useWords } from "../../words/words";
import css from "./Composer.module.css";
import { Draft } from "./draft";
import { lengthToTell, longest } from "./length";
import { nothing, recalled } from "./recall";
import { useGrowing } from "./useGrowing";

export interface ComposerHandle {
  /** Asks a question that was chosen instead of written. */
  ask: (question: string) => void;
  /** Puts a question into the field, to be changed before it is sent. */
  put: (question: string) => void;
}

interface ComposerProps {
  conversation: ConversationId;
  agentName: string;
  /** What was written here earlier; nothing while it is being read. */
  draft: string | undefined;
  /** Whether an answer is being written. */
  running: boolean;
  /** What the question goes with, beside the way to send it. */
  beside?: ReactNode;
  /** Sends a question. */
  ask?: (question: string) => Promise<unknown>;
  onStop: () => unknown;
  /** A question is on its way. */
  onAsk: () => void;
  ref?: Ref<ComposerHandle>;
}

export function Composer({ conversation, agentName, draft, running, beside, ask: sendOff, onStop, onAsk, ref }: ComposerProps): ReactNode {
  const words = useWords().composer;
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, write] = useWritten(conversation, draft);
  const [problem, setProblem] = useState<Problem>();
  const [held, setHeld] = useState(false);
  const shown = useRef(nothing);
  const sending = useRef(false);
  useGrowing(field, text);

  const length = lengthToTell(text);
  const tooLong = length !== undefined && length > longest;
  const empty = text.trim() === "";

  const change = (next: string) => {
    write(next);
    setProblem(undefined);
    if (next === "") setHeld(false);
  };
  const ask = async (question: string) => {
    if (sending.current) return;
    sending.current = true;
    setProblem(undefined);
    setHeld(false);
    onAsk();
    try {
      await (sendOff ? sendOff(question) : host.ask(conversation, question));
    } catch (thrown) {
      write((since) => (since === "" ? question : `${question}\n${since}`));
      const problem = problemOf(thrown);
      // The form says what is wrong with them.
      if (problem.code !== "badVariables") setProblem(problem);
    } finally {
      sending.current = false;
    }
  };
  const send = () => {
    if (empty || tooLong || sending.current) return;
    if (running) return setHeld(true);
    write("");
    void ask(text);
    field.current?.focus();
  };
  const put = (question: string) => {
    change(question);
    field.current?.focus();
  };
  useImperativeHandle(ref, () => ({ ask: (question) => void ask(question), put }));

  const onEnter = (event: KeyboardEvent) => {
    if (event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (!event.repeat) send();
  };
  const onKey = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const found = recalled(event.key, text, shown.current, questionsOf(conversation));
    if (!found) return;
    event.preventDefault();
    shown.current = found;
    change(found.text);
  };
  const onPress = (event: MouseEvent) => {
    // The second press of a double press is not meant for what has taken the place of the first.
    if (event.detail > 1) return;
    if (running) onStop();
    else send();
  };

  return (
    <div className={css.place}>
      <div className={css.composer} data-invalid={problem !== undefined || tooLong || undefined}>
        <TextArea
          ref={field}
          label={words.label}
          labelHidden
          bare
          rows={1}
          autoFocus
          value={text}
          onChange={change}
          onEnter={onEnter}
          onKey={onKey}
          placeholder={words.placeholder(agentName)}
          testId="composer-input"
        />
        <div className={css.row}>
          {beside}
          <Status problem={problem} held={held && running} length={length} />
          <button
            type="button"
            className={css.go}
            data-stop={running || undefined}
            data-testid={running ? "composer-stop" : "composer-send"}
            disabled={!running && (empty || tooLong)}
            onClick={onPress}
          >
            <Icon name={running ? "stop" : "send"} size={running ? 12 : 14} />
            {running ? words.stop : words.send}
          </button>
        </div>
      </div>
      <p className={css.hint}>{words.hint}</p>
    </div>
  );
}

interface StatusProps {
  problem: Problem | undefined;
  /** Sending was tried while an answer was running. */
  held: boolean;
  length: number | undefined;
}

/** What is to be said about what is written. */
function Status({ problem, held, length }: StatusProps): ReactNode {
  const words = useWords();
  const said = problem && worded(problem, words);
  return (
    <div className={css.status} role="status">
      {said && (
        <span data-bad>
          {said.title}. {said.advice} {said.reason}
        </span>
      )}
      {held && <span>{words.composer.waits}</span>}
      {length !== undefined && <span data-bad={length > longest || undefined}>{words.composer.length(length, longest)}</span>}
    </div>
  );
}

type Write = (next: string | ((before: string) => string)) => void;

/** What is written, kept as the conversation's draft. */
function useWritten(conversation: ConversationId, stored: string | undefined): [string, Write] {
  const [draft] = useState(() => new Draft(conversation));
  const [text, setText] = useState("");
  const current = useRef("");
  const begun = useRef(false);
  const [write] = useState<Write>(() => (next: Parameters<Write>[0]) => {
    current.current = typeof next === "string" ? next : next(current.current);
    draft.change(current.current);
    setText(current.current);
  });
  useEffect(() => {
    if (stored === undefined || begun.current) return;
    begun.current = true;
    // Who was faster than the reading keeps what they wrote.
    if (current.current !== "") return;
    draft.begin(stored);
    current.current = stored;
    setText(stored);
  }, [draft, stored]);
  useEffect(() => {
    draft.enter();
    const keep = () => draft.keep();
    addEventListener("blur", keep);
    addEventListener("pagehide", keep);
    return () => {
      removeEventListener("blur", keep);
      removeEventListener("pagehide", keep);
      draft.leave();
    };
  }, [draft]);
  return [text, write];
}

function questionsOf(conversation: ConversationId): string[] {
  return (turnLists.get(conversation) ?? []).flatMap((id) => turns.get(id)?.question || []);
}
