/** Where a question is written. What is typed is never lost: not by a switch, a refusal, or an answer still running. */
import { type KeyboardEvent, type MouseEvent, type ReactNode, type Ref, useEffect, useImperativeHandle, useRef, useState } from "react";
import { Button, IconButton } from "../../design/Button";
import { TextArea } from "../../design/Field";
import { insert } from "../../design/insert";
import { Icon } from "../../design/Icon";
import { sendKeys } from "../../design/keys";
import type { Agent, ConversationId } from "../../host/types";
import { attachments, useAttachmentIds } from "../../model/rows";
import { settings } from "../../model/settings";
import { useStore } from "../../model/store";
import { useWords, words as currentWords } from "../../words/words";
import { attachFiles, canUpload } from "../files/attach";
import { Attachments } from "../files/Attachments";
import { DropOverlay } from "../files/DropOverlay";
import { receiveDrops } from "../files/dropping";
import { AttachButton } from "./AttachButton";
import css from "./Composer.module.css";
import { mayTakeFocus } from "./focus";
import { Grip } from "./Grip";
import { lengthToTell, longest } from "./length";
import { quoteAt } from "./quote";
import { QueuedQuestion } from "./QueuedQuestion";
import { sends } from "./sends";
import { Status } from "./Status";
import { useGrowing } from "./useGrowing";
import { usePaste } from "./usePaste";
import { useRecall } from "./useRecall";
import { obstacleOf, type Through, useSending } from "./useSending";
import { useWritten } from "./useWritten";

export interface ComposerHandle {
  /** Asks a question that was chosen instead of written. */
  ask: (question: string) => void;
  /** Puts a question into the field, to be changed before it is sent. */
  put: (question: string) => void;
  /** Writes a passage as a quote where the caret is, and goes on below it. */
  quote: (passage: string) => void;
}

interface ComposerProps {
  conversation: ConversationId;
  agent: Agent;
  /** What was written here earlier; nothing while it is being read. */
  draft: string | undefined;
  /** Whether an answer is being written. */
  running: boolean;
  /** What the question goes with, beside the way to send it. */
  chips?: ReactNode;
  /** Lets what asks a question do so, once that is ready. */
  through?: Through;
  onStop: () => unknown;
  /** A question is on its way. */
  onAsk: () => void;
  ref?: Ref<ComposerHandle>;
}

