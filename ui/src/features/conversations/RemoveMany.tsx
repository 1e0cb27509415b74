/** The question before many conversations are deleted at once. */
import type { ReactNode } from "react";
import { Button } from "../../design/Button";
import { Dialog, DialogActions, DialogBody } from "../../design/Dialog";
import { useStore } from "../../model/store";
import { useWords } from "../../words/words";
import { removeMany, removing } from "./acts";

export function RemoveMany(): ReactNode {
  const { conversations: words, general } = useWords();
  const asked = useStore(removing);
  if (!asked) return null;
  const { ids, there } = asked;
  const close = () => removing.set(undefined);
  const remove = () => {
    close();
    removeMany(ids, there);
  };
  return (
    <Dialog title={words.removeManyTitle(ids.length)} open alert onClose={close} closeLabel={general.close}>
      <DialogBody>
        <p>{there ? words.removeManyThere : words.removeManyHere}</p>
      </DialogBody>
      <DialogActions>
        <Button onPress={close}>{general.cancel}</Button>
        <Button variant="danger" onPress={remove} testId="remove-many">
          {words.removeMany(ids.length)}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
