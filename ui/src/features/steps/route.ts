/** The way a question went from agent to agent. */
import type { Step } from "../../host/types";
import { agents, answers, conversations, steps, turns } from "../../model/rows";

/** Who had the question before this hand-over: whoever took it last, else the agent that was asked. */
export function comesFrom(step: Step): string {
  const answer = answers.get(step.answerId);
  const before = answer?.steps.slice(0, answer.steps.indexOf(step.id)) ?? [];
  const handed = (id: string) => {
    const row = steps.get(id);
    return row && (row.kind === "jump" || row.kind === "take-over") && row.title !== step.title ? row.title : undefined;
  };
  const last = before.map(handed).findLast((name) => name !== undefined);
  if (last !== undefined) return last;
  const conversation = conversations.get(turns.get(answer?.turnId ?? "")?.conversationId ?? "");
  return agents.get(conversation?.agentId ?? "")?.name ?? "";
}
