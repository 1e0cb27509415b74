/** What can be done with the open conversation, in its header. */
import { IconButton } from "../../design/Button";
import type { ConversationId } from "../../host/types";
import { agents, conversations } from "../../model/rows";
import { useRow } from "../../model/table";
import { useWords } from "../../words/words";
import { showVariables } from "../variables/shown";
import { exportConversations } from "../transfer/exporting";
import { pin, remove, renaming, titleOf } from "./acts";

export function ConversationActions({ conversation }: { conversation: ConversationId }) {
  const { conversations: words, variables, transfer } = useWords();
  const row = useRow(conversations, conversation);
  const agent = useRow(agents, row?.agentId ?? "");
  if (!row) return null;
  return (
    <>
      {agent && agent.variables.length > 0 && (
        <IconButton icon="sliders" label={variables.title} onPress={() => showVariables(conversation)} />
      )}
      <IconButton
        icon="pencil"
        label={words.rename}
        shortcut="F2"
        onPress={() => renaming.set({ conversation, place: "header" })}
        testId="conversation-rename"
      />
      <IconButton
        icon="pin"
        label={row.pinned ? words.unpin : words.pin}
        pressed={row.pinned}
        onPress={() => pin(row)}
        testId="conversation-pin"
      />
      <IconButton
        icon="export"
        label={transfer.export}
        onPress={() => exportConversations([conversation], transfer.exportTitle(titleOf(row)))}
        testId="conversation-export"
      />
      <IconButton icon="trash" label={words.remove} onPress={() => remove(row)} testId="conversation-delete" />
    </>
  );
}
