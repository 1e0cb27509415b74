/** Which dialog about an agent is open. */
import type { AgentId, AgentKind } from "../../host/types";
import { store } from "../../model/store";

export type AgentDialog = { about: "adding"; kind?: AgentKind } | { about: "key" | "name" | "uploads" | "removal"; agent: AgentId } | undefined;

export const agentDialog = store<AgentDialog>(undefined);

export const askForAgent = () => agentDialog.set({ about: "adding" });
export const askForWorkflow = () => agentDialog.set({ about: "adding", kind: "workflow" });
export const askForKey = (agent: AgentId) => agentDialog.set({ about: "key", agent });
export const askForName = (agent: AgentId) => agentDialog.set({ about: "name", agent });
export const askForUploads = (agent: AgentId) => agentDialog.set({ about: "uploads", agent });
export const askForRemoval = (agent: AgentId) => agentDialog.set({ about: "removal", agent });
export const closeAgentDialog = () => agentDialog.set(undefined);
