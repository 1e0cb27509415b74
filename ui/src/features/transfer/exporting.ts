/** What is to be exported, while its dialog is open. */
import type { ConversationId, Scope } from "../../host/types";
import { store } from "../../model/store";

export interface Exporting {
  scope: Scope;
  title: string;
}

export const exporting = store<Exporting | undefined>(undefined);

export function exportConversations(conversations: ConversationId[], title: string): void {
  exporting.set({ scope: { kind: "conversations", of: conversations }, title });
}
