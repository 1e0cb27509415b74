/** The history as a whole, in the settings: out of the program and into it. */
import { useRef, useState } from "react";
import { Button } from "../../design/Button";
import { FilePicker, type FilePickerHandle } from "../../design/FilePicker";
import { host } from "../../host/host";
import type { Imported } from "../../host/types";
import { agents } from "../../model/rows";
import { useRow } from "../../model/table";
import { useView } from "../../model/view";
import { useWords } from "../../words/words";
import css from "./Backups.module.css";
import { exporting } from "./exporting";
import { Going } from "./Going";
import { HistoryCheck } from "./HistoryCheck";
import { ImportOutcome } from "./ImportOutcome";
import { importFile } from "./importing";
import { useWork } from "./useWork";

export function HistorySettings() {
  const { transfer } = useWords();
  const { agent } = useView();
  const row = useRow(agents, agent);
  const picker = useRef<FilePickerHandle>(null);
  const work = useWork();
  const [imported, setImported] = useState<Imported>();
  const take = async ([file]: File[]) => {
    if (!file) return;
    setImported(undefined);
    setImported(await work.run((onProgress) => importFile(host, file, onProgress)));
  };
  return (
    <section className={css.section} aria-label={transfer.history}>
      <h3 className={css.heading}>{transfer.history}</h3>
      <div className={css.buttons}>
        <Button icon="export" onPress={() => exporting.set({ scope: { kind: "all" }, title: transfer.exportAll })} testId="export-all">
          {transfer.exportAll}
        </Button>
        {row && (
          <Button
            icon="export"
            onPress={() => exporting.set({ scope: { kind: "agent", of: row.id }, title: transfer.exportAgent(row.name) })}
          >
            {transfer.exportAgent(row.name)}
          </Button>
        )}
        <Button icon="up" isDisabled={work.running} onPress={() => picker.current?.open()}>
          {transfer.import}
        </Button>
        <FilePicker ref={picker} label={transfer.importFile} onPick={(files) => void take(files)} testId="import-file" />
      </div>
      <p className={css.note}>{transfer.importAbout}</p>
      <Going work={work} label={transfer.importing} />
      {imported && <ImportOutcome of={imported} />}
      <HistoryCheck />
    </section>
  );
}
