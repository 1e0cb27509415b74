/** What a way out of a damaged history saved, in numbers, and that something was lost; then it goes on. */
import { useEffect, useRef } from "react";
import { Button } from "../../design/Button";
import type { Rescued } from "../../host/types";
import { useWords } from "../../words/words";
import place from "./Recovery.module.css";

export function RescueOutcome({ of: { holds, added, lost }, onGo }: { of: Rescued; onGo: () => void }) {
  const { transfer } = useWords();
  const go = useRef<HTMLButtonElement>(null);
  useEffect(() => go.current?.focus(), []);
  return (
    <section className={place.outcome} role="status" aria-label={transfer.rescueOutcome} data-testid="rescue-outcome">
      <h1 className={place.heading}>{transfer.rescueOutcome}</h1>
      <p>{transfer.holds(holds.agents, holds.conversations, holds.turns)}</p>
      {added.turns > 0 && <p>{transfer.rescuedBeside(added.conversations + added.changed, added.turns)}</p>}
      <p>{lost > 0 ? transfer.rescueLost(lost) : transfer.rescueNothingLost}</p>
      <Button ref={go} variant="primary" onPress={onGo} testId="rescue-go">
        {transfer.rescueGo}
      </Button>
    </section>
  );
}
