/** What an agent asks for: before the first question in the conversation itself, later laid over it. */
import { type ReactNode, type RefObject, useEffect, useRef, useState } from "react";
import { Button } from "../../design/Button";
import { Icon } from "../../design/Icon";
import { type Agent, type Conversation, problemOf } from "../../host/types";
import { useWords } from "../../words/words";
import { type Attempt, Outcome } from "../problems/Outcome";
import { discard, isChanged, keep, tryIt, useEdit, write, written } from "./edits";
import { Presets } from "./Presets";
import { stale, wrongs } from "./rules";
import { stand } from "./shown";
import { valueOf } from "./value";
import { VariableField } from "./VariableField";
import css from "./VariablesForm.module.css";

interface VariablesFormProps {
  agent: Agent;
  conversation: Conversation;
  /** It is part of the conversation, in which nothing was asked yet. */
  standing?: boolean;
  /** Which field has the focus at first; what is wrong comes first. */
  first?: string | undefined;
  /** What was written is kept. */
  onKept?: () => void;
}

const idle: Attempt = { state: "idle" };

export function VariablesForm({ agent, conversation, standing = false, first, onKept }: VariablesFormProps): ReactNode {
  const words = useWords();
  const { id } = conversation;
  const edit = useEdit(id);
  const values = edit?.values ?? conversation.values;
  const form = useRef<HTMLFormElement>(null);
  const [attempt, setAttempt] = useState(idle);
  useSought(form, agent, id, standing, first);

  const change = (key: string, value: string) => {
    write(id, { [key]: value });
    setAttempt(idle);
  };
  const save = async () => {
    setAttempt({ state: "going", text: words.variables.saving });
    try {
      if (await keep(id)) {
        setAttempt({ state: "good", text: words.variables.saved });
        onKept?.();
      } else {
        setAttempt(idle);
        seek(form.current, wrongs(agent.variables, written(id))[0]?.key);
      }
    } catch (thrown) {
      const problem = problemOf(thrown);
      if (problem.code === "badVariables") tryIt(id);
      setAttempt({ state: "bad", problem });
    }
  };
  const going = attempt.state === "going";

  return (
    <form
      ref={form}
      className={css.form}
      data-standing={standing || undefined}
      aria-label={words.variables.title}
      data-testid="variables-form"
      noValidate
      onSubmit={(event) => event.preventDefault()}
    >
      <header className={css.header}>
        {standing && <h3 className={css.title}>{words.variables.title}</h3>}
        <p className={css.about}>{standing ? words.variables.before : words.variables.appliesNext}</p>
        <Presets agent={agent} conversation={id} values={values} />
      </header>
      <div className={css.fields}>
        {agent.variables.map((variable) => (
          <VariableField
            key={variable.key}
            variable={variable}
            value={valueOf(values, variable.key) ?? ""}
            tried={edit?.tried ?? false}
            onChange={(value) => change(variable.key, value)}
            onEnter={() => void save()}
          />
        ))}
      </div>
      <Stale agent={agent} conversation={conversation} />
      <footer className={css.footer}>
        {attempt.state === "good" && !isChanged(id) ? (
          <p className={css.saved} role="status">
            <Icon name="check" size={14} />
            {words.variables.saved}
          </p>
        ) : (
          <Outcome of={attempt.state === "bad" ? attempt : idle} />
        )}
        {isChanged(id) && !going && (
          <Button variant="ghost" onPress={() => discard(id)}>
            {words.variables.discard}
          </Button>
        )}
        <Button variant={standing ? "plain" : "primary"} isPending={going} onPress={() => void save()} testId="variables-save">
          {words.general.save}
        </Button>
      </footer>
    </form>
  );
}

/** The values that nobody asks for any more. They can be read, and are not sent. */
function Stale({ agent, conversation }: { agent: Agent; conversation: Conversation }): ReactNode {
  const words = useWords().variables;
  const gone = stale(agent.variables, conversation.values);
  if (gone.length === 0) return null;
  return (
    <section className={css.stale} aria-label={words.stale}>
      <h4>{words.stale}</h4>
      <dl>
        {gone.map(([key, value]) => (
          <div key={key}>
            <dt>{key}</dt>
            <dd dir="auto">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Brings the focus to what is looked for, now or while the form stands. */
function useSought(form: RefObject<HTMLFormElement | null>, agent: Agent, id: string, standing: boolean, first: string | undefined): void {
  const { variables } = agent;
  const opened = useRef(false);
  useEffect(() => {
    const sought = (key: string | undefined) => seek(form.current, key ?? wrongs(variables, written(id))[0]?.key ?? variables[0]?.key);
    if (standing) return stand(id, sought);
    if (!opened.current) sought(first);
    opened.current = true;
    return undefined;
  }, [form, variables, id, standing, first]);
}

function seek(form: HTMLFormElement | null, key: string | undefined): void {
  const fields = form?.querySelectorAll<HTMLElement>("[data-key]") ?? [];
  const found = [...fields].find((field) => field.dataset.key === key);
  const field = found?.matches("input, textarea") ? found : found?.querySelector<HTMLElement>("input:checked, input");
  field?.focus();
}
