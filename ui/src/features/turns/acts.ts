/** What can be done with a turn: asking it in other words, asking it once more, deleting it. */
import { toast } from "../../design/Toast";
import { host } from "../../host/host";
import type { Turn, TurnId } from "../../host/types";
import { applyRow } from "../../model/apply";
import { answers, turns } from "../../model/rows";
import { store } from "../../model/store";
import { beginning } from "../../words/beginning";
import { words } from "../../words/words";
import { sayProblem } from "../problems/say";
import { mindVariables } from "../variables/shown";

/** How long a deleted turn can be brought back; the core waits a little longer before it forgets it. */
const undoMs = 8000;

/** The question that is being written anew, and how far it has come: it outlives the turn's scrolling out of sight. */
export const editing = store<{ turn: TurnId; text: string } | undefined>(undefined);

export function edit(turn: Turn): void {
  editing.set({ turn: turn.id, text: turn.question });
}

/** Asks this in the place of the newest turn. A rejection leaves everything as it was. */
export async function askInstead(turn: Turn, question: string): Promise<void> {
  const asked = await host.askInstead(turn.id, question).catch((thrown: unknown) => {
    mindVariables(turn.conversationId, thrown);
    throw thrown;
  });
  editing.set(undefined);
  let unwatch = () => {};
  const undo = async () => {
    unwatch();
    await host.removeTurn(asked);
    await host.restoreTurn(turn.id);
  };
  // The platform may have refused before this is known here.
  if (isKept(turn.id)) return void undoable(words().turns.editedKept, undo);
  applyRow({ type: "removed", row: { kind: "turn", id: turn.id } });
  const takeBack = undoable(words().turns.edited, undo);
  unwatch = turns.watch(turn.id, () => {
    if (!isKept(turn.id)) return;
    unwatch();
    takeBack();
    undoable(words().turns.editedKept, undo);
  });
  setTimeout(() => unwatch(), undoMs);
}

/** Whether it was deleted here, and the platform still holds it. */
function isKept(id: TurnId): boolean {
  return Boolean(turns.get(id)?.removed);
}

export function askBelow(turn: Turn, onAsked: () => void): void {
  host.askBelow(turn.id).then(() => {
    onAsked();
    toast({ text: words().turns.askedBelow });
  }, (thrown: unknown) => mindVariables(turn.conversationId, thrown) || sayProblem(thrown));
}

/** Deletes at once, and offers the way back instead of asking first. */
export function removeTurn(turn: Turn): void {
  const { removed, removedHere } = words().turns;
  const said = (isKnown(turn) ? removed : removedHere)(beginning(turn.question));
  host.removeTurn(turn.id).then(() => {
    applyRow({ type: "removed", row: { kind: "turn", id: turn.id } });
    undoable(said, () => host.restoreTurn(turn.id));
  }, sayProblem);
}

function undoable(text: string, undo: () => Promise<unknown>): () => void {
  const onAction = () => void undo().catch(sayProblem);
  return toast({ text, action: { label: words().general.undo, onAction }, forMs: undoMs });
}

/** Whether the platform has a name for it. */
function isKnown(turn: Turn): boolean {
  return turn.queryId !== "" || turn.answers.some((id) => answers.get(id)?.messageId);
}
