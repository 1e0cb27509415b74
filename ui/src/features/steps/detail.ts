/** How much of an agent's steps is shown: chosen once for all its answers. */
import { toast } from "../../design/Toast";
import type { Choices } from "../../design/Menu";
import { host } from "../../host/host";
import type { Agent, AgentId, Detail } from "../../host/types";
import { agents } from "../../model/rows";
import { useRow } from "../../model/table";
import type { Words } from "../../words/words";
import { sayProblem } from "../problems/say";

export function useDetail(agent: AgentId): Detail {
  return useRow(agents, agent)?.detail ?? "summary";
}

/** The choice as a part of a menu. */
export function detailChoices(agent: Agent, words: Words): Choices<Detail> {
  const { label, off, summary, full } = words.steps.detail;
  const options = [
    { value: "off" as const, label: off },
    { value: "summary" as const, label: summary },
    { value: "full" as const, label: full },
  ];
  return { label, value: agent.detail, options, onChoose: (detail) => choose(agent, detail, words) };
}

function choose(agent: Agent, detail: Detail, words: Words): void {
  const back = () => void host.setDetail(agent.id, agent.detail).catch(sayProblem);
  host.setDetail(agent.id, detail).then(() => {
    if (detail !== "off") return;
    toast({ text: words.steps.detail.hidden(agent.name), action: { label: words.general.undo, onAction: back } });
  }, sayProblem);
}
