/** Where the form of a conversation's variables is, how one gets to it, and asking with what is written in it. */
import { type ConversationId, problemOf, type Problem } from "../../host/types";
import { store } from "../../model/store";
import { isChanged, keep, tryIt } from "./edits";

/** The conversation whose form is laid over it, and the variable that is meant. */
export const variablesShown = store<{ conversation: ConversationId; key?: string | undefined } | undefined>(undefined);

/** Forms that stand in their conversations; they are gone to instead. */
const standing = new Map<ConversationId, (key: string | undefined) => void>();

export function stand(conversation: ConversationId, onSought: (key: string | undefined) => void): () => void {
  standing.set(conversation, onSought);
  return () => {
    if (standing.get(conversation) === onSought) standing.delete(conversation);
  };
}

/** Goes to the form. */
export function showVariables(conversation: ConversationId, key?: string): void {
  const seek = standing.get(conversation);
  if (seek) seek(key);
  else variablesShown.set({ conversation, key });
}

/** Goes to what is wrong in the form. */
export function askForVariables(conversation: ConversationId): void {
  tryIt(conversation);
  showVariables(conversation);
}

/** Goes to the form where a question was refused for what is in it; says whether it was. */
export function mindVariables(conversation: ConversationId, thrown: unknown): boolean {
  const minded = problemOf(thrown).code === "badVariables";
  if (minded) askForVariables(conversation);
  return minded;
}

const incomplete: Problem = { code: "badVariables", detail: "", retryAfterMs: 0, trace: "" };

/**
 * Lets something ask a question. A form that stands in the conversation is taken as it is, without a button for it. Where something in it
 * is missing or wrong, the form is gone to, and the question comes back with a problem.
 */
export async function askWith<Asked>(conversation: ConversationId, ask: () => Promise<Asked>): Promise<Asked> {
  try {
    if (standing.has(conversation) && isChanged(conversation) && !(await keep(conversation))) throw incomplete;
    return await ask();
  } catch (thrown) {
    mindVariables(conversation, thrown);
    throw thrown;
  }
}
