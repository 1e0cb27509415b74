//! Runs of workflows, and what their nodes did.

use serde::{Deserialize, Serialize};

use super::Timestamp;
use crate::id::{AgentId, RunId, RunNodeId};
use crate::problem::Problem;

/// What one does with an agent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum AgentKind {
    /// One asks it.
    #[default]
    Chat,
    /// One runs it.
    Workflow,
}

/// How far a run, or one of its nodes, is; the spelling is that of `data-status` in the window.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum RunStatus {
    /// Not begun.
    #[default]
    ToStart,
    /// Running.
    Processing,
    /// Done.
    Success,
    /// Ended in an error.
    Failed,
    /// Waits for an answer.
    Interrupted,
    /// Ended by the platform.
    Stopped,
    /// Nobody here knows: a run whose beginning was never confirmed, a node's word without a name here.
    Unknown,
}

impl RunStatus {
    /// Whether more comes of itself.
    #[must_use]
    pub fn goes_on(self) -> bool {
        matches!(self, Self::ToStart | Self::Processing)
    }
}

/// How a run is asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum RunWay {
    /// It is begun, and asked after until it rests; it survives the end of this program.
    #[default]
    Background,
    /// In one call that is answered when the run rests.
    OneCall,
}

/// One run of a workflow.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Run {
    /// Its id here.
    pub id: RunId,
    /// Whose.
    pub agent_id: AgentId,
    /// The platform's id; empty until the platform has named it.
    pub platform_id: String,
    /// How far it is, as last heard.
    pub status: RunStatus,
    /// How it was asked for.
    pub way: RunWay,
    /// Whether it is asked after while it goes on.
    pub watched: bool,
    /// The beginning of its input, for the list.
    pub preview: String,
    /// What the waiting node asks; empty where nothing is asked, or nobody knows what.
    pub question: String,
    /// The answers that the waiting node takes; empty where any will do.
    pub choices: Vec<String>,
    /// What its nodes did, in order.
    pub nodes: Vec<RunNodeId>,
    /// What went wrong: with the run, or, while it goes on, with asking after it.
    pub problem: Option<Problem>,
    /// When it was asked for.
    pub started_at: Timestamp,
    /// When it came to rest, as far as was seen here; 0 while it has not.
    pub ended_at: Timestamp,
    /// Milliseconds it took, as the platform measured; 0 when unknown.
    pub took_ms: u32,
    /// Tokens it cost, as the platform counted; 0 when unknown.
    pub tokens: u32,
}

/// What went into a run and what came out, whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct RunText {
    /// Of which run.
    pub run_id: RunId,
    /// A JSON object as text, as it was entered.
    pub input: String,
    /// JSON as text, or plain text; empty until there is one.
    pub output: String,
}

/// What one node did in a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct RunNode {
    /// Its id here.
    pub id: RunNodeId,
    /// Where it belongs.
    pub run_id: RunId,
    /// The platform's id of the node; inside a loop with the loop's before it: `loop/node`.
    pub node_id: String,
    /// The platform's word for its kind, such as `llm`.
    pub kind: String,
    /// The name its builder gave it; empty where the platform does not say.
    pub title: String,
    /// How many loops it is inside of.
    pub depth: u32,
    /// How far it is.
    pub status: RunStatus,
    /// JSON as text, mostly.
    pub input: String,
    /// JSON as text, mostly.
    pub output: String,
    /// The platform's words: why it failed, what it asks.
    pub message: String,
    /// Milliseconds; 0 when unknown.
    pub took_ms: u32,
    /// Tokens; 0 when unknown.
    pub tokens: u32,
}

/// A workflow as the window opens it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct OpenedWorkflow {
    /// The last runs, the newest first.
    pub runs: Vec<Run>,
    /// The input that is being written.
    pub draft: String,
}

/// A run with all that belongs to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct OpenedRun {
    /// The run.
    pub run: Run,
    /// Its texts.
    pub text: RunText,
    /// Its nodes, in order.
    pub nodes: Vec<RunNode>,
}

/// Where an input is wrong, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct InputFault {
    /// From 1.
    pub line: u32,
    /// In characters, from 1.
    pub column: u32,
    /// UTF-16 units before it.
    pub at: u32,
    /// How.
    pub kind: InputFaultKind,
    /// The character that stands there, or the variable that it is about.
    pub subject: String,
    /// What would do: the most characters, the choices.
    pub allowed: String,
}

/// How an input is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum InputFaultKind {
    /// It ends in the middle.
    Unfinished,
    /// A value must stand here.
    ValueExpected,
    /// A colon must stand here.
    ColonExpected,
    /// A comma or a closing bracket must stand here.
    CommaExpected,
    /// A name in double quotes must stand here.
    NameExpected,
    /// A comma with nothing behind it.
    TrailingComma,
    /// Something behind the end.
    TextAfterEnd,
    /// A line break or another control character inside of a text.
    ControlCharacter,
    /// A backslash before what it cannot stand before.
    BadEscape,
    /// Not a number.
    BadNumber,
    /// A number that no program could hold.
    TooLarge,
    /// Not JSON in some other way.
    NotJson,
    /// JSON, but not an object.
    NotAnObject,
    /// A name that its object has already.
    SaidTwice,
    /// A variable that is needed is not there.
    Missing,
    /// A variable's text is too long.
    TooLong,
    /// A variable is none of its choices.
    NotAChoice,
}
