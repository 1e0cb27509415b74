/** What the page may ask of Parlance. A rejection is a `Problem`. */
import type {
  About,
  Agent,
  AgentDraft,
  AgentId,
  AgentKind,
  AnswerId,
  Attachment,
  AttachmentId,
  AttachmentKind,
  Backup,
  Cleared,
  Conversation,
  ConversationFacts,
  ConversationId,
  Detail,
  Form,
  Found,
  Frame,
  Hits,
  Imported,
  Include,
  InputFault,
  Keep,
  ListCursor,
  ListPage,
  ListQuery,
  NewAttachment,
  Opened,
  OpenedRun,
  OpenedWorkflow,
  Page,
  Pictures,
  PresetId,
  Probed,
  Problem,
  Progress,
  Rating,
  Reading,
  Reason,
  Rescued,
  RowId,
  Run,
  RunId,
  RunWay,
  Saved,
  Scope,
  SearchCursor,
  SearchQuery,
  Settings,
  Snapshot,
  Spot,
  StepId,
  Storage,
  Tag,
  Turn,
  TurnId,
  Update,
  UploadsDraft,
  WayOut,
} from "./bindings";

export type * from "./bindings";

/** Values of variables by key. */
export type Values = Turn["values"];

export interface Host {
  about(): Promise<About>;
  snapshot(): Promise<Snapshot>;
  /** Hears from now on what changes, one batch at a time; the next one comes after `painted`. */
  updates(onBatch: (batch: Update[]) => void): Promise<unknown>;
  /** The last batch, or the first view, is on the screen. */
  painted(): Promise<unknown>;

  probe(draft: AgentDraft, key: string): Promise<Probed>;
  addAgent(draft: AgentDraft, key: string, keep: Keep): Promise<Agent>;
  replaceKey(agent: AgentId, key: string, keep: Keep): Promise<Agent>;
  renameAgent(agent: AgentId, name: string): Promise<unknown>;
  removeAgent(agent: AgentId): Promise<unknown>;
  setDetail(agent: AgentId, detail: Detail): Promise<unknown>;
  setPictures(agent: AgentId, pictures: Pictures): Promise<unknown>;
  setUploads(agent: AgentId, draft: UploadsDraft, secret: string, keep: Keep): Promise<Agent>;
  removeUploads(agent: AgentId): Promise<Agent>;

  newConversation(agent: AgentId): Promise<Conversation>;
  /** One whose variables have the values of another's. */
  newConversationLike(other: ConversationId): Promise<Conversation>;
  /** With the turns around this one, else the newest. */
  openConversation(conversation: ConversationId, around: TurnId | null): Promise<Opened>;
  closeConversation(conversation: ConversationId): Promise<unknown>;
  /** The turns before this one; without one, the newest. */
  older(conversation: ConversationId, before: TurnId | null): Promise<Page>;
  /** The turns after this one; without one, the first. */
  newer(conversation: ConversationId, after: TurnId | null): Promise<Page>;
  around(conversation: ConversationId, turn: TurnId): Promise<Page>;
  /** Keeps where a conversation is being read; nothing is for one that is followed to its end. */
  saveReading(conversation: ConversationId, reading: Reading | null): Promise<unknown>;
  renameConversation(conversation: ConversationId, title: string): Promise<unknown>;
  pinConversation(conversation: ConversationId, pinned: boolean): Promise<unknown>;
  /** Deletes here, and `there`, on the platform, too; for a few seconds there is a way back. */
  removeConversations(conversations: ConversationId[], there: boolean): Promise<unknown>;
  restoreConversations(conversations: ConversationId[]): Promise<unknown>;
  saveDraft(conversation: ConversationId, text: string): Promise<unknown>;

