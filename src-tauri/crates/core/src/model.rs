//! The rows, as stored and as shown: flat, in camel case, empty instead of null where both would mean the same.

mod attachment;
mod detail;
mod feedback;
mod frame;
mod interrupt;
mod removal;
mod run;
mod variables;

use serde::{Deserialize, Serialize};

use crate::id::{AgentId, AnswerId, ConversationId, StepId, TurnId};
use crate::problem::Problem;
pub use attachment::{
    Attachment, AttachmentKind, AttachmentState, FileRef, NewAttachment, Queued, Saved, UploadOffer, Uploads,
    UploadsDraft,
};
pub use detail::Detail;
pub use feedback::{Delivery, Feedback, Rating, Reason};
pub use frame::Frame;
pub use interrupt::{Interrupt, InterruptState, Wants};
pub use removal::Removal;
pub use run::{
    AgentKind, InputFault, InputFaultKind, OpenedRun, OpenedWorkflow, Run, RunNode, RunStatus, RunText, RunWay,
};
pub use variables::{Preset, Values, Variable, VariableKind};

/// An instant: milliseconds since 1970, UTC.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(transparent)]
pub struct Timestamp(#[cfg_attr(feature = "bindings", specta(type = i32))] pub i64);

/// An agent that was added here.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Agent {
    /// Its id here.
    pub id: AgentId,
    /// The name shown: the person's own, or the agent's.
    pub name: String,
    /// The normalised base URL that every action is appended to.
    pub base_url: String,
    /// The user id sent with each call; the platform's history belongs to it.
    pub user_id: String,
    /// The agent that runs inside Parlance.
    pub built_in: bool,
    /// Whether one asks it or runs it.
    pub kind: AgentKind,
    /// Where its key is.
    pub key: KeyState,
    /// Its greeting, as last read from the platform.
    pub opening: Opening,
    /// What it asks for before a conversation begins.
    pub variables: Vec<Variable>,
    /// How much of what it does is shown.
    pub detail: Detail,
    /// Values that the person kept under a name, by name.
    pub presets: Vec<Preset>,
    /// What its files are stored with.
    pub uploads: Uploads,
    /// Place in the rail, from 0.
    pub position: u32,
    /// When it was added.
    pub added_at: Timestamp,
}

/// Where an agent's key is. No part of the key itself ever leaves the core.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum KeyState {
    /// In the system's keychain.
    Stored,
    /// In memory, for this run only.
    Session,
    /// Nowhere: it must be entered again.
    #[default]
    Missing,
}

/// How an agent greets.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Opening {
    /// Markdown.
    pub message: String,
    /// Questions one could begin with.
    pub questions: Vec<String>,
}

/// A conversation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Conversation {
    /// Its id here.
    pub id: ConversationId,
    /// Whose.
    pub agent_id: AgentId,
    /// The platform's id; empty until the first question is sent.
    pub platform_id: String,
    /// The person's title, else one made of the first question, else empty.
    pub title: String,
    /// Kept at the top.
    pub pinned: bool,
    /// The beginning of the newest text, for the list.
    pub preview: String,
    /// The beginning of an unsent question; empty without one.
    pub draft: String,
    /// The values of its variables by key, as they apply from the next question on. Those whose variable the agent does
    /// not have any more are kept and not sent.
    pub values: Values,
    /// How many turns are stored.
    pub turns: u32,
    /// Whether an answer is being written.
    pub running: bool,
    /// Whether an answer ended that nobody has seen.
    pub unread: bool,
    /// How what is here stands to what the platform has.
    pub sync: SyncState,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When something was last asked or answered, by this machine's clock.
    pub active_at: Timestamp,
}

/// How a conversation here stands to the platform's history of it, as far as this run knows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum SyncState {
    /// Not compared yet.
    #[default]
    Unknown,
    /// Being compared.
    Running,
    /// The platform's history is merged.
    Fresh,
    /// The platform could not be asked: what is here is what was last seen.
    Offline,
}

