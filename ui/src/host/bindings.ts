/** The rows and commands as the shell speaks them. */
import { type Channel, invoke } from "@tauri-apps/api/core";

export type AgentId = string;
export type ConversationId = string;
export type TurnId = string;
export type AnswerId = string;
export type StepId = string;
export type Timestamp = number;

export type KeyState = "stored" | "session" | "missing";
export type Keep = "stored" | "session";

export type Opening = { message: string; questions: string[] };

export type VariableKind = "text" | "paragraph" | "choice";

export type Variable = {
  key: string;
  name: string;
  description: string;
  required: boolean;
  kind: VariableKind;
  choices: string[];
  maxLength: number;
};

export type Agent = {
  id: AgentId;
  name: string;
  baseUrl: string;
  userId: string;
  builtIn: boolean;
  key: KeyState;
  opening: Opening;
  variables: Variable[];
  position: number;
  addedAt: Timestamp;
};

export type Conversation = {
  id: ConversationId;
  agentId: AgentId;
  platformId: string;
  title: string;
  pinned: boolean;
  preview: string;
  draft: string;
  turns: number;
  running: boolean;
  unread: boolean;
  createdAt: Timestamp;
  activeAt: Timestamp;
};

export type Turn = {
  id: TurnId;
  conversationId: ConversationId;
  seq: number;
  queryId: string;
  question: string;
  askedAt: Timestamp;
  answers: AnswerId[];
  usedAnswer: AnswerId;
};

export type AnswerState = "streaming" | "done" | "stopped" | "failed" | "interrupted";

export type Answer = {
  id: AnswerId;
  turnId: TurnId;
  messageId: string;
  state: AnswerState;
  text: string;
  problem: Problem | null;
  usage: Usage | null;
  suggestions: string[];
  steps: StepId[];
  startedAt: Timestamp;
  endedAt: Timestamp;
};

export type Usage = {
  inputTokens: number;
  outputTokens: number;
  totalTokens: number;
  firstTokenMs: number;
  totalMs: number;
};

export type StepKind =
  | "think"
  | "knowledge"
  | "qa"
  | "terminology"
  | "memory"
  | "graph"
  | "tool"
  | "jump"
  | "take-over"
  | "intention"
  | "deep-search"
  | "flow"
  | "interrupt"
  | "other";

export type Step = {
  id: StepId;
  answerId: AnswerId;
  kind: StepKind;
  running: boolean;
  title: string;
  text: string;
  input: string;
  citations: Citation[];
  startedAt: Timestamp;
  tookMs: number;
};

export type Citation = {
  document: string;
  dataset: string;
  text: string;
  score: string;
  link: string;
  page: number;
};

export type Opened = { conversation: Conversation; draft: string; page: Page };
export type Page = { turns: Turn[]; answers: Answer[]; steps: Step[]; more: boolean };
export type Snapshot = { agents: Agent[]; conversations: Conversation[]; settings: Settings };

export type Theme = "system" | "light" | "dark";

export type Settings = {
  theme: Theme;
  locale: string;
  agent: string;
  conversation: string;
  details: boolean;
};

export type AgentDraft = { name: string; address: string; userId: string };
export type Probed = { name: string; baseUrl: string; opening: Opening };
export type About = { version: string; locale: Locale; dataDir: string };
export type Locale = "en" | "zh-CN";

export type RowId =
  | { kind: "agent"; id: AgentId }
  | { kind: "conversation"; id: ConversationId }
  | { kind: "turn"; id: TurnId }
  | { kind: "answer"; id: AnswerId }
  | { kind: "step"; id: StepId };

export type Update =
  | { type: "agent"; row: Agent }
  | { type: "conversation"; row: Conversation }
  | { type: "turn"; row: Turn }
  | { type: "answer"; row: Answer }
  | { type: "step"; row: Step }
  | { type: "text"; of: RowId; at: number; append: string }
  | { type: "removed"; row: RowId };

export type ProblemCode =
  | "offline"
  | "timeout"
  | "tls"
  | "keyMissing"
  | "keyRejected"
  | "forbidden"
  | "gone"
  | "rateLimited"
  | "overloaded"
  | "refused"
  | "agentFailed"
  | "cut"
  | "notThisApi"
  | "loginPage"
  | "tooLarge"
  | "badAddress"
  | "badUserId"
  | "badKey"
  | "badQuestion"
  | "keychainMissing"
  | "keychainLocked"
  | "keychainDenied"
  | "diskFull"
  | "newerDatabase"
  | "storage"
  | "internal";

export type Problem = { code: ProblemCode; detail: string; retryAfterMs: number; trace: string };

export const commands = {
  about: () => invoke<About>("about"),
  snapshot: () => invoke<Snapshot>("snapshot"),
  updates: (channel: Channel<Update[]>) => invoke<null>("updates", { channel }),
  painted: () => invoke<null>("painted"),
  probe: (draft: AgentDraft, key: string) => invoke<Probed>("probe", { draft, key }),
  addAgent: (draft: AgentDraft, key: string, keep: Keep) => invoke<Agent>("add_agent", { draft, key, keep }),
  replaceKey: (agent: AgentId, key: string, keep: Keep) => invoke<Agent>("replace_key", { agent, key, keep }),
  renameAgent: (agent: AgentId, name: string) => invoke<null>("rename_agent", { agent, name }),
  removeAgent: (agent: AgentId) => invoke<null>("remove_agent", { agent }),
  newConversation: (agent: AgentId) => invoke<Conversation>("new_conversation", { agent }),
  openConversation: (conversation: ConversationId) => invoke<Opened>("open_conversation", { conversation }),
  closeConversation: (conversation: ConversationId) => invoke<null>("close_conversation", { conversation }),
  older: (conversation: ConversationId, before: TurnId) => invoke<Page>("older", { conversation, before }),
  renameConversation: (conversation: ConversationId, title: string) =>
    invoke<null>("rename_conversation", { conversation, title }),
  pinConversation: (conversation: ConversationId, pinned: boolean) =>
    invoke<null>("pin_conversation", { conversation, pinned }),
  removeConversation: (conversation: ConversationId) => invoke<null>("remove_conversation", { conversation }),
  restoreConversation: (conversation: ConversationId) => invoke<null>("restore_conversation", { conversation }),
  saveDraft: (conversation: ConversationId, text: string) => invoke<null>("save_draft", { conversation, text }),
  ask: (conversation: ConversationId, question: string) => invoke<TurnId>("ask", { conversation, question }),
  askAgain: (turn: TurnId) => invoke<AnswerId>("ask_again", { turn }),
  stop: (answer: AnswerId) => invoke<null>("stop", { answer }),
  refresh: (row: RowId) => invoke<null>("refresh", { row }),
  saveSettings: (settings: Settings) => invoke<null>("save_settings", { settings }),
  openLink: (url: string) => invoke<null>("open_link", { url }),
};