  /** A page of a list, behind a place in it. */
  conversations(query: ListQuery, after: ListCursor | null): Promise<ListPage>;
  /** All conversations of a list, in order. */
  conversationIds(query: ListQuery): Promise<ConversationId[]>;
  conversationRow(conversation: ConversationId): Promise<Conversation>;
  conversationFacts(conversation: ConversationId): Promise<ConversationFacts>;
  archiveConversations(conversations: ConversationId[], archived: boolean): Promise<unknown>;
  tags(): Promise<Tag[]>;
  tagConversations(conversations: ConversationId[], tag: string, tagged: boolean): Promise<unknown>;
  /** Gives a tag another name; an empty one takes it from all conversations. */
  renameTag(tag: string, name: string): Promise<unknown>;

  setVariables(conversation: ConversationId, values: Values): Promise<unknown>;
  savePreset(agent: AgentId, name: string, values: Values): Promise<unknown>;
  renamePreset(preset: PresetId, name: string): Promise<unknown>;
  removePreset(preset: PresetId): Promise<unknown>;

  /** Asks what was written, with the files beside it. */
  ask(conversation: ConversationId, question: string): Promise<TurnId>;
  /** Asks what was chosen instead: what is being written stays. */
  askAside(conversation: ConversationId, question: string): Promise<TurnId>;
  /** Lets what was written wait for the end of the running answer. */
  queue(conversation: ConversationId, question: string): Promise<unknown>;
  /** Takes the question that waits back in front of the draft; which one it was. */
  unqueue(conversation: ConversationId): Promise<string>;
  dropQueued(conversation: ConversationId): Promise<string>;
  /** Asks the question that waits now; a running answer is stopped for it. */
  sendQueued(conversation: ConversationId): Promise<unknown>;
  askAgain(turn: TurnId): Promise<AnswerId>;
  askInstead(turn: TurnId, question: string): Promise<TurnId>;
  askBelow(turn: TurnId): Promise<TurnId>;
  removeTurn(turn: TurnId): Promise<unknown>;
  restoreTurn(turn: TurnId): Promise<unknown>;
  stop(answer: AnswerId): Promise<unknown>;
  look(answer: AnswerId): Promise<Found>;
  answerInterrupt(step: StepId, answer: string): Promise<TurnId>;
  chooseAnswer(answer: AnswerId): Promise<unknown>;
  rate(answer: AnswerId, rating: Rating, reason: Reason): Promise<unknown>;
  /** Questions that could follow an answer; they are in its row, too. */
  suggest(answer: AnswerId): Promise<string[]>;
  refresh(row: RowId): Promise<unknown>;

  /** The raw events of an answer from a place on. */
  frames(answer: AnswerId, from: number): Promise<Frame[]>;
  /** The platform's own record of an answer, as last read; empty without one. */
  trace(answer: AnswerId): Promise<string>;
  fetchTrace(answer: AnswerId): Promise<string>;
  /** The request behind an answer, without the key. */
  curl(answer: AnswerId): Promise<string>;
  /** Writes the raw events into a new file; its path. */
  saveFrames(answer: AnswerId): Promise<string>;
  /** Makes a place for a file; its bytes follow. */
  attach(conversation: ConversationId, file: NewAttachment): Promise<Attachment>;
  attachSlice(attachment: AttachmentId, at: number, bytes: Uint8Array): Promise<unknown>;
  attachLink(conversation: ConversationId, url: string, name: string): Promise<Attachment>;
  detach(attachment: AttachmentId): Promise<unknown>;
  uploadAgain(attachment: AttachmentId): Promise<unknown>;
  sendAs(attachment: AttachmentId, kind: AttachmentKind): Promise<unknown>;
  /** What can be shown of a file that is on this computer; its type is what its bytes say. */
  fileContent(file: AttachmentId): Promise<Blob>;
  /**
   * Saves a file of a question: where the person says in a dialog of this title, else among their downloads. Nothing where
   * they put the dialog away.
   */
  saveFile(turn: TurnId, file: AttachmentId, dialog: string | null): Promise<Saved | null>;

