/** Whether an agent is asked or run, as the person says. */
import { host } from "../../host/host";
import type { AgentId, AgentKind } from "../../host/types";
import { applyRow } from "../../model/apply";
import { selectAgent } from "../../model/open";
import { currentView } from "../../model/view";
import { sayProblem } from "../problems/say";

/** From now on the agent is used so; where it is open its place in the window changes at once. */
export function treatAs(agent: AgentId, kind: AgentKind): void {
  host
    .chooseKind(agent, kind)
    .then((row) => {
      applyRow({ type: "agent", row });
      if (currentView().agent === agent) return selectAgent(agent);
    })
    .catch(sayProblem);
}
