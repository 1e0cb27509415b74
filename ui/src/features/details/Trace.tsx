/** What the platform itself recorded of an answer: a tree to search, or its text where it is none. */
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { Button } from "../../design/Button";
import { CopyIcon } from "../../design/CopyIcon";
import { host } from "../../host/host";
import { type Answer, problemOf, type Problem } from "../../host/types";
import { Code } from "../../markdown/Code";
import { useWords } from "../../words/words";
import { worded } from "../../words/problems";
import { JsonTree } from "./JsonTree";
import { Section } from "./Section";
import css from "./Trace.module.css";
import { readTree } from "./tree";

/** What is shown of a text that is no tree. */
const mostShown = 100_000;

type State = "reading" | "asking" | "known" | "none";

export function Trace({ answer }: { answer: Answer }): ReactNode {
  const words = useWords();
  const [text, setText] = useState("");
  const [state, setState] = useState<State>("reading");
  const [problem, setProblem] = useState<Problem>();
  const settled = answer.state !== "streaming";
  useEffect(() => {
    let stale = false;
    const take = (found: string) => {
      if (stale) return;
      setText(found);
      setState(found === "" ? "none" : "known");
    };
    host.trace(answer.id).then(take, () => take(""));
    return () => {
      stale = true;
    };
    // What the platform adds is learned behind the answer's end, with its last row.
  }, [answer]);
  const fetch = () => {
    setState("asking");
    setProblem(undefined);
    host.fetchTrace(answer.id).then(
      (found) => {
        setText(found);
        setState(found === "" ? "none" : "known");
      },
      (thrown: unknown) => {
        setProblem(problemOf(thrown));
        setState(text === "" ? "none" : "known");
      },
    );
  };
  const tree = useMemo(() => readTree(text), [text]);
  const { trace, fetchTrace, noTrace, copyTrace, copied } = words.details;
  return (
    <Section
      title={trace}
      beside={
        settled && answer.messageId !== "" && (
          <Button small variant="ghost" isDisabled={state === "asking"} onPress={fetch}>
            {fetchTrace}
          </Button>
        )
      }
    >
      {problem && (
        <p className={css.problem} role="alert">
          {worded(problem, words).title}
        </p>
      )}
      {state === "none" && !problem && <p className={css.none}>{noTrace}</p>}
      {text !== "" && (
        <>
          {tree === undefined ? <Code code={text.slice(0, mostShown)} /> : <JsonTree root={tree} label={trace} />}
          <p className={css.copy}>
            <CopyIcon label={copyTrace} done={copied} text={() => text} />
          </p>
        </>
      )}
    </Section>
  );
}
