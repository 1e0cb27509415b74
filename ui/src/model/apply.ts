/** The only writer of the tables. A batch is applied as a whole; texts are shown with the next frame. */
import { host } from "../host/host";
import type { Agent, Answer, AnswerId, Attachment, Conversation, ConversationId, Opened, Page, RowId, Snapshot, Step, StepId, Turn, Update } from "../host/types";
import { damaged } from "./harm";
import { arrangeList, beginList, moves } from "./list";
import { append, begin, forgetLive, isLive, settle, wakeGrown } from "./live";
import {
  agents,
  answers,
  attachments,
  arrangeAgents,
  arrangeAttachments,
  arrangeTurns,
  conversations,
  forgetEverything,
  forgetTurn,
  forgetTurns,
  queued,
  steps,
  turns,
} from "./rows";
import { forgetRuns, putRun, putRunNode, putRunText, takeOutRun } from "./runs";
import { beginStretch, holdNewest, isInside, standingOf } from "./stretch";

/** What must be put in order after a batch. */
interface Touched {
  agents: boolean;
  listed: Set<ConversationId>;
  turnsOf: Set<ConversationId>;
  attachmentsOf: Set<ConversationId>;
  answers: Set<AnswerId>;
  steps: Set<StepId>;
}

const untouched = (): Touched => ({
  agents: false,
  listed: new Set(),
  turnsOf: new Set(),
  attachmentsOf: new Set(),
  answers: new Set(),
  steps: new Set(),
});

/** What was told of turns outside of the stretch, for those who are reading some: theirs may be older than that. */
const readers = new Set<Update[]>();

function miss(update: Update): void {
  for (const missed of readers) missed.push(update);
}

function arrange(touched: Touched): void {
  if (touched.agents) arrangeAgents();
  if (touched.listed.size > 0) arrangeList(touched.listed);
  if (touched.turnsOf.size > 0) arrangeTurns(touched.turnsOf);
  if (touched.attachmentsOf.size > 0) arrangeAttachments(touched.attachmentsOf);
}

function putAgent(row: Agent, touched: Touched): void {
  agents.put(row.id, row);
  touched.agents = true;
}

function putConversation(row: Conversation, touched: Touched): void {
  if (moves(conversations.get(row.id), row)) touched.listed.add(row.id);
  conversations.put(row.id, row);
}

/** A turn that is not among those that are here: it comes with the page it belongs to. */
function putTurn(row: Turn, touched: Touched): void {
  const standing = standingOf(row);
  if (standing !== "inside") miss({ type: "turn", row });
  if (standing === "elsewhere") return;
  if (standing === "newest") holdNewest(row);
  turns.put(row.id, row);
  touched.turnsOf.add(row.conversationId);
}

function isAnswerInside(id: AnswerId): boolean {
  return isInside(answers.get(id)?.turnId ?? "");
}

/** Takes out what belongs to turns that are not here. A turn may come behind its answer in the same batch. */
function dropForeign(touched: Touched): void {
  for (const id of touched.answers) {
    const row = answers.get(id);
    if (!row || turns.get(row.turnId)) continue;
    settle(id);
    answers.remove(id);
  }
  for (const id of touched.steps) {
    const row = steps.get(id);
    if (!row || answers.get(row.answerId)) continue;
    settle(id);
    steps.remove(id);
  }
}

function putAnswer(row: Answer): void {
  if (row.state === "streaming") begin(row.id, row.text);
  else settle(row.id);
  answers.put(row.id, row);
}

function putStep(row: Step): void {
  if (row.running) begin(row.id, row.text);
  else settle(row.id);
  steps.put(row.id, row);
}

/** Files of conversations that this page has let go of come with them when they are opened. */
function putAttachment(row: Attachment, touched: Touched): void {
  attachments.put(row.id, row);
  touched.attachmentsOf.add(row.conversationId);
}

function grow(of: RowId, at: number, piece: string): boolean {
  if (of.kind !== "answer" && of.kind !== "step") return true;
  const known = of.kind === "answer" ? answers.get(of.id) : steps.get(of.id);
  if (!isAnswerInside(of.kind === "answer" ? of.id : (steps.get(of.id)?.answerId ?? ""))) {
    miss({ type: "text", of, at, append: piece });
  }
  // A text of a turn that is not here, or a straggler behind the settled row.
  if (!known || !isLive(of.id)) return true;
  return append(of.id, at, piece);
}

