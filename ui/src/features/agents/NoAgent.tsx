/** Before there is an agent. */
import { Button } from "../../design/Button";
import { useWords } from "../../words/words";
import { askForAgent } from "./dialogs";
import css from "./NoAgent.module.css";

export function NoAgent() {
  const { agents: words } = useWords();
  return (
    <div className={css.place}>
      <h1 className={css.title}>{words.emptyTitle}</h1>
      <p className={css.text}>{words.emptyText}</p>
      <Button variant="primary" icon="plus" onPress={askForAgent}>
        {words.add}
      </Button>
    </div>
  );
}
