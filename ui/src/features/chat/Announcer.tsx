/** Says to a screen reader how an answer ended; the text itself is read where it stands, never while it grows. */
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { AnswerId } from "../../host/types";
import { answers } from "../../model/rows";
import { useRow } from "../../model/table";
import { worded } from "../../words/problems";
import { words } from "../../words/words";
import css from "./Announcer.module.css";

export function Announcer({ answer: id }: { answer: AnswerId }): ReactNode {
  const answer = useRow(answers, id);
  const streamed = useRef<AnswerId>(undefined);
  const [said, setSaid] = useState("");
  useEffect(() => {
    if (!answer) return;
    if (answer.state === "streaming") {
      streamed.current = answer.id;
      setSaid("");
    } else if (streamed.current === answer.id) {
      streamed.current = undefined;
      const { said: all } = words().chat;
      setSaid(answer.state === "failed" ? all.failed(answer.problem ? worded(answer.problem, words()).title : "") : all[answer.state]);
    }
  }, [answer]);
  return (
    <p role="status" className={css.announcer}>
      {said}
    </p>
  );
}
