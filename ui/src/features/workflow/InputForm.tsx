/** The input of the next run, and the way to run it. What is written is kept; what cannot be run says where. */
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useId, useRef, useState } from "react";
import { Button } from "../../design/Button";
import { insert } from "../../design/insert";
import { MenuButton } from "../../design/Menu";
import { mod } from "../../design/keys";
import { host } from "../../host/host";
import type { Agent, InputFault, RunWay } from "../../host/types";
import { applyRow } from "../../model/apply";
import { useStore } from "../../model/store";
import { openRun } from "../../model/workflow";
import { useWords } from "../../words/words";
import { sayProblem } from "../problems/say";
import { laidOut } from "../steps/pretty";
import { wantedInput } from "./acts";
import { Editor } from "./Editor";
import css from "./InputForm.module.css";
import { templateOf } from "./template";

/** Typing has paused. */
const PAUSE_MS = 700;
const SAVE_MS = 400;

/** What is asked for is looked after when it is run: nobody fills in everything at once. */
const asked = new Set<InputFault["kind"]>(["missing", "tooLong", "notAChoice"]);

interface InputFormProps {
  agent: Agent;
  /** What was written the last time. */
  draft: string;
  /** Whether one is expected to write here. */
  autoFocus: boolean;
}

export function InputForm({ agent, draft, autoFocus }: InputFormProps): ReactNode {
  const words = useWords().workflow;
  const field = useRef<HTMLTextAreaElement>(null);
  const fault = useId();
  const { text, change, found, setFound } = useInput(agent, draft);
  const [starting, setStarting] = useState(false);
  const going = useRef(false);

  const put = (next: string) => {
    const area = field.current;
    if (!area || next === text) return;
    area.select();
    insert(area, next);
  };
  const fillIn = () => {
    put(templateOf(agent.variables));
    toFirstGap(field.current);
  };
  useWanted(agent.id, put);
  useEffect(() => toFirstGap(field.current), []);

  const start = async (way: RunWay) => {
    const wrong = await host.checkInput(agent.id, text);
    setFound(wrong ?? undefined);
    if (wrong) return pointTo(field.current, wrong);
    const row = await host.runWorkflow(agent.id, text, way);
    applyRow({ type: "run", row });
    await openRun(row.id);
  };
  const run = (way: RunWay) => {
    // The second press of a double press is one and the same.
    if (going.current) return;
    going.current = true;
    setStarting(true);
    start(way)
      .catch(sayProblem)
      .finally(() => {
        going.current = false;
        setStarting(false);
      });
  };
  const onEnter = (event: KeyboardEvent) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    if (!event.repeat) run("background");
  };

  return (
    <section className={css.form} aria-label={words.input} data-invalid={found !== undefined || undefined}>
      <header className={css.header}>
        <h3 className={css.title}>{words.input}</h3>
        <Button small variant="ghost" icon="list" onPress={fillIn}>
          {words.template}
        </Button>
        <Button small variant="ghost" icon="wrap" isDisabled={laidOut(text) === undefined} onPress={() => put(laidOut(text) ?? text)}>
          {words.tidy}
        </Button>
      </header>
      <Editor ref={field} value={text} onChange={change} wrong={found?.line ?? 0} onEnter={onEnter} autoFocus={autoFocus} describedBy={fault} />
      <footer className={css.footer}>
        <p id={fault} role="status" className={css.status} data-bad={found !== undefined || undefined}>
          {found ? words.fault(found.line, found.column, words.faults[found.kind](found.subject, found.allowed)) : words.inputHelp(mod("Enter"))}
        </p>
        <MenuButton
          small
          label={words.moreWays}
          actions={[
            { id: "background", label: words.inBackground, icon: "play", shortcut: mod("⏎"), onAction: () => run("background") },
            { id: "one", label: words.oneCall, icon: "clock", onAction: () => run("oneCall") },
          ]}
        />
        <Button variant="primary" pill icon="play" isPending={starting} onPress={() => run("background")} testId="workflow-run">
          {words.run}
        </Button>
      </footer>
    </section>
  );
}

/** The first thing that is to be filled in of a template. */
function toFirstGap(field: HTMLTextAreaElement | null): void {
  const gap = field?.value.indexOf('""') ?? -1;
  if (gap >= 0) field?.setSelectionRange(gap + 1, gap + 1);
}

function pointTo(field: HTMLTextAreaElement | null, { at, kind, subject }: InputFault): void {
  if (!field) return;
  field.focus();
  field.setSelectionRange(at, asked.has(kind) ? at : at + subject.length);
}

/** What another part of the page wants in the field. */
function useWanted(agent: string, put: (text: string) => void): void {
  const wanted = useStore(wantedInput);
  useEffect(() => {
    if (wanted?.agent !== agent) return;
    wantedInput.set(undefined);
    put(wanted.text);
  }, [agent, put, wanted]);
}

/** What is written: kept as the workflow's draft, and looked at once typing pauses. */
function useInput(agent: Agent, draft: string) {
  const [text, setText] = useState(() => draft || templateOf(agent.variables));
  const [found, setFound] = useState<InputFault>();
  const unsaved = useRef<string>(undefined);
  const written = useRef(false);
  const { id, variables } = agent;
  useEffect(() => {
    // What the workflow asks for may have changed since it was asked last.
    if (!written.current && draft === "") setText(templateOf(variables));
  }, [draft, variables]);
  const save = useCallback(() => {
    if (unsaved.current === undefined) return;
    // What cannot be kept stays in the field.
    host.saveInput(id, unsaved.current).catch(() => undefined);
    unsaved.current = undefined;
  }, [id]);
  useEffect(() => {
    const timer = setTimeout(save, SAVE_MS);
    return () => clearTimeout(timer);
  }, [save, text]);
  useEffect(() => {
    addEventListener("pagehide", save);
    return () => {
      removeEventListener("pagehide", save);
      save();
    };
  }, [save]);
  useEffect(() => {
    if (!written.current) return;
    let stale = false;
    const timer = setTimeout(() => {
      host.checkInput(id, text).then(
        // What a run of the same text has found stays.
        (fault) => !stale && setFound((known) => known ?? (fault && !asked.has(fault.kind) ? fault : undefined)),
        () => undefined,
      );
    }, PAUSE_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [id, text]);
  const change = (next: string) => {
    unsaved.current = next;
    written.current = true;
    setText(next);
    setFound(undefined);
  };
  return { text, change, found, setFound };
}
