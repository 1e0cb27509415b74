/** Reads the whole file of the history when the person wants to know whether it is sound. */
import { useState } from "react";
import { Button } from "../../design/Button";
import { host } from "../../host/host";
import { damaged } from "../../model/harm";
import { useStore } from "../../model/store";
import { useWords } from "../../words/words";
import { Outcome } from "../problems/Outcome";
import { settingsOpen } from "../settings/shown";
import css from "./Backups.module.css";
import { Going } from "./Going";
import { useWork } from "./useWork";
import { wayOutShown } from "./wayOut";

export function HistoryCheck() {
  const { transfer } = useWords();
  const work = useWork();
  const [sound, setSound] = useState<boolean>();
  const known = useStore(damaged);
  const check = async () => {
    setSound(undefined);
    setSound(await work.run((onProgress) => host.checkHistory(onProgress)));
  };
  const lookForWayOut = () => {
    settingsOpen.set(false);
    wayOutShown.set(true);
  };
  const bad = sound === false || known;
  return (
    <>
      <div className={css.buttons}>
        <Button icon="check" isDisabled={work.running} onPress={() => void check()} testId="check-history">
          {transfer.check}
        </Button>
        {bad && <Button onPress={lookForWayOut}>{transfer.wayOut}</Button>}
      </div>
      <Going work={work} label={transfer.checking} />
      {sound === false && (
        <p role="alert" className={css.note}>
          {transfer.unsound}
        </p>
      )}
      <Outcome of={sound ? { state: "good", text: transfer.sound } : { state: "idle" }} testId="check-outcome" />
    </>
  );
}