export function Composer({ conversation, agent, draft, running, chips, through, onStop, onAsk, ref }: ComposerProps): ReactNode {
  const words = useWords().composer;
  const { sendKey } = useStore(settings);
  const field = useRef<HTMLTextAreaElement>(null);
  const written = useWritten(conversation, draft);
  const { text, write } = written;
  const beside = useCharactersBeside(conversation);
  const length = lengthToTell(text, beside);
  const tooLong = length !== undefined && length > longest;
  const { said, say, send, askAside, takeBack } = useSending({ conversation, written, running, tooLong, through, onAsk });
  const [large, setLarge] = useState(false);
  const [least, setLeast] = useState(0);
  useGrowing(field, text, large, least);

  const change = (next: string) => {
    write(next);
    say(undefined);
    pasting.forget();
  };
  const focus = () => field.current?.focus();
  const onFiles = (files: readonly File[], folders = 0) => {
    const unread = folders > 0 ? [currentWords().files.foldersNotTaken] : [];
    void attachFiles(conversation, agent, files).then((lines) => say(lines.length + folders > 0 ? { lines: [...lines, ...unread] } : undefined));
    focus();
  };
  const pasting = usePaste({ conversation, field, takesPictures: canUpload(agent), onFiles, say });
  const recall = useRecall(conversation, text, change);
  useDrops(onFiles);
  useFocusWithWindow(focus);

  const put = (question: string) => {
    change(question);
    focus();
  };
  const add = (more: string) => {
    const { value = "" } = field.current ?? {};
    field.current?.setSelectionRange(value.length, value.length);
    insert(field.current, value === "" ? more : `${value.endsWith("\n") ? "\n" : "\n\n"}${more}`);
  };
  // Where the caret was when the field was left: a selection elsewhere takes it away.
  const left = useRef<number>(undefined);
  const quote = (passage: string) => {
    const { value = "", selectionEnd = 0 } = field.current ?? {};
    const at = Math.min(document.activeElement === field.current ? selectionEnd : (left.current ?? value.length), value.length);
    field.current?.setSelectionRange(at, at);
    insert(field.current, quoteAt(value.slice(0, at), value.slice(at), passage));
  };
  useImperativeHandle(ref, () => ({ ask: askAside, put, quote }));

  const edit = () => {
    takeBack();
    focus();
  };
  const submit = () => {
    send();
    setLarge(false);
    focus();
  };
  const onEnter = (event: KeyboardEvent) => {
    if (!sends(event)) return;
    event.preventDefault();
    if (!event.repeat) submit();
  };
  const collapse = large ? () => setLarge(false) : undefined;
  const empty = obstacleOf(conversation, text) === "empty";
  const onPress = (event: MouseEvent) => {
    // The second press of a double press is not meant for what has taken the place of the first.
    if (event.detail > 1) return;
    if (running) onStop();
    else submit();
  };

  return (
    <div className={css.place} data-large={large || undefined}>
      <QueuedQuestion conversation={conversation} agent={agent} running={running} onEdit={edit} onSend={onAsk} onGone={focus} />
      <div className={css.composer} data-invalid={(said && "problem" in said) || tooLong || undefined}>
        {!large && <Grip field={field} least={least} onChange={setLeast} />}
        <Attachments conversation={conversation} agent={agent} onText={add} onGone={focus} />
        {pasting.offer && <Offer {...pasting.offer} />}
        <TextArea
          ref={field}
          label={words.label}
          labelHidden
          bare
          rows={1}
          autoFocus
          value={text}
          onChange={change}
          onBlur={() => {
            left.current = field.current?.selectionEnd;
          }}
          onEnter={onEnter}
          onEscape={recall.restore ?? collapse}
          onKey={(event) => pasting.onKey(event) || recall.onKey(event)}
          onPaste={pasting.onPaste}
          placeholder={words.placeholder(agent.name)}
          testId="composer-input"
        />
        <div className={css.row}>
          <AttachButton conversation={conversation} agent={agent} onFiles={onFiles} />
          {chips}
          <Status said={said} length={length} />
          <IconButton icon={large ? "collapse" : "expand"} label={large ? words.collapse : words.expand} small pressed={large} onPress={() => { setLarge(!large); focus(); }} testId="composer-expand" />
          {running && !empty && (
            <Button variant="plain" pill onPress={submit} isDisabled={tooLong} testId="composer-queue">
              {words.queue}
            </Button>
          )}
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
      <p className={css.hint}>{sendKey === "enter" ? words.hint.enter : words.hint.modEnter(sendKeys)}</p>
      <DropOverlay agentName={agent.name} />
    </div>
  );
}

/** The picture of what was pasted as text. */
function Offer({ accept, dismiss }: { accept: () => void; dismiss: () => void }): ReactNode {
  const { files: words, general } = useWords();
  return (
    <div className={css.offer} data-testid="paste-offer">
      <Button variant="plain" small icon="picture" onPress={accept}>
        {words.pasteAsPicture}
      </Button>
      <IconButton icon="close" label={general.dismiss} small onPress={dismiss} />
    </div>
  );
}

/** The characters of texts that become a part of the question, with what stands around each. */
function useCharactersBeside(conversation: ConversationId): number {
  return useAttachmentIds(conversation)
    .flatMap((id) => attachments.get(id) ?? [])
    .filter((row) => !row.queued && row.kind === "text")
    .reduce((sum, row) => sum + row.characters + row.name.length + 24, 0);
}

function useDrops(onFiles: (files: File[], folders: number) => void): void {
  const latest = useRef(onFiles);
  useEffect(() => {
    latest.current = onFiles;
  });
  useEffect(() => receiveDrops((files, folders) => latest.current(files, folders)), []);
}

function useFocusWithWindow(focus: () => void): void {
  useEffect(() => {
    const take = () => {
      if (mayTakeFocus()) focus();
    };
    addEventListener("focus", take);
    return () => removeEventListener("focus", take);
  });
}
