/** The open dialog about an agent, if there is one. */
import { agents } from "../../model/rows";
import { useStore } from "../../model/store";
import { useRow } from "../../model/table";
import { AddAgentDialog } from "./AddAgentDialog";
import { agentDialog, closeAgentDialog } from "./dialogs";
import { RemoveAgentDialog } from "./RemoveAgentDialog";
import { RenameAgentDialog } from "./RenameAgentDialog";
import { ReplaceKeyDialog } from "./ReplaceKeyDialog";
import { UploadsDialog } from "./UploadsDialog";

export function AgentDialogs() {
  const shown = useStore(agentDialog);
  const agent = useRow(agents, shown && "agent" in shown ? shown.agent : "");
  if (shown?.about === "adding") return <AddAgentDialog kind={shown.kind ?? null} onClose={closeAgentDialog} />;
  if (!shown || !agent) return null;
  if (shown.about === "key") return <ReplaceKeyDialog agent={agent} onClose={closeAgentDialog} />;
  if (shown.about === "name") return <RenameAgentDialog agent={agent} onClose={closeAgentDialog} />;
  if (shown.about === "uploads") return <UploadsDialog agent={agent} onClose={closeAgentDialog} />;
  return <RemoveAgentDialog agent={agent} onClose={closeAgentDialog} />;
}
