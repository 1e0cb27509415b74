/** A file that an answer links to, while it is shown by itself. */
import { host } from "../../host/host";
import type { AgentId } from "../../host/types";
import { store } from "../../model/store";
import { asking, saySaved } from "./saved";

export interface Linked {
  agent: AgentId;
  link: string;
  name: string;
}

export const linkedFile = store<Linked | undefined>(undefined);

export function saveLinked({ agent, link, name }: Linked, choose: boolean): void {
  saySaved(host.saveLinked(agent, link, name, asking(choose)), choose);
}
