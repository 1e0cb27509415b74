/** A file that an answer links to, shown as those beside questions are. It is fetched now: the person asked for it. */
import { type ReactNode, useCallback, useMemo } from "react";
import { host } from "../../host/host";
import { useStore } from "../../model/store";
import { useWords } from "../../words/words";
import { FileDialog } from "./FileDialog";
import { type Linked, linkedFile, saveLinked } from "./linked";

export function LinkedFile(): ReactNode {
  const file = useStore(linkedFile);
  return file ? <Open key={`${file.agent} ${file.link}`} file={file} /> : null;
}

function Open({ file }: { file: Linked }): ReactNode {
  const { files: words } = useWords();
  const { agent, link, name } = file;
  const load = useCallback(() => host.content(agent, link, true), [agent, link]);
  const shown = useMemo(() => ({ id: "", name, mediaType: "", kept: true, size: 0, url: "", load }), [name, load]);
  const actions = [
    { label: words.saveAs, onAction: () => saveLinked(file, true) },
    { label: words.save, primary: true, onAction: () => saveLinked(file, false) },
  ];
  return <FileDialog file={shown} actions={actions} onClose={() => linkedFile.set(undefined)} />;
}
