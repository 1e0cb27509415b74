/** Ids, tokens and latencies of an answer, and the request behind it. */
import { type ReactNode, useEffect, useState } from "react";
import { Button } from "../../design/Button";
import { CopyIcon } from "../../design/CopyIcon";
import { toast } from "../../design/Toast";
import { host } from "../../host/host";
import type { Answer, Turn } from "../../host/types";
import { conversations } from "../../model/rows";
import { useRow } from "../../model/table";
import { useWords } from "../../words/words";
import type { Seen } from "./events";
import css from "./Facts.module.css";
import { Section } from "./Section";

interface FactsProps {
  turn: Turn;
  answer: Answer;
  frames: readonly Seen[];
}

export function Facts({ turn, answer, frames }: FactsProps): ReactNode {
  const { details: words, turns } = useWords();
  const conversation = useRow(conversations, turn.conversationId);
  const { usage, problem } = answer;
  const task = frames.findLast((frame) => frame.task !== "")?.task ?? "";
  return (
    <Section title={words.answer} beside={<CopyCurl answer={answer} />}>
      <dl className={css.facts}>
        <Id name={words.message} id={answer.messageId} />
        <Id name={words.query} id={turn.queryId} />
        <Id name={words.conversation} id={conversation?.platformId ?? ""} />
        {task !== "" && task !== answer.messageId && <Id name={words.task} id={task} />}
        <Fact name={words.platform}>{turns.standing[turn.standing]}</Fact>
        {problem && <Id name={words.request} id={problem.trace} />}
        {usage && usage.totalTokens > 0 && (
          <Fact name={words.tokens}>
            {usage.inputTokens + usage.outputTokens > 0 ? words.inAndOut(usage.inputTokens, usage.outputTokens) : words.inAll(usage.totalTokens)}
          </Fact>
        )}
        {usage && usage.firstTokenMs > 0 && <Fact name={words.first}>{words.short(usage.firstTokenMs)}</Fact>}
        {usage && usage.totalMs > 0 && <Fact name={words.total}>{words.seconds(usage.totalMs)}</Fact>}
      </dl>
    </Section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }): ReactNode {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** Beginning and end: the rest is copied, not read. */
const shortened = (id: string) => (id.length > 14 ? `${id.slice(0, 6)}…${id.slice(-6)}` : id);

function Id({ name, id }: { name: string; id: string }): ReactNode {
  const words = useWords().details;
  if (id === "") return null;
  return (
    <>
      <dt>{name}</dt>
      <dd className={css.id}>
        <code title={id}>{shortened(id)}</code>
        <CopyIcon label={words.copyId(name)} done={words.copied} text={() => id} />
      </dd>
    </>
  );
}

/** It is there before it is asked for: a web view copies only in the moment of the press. */
function CopyCurl({ answer }: { answer: Answer }): ReactNode {
  const words = useWords().details;
  const [line, setLine] = useState("");
  useEffect(() => {
    let stale = false;
    host.curl(answer.id).then((line) => !stale && setLine(line), () => undefined);
    return () => {
      stale = true;
    };
  }, [answer.id, answer.messageId]);
  const copy = () => void navigator.clipboard.writeText(line).then(() => toast({ text: words.curlCopied }), () => undefined);
  return (
    <Button small variant="ghost" icon="copy" isDisabled={line === ""} onPress={copy}>
      {words.curl}
    </Button>
  );
}
