/** How far a work is, once it takes long, and the way to end it; and what kept it from its end. */
import { Button } from "../../design/Button";
import { ProgressBar } from "../../design/ProgressBar";
import { useWords } from "../../words/words";
import { Outcome } from "../problems/Outcome";
import css from "./Going.module.css";
import type { Work } from "./useWork";

export function Going({ work, label, endless }: { work: Work; label: string; endless?: boolean }) {
  const { general } = useWords();
  return (
    <>
      {work.running && work.late && (
        <div className={css.going}>
          <ProgressBar label={label} value={work.done} />
          {!endless && (
            <Button small onPress={work.cancel}>
              {general.cancel}
            </Button>
          )}
        </div>
      )}
      <Outcome of={work.problem && work.problem.code !== "cancelled" ? { state: "bad", problem: work.problem } : { state: "idle" }} />
    </>
  );
}
