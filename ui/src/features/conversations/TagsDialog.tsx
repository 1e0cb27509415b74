/** Which tags conversations have: chosen from those in use, or written anew. */
import { useEffect, useState } from "react";
import { Button } from "../../design/Button";
import { Checkbox } from "../../design/Checkbox";
import { Dialog, DialogActions, DialogBody } from "../../design/Dialog";
import { TextField } from "../../design/Field";
import { host } from "../../host/host";
import type { ConversationId } from "../../host/types";
import { conversations } from "../../model/rows";
import { useStore } from "../../model/store";
import { useWords } from "../../words/words";
import { sayProblem } from "../problems/say";
import { tagged } from "./acts";
import css from "./TagsDialog.module.css";

export function TagsDialog() {
  const ids = useStore(tagged);
  return ids.length === 0 ? null : <Open key={ids.join()} ids={ids} />;
}

function Open({ ids }: { ids: readonly ConversationId[] }) {
  const { conversations: words, general } = useWords();
  const [inUse, setInUse] = useState<readonly string[]>([]);
  const [chosen, setChosen] = useState(() => common(ids));
  const [written, setWritten] = useState("");
  useEffect(() => {
    host.tags().then((tags) => setInUse(tags.map(({ name }) => name)), sayProblem);
  }, []);

  const choose = (tag: string, on: boolean) => {
    setChosen((now) => (on ? new Set([...now, tag]) : new Set([...now].filter((one) => one !== tag))));
    host.tagConversations([...ids], tag, on).catch(sayProblem);
  };
  const add = () => {
    const tag = written.split(/\s+/).filter(Boolean).join(" ");
    setWritten("");
    if (tag !== "") choose(tag, true);
  };
  const close = () => tagged.set([]);
  const all = [...new Set([...inUse, ...chosen])].sort((a, b) => a.localeCompare(b));
  return (
    <Dialog title={words.tagsTitle(ids.length)} open onClose={close} closeLabel={general.close}>
      <DialogBody>
        <TextField label={words.newTag} value={written} onChange={setWritten} onEnter={add} description={words.newTagDetail} autoFocus />
        {all.length > 0 && (
          <ul className={css.tags} aria-label={words.tags}>
            {all.map((tag) => (
              <li key={tag}>
                <Checkbox checked={chosen.has(tag)} onChange={(on) => choose(tag, on)} className={css.tag}>
                  <span dir="auto">{tag}</span>
                </Checkbox>
              </li>
            ))}
          </ul>
        )}
      </DialogBody>
      <DialogActions>
        <Button
          variant="primary"
          onPress={() => {
            add();
            close();
          }}
        >
          {words.tagsDone}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** The tags that all of them have. */
function common(ids: readonly ConversationId[]): ReadonlySet<string> {
  const [first, ...others] = ids.flatMap((id) => conversations.get(id) ?? []);
  return new Set(first?.tags.filter((tag) => others.every((row) => row.tags.includes(tag))));
}
