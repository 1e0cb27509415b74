/** What a run that waits asks, and the answer to it. */
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "../../design/Button";
import { Checkbox } from "../../design/Checkbox";
import { TextArea } from "../../design/Field";
import { Icon } from "../../design/Icon";
import { host } from "../../host/host";
import { problemOf, type Problem, type Run } from "../../host/types";
import { Markdown } from "../../markdown/Markdown";
import { useWords } from "../../words/words";
import { Outcome } from "../problems/Outcome";
import css from "./Ask.module.css";

export function Ask({ run }: { run: Run }): ReactNode {
  const words = useWords().workflow;
  const place = useRef<HTMLElement>(null);
  // Who is writing goes on where they are.
  const [free] = useState(() => !(document.activeElement instanceof HTMLTextAreaElement));
  useEffect(() => place.current?.scrollIntoView({ block: "nearest" }), []);
  const [answer, setAnswer] = useState("");
  const [literal, setLiteral] = useState(false);
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<Problem>();

  const send = (text: string, asItStands: boolean) => {
    if (sending || text.trim() === "") return;
    setSending(true);
    setProblem(undefined);
    host
      .answerRun(run.id, text, asItStands)
      .catch((thrown: unknown) => setProblem(problemOf(thrown)))
      .finally(() => setSending(false));
  };
  const onEnter = (event: KeyboardEvent) => {
    if (event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (!event.repeat) send(answer, literal);
  };

  return (
    <section ref={place} className={css.ask} aria-label={words.asks}>
      <h3 className={css.title}>
        <Icon name="ask" />
        {words.asks}
      </h3>
      <div className={css.question} dir="auto">
        {run.question === "" ? <p>{words.asksUnworded}</p> : <Markdown text={run.question} />}
      </div>
      {run.choices.length > 0 ? (
        <div className={css.choices}>
          {run.choices.map((choice) => (
            <Button key={choice} pill isDisabled={sending} onPress={() => send(choice, false)}>
              {choice}
            </Button>
          ))}
        </div>
      ) : (
        <>
          <div className={css.field}>
            <TextArea
              label={words.answer}
              labelHidden
              rows={2}
              value={answer}
              onChange={setAnswer}
              onEnter={onEnter}
              literal={literal}
              autoFocus={free}
              placeholder={words.answer}
              testId="workflow-answer"
            />
          </div>
          <div className={css.row}>
            <Checkbox className={css.literal} title={words.asJsonHelp} checked={literal} onChange={setLiteral}>
              {words.asJson}
            </Checkbox>
            <span className={css.hint}>{words.answerHint}</span>
            <Button variant="primary" pill icon="send" isPending={sending} isDisabled={answer.trim() === ""} onPress={() => send(answer, literal)}>
              {sending ? words.sending : words.send}
            </Button>
          </div>
        </>
      )}
      <Outcome of={problem ? { state: "bad", problem } : { state: "idle" }} />
    </section>
  );
}
