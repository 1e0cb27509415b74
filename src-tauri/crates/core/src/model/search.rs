//! What is searched for, and what was found.

use serde::{Deserialize, Serialize};

use crate::id::{AgentId, AnswerId, ConversationId, StepId, TurnId};
use crate::model::{Rating, Timestamp};

/// What is searched for: words, all of which a text must hold, and where.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct SearchQuery {
    /// The words as they were typed; what stands in quotes is found as it stands there.
    pub text: String,
    /// Only with this agent.
    pub agent: Option<AgentId>,
    /// Only here.
    pub conversation: Option<ConversationId>,
    /// Only in these; in all when empty.
    pub kinds: Vec<HitKind>,
    /// Only answers with this verdict, and what belongs to them.
    pub rating: Option<Rating>,
    /// Not older.
    pub from: Option<Timestamp>,
    /// Not newer.
    pub until: Option<Timestamp>,
}

/// What a text is that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum HitKind {
    /// The name of a conversation.
    Title,
    /// What was asked.
    Question,
    /// What was answered, also where another answer counts.
    Answer,
    /// A passage that a step found, or the name of its document.
    Citation,
    /// The name of a file that went along with a question.
    File,
    /// The value of a variable.
    Variable,
    /// What an agent did or thought on its way to an answer.
    Thought,
}

/// A part of a snippet that is what was searched for, in UTF-16 units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Mark {
    /// Its first unit.
    pub start: u32,
    /// The unit after its last.
    pub end: u32,
}

/// A text that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Hit {
    /// What it is.
    pub kind: HitKind,
    /// Whose.
    pub agent_id: AgentId,
    /// Where.
    pub conversation_id: ConversationId,
    /// The conversation's name.
    pub title: String,
    /// The turn that it belongs to; none of a title.
    pub turn_id: Option<TurnId>,
    /// The platform's id of that turn; empty where it has none.
    pub query_id: String,
    /// The answer that it belongs to, if it does.
    pub answer_id: Option<AnswerId>,
    /// The step that it belongs to, if it does.
    pub step_id: Option<StepId>,
    /// The text around the first place, on one line.
    pub snippet: String,
    /// The places in the snippet, in order; they do not overlap.
    pub marks: Vec<Mark>,
    /// When the turn was asked; of a title, when something was last said there.
    pub at: Timestamp,
}

/// Some of what was found, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Hits {
    /// Fifty, or as many more as the last turn holds; may be few or none although more are to come, when much had to be
    /// looked through.
    pub hits: Vec<Hit>,
    /// Where the next ones begin; absent when these are the last.
    pub more: Option<SearchCursor>,
    /// How far the index has come, while it is being made: until then search is complete, but slower.
    pub indexing: Option<Indexing>,
}

/// A place between two pages of what was found; means something for the same query alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(transparent)]
pub struct SearchCursor(pub String);

/// How far the index has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Indexing {
    /// Turns that are in it.
    pub done: u32,
    /// All turns.
    pub total: u32,
}

/// A text of one conversation that holds what was looked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Spot {
    /// The turn.
    pub turn_id: TurnId,
    /// The answer, if the text belongs to one.
    pub answer_id: Option<AnswerId>,
    /// The step, if the text belongs to one.
    pub step_id: Option<StepId>,
    /// What the text is.
    pub kind: HitKind,
    /// How often it holds it; at least once.
    pub count: u32,
}