/// One question with its answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Turn {
    /// Its id here.
    pub id: TurnId,
    /// Where it belongs.
    pub conversation_id: ConversationId,
    /// Its place in the conversation; grows, with gaps allowed.
    pub seq: u32,
    /// The platform's id of the question; empty until it is known.
    pub query_id: String,
    /// The question as it was asked; of a turn that nobody asked for, whatever the platform has in its place.
    pub question: String,
    /// The files that went along with it.
    pub files: Vec<FileRef>,
    /// Who asked.
    pub asked_by: AskedBy,
    /// When.
    pub asked_at: Timestamp,
    /// The values of the variables that applied to it, by key.
    pub values: Values,
    /// Its answers, oldest first; at least one.
    pub answers: Vec<AnswerId>,
    /// The answer that counts as context for the next question.
    pub used_answer: AnswerId,
    /// Whether the platform has yet to agree that it does.
    pub used_pending: bool,
    /// Why the platform did not take the last choice: then `used_answer` is the one before.
    pub used_problem: Option<Problem>,
    /// It was deleted here, and the platform still holds it: then nothing is left of it but its place.
    pub removed: Option<Removal>,
    /// It is here, and the platform has deleted it: no context of a question holds it any more.
    pub only_here: bool,
}

/// Who asked a question.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum AskedBy {
    /// The person.
    #[default]
    Person,
    /// A trigger that was set up on the platform.
    Trigger,
    /// Nobody: the turn is the late result of a task.
    Task,
}

/// How far an answer has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum AnswerState {
    /// Being asked for, or being written.
    Streaming,
    /// Ended by the agent.
    Done,
    /// Ended by the person.
    Stopped,
    /// Ended by a problem, which the row holds.
    Failed,
    /// Parlance ended before the answer did.
    Interrupted,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    /// Its id here.
    pub id: AnswerId,
    /// Where it belongs.
    pub turn_id: TurnId,
    /// The platform's id; empty until the stream names it.
    pub message_id: String,
    /// How far it has come.
    pub state: AnswerState,
    /// The text so far, Markdown.
    pub text: String,
    /// What went wrong; present when `state` is `failed`.
    pub problem: Option<Problem>,
    /// Tokens and latencies; absent until the platform says them.
    pub usage: Option<Usage>,
    /// Questions one could ask next.
    pub suggestions: Vec<String>,
    /// What the agent did, in order.
    pub steps: Vec<StepId>,
    /// When it was asked for.
    pub started_at: Timestamp,
    /// When it ended; 0 while it has not.
    pub ended_at: Timestamp,
    /// What the person thinks of it.
    pub feedback: Feedback,
    /// It broke off here, and its end is as the platform has it.
    pub recovered: bool,
}

/// What a look on the platform for an answer that broke off here has found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum Found {
    /// All of it.
    Whole,
    /// It is still being written there, and from now on here, too.
    Running,
    /// More than there was, but not its end.
    More,
    /// Nothing that was not here.
    NoMore,
    /// The platform does not know of it.
    Nothing,
}

/// Tokens and latencies of one answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Usage {
    /// Tokens of the question and its context; 0 when only the total is known.
    pub input_tokens: u32,
    /// Tokens of the answer; 0 when only the total is known.
    pub output_tokens: u32,
    /// All tokens.
    pub total_tokens: u32,
    /// Milliseconds to the first token, as the platform measured; 0 when unknown.
    pub first_token_ms: u32,
    /// Milliseconds to the end, as the platform measured; 0 when unknown.
    pub total_ms: u32,
}

/// The families of what an agent does; the spelling is that of `data-kind` in the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
pub enum StepKind {
    /// Reasoning.
    Think,
    /// Search of a knowledge base.
    Knowledge,
    /// Search of question-and-answer pairs.
    Qa,
    /// Search of terms.
    Terminology,
    /// Long-term memory.
    Memory,
    /// Search of a knowledge graph.
    Graph,
    /// A call of a tool.
    Tool,
    /// Hand-over to another agent, as it is decided.
    Jump,
    /// Hand-over to another agent, as it happens.
    TakeOver,
    /// What the question was taken to mean.
    Intention,
    /// A part of a deep search.
    DeepSearch,
    /// A chat flow.
    Flow,
    /// The agent waits for something.
    Interrupt,
    /// An event without a name here.
    Other,
}

impl StepKind {
    /// Whether it looks something up, and so may find nothing.
    #[must_use]
    pub fn searches(self) -> bool {
        matches!(self, Self::Knowledge | Self::Qa | Self::Terminology | Self::Memory | Self::Graph)
    }
}

