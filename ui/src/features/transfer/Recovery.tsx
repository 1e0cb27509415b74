/** The ways out of a history that cannot be opened: a backup, what can still be read of it, an empty one. */
import { useEffect, useState } from "react";
import { Button } from "../../design/Button";
import { Dialog, DialogActions, DialogBody } from "../../design/Dialog";
import { host } from "../../host/host";
import type { Backup, ProblemCode, Rescued, WayOut } from "../../host/types";
import { useWords } from "../../words/words";
import { BackupFacts } from "./BackupFacts";
import css from "./Backups.module.css";
import { Going } from "./Going";
import place from "./Recovery.module.css";
import { useWork } from "./useWork";

/** Whether another file in its place would help. */
export function canBeRescued(code: ProblemCode): boolean {
  return isHarmed(code) || code === "newerDatabase" || code === "readOnly" || code === "storage";
}

/** Whether the file that is there is lost as it is: a backup is the first way on then, else the last. */
export function isHarmed(code: ProblemCode): boolean {
  return code === "damaged" || code === "historyMissing";
}

interface Props {
  code: ProblemCode;
  /** Something was saved. */
  onSaved: (what: Rescued) => void;
  /** It begins anew. */
  onEmpty: () => void;
}

export function Recovery({ code, onSaved, onEmpty }: Props) {
  const { transfer, general } = useWords();
  const [list, setList] = useState<readonly Backup[]>([]);
  const [emptyAsked, setEmptyAsked] = useState(false);
  const work = useWork();
  useEffect(() => {
    // What was set aside is no way on.
    host.backups().then((found) => setList(found.filter((backup) => backup.kind !== "setAside")), () => setList([]));
  }, []);
  const rescue = async (way: WayOut) => {
    setEmptyAsked(false);
    const of = await work.run(() => host.rescue(way));
    if (!of) return;
    // Beginning anew saves nothing, so that there is nothing to tell.
    if (way.kind === "empty") onEmpty();
    else onSaved(of);
  };
  const newest = list.find((backup) => backup.holds);
  const about = code === "historyMissing" ? transfer.rescueMissing : isHarmed(code) ? transfer.rescueAbout : transfer.rescueNotNeeded;
  return (
    <section className={place.ways} aria-label={transfer.rescueLead} data-testid="recovery">
      <p className={css.note}>{list.length > 0 ? about : `${transfer.rescueNoBackups} ${about}`}</p>
      <ul className={css.list}>
        {list.map((backup) => (
          <li key={backup.name} className={css.item} data-testid="backup-item">
            <BackupFacts backup={backup} />
            {backup.holds && (
              <Button
                small
                variant={backup === newest && isHarmed(code) ? "primary" : "plain"}
                isDisabled={work.running}
                onPress={() => void rescue({ kind: "backup", name: backup.name })}
              >
                {transfer.rescueBackup}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Going work={work} label={transfer.rescuing} endless />
      <div className={place.others}>
        {code === "damaged" && (
          <Button isDisabled={work.running} onPress={() => void rescue({ kind: "rest" })}>
            {transfer.rescueRest}
          </Button>
        )}
        <Button variant="ghost" isDisabled={work.running} onPress={() => setEmptyAsked(true)}>
          {transfer.rescueEmpty}
        </Button>
      </div>
      {emptyAsked && (
        <Dialog title={transfer.rescueEmptyTitle} open onClose={() => setEmptyAsked(false)} closeLabel={general.close} alert>
          <DialogBody>
            <p>{transfer.rescueEmptyText}</p>
          </DialogBody>
          <DialogActions>
            <Button autoFocus onPress={() => setEmptyAsked(false)}>
              {general.cancel}
            </Button>
            <Button variant="danger" onPress={() => void rescue({ kind: "empty" })}>
              {transfer.rescueEmpty}
            </Button>
          </DialogActions>
        </Dialog>
      )}
    </section>
  );
}
