/** What one does with the open run. */
import type { ReactNode } from "react";
import { Button } from "../../design/Button";
import { type Action, MenuButton } from "../../design/Menu";
import type { Run } from "../../host/types";
import { useWords, type Words } from "../../words/words";
import { editInput, nameOf, remove, runAgain, unwatch, watch } from "./acts";
import css from "./RunReport.module.css";
import { goesOn } from "./status";

/** The same from the list and from the page. */
export function actionsFor(run: Run, words: Words["workflow"]): Action[] {
  const goes = goesOn(run);
  const looking: Action[] = !goes
    ? []
    : run.watched
      ? [{ id: "unwatch", label: words.unwatch, icon: "stop", onAction: () => unwatch(run.id) }]
      : [{ id: "watch", label: words.watch, icon: "clock", onAction: () => watch(run.id) }];
  return [
    ...looking,
    { id: "again", label: words.again, icon: "regenerate", onAction: () => runAgain(run) },
    { id: "input", label: words.useInput, icon: "pencil", onAction: () => editInput(run) },
    { id: "remove", label: words.remove, icon: "trash", danger: true, apart: true, onAction: () => remove(run) },
  ];
}

export function RunActions({ run }: { run: Run }): ReactNode {
  const words = useWords().workflow;
  const goes = goesOn(run);
  return (
    <div className={css.actions}>
      {!goes && (
        <Button small variant="ghost" icon="regenerate" onPress={() => runAgain(run)}>
          {words.again}
        </Button>
      )}
      {goes && run.watched && (
        <Button small variant="ghost" icon="stop" onPress={() => unwatch(run.id)}>
          {words.unwatch}
        </Button>
      )}
      {goes && !run.watched && (
        <Button small variant="ghost" icon="clock" onPress={() => watch(run.id)}>
          {words.watch}
        </Button>
      )}
      <MenuButton label={words.actions(nameOf(run))} actions={actionsFor(run, words)} />
    </div>
  );
}
