/** A line in the log that says from where on variables have other values. It is read off the turns. */
import type { ReactNode } from "react";
import { Icon } from "../../design/Icon";
import { PlainButton } from "../../design/PlainButton";
import type { Turn, TurnId } from "../../host/types";
import { agents, conversations, turns } from "../../model/rows";
import { useRow } from "../../model/table";
import { useWords, type Words } from "../../words/words";
import css from "./Changes.module.css";
import { type Difference, differences, known, nameOf } from "./rules";
import { showVariables } from "./shown";

/** Characters of a value that are shown. */
const shownLength = 40;

/** Above a turn: what changed since the one before it. */
export function ChangesBefore({ turn, previous }: { turn: Turn; previous: TurnId | undefined }): ReactNode {
  const before = useRow(turns, previous ?? "");
  const words = useWords().variables;
  const variables = useVariables(turn);
  const changed = before ? differences(variables, before.values, turn.values) : [];
  if (changed.length === 0) return null;
  return (
    <p className={css.line} role="note">
      <Icon name="sliders" size={13} />
      <span>{words.fromHere(said(changed, variables, words))}</span>
    </p>
  );
}

/** Below the newest turn: what applies to the next question. */
export function ChangesAfter({ turn }: { turn: Turn }): ReactNode {
  const conversation = useRow(conversations, turn.conversationId);
  const words = useWords().variables;
  const variables = useVariables(turn);
  // What nobody asks for any more is no wish of the person's.
  const after = known(variables, conversation?.values ?? {});
  const changed = conversation ? differences(variables, known(variables, turn.values), after) : [];
  if (changed.length === 0) return null;
  return (
    <PlainButton className={css.line} onPress={() => showVariables(turn.conversationId)}>
      <Icon name="sliders" size={13} />
      <span>{words.fromNext(said(changed, variables, words))}</span>
    </PlainButton>
  );
}

function useVariables(turn: Turn) {
  const conversation = useRow(conversations, turn.conversationId);
  return useRow(agents, conversation?.agentId ?? "")?.variables ?? [];
}

function said(changed: readonly Difference[], variables: Parameters<typeof nameOf>[0], words: Words["variables"]): string {
  const each = changed.map(({ key, value }) => {
    const name = nameOf(variables, key);
    return value === undefined ? words.cleared(name) : words.became(name, short(value));
  });
  return each.join(words.between);
}

function short(value: string): string {
  const line = value.trim().split(/\s*\n\s*/)[0] ?? "";
  const letters = [...line];
  const cut = letters.length > shownLength || line !== value.trim();
  return cut ? `${letters.slice(0, shownLength).join("")}…` : line;
}
