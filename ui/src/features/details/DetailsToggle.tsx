/** Shows and hides the details panel. */
import type { ReactNode } from "react";
import { IconButton } from "../../design/Button";
import { mod } from "../../design/keys";
import { useWords } from "../../words/words";
import { showDetails, useDetailsShown } from "./shown";

export function DetailsToggle(): ReactNode {
  const words = useWords().details;
  const shown = useDetailsShown();
  return (
    <IconButton
      icon="panel"
      label={words.toggle}
      shortcut={mod("I")}
      pressed={shown}
      testId="details-toggle"
      onPress={() => showDetails(!shown)}
    />
  );
}
