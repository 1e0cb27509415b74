/** The variables of a conversation, in short, beside what is being written. A click opens their form. */
import type { ReactNode } from "react";
import { Icon } from "../../design/Icon";
import { PlainButton } from "../../design/PlainButton";
import type { Agent, Conversation } from "../../host/types";
import { useStore } from "../../model/store";
import { narrow } from "../../model/view";
import { useWords } from "../../words/words";
import { isBlank, nameOf, wrongWith } from "./rules";
import { showVariables } from "./shown";
import { valueOf } from "./value";
import css from "./VariableChips.module.css";

/** What gives way first where there is little room. */
const longText = 14;

/** The others are one chip. */
const mostShown = 4;
const mostInNarrow = 3;

export function VariableChips({ agent, conversation }: { agent: Agent; conversation: Conversation }): ReactNode {
  const words = useWords().variables;
  const { id, values, turns } = conversation;
  const most = useStore(narrow) ? mostInNarrow : mostShown;
  // Before the first question the form itself is in sight.
  if (turns === 0 || agent.variables.length === 0) return null;
  const said = agent.variables.filter((variable) => !isBlank(valueOf(values, variable.key)) || variable.required);
  const shown = said.length > most ? said.slice(0, most - 1) : said;
  const hidden = agent.variables.length - shown.length;
  return (
    <div className={css.chips} role="group" aria-label={words.title}>
      {shown.map((variable) => {
        const { key } = variable;
        const name = nameOf(agent.variables, key);
        const value = valueOf(values, key);
        const text = isBlank(value) ? words.chipMissing(name) : words.chip(name, value ?? "");
        return (
          <PlainButton
            key={key}
            className={css.chip}
            aria-haspopup="dialog"
            data-long={text.length > longText || undefined}
            data-wrong={wrongWith(variable, value) !== undefined || undefined}
            onPress={() => showVariables(id, key)}
          >
            <span className={css.text}>{text}</span>
          </PlainButton>
        );
      })}
      {hidden > 0 && (
        <PlainButton className={css.chip} aria-haspopup="dialog" aria-label={words.title} onPress={() => showVariables(id)}>
          {shown.length === 0 ? (
            <>
              <Icon name="sliders" size={13} /> {words.title}
            </>
          ) : (
            `+${hidden}`
          )}
        </PlainButton>
      )}
    </div>
  );
}
