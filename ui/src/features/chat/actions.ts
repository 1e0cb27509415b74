/** What one does with a conversation as a whole. A refusal is said where notices are. */
import { toast } from "../../design/Toast";
import { host } from "../../host/host";
import { type Conversation, problemOf } from "../../host/types";
import { worded } from "../../words/problems";
import { words } from "../../words/words";

/** Waits for what was asked of the host; whether it was done. */
export async function saying(done: Promise<unknown>): Promise<boolean> {
  try {
    await done;
    return true;
  } catch (thrown) {
    const { title, advice } = worded(problemOf(thrown), words());
    toast({ text: `${title}. ${advice}`, bad: true });
    return false;
  }
}

/** Deletes a conversation, with a way back for a while. */
export async function remove(conversation: Conversation): Promise<void> {
  if (!(await saying(host.removeConversation(conversation.id)))) return;
  const { chat, conversations, general } = words();
  toast({
    text: conversations.removed(conversation.title || chat.untitled),
    action: { label: general.undo, onAction: () => void saying(host.restoreConversation(conversation.id)) },
  });
}
