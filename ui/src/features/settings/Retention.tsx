/** How long conversations are kept that nobody uses. What that deletes now is asked first. */
import { type ReactNode, useState } from "react";
import { Button } from "../../design/Button";
import { Dialog, DialogActions, DialogBody } from "../../design/Dialog";
import { Segmented } from "../../design/Segmented";
import { host } from "../../host/host";
import { choose, settings } from "../../model/settings";
import { useStore } from "../../model/store";
import { useWords } from "../../words/words";
import { sayProblem } from "../problems/say";
import css from "./Storage.module.css";

const periods = [0, 30, 90, 365] as const;

interface Question {
  days: number;
  /** Conversations that go. */
  count: number;
}

export function Retention({ onDone }: { onDone: () => void }): ReactNode {
  const { storage: words } = useWords();
  const { keepDays } = useStore(settings);
  const [question, setQuestion] = useState<Question>();
  const keep = (days: number) => choose({ keepDays: days }).then(onDone, sayProblem);
  const wish = async (days: number) => {
    const count = await host.retiring(days);
    if (count > 0) setQuestion({ days, count });
    else await keep(days);
  };
  const answer = (days: number | undefined) => {
    setQuestion(undefined);
    if (days !== undefined) void keep(days);
  };
  return (
    <div>
      <Segmented
        label={words.keep}
        value={String(keepDays)}
        options={periods.map((days) => ({ value: String(days), label: words.period(days) }))}
        onChange={(days) => void wish(Number(days)).catch(sayProblem)}
        testId="keep-days"
      />
      <p className={css.note}>{keepDays === 0 ? words.keepsAll : words.keeps(keepDays)}</p>
      {question && <Ask {...question} onAnswer={answer} />}
    </div>
  );
}

function Ask({ days, count, onAnswer }: Question & { onAnswer: (days: number | undefined) => void }): ReactNode {
  const { storage: words, general } = useWords();
  const leave = () => onAnswer(undefined);
  return (
    <Dialog title={words.retireTitle(count)} open alert onClose={leave} closeLabel={general.close}>
      <DialogBody>
        <p>{words.retireAbout(days)}</p>
        <p>{words.retireBackup}</p>
      </DialogBody>
      <DialogActions>
        <Button onPress={leave}>{general.cancel}</Button>
        <Button variant="danger" onPress={() => onAnswer(days)} testId="retire">
          {words.retire(count)}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
