/** What one does with a conversation as a whole. A refusal is said where notices are. */
import { toast } from "../../design/Toast";
import { host } from "../../host/host";
import type { Conversation } from "../../host/types";
import { words } from "../../words/words";
import { sayProblem } from "../problems/say";

/** Deletes a conversation, with a way back for a while. */
export async function remove({ id, title }: Conversation): Promise<void> {
  await host.removeConversation(id);
  const { chat, conversations, general } = words();
  toast({
    text: conversations.removed(title || chat.untitled),
    action: { label: general.undo, onAction: () => void host.restoreConversation(id).catch(sayProblem) },
  });
}
