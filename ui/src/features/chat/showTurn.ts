/** Brings the reader to one turn of a conversation, wherever they are. */
import { toast } from "../../design/Toast";
import type { AnswerId, ConversationId, TurnId } from "../../host/types";
import { openConversation } from "../../model/open";
import { openings, turnLists, turns } from "../../model/rows";
import { currentView } from "../../model/view";
import { words } from "../../words/words";
import { sayProblem } from "../problems/say";
import { marked } from "./marked";
import { look } from "./shown";

/** Opens the conversation at this turn, with this answer of it on view, and marks it. */
export async function showTurn(conversation: ConversationId, turn: TurnId, answer?: AnswerId): Promise<void> {
  try {
    await openConversation(conversation, turn);
  } catch (thrown) {
    return sayProblem(thrown);
  }
  // Elsewhere by now, or the log says itself why there is nothing to show.
  if (currentView().conversation !== conversation || openings.get(conversation)?.state !== "ready") return;
  const row = turns.get(turn);
  if (!row || row.removed || !turnLists.get(conversation)?.includes(turn)) return void toast({ text: words().chat.turnGone, bad: true });
  if (answer !== undefined && row.answers.includes(answer)) look(row, answer);
  marked.set({ conversation, turn });
}
