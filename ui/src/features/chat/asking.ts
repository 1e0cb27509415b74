/** How the parts of a conversation reach what surrounds them. The values never change while it is open. */
import { createContext } from "react";
import type { AgentId } from "../../host/types";

export interface Asking {
  /** Asks at once, as if it had been written and sent. */
  ask: (question: string) => void;
  /** Puts it into the composer. */
  put: (question: string) => void;
  /** Goes to the newest text and follows it. */
  toEnd: () => void;
}

export const AskContext = createContext<Asking>({ ask: () => undefined, put: () => undefined, toEnd: () => undefined });

export interface WayOut {
  /** Whose key may have to be entered. */
  agent: AgentId;
  newConversation: () => void;
  /** The agent turned out to be a workflow. */
  openWorkflow?: () => void;
}

export const WayOutContext = createContext<WayOut>({ agent: "", newConversation: () => undefined });
