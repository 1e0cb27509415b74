/** The ways to put a file beside the question. Where a file cannot be uploaded, it says why, and what can be done. */
import { type ReactNode, useRef, useState } from "react";
import { FilePicker, type FilePickerHandle } from "../../design/FilePicker";
import { type Action, MenuButton } from "../../design/Menu";
import type { Agent, ConversationId } from "../../host/types";
import { useWords } from "../../words/words";
import { askForUploads } from "../agents/dialogs";
import { canUpload } from "../files/attach";
import { LinkDialog } from "./LinkDialog";

interface Props {
  conversation: ConversationId;
  agent: Agent;
  onFiles: (files: File[]) => void;
}

export function AttachButton({ conversation, agent, onFiles }: Props): ReactNode {
  const { files: words } = useWords();
  const picker = useRef<FilePickerHandle>(null);
  const [linking, setLinking] = useState(false);
  const pick = () => picker.current?.open();
  const link: Action = { id: "link", label: words.link, detail: words.linkAbout, icon: "link", onAction: () => setLinking(true) };
  const why = agent.uploads.offer === "service" ? words.noSecret : words.noUpload;
  const actions: Action[] = canUpload(agent)
    ? [{ id: "upload", label: words.upload, icon: "up", onAction: pick }, link]
    : [
        { id: "upload", label: words.upload, detail: why, icon: "up", disabled: true, onAction: pick },
        link,
        { id: "insert", label: words.insert, detail: words.insertAbout, icon: "text", onAction: pick },
        { id: "setUp", label: words.setUp, icon: "key", apart: true, onAction: () => askForUploads(agent.id) },
      ];
  return (
    <>
      <MenuButton label={words.attach} icon="clip" actions={actions} small above testId="composer-attach" />
      <FilePicker ref={picker} label={words.choose} onPick={onFiles} testId="composer-files" />
      {linking && <LinkDialog conversation={conversation} onClose={() => setLinking(false)} />}
    </>
  );
}
