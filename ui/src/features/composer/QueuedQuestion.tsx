/** The question that waits for the end of the running answer, above the field. */
import type { ReactNode } from "react";
import { Button, IconButton } from "../../design/Button";
import { Icon } from "../../design/Icon";
import { toast } from "../../design/Toast";
import { host } from "../../host/host";
import type { Agent, ConversationId } from "../../host/types";
import { queued } from "../../model/rows";
import { useRow } from "../../model/table";
import { useWords } from "../../words/words";
import { Attachments } from "../files/Attachments";
import { sayProblem } from "../problems/say";
import css from "./QueuedQuestion.module.css";

const nothing = () => undefined;

interface Props {
  conversation: ConversationId;
  agent: Agent;
  running: boolean;
  onEdit: () => void;
  onSend: () => void;
  /** It was taken away, and the focus with it. */
  onGone: () => void;
}

export function QueuedQuestion({ conversation, agent, running, onEdit, onSend, onGone }: Props): ReactNode {
  const { composer: words, general } = useWords();
  const row = useRow(queued, conversation);
  if (!row) return null;
  const { waiting } = words;
  const held = row.held && !running;
  const remove = () => {
    onGone();
    host.dropQueued(conversation).then((question) => {
      const undo = () => void host.queue(conversation, question).catch(sayProblem);
      toast({ text: waiting.removed, action: { label: general.undo, onAction: undo } });
    }, sayProblem);
  };
  const send = () => {
    onSend();
    onGone();
    host.sendQueued(conversation).catch(sayProblem);
  };
  return (
    <section className={css.queued} aria-label={waiting.label} data-held={held || undefined} data-testid="queued">
      <div className={css.head}>
        <Icon name={held ? "warning" : "down"} size={14} />
        <span className={css.state}>{held ? waiting.held : waiting.next}</span>
        <Button variant="ghost" small onPress={send} testId="queued-send">
          {running ? waiting.stopAndSend : waiting.sendNow}
        </Button>
        <IconButton icon="pencil" label={waiting.edit} small onPress={onEdit} testId="queued-edit" />
        <IconButton icon="close" label={waiting.remove} small onPress={remove} testId="queued-remove" />
      </div>
      <p className={css.text} dir="auto" data-testid="queued-text">
        {row.question}
      </p>
      <Attachments conversation={conversation} agent={agent} queued onText={nothing} onGone={nothing} />
    </section>
  );
}
