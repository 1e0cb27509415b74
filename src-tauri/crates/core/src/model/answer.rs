//! One answer: how far it has come, what it says and what it cost.

use serde::{Deserialize, Serialize};

use crate::id::{AnswerId, StepId, TurnId};
use crate::model::{Feedback, Timestamp};
use crate::problem::Problem;

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
