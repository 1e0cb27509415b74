/** A file that stays where it is: its address, and a name to know it by. */
import { type ReactNode, useState } from "react";
import { Button } from "../../design/Button";
import { Dialog, DialogActions, DialogBody } from "../../design/Dialog";
import { TextField } from "../../design/Field";
import { host } from "../../host/host";
import { type ConversationId, problemOf } from "../../host/types";
import { applyRow } from "../../model/apply";
import { useWords } from "../../words/words";
import { type Attempt, Outcome } from "../problems/Outcome";

export function LinkDialog({ conversation, onClose }: { conversation: ConversationId; onClose: () => void }): ReactNode {
  const { files: words, general } = useWords();
  const [url, setUrl] = useState("");
  const [name, setName] = useState("");
  const [attempt, setAttempt] = useState<Attempt>({ state: "idle" });
  const begun = url.trim() !== "";
  const wrong = url.includes(":") && !/^\s*https?:/i.test(url);

  const add = async () => {
    if (!begun || wrong) return;
    try {
      applyRow({ type: "attachment", row: await host.attachLink(conversation, url.trim(), name.trim()) });
      onClose();
    } catch (thrown) {
      setAttempt({ state: "bad", problem: problemOf(thrown) });
    }
  };

  return (
    <Dialog title={words.linkTitle} open onClose={onClose} closeLabel={general.close}>
      <DialogBody>
        <TextField
          label={words.address}
          value={url}
          onChange={(entered) => {
            setUrl(entered);
            setAttempt({ state: "idle" });
          }}
          onEnter={() => void add()}
          placeholder="https://…"
          description={words.linkIntro}
          error={wrong ? words.addressWrong : undefined}
          type="url"
          literal
          autoFocus
          testId="attach-address"
        />
        <TextField label={words.name} value={name} onChange={setName} onEnter={() => void add()} placeholder={words.namePlaceholder} testId="attach-name" />
        <Outcome of={attempt} />
      </DialogBody>
      <DialogActions>
        <Button variant="primary" onPress={() => void add()} isDisabled={!begun || wrong} testId="attach-add">
          {words.add}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
