/** What an import did: what was taken, what was not and why, and which agents need a key now. */
import type { Imported } from "../../host/types";
import { worded } from "../../words/problems";
import { useWords } from "../../words/words";
import css from "./ImportOutcome.module.css";

export function ImportOutcome({ of }: { of: Imported }) {
  const words = useWords();
  const { transfer } = words;
  return (
    <div role="status" className={css.outcome} data-testid="import-outcome">
      <p>{transfer.imported(of.conversations, of.changed, of.unchanged)}</p>
      {of.cancelled && <p>{transfer.importCancelled}</p>}
      {of.stopped && <p>{transfer.importStopped(worded(of.stopped, words).title)}</p>}
      {of.agents > 0 && <p>{transfer.newAgents(of.agents)}</p>}
      {of.skippedLines > 0 && (
        <>
          <p>{transfer.skipped(of.skippedLines)}</p>
          <ul className={css.lines}>
            {of.skipped.map(({ line, fault, about }) => (
              <li key={line}>
                {transfer.line(line, transfer.faults[fault])}
                {about && <code className={css.field}>{about}</code>}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
