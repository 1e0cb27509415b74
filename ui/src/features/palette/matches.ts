/** What the palette offers for what is written: places to go to and things to do, the best first, recent ones before others. */
import type { Part } from "../../design/Marked";
import type { IconName } from "../../design/Icon";
import type { Agent, Conversation, ConversationId, Hit } from "../../host/types";
import { openConversation, selectAgent } from "../../model/open";
import { agentIds, agents, conversations } from "../../model/rows";
import type { Words } from "../../words/words";
import { titleOf } from "../conversations/acts";
import { sayProblem } from "../problems/say";
import { type Command, commandsNow, settingsNow } from "./commands";
import { fit } from "./fuzzy";
import { recentRank } from "./recent";

export type GroupName = "recent" | "agents" | "conversations" | "commands" | "settings";

export interface Match {
  /** Of its kind and what it is; the same each time. */
  key: string;
  group: GroupName;
  label: string;
  marks: readonly Part[];
  /** What tells it from others of the same name. */
  detail: string;
  shortcut?: string | undefined;
  icon: IconName | undefined;
  /** Whose colour it has. */
  agent?: string;
  act: () => void;
}

/** More of a kind than anybody reads. */
const mostOfEach = 8;
const mostRecent = 5;
/** What was chosen lately comes before what fits a little better. */
const recentWorth = 150;

/** `found` are conversations by their titles that this page need not have. */
export function matches(written: string, found: readonly Hit[], words: Words): Match[] {
  const all = [...agentMatches(), ...conversationMatches(found, words), ...commandsNow(words).map(of("commands")), ...settingsNow(words).map(of("settings"))];
  return written.trim() === "" ? unasked(all) : asked(written, all);
}

/** Without a word: what was chosen last, then of each kind the first ones; settings only on request. */
function unasked(all: readonly Match[]): Match[] {
  const recent = all
    .filter(({ key }) => recentRank(key) < mostRecent)
    .sort((one, other) => recentRank(one.key) - recentRank(other.key))
    .map((match): Match => Object.assign({}, match, { group: "recent" }));
  const rest = all.filter(({ key, group }) => group !== "settings" && recentRank(key) >= mostRecent);
  return [...recent, ...limited(rest)];
}

function asked(written: string, all: readonly Match[]): Match[] {
  const scored = all.flatMap((match) => {
    const fitting = fit(written, match.label);
    if (!fitting) return [];
    const rank = recentRank(match.key);
    return [{ match: { ...match, marks: fitting.marks }, score: fitting.score + (rank < Infinity ? recentWorth / (rank + 1) : 0) }];
  });
  // The groups stand in the order of the best in each.
  scored.sort((one, other) => other.score - one.score);
  return limited(scored.map(({ match }) => match));
}

function limited(all: readonly Match[]): Match[] {
  const counts = new Map<GroupName, number>();
  return all.filter(({ group }) => {
    const count = (counts.get(group) ?? 0) + 1;
    counts.set(group, count);
    return count <= mostOfEach;
  });
}

function agentMatches(): Match[] {
  return agentIds().flatMap((id) => {
    const agent = agents.get(id);
    return agent ? [agentMatch(agent)] : [];
  });
}

function agentMatch({ id, name }: Agent): Match {
  const act = () => void selectAgent(id).catch(sayProblem);
  return { key: `agent ${id}`, group: "agents", label: name, marks: [], detail: "", icon: undefined, agent: id, act };
}

function conversationMatches(found: readonly Hit[], words: Words): Match[] {
  const here = [...conversations.rows()].filter(({ turns }) => turns > 0).sort((one, other) => other.activeAt - one.activeAt);
  const known = new Set<ConversationId>(here.map(({ id }) => id));
  const elsewhere = found.filter(({ conversationId }) => !known.has(conversationId));
  return [
    ...here.map((row: Conversation) => conversationMatch(row.id, titleOf(row), row.agentId)),
    ...elsewhere.map((hit) => conversationMatch(hit.conversationId, hit.title || words.conversations.untitled, hit.agentId)),
  ];
}

function conversationMatch(id: ConversationId, label: string, agent: string): Match {
  const act = () => void openConversation(id).catch(sayProblem);
  return { key: `conversation ${id}`, group: "conversations", label, marks: [], detail: agents.get(agent)?.name ?? "", icon: undefined, agent, act };
}

function of(group: "commands" | "settings") {
  return ({ id, label, icon, shortcut, act }: Command): Match => ({ key: `${group} ${id}`, group, label, marks: [], detail: "", shortcut, icon, act });
}