/// One thing the agent did before or while answering; start and end are one row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// Its id here.
    pub id: StepId,
    /// Where it belongs.
    pub answer_id: AnswerId,
    /// The family.
    pub kind: StepKind,
    /// Whether it still goes on.
    pub running: bool,
    /// What it is about, in the platform's words: a query, a tool's name, an agent's name, an event's name.
    pub title: String,
    /// Its text: reasoning, a tool's output, a reason. Streams like an answer's text.
    pub text: String,
    /// What went in, as JSON text: a tool's input, what a search was limited to; empty otherwise.
    pub input: String,
    /// The passages it found.
    pub citations: Vec<Citation>,
    /// When it began.
    pub started_at: Timestamp,
    /// Milliseconds it took, as the platform measured, else by this machine's clock; 0 while it runs.
    pub took_ms: u32,
    /// Whether the answer ended before it did: what it found nobody knows.
    pub cut: bool,
    /// What it waits for, where the family is that.
    pub interrupt: Option<Interrupt>,
}

/// A passage that a step found.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Citation {
    /// The document's name, else the collection's.
    pub document: String,
    /// The collection's name.
    pub dataset: String,
    /// The passage.
    pub text: String,
    /// The score as given, as text; scales differ. Empty without one.
    pub score: String,
    /// Where the document can be opened: an http(s) address, or empty.
    pub link: String,
    /// The page, from 1; 0 when unknown.
    pub page: u32,
}

/// A conversation as the window opens it: its newest turns with all that belongs to them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Opened {
    /// The conversation.
    pub conversation: Conversation,
    /// The unsent question, whole.
    pub draft: String,
    /// The files beside it and beside the question that waits.
    pub attachments: Vec<Attachment>,
    /// The question that is asked next.
    pub queued: Option<Queued>,
    /// Turns, answers and steps.
    pub page: Page,
}

/// Some turns with their answers and steps.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Page {
    /// Oldest first.
    pub turns: Vec<Turn>,
    /// Of these turns.
    pub answers: Vec<Answer>,
    /// Of these answers.
    pub steps: Vec<Step>,
    /// Whether there are turns before the first.
    pub more: bool,
}

/// What the window shows before anything is opened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Snapshot {
    /// By position.
    pub agents: Vec<Agent>,
    /// Of all agents, the last active first.
    pub conversations: Vec<Conversation>,
    /// The person's choices.
    pub settings: Settings,
}

/// The person's choices. They hold no secret.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// Light, dark, or as the system.
    pub theme: Theme,
    /// `en`, `zh-CN`, or empty for the system's.
    pub locale: String,
    /// The agent that was open last, as its id; empty without one.
    pub agent: String,
    /// The conversation that was open last, as its id; empty without one.
    pub conversation: String,
    /// Whether the details panel is open.
    pub details: bool,
    /// Whether no questions are suggested below an answer.
    pub suggestions_hidden: bool,
    /// Whether tokens and times are left out below an answer.
    pub usage_hidden: bool,
    /// What sends a question.
    pub send_key: SendKey,
    /// What the copy button of an answer copies.
    pub copy_as: CopyForm,
    /// A formula does not begin with a single dollar, whatever follows.
    pub plain_dollars: bool,
}

/// What sends a question. Ctrl+Enter, on a Mac ⌘Enter, always does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum SendKey {
    /// Enter alone; Shift+Enter breaks the line.
    #[default]
    Enter,
    /// Only together with Ctrl or ⌘; Enter alone breaks the line.
    ModEnter,
}

/// A form in which an answer is copied.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum CopyForm {
    /// As it was written.
    #[default]
    Markdown,
    /// Without any marks.
    Plain,
    /// With headings, tables and formulas.
    Rich,
}

/// Which colours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// What a person enters to add an agent. The key travels beside it, never in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct AgentDraft {
    /// A name of one's own; empty takes the agent's.
    pub name: String,
    /// Any form of the address.
    pub address: String,
    /// Empty makes one.
    pub user_id: String,
    /// What one does with it; empty leaves it to the test.
    pub kind: Option<AgentKind>,
}

/// The outcome of a good test of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Probed {
    /// The agent's own name.
    pub name: String,
    /// The address that will be called.
    pub base_url: String,
    /// Its greeting.
    pub opening: Opening,
    /// What one seems to do with it.
    pub kind: AgentKind,
}
