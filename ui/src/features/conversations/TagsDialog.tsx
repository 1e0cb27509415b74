/** Which tags conversations have: chosen from those in use, or written anew. */
import { useEffect, useState } from "react";
import { Button, IconButton } from "../../design/Button";
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
import { filter, setFilter } from "./filter";
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
  const [renamed, setRenamed] = useState("");
  useEffect(() => {
    host.tags().then((tags) => setInUse(tags.map(({ name }) => name)), sayProblem);
  }, []);

  const choose = (tag: string, on: boolean) => {
    setChosen((now) => (on ? new Set([...now, tag]) : new Set([...now].filter((one) => one !== tag))));
    host.tagConversations([...ids], tag, on).catch(sayProblem);
  };
  const add = () => {
    const tag = oneLine(written);
    setWritten("");
    if (tag !== "") choose(tag, true);
  };
  const onRenamed = (from: string, to: string) => {
    setRenamed("");
    if (to === from) return;
    const anew = (names: Iterable<string>) => [...new Set([...names].flatMap((one) => (one === from ? (to === "" ? [] : [to]) : [one])))];
    setInUse(anew);
    setChosen((now) => new Set(anew(now)));
    host.renameTag(from, to).catch(sayProblem);
    if (filter.get().tag === from) setFilter({ tag: to });
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
              <li key={tag} className={css.row}>
                {renamed === tag ? (
                  <Rename tag={tag} onDone={onRenamed} />
                ) : (
                  <>
                    <Checkbox checked={chosen.has(tag)} onChange={(on) => choose(tag, on)} className={css.tag}>
                      <span dir="auto">{tag}</span>
                    </Checkbox>
                    <IconButton icon="pencil" label={words.renameTag(tag)} small onPress={() => setRenamed(tag)} />
                  </>
                )}
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

function oneLine(written: string): string {
  return written.split(/\s+/).filter(Boolean).join(" ");
}

/** Another name for a tag, wherever it is; without one it is gone. */
function Rename({ tag, onDone }: { tag: string; onDone: (from: string, to: string) => void }) {
  const { conversations: words } = useWords();
  const [name, setName] = useState(tag);
  return (
    <TextField
      label={words.renameTag(tag)}
      labelHidden
      inPlace
      autoFocus
      value={name}
      onChange={setName}
      onEnter={() => onDone(tag, oneLine(name))}
      onEscape={() => onDone(tag, tag)}
      placeholder={words.noTag}
    />
  );
}

/** The tags that all of them have. */
function common(ids: readonly ConversationId[]): ReadonlySet<string> {
  const [first, ...others] = ids.flatMap((id) => conversations.get(id) ?? []);
  return new Set(first?.tags.filter((tag) => others.every((row) => row.tags.includes(tag))));
}
