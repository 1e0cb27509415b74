/** Two answers to one question, side by side: their words, what they took, and what they found. */
import { type ReactNode, useMemo, useState } from "react";
import { Button } from "../../design/Button";
import { Dialog, DialogBody } from "../../design/Dialog";
import type { Answer, AnswerId, Turn } from "../../host/types";
import { answers } from "../../model/rows";
import { useRow } from "../../model/table";
import { useLocale, useWords } from "../../words/words";
import { CitationScope } from "../citations/CitationScope";
import { CitationStrip } from "../citations/CitationStrip";
import css from "./Compare.module.css";
import { difference, type Piece } from "./difference";
import { placeIn, Stepper } from "./Pager";
import { usageIn } from "./usage";

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
  const found = useMemo(() => difference(left?.text ?? "", right?.text ?? "", locale), [left?.text, right?.text, locale]);
  if (!left || !right) return null;
  const whole = (text: string): Piece[] => [{ text, own: false }];
  return (
    <Dialog title={words.compareTitle} open onClose={onClose} closeLabel={general.close} wide="full">
      <DialogBody>
        <p className={css.hint}>{found ? words.compareHint : words.tooDifferent}</p>
        <div className={css.sides}>
          <Side turn={turn} answer={left} pieces={found?.left ?? whole(left.text)} lost onTurned={setLeft} />
          <Side turn={turn} answer={right} pieces={found?.right ?? whole(right.text)} onTurned={setRight} />
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
  pieces: readonly Piece[];
  /** Its own words are those that the other side lost. */
  lost?: boolean;
  onTurned: (id: AnswerId) => void;
}

function Side({ turn, answer, pieces, lost, onTurned }: SideProps): ReactNode {
  const { answers: words, chat } = useWords();
  const { at, of, used } = placeIn(turn, answer.id);
  const usage = answer.usage ? usageIn(answer.usage, chat) : "";
  const Own = lost ? "del" : "ins";
  return (
    <section className={css.side} aria-label={words.position(at, of, used)}>
      <header className={css.header}>
        <Stepper ids={turn.answers} at={at} used={used} onTurned={onTurned} />
        {used && <span className={css.used}>{words.default}</span>}
      </header>
      <div className={css.text} dir="auto">
        {answer.text === "" && <span className={css.hint}>{words.noText}</span>}
        {pieces.map((piece, index) => (piece.own ? <Own key={index}>{piece.text}</Own> : <span key={index}>{piece.text}</span>))}
      </div>
      {usage !== "" && <p className={css.usage}>{usage}</p>}
      <CitationScope steps={answer.steps}>
        <CitationStrip />
      </CitationScope>
    </section>
  );
}