function takeOut(row: RowId, touched: Touched): void {
  switch (row.kind) {
    case "agent":
      for (const conversation of conversations.rows()) {
        if (conversation.agentId === row.id) takeOut({ kind: "conversation", id: conversation.id }, touched);
      }
      agents.remove(row.id);
      touched.agents = true;
      break;
    case "conversation":
      forgetTurns(row.id);
      conversations.remove(row.id);
      touched.listed.add(row.id);
      break;
    case "turn": {
      const turn = turns.get(row.id);
      if (!isInside(row.id)) miss({ type: "removed", row });
      if (!turn) break;
      forgetTurn(turn);
      touched.turnsOf.add(turn.conversationId);
      break;
    }
    case "answer":
      settle(row.id);
      answers.remove(row.id);
      break;
    case "step":
      settle(row.id);
      steps.remove(row.id);
      break;
    case "attachment": {
      const conversation = attachments.get(row.id)?.conversationId;
      attachments.remove(row.id);
      if (conversation !== undefined) touched.attachmentsOf.add(conversation);
      break;
    }
    case "queued":
      queued.remove(row.id);
      break;
    case "run":
      return takeOutRun(row.id);
    case "runNode":
    case "runText":
      // They go with their run.
      break;
    case "history":
      // It is no row that goes.
      break;
  }
}

function applyOne(update: Update, touched: Touched, stale: RowId[]): void {
  switch (update.type) {
    case "agent":
      return putAgent(update.row, touched);
    case "conversation":
      return putConversation(update.row, touched);
    case "turn":
      return putTurn(update.row, touched);
    case "answer":
      touched.answers.add(update.row.id);
      if (!isInside(update.row.turnId)) miss(update);
      return putAnswer(update.row);
    case "step":
      touched.steps.add(update.row.id);
      if (!isAnswerInside(update.row.answerId)) miss(update);
      return putStep(update.row);
    case "attachment":
      return putAttachment(update.row, touched);
    case "queued":
      queued.put(update.row.conversationId, update.row);
      return;
    case "run":
      return putRun(update.row);
    case "runNode":
      return putRunNode(update.row);
    case "runText":
      return putRunText(update.row);
    case "removed":
      return takeOut(update.row, touched);
    case "history":
      damaged.set(update.damaged);
      return;
    case "text":
      if (!grow(update.of, update.at, update.append)) stale.push(update.of);
  }
}

function take(batch: readonly Update[]): void {
  const touched = untouched();
  const stale: RowId[] = [];
  for (const update of batch) applyOne(update, touched, stale);
  dropForeign(touched);
  arrange(touched);
  // A refusal leaves the text as it is; the row comes whole when it settles.
  for (const row of new Map(stale.map((row) => [JSON.stringify(row), row])).values()) host.refresh(row).catch(() => undefined);
}

/** Takes a batch in, asks anew for rows whose text does not fit, and says when it is on the screen. */
export function apply(batch: readonly Update[]): void {
  take(batch);
  requestAnimationFrame(() => {
    wakeGrown();
    host.painted().catch(() => undefined);
  });
}

/** Everything from the beginning. */
export function applySnapshot(snapshot: Snapshot): void {
  forgetLive();
  forgetEverything();
  beginList(snapshot.conversations);
  forgetRuns();
  damaged.set(snapshot.damaged);
  const touched = untouched();
  for (const row of snapshot.agents) putAgent(row, touched);
  for (const row of snapshot.conversations) putConversation(row, touched);
  arrange(touched);
}

/** Reads rows, takes them in where they are still wanted, and then what was told of them meanwhile. */
export async function whileReading<Found>(read: () => Promise<Found>, takeIn: (found: Found) => boolean): Promise<void> {
  const missed: Update[] = [];
  readers.add(missed);
  const found = await read().finally(() => readers.delete(missed));
  if (!takeIn(found)) return;
  take(missed);
  wakeGrown();
}

/**
 * The rows of a page that was read. An update may have overtaken the reading: what has settled here does not go on
 * again, and a text that does not fit the next piece is asked for anew.
 */
export function putPage(page: Page): void {
  for (const row of page.steps) if (!row.running || steps.get(row.id)?.running !== false) putStep(row);
  for (const row of page.answers) if (row.state !== "streaming" || !hasSettled(row)) putAnswer(row);
  for (const row of page.turns) turns.put(row.id, row);
}

/** A conversation that was opened: its row, its turns, and what is being written in it. What was told meanwhile is newer. */
export function applyOpened({ conversation, attachments: files, queued: waits, page, newest }: Opened): void {
  putPage(newest);
  putPage(page);
  beginStretch(conversation.id, page, newest.turns[0]?.id ?? "");
  const touched = untouched();
  putConversation(conversation, touched);
  for (const row of files) if (!attachments.get(row.id)) putAttachment(row, touched);
  if (waits && !queued.get(conversation.id)) queued.put(conversation.id, waits);
  arrange(touched);
  wakeGrown();
}

/** Conversations that were listed. What was told meanwhile is newer; the caller puts the list in order. */
export function applyListed(rows: readonly Conversation[]): void {
  for (const row of rows) if (!conversations.get(row.id)) conversations.put(row.id, row);
}

function hasSettled({ id }: Answer): boolean {
  const known = answers.get(id);
  return known !== undefined && known.state !== "streaming";
}

/** Rows that a command returned. */
export function applyRow(update: Exclude<Update, { type: "text" }>): void {
  const touched = untouched();
  applyOne(update, touched, []);
  dropForeign(touched);
  arrange(touched);
}
