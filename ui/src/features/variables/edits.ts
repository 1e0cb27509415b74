/** What is written into the form of a conversation's variables and not kept yet. It outlives the form, not the window. */
import { host } from "../../host/host";
import type { ConversationId, Values } from "../../host/types";
import { agents, conversations } from "../../model/rows";
import { Table, useRow } from "../../model/table";
import { known, wrongs } from "./rules";
import { valueOf } from "./value";

interface Edit {
  values: Values;
  /** Somebody tried to go on with it: what is missing is said from now on. */
  tried: boolean;
}

const edits = new Table<ConversationId, Edit>();

export function useEdit(conversation: ConversationId): Edit | undefined {
  return useRow(edits, conversation);
}

/** What the form shows. */
export function written(conversation: ConversationId): Values {
  return edits.get(conversation)?.values ?? conversations.get(conversation)?.values ?? {};
}

export function write(conversation: ConversationId, change: Values): void {
  const before = edits.get(conversation);
  edits.put(conversation, { values: { ...written(conversation), ...change }, tried: before?.tried ?? false });
}

/** Says from now on what is missing. */
export function tryIt(conversation: ConversationId): void {
  edits.put(conversation, { values: written(conversation), tried: true });
}

/** Forgets what was written. */
export function discard(conversation: ConversationId): void {
  edits.remove(conversation);
}

export function forgetEdits(): void {
  edits.clear();
}

/** Whether what is written differs from what is kept. */
export function isChanged(conversation: ConversationId): boolean {
  const row = conversations.get(conversation);
  const edit = edits.get(conversation);
  const variables = agents.get(row?.agentId ?? "")?.variables ?? [];
  if (!row || !edit) return false;
  const [before, after] = [known(variables, row.values), known(variables, edit.values)];
  return variables.some(({ key }) => valueOf(before, key) !== valueOf(after, key));
}

/** Keeps what is written. False where something is wrong with it; what the platform does not take is thrown and stays written. */
export async function keep(conversation: ConversationId): Promise<boolean> {
  const variables = agents.get(conversations.get(conversation)?.agentId ?? "")?.variables ?? [];
  const values = known(variables, written(conversation));
  if (wrongs(variables, values).length > 0) {
    tryIt(conversation);
    return false;
  }
  const edit = edits.get(conversation);
  await host.setVariables(conversation, values);
  // Who went on writing meanwhile keeps what they wrote.
  if (edits.get(conversation) === edit) discard(conversation);
  return true;
}
