/** The files that went along with a question. Nothing of them is fetched before somebody asks for it. */
import { type ReactNode, useState } from "react";
import { host } from "../../host/host";
import type { FileRef, TurnId } from "../../host/types";
import { useLocale, useWords } from "../../words/words";
import { sayProblem } from "../problems/say";
import { Chip, Chips } from "./Chip";
import { type FileAction, FileDialog, hostOf } from "./FileDialog";
import { asking, saySaved } from "./saved";
import { size } from "./sizes";

export function QuestionFiles({ turn, files }: { turn: TurnId; files: readonly FileRef[] }): ReactNode {
  const { files: words } = useWords();
  if (files.length === 0) return null;
  return (
    <Chips label={words.questionFiles}>
      {files.map((file) => (
        <One key={file.id} turn={turn} file={file} />
      ))}
    </Chips>
  );
}

function One({ turn, file }: { turn: TurnId; file: FileRef }): ReactNode {
  const { files: words } = useWords();
  const locale = useLocale();
  const [open, setOpen] = useState(false);
  const line = file.size > 0 ? size(file.size, locale) : hostOf(file.url);
  const copy: FileAction = { label: words.copyAddress, onAction: () => void navigator.clipboard.writeText(file.url).catch(sayProblem) };
  const save = (choose: boolean) => () => saySaved(host.saveFile(turn, file.id, asking(choose)), choose);
  const actions = [
    ...(file.url ? [copy] : []),
    { label: words.saveAs, onAction: save(true) },
    { label: words.save, primary: true, onAction: save(false) },
  ];
  return (
    <>
      <Chip
        file={file}
        label={words.show(file.name)}
        line={line}
        icon={file.kept || file.path ? undefined : "link"}
        testId="question-file"
        onShow={() => setOpen(true)}
      />
      {open && <FileDialog file={file} actions={actions} onClose={() => setOpen(false)} />}
    </>
  );
}
