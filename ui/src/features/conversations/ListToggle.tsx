/** Lays the list over the conversation where the window is too narrow for both. */
import { IconButton } from "../../design/Button";
import { mod } from "../../design/keys";
import { useStore } from "../../model/store";
import { drawer, narrow, useView } from "../../model/view";
import { isWorkflow } from "../../model/workflow";
import { useWords } from "../../words/words";

export function ListToggle() {
  const { conversations, workflow } = useWords();
  const words = isWorkflow(useView().agent) ? workflow : conversations;
  const open = useStore(drawer);
  if (!useStore(narrow)) return null;
  return (
    <IconButton
      icon="list"
      label={open ? words.hideList : words.showList}
      shortcut={mod("B")}
      onPress={() => drawer.set(!open)}
      aria-expanded={open}
    />
  );
}
