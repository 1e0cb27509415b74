/** Two answers to one question, side by side as they are read: their words, what they took, and what they found. */
import { type ReactNode, type RefObject, useRef, useState } from "react";
import { Button } from "../../design/Button";
import { Checkbox } from "../../design/Checkbox";
import { Dialog, DialogBody } from "../../design/Dialog";
import { Said } from "../../design/Said";
import type { Answer, AnswerId, Turn } from "../../host/types";
import { Markdown } from "../../markdown/Markdown";
import { answers } from "../../model/rows";
import { useRow } from "../../model/table";
import { useLocale, useWords } from "../../words/words";
import { CitationScope } from "../citations/CitationScope";
import { CitationStrip } from "../citations/CitationStrip";
import css from "./Compare.module.css";
import { placeIn, Stepper } from "./Pager";
import { usageIn } from "./usage";
import { useDifferences } from "./useDifferences";

/** More than anybody keeps in mind. */
const mostSaid = 30;

interface CompareProps {
  turn: Turn;
  /** The one on view. */
  answer: Answer;
}

export function Compare({ turn, answer }: CompareProps): ReactNode {
  const words = useWords().answers;
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button small variant="ghost" icon="compare" onPress={() => setOpen(true)}>
        {words.compare}
      </Button>
      {open && <CompareDialog turn={turn} answer={answer} onClose={() => setOpen(false)} />}
    </>
  );
}

function CompareDialog({ turn, answer, onClose }: CompareProps & { onClose: () => void }): ReactNode {
  const { answers: words, general } = useWords();
  const locale = useLocale();
  const [leftId, setLeft] = useState(() => otherOf(turn, answer.id));
  const [rightId, setRight] = useState(answer.id);
  const left = useRow(answers, leftId);
  const right = useRow(answers, rightId);
  const [marked, setMarked] = useState(true);
  const leftText = useRef<HTMLDivElement>(null);
  const rightText = useRef<HTMLDivElement>(null);
  const { tooMany, lost, gained } = useDifferences(leftText, rightText, marked, locale);
  if (!left || !right) return null;
  return (
    <Dialog title={words.compareTitle} open onClose={onClose} closeLabel={general.close} wide="full">
      <DialogBody>
        <div className={css.how}>
          <Checkbox checked={marked} onChange={setMarked} className={css.mark}>
            {words.markDifferences}
          </Checkbox>
          <p className={css.hint} role="status">
            {marked && (tooMany ? words.tooDifferent : lost.length + gained.length === 0 && words.same)}
          </p>
        </div>
        <div className={css.sides}>
          <Side turn={turn} answer={left} text={leftText} own={lost} onTurned={setLeft} />
          <Side turn={turn} answer={right} text={rightText} own={gained} onTurned={setRight} />
        </div>
      </DialogBody>
    </Dialog>
  );
}

/** What the answer on view is compared with first: the default, else the one before. */
function otherOf(turn: Turn, id: AnswerId): AnswerId {
  if (turn.usedAnswer !== id) return turn.usedAnswer;
  const at = turn.answers.indexOf(id);
  return turn.answers[at - 1] ?? turn.answers[at + 1] ?? id;
}

interface SideProps {
  turn: Turn;
  answer: Answer;
  text: RefObject<HTMLDivElement | null>;
  /** The words that the other side does not have. They are marked for the eye, and listed for the ear. */
  own: readonly string[];
  onTurned: (id: AnswerId) => void;
}

function Side({ turn, answer, text, own, onTurned }: SideProps): ReactNode {
  const { answers: words, chat } = useWords();
  const { at, of, used } = placeIn(turn, answer.id);
  const usage = answer.usage ? usageIn(answer.usage, "full", chat) : "";
  return (
    <section className={css.side} aria-label={words.position(at, of, used)}>
      <header className={css.header}>
        <Stepper ids={turn.answers} at={at} used={used} onTurned={onTurned} />
        {used && <span className={css.used}>{words.default}</span>}
      </header>
      {own.length > 0 && <Said>{words.onlyHere(own.slice(0, mostSaid).join(" · "))}</Said>}
      <div ref={text} className={css.text} dir="auto">
        {answer.text === "" ? <span className={css.hint}>{words.noText}</span> : <Markdown text={answer.text} />}
      </div>
      {usage !== "" && <p className={css.usage}>{usage}</p>}
      <CitationScope steps={answer.steps}>
        <CitationStrip />
      </CitationScope>
    </section>
  );
}
