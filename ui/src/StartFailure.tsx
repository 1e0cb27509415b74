/** The whole window, when there is no profile to show. */
import { Button } from "./design/Button";
import { Icon } from "./design/Icon";
import type { Problem } from "./host/types";
import { worded } from "./words/problems";
import { useWords } from "./words/words";
import css from "./StartFailure.module.css";

export function StartFailure({ problem, onRetry }: { problem: Problem; onRetry: () => void }) {
  const words = useWords();
  const { title, advice } = worded(problem, words);
  return (
    <main className={css.place} role="alert">
      <span className={css.mark}>
        <Icon name="warning" size={26} />
      </span>
      <p className={css.lead}>{words.general.startFailed}</p>
      <h1 className={css.title}>{title}</h1>
      <p className={css.text}>{advice}</p>
      {problem.detail && <code className={css.detail}>{problem.detail}</code>}
      <Button variant="primary" onPress={onRetry}>
        {words.general.retry}
      </Button>
    </main>
  );
}
