/** Going somewhere: which agent and which conversation the window shows, and having the rows for it. */
import { host } from "../host/host";
import { problemOf, type AgentId, type Conversation, type ConversationId, type TurnId, type Update } from "../host/types";
import { apply, applyOpened, applyRow, applySnapshot } from "./apply";
import { isDeep, lastActive } from "./list";
import { fetched, goToTurn, readAt } from "./pages";
import { readings, takeReading } from "./reading";
import { agentIds, agents, answers, conversations, forgetTurns, openings, turns, unread } from "./rows";
import { choose, takeSettings } from "./settings";
import { newestOf } from "./stretch";
import { currentView, drawer, show } from "./view";
import { forgetSeen, isWorkflow } from "./workflow";

/** Reads everything, and hears of changes from here on. Throws a `Problem` where there is no profile. */
export async function start(): Promise<void> {
  const facts = await host.about();
  lastOpen.clear();
  forgetSeen();
  const early: Update[][] = [];
  let ready = false;
  // Updates are heard before the rows are read, so that nothing falls between the two.
  const heard = host.updates((batch) => {
    if (ready) hear(batch);
    else early.push(batch);
  });
  const snapshot = await host.snapshot();
  await heard;
  takeSettings(snapshot.settings, facts);
  applySnapshot(snapshot);
  ready = true;
  for (const batch of early) apply(batch);
  const asked = currentView();
  if (!agents.get(asked.agent)) show({ agent: "", conversation: "" });
  const wanted = agents.get(asked.agent) ? asked : snapshot.settings;
  // The window is usable without a conversation, and its opening says itself what went wrong with it.
  await (agents.get(wanted.agent) ? selectAgent(wanted.agent, wanted.conversation) : selectFirstAgent()).catch(() => undefined);
}

function hear(batch: Update[]): void {
  apply(batch);
  leaveRemoved();
}

/** Goes elsewhere when what is open is not there any more, and to the first agent as soon as there is one. */
export function leaveRemoved(): void {
  const { agent, conversation } = currentView();
  if (!agents.get(agent)) {
    show({ agent: "", conversation: "" });
    selectFirstAgent().catch(() => undefined);
  } else if (conversation !== "" && !conversations.get(conversation)) {
    show({ agent, conversation: "" });
    selectAgent(agent).catch(() => undefined);
  }
}

async function selectFirstAgent(): Promise<void> {
  const [first] = agentIds();
  if (first !== undefined) await selectAgent(first);
}

const lastOpen = new Map<AgentId, ConversationId>();

/** Where to go when the agent is shown the next time. */
export function returnTo(agent: AgentId, conversation: ConversationId): void {
  lastOpen.set(agent, conversation);
}

/** Shows an agent with one of its conversations: the wanted one, the one last seen, or the last active. */
export async function selectAgent(agent: AgentId, wanted: ConversationId = ""): Promise<void> {
  if (isWorkflow(agent)) return showWorkflow(agent);
  const here = (id: ConversationId | undefined) => id !== undefined && conversations.get(id)?.agentId === agent;
  const target = [wanted, lastOpen.get(agent), lastActive(agent) ?? (isDeep(agent) ? await firstUnknown(agent) : undefined)].find(here);
  if (target !== undefined) return openConversation(target);
  letGo();
  show({ agent, conversation: "" });
  await newConversation(agent);
}

/** A workflow has no conversations: its page reads its runs itself. */
function showWorkflow(agent: AgentId): void {
  letGo();
  drawer.set(false);
  show({ agent, conversation: "" });
  choose({ agent, conversation: "" }).catch(() => undefined);
}

/** The first conversation of an agent's list, where none of the agent's is known here. */
async function firstUnknown(agent: AgentId): Promise<ConversationId | undefined> {
  const { rows } = await host.conversations({ agent, archived: false, tag: "", text: "" }, null);
  for (const row of rows) applyRow({ type: "conversation", row });
  return rows[0]?.id;
}

/** The row of a conversation that lies further down in the list than was read. One that is gone is nowhere to go. */
async function unknownRow(conversation: ConversationId): Promise<Conversation | undefined> {
  const row = await host.conversationRow(conversation).catch(() => undefined);
  if (row) applyRow({ type: "conversation", row });
  return row;
}

/**
 * Shows a conversation at this turn, where it was last read, or at its end. Its turns come from this machine; what the
 * platform has beyond them follows as updates.
 */
export async function openConversation(conversation: ConversationId, around?: TurnId): Promise<void> {
  const row = conversations.get(conversation) ?? (await unknownRow(conversation));
  if (!row) return;
  drawer.set(false);
  if (currentView().conversation === conversation && openings.get(conversation)?.state === "ready") {
    if (around !== undefined) await goToTurn(conversation, around);
    return;
  }
  letGo(conversation);
  lastOpen.set(row.agentId, conversation);
  show({ agent: row.agentId, conversation });
  openings.put(conversation, { ...unread, entered: openings.get(conversation)?.entered ?? 0 });
  if (around !== undefined) readAt(conversation, around);
  // Where one was is a convenience: failing to remember it is nothing to say.
  choose({ agent: row.agentId, conversation }).catch(() => undefined);
  const place = readings.get(conversation)?.turn ?? null;
  try {
    await fetched(conversation, () => host.openConversation(conversation, place), (opened) => {
      if (place === null && opened.reading) takeReading(conversation, opened.reading);
      openings.put(conversation, { ...(openings.get(conversation) ?? unread), draft: opened.draft });
      applyOpened(opened);
    });
  } catch (thrown) {
    if (openings.get(conversation)) openings.put(conversation, { ...unread, state: "failed", problem: problemOf(thrown) });
  }
}

/** The conversation that was open is not watched any more; its turns leave the memory. */
function letGo(unless: ConversationId = ""): void {
  const { conversation } = currentView();
  if (conversation === "" || conversation === unless) return;
  host.closeConversation(conversation).catch(() => undefined);
  forgetTurns(conversation);
}

/** Shows an empty conversation of this agent: the one there is, or a new one. */
export async function newConversation(agent: AgentId): Promise<void> {
  const row = await host.newConversation(agent);
  applyRow({ type: "conversation", row });
  await openConversation(row.id);
}

/** Shows an empty conversation with the values that another one's variables have. */
export async function newConversationLike(other: ConversationId): Promise<void> {
  const row = await host.newConversationLike(other);
  applyRow({ type: "conversation", row });
  await openConversation(row.id);
}

/** Stops the answer that is being written in the open conversation; false where there is none. */
export function stopRunning(): boolean {
  const newest = turns.get(newestOf(currentView().conversation));
  const running = newest?.answers.find((id) => answers.get(id)?.state === "streaming");
  // Where it cannot be stopped it has just ended, and its row says how.
  if (running !== undefined) host.stop(running).catch(() => undefined);
  return running !== undefined;
}
