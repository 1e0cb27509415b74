/** The files beside a question that is not sent yet: how far each has come, and how it is taken away again. */
import { memo, type ReactNode, useState } from "react";
import { IconButton } from "../../design/Button";
import { host } from "../../host/host";
import type { Agent, Attachment, AttachmentId, ConversationId } from "../../host/types";
import { attachments, useAttachmentIds } from "../../model/rows";
import { useRow } from "../../model/table";
import { worded } from "../../words/problems";
import { type Words, type Locale, useLocale, useWords } from "../../words/words";
import { sayProblem } from "../problems/say";
import { bytesOf, canUpload, detach } from "./attach";
import { Chip, Chips } from "./Chip";
import css from "./Chip.module.css";
import { type FileAction, FileDialog, hostOf } from "./FileDialog";
import { isText } from "./kinds";
import { size } from "./sizes";

interface AttachmentsProps {
  conversation: ConversationId;
  agent: Agent;
  /** Of the question that waits, instead of the one being written. */
  queued?: boolean;
  /** Puts a text into the question. */
  onText: (text: string) => void;
  /** One was taken away, and the focus with it. */
  onGone: () => void;
}

export function Attachments({ conversation, agent, queued = false, onText, onGone }: AttachmentsProps): ReactNode {
  const { files: words } = useWords();
  const ids = useAttachmentIds(conversation).filter((id) => attachments.get(id)?.queued === queued);
  if (ids.length === 0) return null;
  return (
    <Chips label={words.attachments}>
      {ids.map((id) => (
        <AttachmentChip key={id} id={id} agent={agent} fixed={queued} onText={onText} onGone={onGone} />
      ))}
    </Chips>
  );
}

interface ChipProps {
  id: AttachmentId;
  agent: Agent;
  /** It stays with its question. */
  fixed: boolean;
  onText: (text: string) => void;
  onGone: () => void;
}

const AttachmentChip = memo(function AttachmentChip({ id, agent, fixed, onText, onGone }: ChipProps): ReactNode {
  const words = useWords();
  const locale = useLocale();
  const row = useRow(attachments, id);
  const [open, setOpen] = useState(false);
  if (!row) return null;
  const { name, state, kind } = row;
  const remove = () => {
    detach(id).catch(sayProblem);
    onGone();
  };
  const going = state === "uploading" || (state === "waiting" && row.done > 0);
  return (
    <>
      <Chip
        file={row}
        label={words.files.show(name)}
        line={lineOf(row, words, locale)}
        state={state}
        icon={kind === "link" ? "link" : undefined}
        testId="attachment"
        onShow={() => setOpen(true)}
      >
        {state === "failed" && row.kept && kind === "file" && (
          <IconButton icon="regenerate" label={words.files.retry(name)} small onPress={() => host.uploadAgain(id).catch(sayProblem)} testId="attachment-retry" />
        )}
        {!fixed && (
          <IconButton icon="close" label={words.files.remove(name)} small onPress={remove} testId="attachment-remove" />
        )}
        {going && <progress className={css.bar} value={row.done} max={row.size} aria-label={words.files.progress(name)} />}
      </Chip>
      {open && <FileDialog file={row} actions={fixed ? [] : actionsOf(row, agent, words, onText)} onClose={() => setOpen(false)} />}
    </>
  );
});

function lineOf(row: Attachment, words: Words, locale: Locale): string {
  const { files } = words;
  const part = row.size > 0 ? row.done / row.size : 0;
  switch (row.state) {
    case "waiting":
      return row.done > 0 ? files.reading(part) : files.waiting;
    case "uploading":
      return part < 1 ? files.uploading(part) : files.finishing;
    case "failed":
      return row.problem ? worded(row.problem, words).title : files.failed;
    case "ready":
      if (row.kind === "link") return files.byLink(hostOf(row.url));
      return row.kind === "text" ? files.asText(row.characters) : size(row.size, locale);
  }
}

function actionsOf(row: Attachment, agent: Agent, { files }: Words, onText: (text: string) => void): FileAction[] {
  const as = (kind: "text" | "file") => () => void host.sendAs(row.id, kind).catch(sayProblem);
  const putIntoText = () => {
    const put = async () => {
      onText(await (await bytesOf(row.id)).text());
      await detach(row.id);
    };
    put().catch(sayProblem);
  };
  if (!row.kept) return [];
  if (row.kind === "text") {
    const upload = canUpload(agent) ? [{ label: files.sendAsFile, onAction: as("file") }] : [];
    return [...upload, { label: files.putIntoText, onAction: putIntoText }];
  }
  return isText({ name: row.name, type: row.mediaType }) ? [{ label: files.sendAsText, onAction: as("text") }] : [];
}
