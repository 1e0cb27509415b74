/** Says to a screen reader how the open run goes: its beginning, its questions, its end; never each look at it. */
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { Run } from "../../host/types";
import { worded } from "../../words/problems";
import { words } from "../../words/words";
import css from "../chat/Announcer.module.css";

export function RunAnnouncer({ run }: { run: Run | undefined }): ReactNode {
  const seen = useRef<{ id: string; status: Run["status"] }>(undefined);
  const [said, setSaid] = useState("");
  useEffect(() => {
    const before = seen.current;
    seen.current = run && { id: run.id, status: run.status };
    if (!run || before?.id !== run.id) return setSaid(run?.status === "to_start" ? words().workflow.said.begun : "");
    if (before.status !== run.status) setSaid(sentence(run));
  }, [run]);
  return (
    <p role="status" className={css.announcer}>
      {said}
    </p>
  );
}

function sentence({ status, problem }: Run): string {
  const { said } = words().workflow;
  if (status === "success") return said.done;
  if (status === "interrupted") return said.waits;
  if (status === "failed") return said.failed(problem ? worded(problem, words()).title : "");
  return status === "stopped" || status === "unknown" ? said.ended : said.begun;
}
