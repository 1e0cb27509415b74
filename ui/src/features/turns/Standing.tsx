/** How a turn stands to what the platform has: said where it is not simply there, and quietly. */
import type { ReactNode } from "react";
import { Icon } from "../../design/Icon";
import { PlainButton } from "../../design/PlainButton";
import type { Turn } from "../../host/types";
import { useWords } from "../../words/words";
import { removeTurn } from "./acts";
import css from "./Standing.module.css";

export function Standing({ turn }: { turn: Turn }): ReactNode {
  const words = useWords().turns;
  const said = sentence(turn, words);
  if (said === undefined) return null;
  return (
    <p className={css.mark} data-standing={turn.standing} data-damaged={turn.damaged || undefined}>
      <Icon name={turn.damaged ? "warning" : turn.standing === "differs" ? "compare" : "offline"} size={12} />
      <span>{said}</span>
      {turn.standing === "gone" && (
        <PlainButton className={css.act} onPress={() => removeTurn(turn)}>
          {words.removeHere}
        </PlainButton>
      )}
    </p>
  );
}

function sentence({ damaged, onlyHere, standing }: Turn, words: ReturnType<typeof useWords>["turns"]): string | undefined {
  if (damaged) return words.damaged;
  if (onlyHere) return words.onlyHere;
  if (standing === "local") return words.local;
  if (standing === "differs") return words.differs;
  if (standing === "gone") return words.gone;
  return undefined;
}
