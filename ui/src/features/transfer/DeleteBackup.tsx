/** Deletes a backup, or what was set aside, after a question. */
import { Button } from "../../design/Button";
import { Dialog, DialogActions, DialogBody } from "../../design/Dialog";
import { toast } from "../../design/Toast";
import { host } from "../../host/host";
import type { Backup } from "../../host/types";
import { longWhen, useWords, words } from "../../words/words";
import { BackupFacts } from "./BackupFacts";
import { Going } from "./Going";
import { useWork } from "./useWork";

interface Props {
  backup: Backup;
  onClose: () => void;
  onDeleted: () => void;
}

export function DeleteBackup({ backup, onClose, onDeleted }: Props) {
  const { transfer, general } = useWords();
  const work = useWork();
  const remove = async () => {
    const done = await work.run(async () => {
      await host.deleteBackup(backup.name);
      return true;
    });
    if (!done) return;
    onClose();
    onDeleted();
    toast({ text: words().transfer.backupDeleted });
  };
  return (
    <Dialog title={transfer.deleteBackupTitle(longWhen(backup.at))} open onClose={onClose} closeLabel={general.close} alert>
      <DialogBody>
        <BackupFacts backup={backup} />
        <p>{transfer.deleteBackupText}</p>
        <Going work={work} label={transfer.deleteBackup} endless />
      </DialogBody>
      <DialogActions>
        <Button onPress={onClose} autoFocus isDisabled={work.running}>
          {general.cancel}
        </Button>
        <Button variant="danger" isDisabled={work.running} onPress={() => void remove()} testId="delete-backup">
          {transfer.deleteBackup}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
