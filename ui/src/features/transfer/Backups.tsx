/** The backups of the history: looking at them, making one, going back to one. */
import { useCallback, useEffect, useState } from "react";
import { Button } from "../../design/Button";
import { Dialog, DialogActions, DialogBody } from "../../design/Dialog";
import { Icon } from "../../design/Icon";
import { toast } from "../../design/Toast";
import { host } from "../../host/host";
import type { Backup, Problem } from "../../host/types";
import { start } from "../../model/open";
import { worded } from "../../words/problems";
import { longWhen, useWords, words } from "../../words/words";
import { ProblemDetails } from "../problems/ProblemDetails";
import { sayProblem } from "../problems/say";
import { settingsOpen } from "../settings/shown";
import { BackupFacts } from "./BackupFacts";
import css from "./Backups.module.css";
import { DeleteBackup } from "./DeleteBackup";
import { Going } from "./Going";
import { useWork } from "./useWork";

export function Backups() {
  const { transfer } = useWords();
  const [list, setList] = useState<readonly Backup[]>();
  const [asked, setAsked] = useState<Backup>();
  const [deleting, setDeleting] = useState<Backup>();
  const work = useWork();
  const [failed, setFailed] = useState<Problem | null>(null);
  const read = useCallback(async () => {
    await Promise.all([host.backups().then(setList), host.backupProblem().then(setFailed)]).catch(sayProblem);
  }, []);
  useEffect(() => void read(), [read]);
  const backUp = async () => {
    const made = await work.run((onProgress) => host.backUp(onProgress));
    await read();
    if (made) toast({ text: words().transfer.backedUp });
  };
  return (
    <section className={css.section} aria-label={transfer.backups}>
      <h3 className={css.heading}>{transfer.backups}</h3>
      <p className={css.note}>{transfer.backupsAbout}</p>
      <div className={css.buttons}>
        <Button icon="copy" isDisabled={work.running} onPress={() => void backUp()} testId="back-up">
          {transfer.backUp}
        </Button>
      </div>
      <Going work={work} label={transfer.copying} />
      {failed && <NotMade problem={failed} />}
      {list?.length === 0 && <p className={css.note}>{transfer.noBackups}</p>}
      {list && list.length > 0 && (
        <ul className={css.list}>
          {list.map((backup) => (
            <li key={backup.name} className={css.item} data-testid="backup-item">
              <BackupFacts backup={backup} />
              <div className={css.buttons}>
                {backup.holds && (
                  <Button small onPress={() => setAsked(backup)}>
                    {transfer.restore}
                  </Button>
                )}
                <Button small variant="ghost" icon="trash" onPress={() => setDeleting(backup)}>
                  {transfer.deleteBackup}
                </Button>
              </div>
            </li>
          ))}
        </ul>
      )}
      {deleting && <DeleteBackup backup={deleting} onClose={() => setDeleting(undefined)} onDeleted={() => void read()} />}
      {asked && <Restore backup={asked} onClose={() => setAsked(undefined)} />}
    </section>
  );
}

function NotMade({ problem }: { problem: Problem }) {
  const words = useWords();
  const { title, advice } = worded(problem, words);
  return (
    <div className={css.failed} role="note" data-testid="backup-problem">
      <Icon name="warning" />
      <div>
        <p>{words.transfer.notBackedUp}</p>
        <p>
          {words.problems.sentences(words.problems.sentence(title), advice)}
        </p>
        <ProblemDetails problem={problem} />
      </div>
    </div>
  );
}

function Restore({ backup, onClose }: { backup: Backup; onClose: () => void }) {
  const { transfer, general } = useWords();
  const work = useWork();
  const restore = async () => {
    const done = await work.run(async () => {
      await host.restoreBackup(backup.name);
      await start();
      return true;
    });
    if (!done) return;
    onClose();
    settingsOpen.set(false);
    toast({ text: words().transfer.restored });
  };
  return (
    <Dialog title={transfer.restoreTitle(longWhen(backup.at))} open onClose={onClose} closeLabel={general.close} alert>
      <DialogBody>
        <BackupFacts backup={backup} />
        <p>{transfer.restoreText}</p>
        <Going work={work} label={transfer.rescuing} endless />
      </DialogBody>
      <DialogActions>
        <Button onPress={onClose} autoFocus isDisabled={work.running}>
          {general.cancel}
        </Button>
        <Button variant="danger" isDisabled={work.running} onPress={() => void restore()}>
          {transfer.restoreConfirm}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
