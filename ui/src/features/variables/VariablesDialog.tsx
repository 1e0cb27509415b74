/** The variables of a conversation in which something was asked. */
import type { ReactNode } from "react";
import { Dialog, DialogBody } from "../../design/Dialog";
import type { Agent, Conversation } from "../../host/types";
import { useStore } from "../../model/store";
import { useWords } from "../../words/words";
import { variablesShown } from "./shown";
import { VariablesForm } from "./VariablesForm";

export function VariablesDialog({ agent, conversation }: { agent: Agent; conversation: Conversation }): ReactNode {
  const words = useWords();
  const shown = useStore(variablesShown);
  if (shown?.conversation !== conversation.id) return null;
  const close = () => variablesShown.set(undefined);
  return (
    <Dialog title={words.variables.title} open wide onClose={close} closeLabel={words.general.close}>
      <DialogBody>
        <VariablesForm agent={agent} conversation={conversation} first={shown.key} onKept={close} />
      </DialogBody>
    </Dialog>
  );
}