  /** What holds all words of a query, newest first; the next page comes after the cursor of the one before. */
  search(query: SearchQuery, after: SearchCursor | null): Promise<Hits>;
  /** The texts of a conversation that hold this one, in reading order. */
  find(conversation: ConversationId, text: string): Promise<Spot[]>;

  openWorkflow(agent: AgentId): Promise<OpenedWorkflow>;
  chooseKind(agent: AgentId, kind: AgentKind): Promise<Agent>;
  /** What is wrong with an input; nothing is for one that can be run. */
  checkInput(agent: AgentId, input: string): Promise<InputFault | null>;
  saveInput(agent: AgentId, text: string): Promise<unknown>;
  runWorkflow(agent: AgentId, input: string, way: RunWay): Promise<Run>;
  runAgain(run: RunId): Promise<Run>;
  openRun(run: RunId): Promise<OpenedRun>;
  answerRun(run: RunId, answer: string, literal: boolean): Promise<unknown>;
  watchRun(run: RunId): Promise<unknown>;
  unwatchRun(run: RunId): Promise<unknown>;
  removeRun(run: RunId): Promise<unknown>;
  /** Brings a run back that was deleted a few seconds ago. */
  restoreRun(run: RunId): Promise<Run>;

  /** What the history takes up; null where the work was ended. */
  storage(tell: (at: Progress) => void): Promise<Storage | null>;
  clearCache(agent: AgentId, tell: (at: Progress) => void): Promise<Cleared>;
  /** How many conversations would be deleted if they were kept for so many days after their last use. */
  retiring(days: number): Promise<number>;
  /** Rebuilds the database without its empty parts; false where that was ended. */
  compact(tell: (at: Progress) => void): Promise<boolean>;
  /** Ends what goes on of these. */
  stopTidying(): Promise<unknown>;
  /** Saves conversations among the person's downloads; nothing where it was cancelled. */
  saveExport(scope: Scope, form: Form, include: Include, onProgress: (at: Progress) => void): Promise<Saved | null>;
  /** Hands over the next bytes of a file that is to be imported; those at 0 begin a new one. */
  handOver(at: number, bytes: Uint8Array): Promise<unknown>;
  importHandedOver(onProgress: (at: Progress) => void): Promise<Imported>;
  /** Ends the export, import or backup that was begun last. */
  cancelWork(): Promise<unknown>;
  backups(): Promise<Backup[]>;
  /** Why the last backup that was due could not be made. */
  backupProblem(): Promise<Problem | null>;
  backUp(onProgress: (at: Progress) => void): Promise<Backup>;
  /** Reads the whole file of the history; whether it is sound. */
  checkHistory(onProgress: (at: Progress) => void): Promise<boolean>;
  /** Deletes a backup, or what was set aside. */
  deleteBackup(name: string): Promise<unknown>;
  /** Puts a backup in the place of the history; everything is to be read anew. */
  restoreBackup(name: string): Promise<unknown>;
  /** A way out of a history that cannot be opened, or is damaged; what it holds now, and what was lost. */
  rescue(way: WayOut): Promise<Rescued>;
  /** Tries once more to open a history that could not be opened. */
  openAgain(): Promise<unknown>;

  saveSettings(settings: Settings): Promise<unknown>;
  openLink(url: string): Promise<unknown>;

  /** What an answer shows or links to; its type is what its bytes say. What is not the agent's own comes as the person has it. */
  content(agent: AgentId, link: string, asked: boolean): Promise<Blob>;
  saveText(name: string, text: string): Promise<Saved>;
  /** Saves what an answer links to, as `saveFile` does. */
  saveLinked(agent: AgentId, link: string, name: string, dialog: string | null): Promise<Saved | null>;
  showSaved(folder: string, name: string): Promise<unknown>;
}

/** What was thrown, as a problem; anything else that is thrown is a mistake of ours. */
export function problemOf(thrown: unknown): Problem {
  if (typeof thrown === "object" && thrown !== null && "code" in thrown && "detail" in thrown) return thrown as Problem;
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: "internal", detail, retryAfterMs: 0, trace: "" };
}
