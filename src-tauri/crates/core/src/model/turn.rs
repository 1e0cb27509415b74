//! One question with its answers.

use serde::{Deserialize, Serialize};

use crate::id::{AnswerId, ConversationId, TurnId};
use crate::model::{FileRef, Removal, Timestamp, Values};
use crate::problem::Problem;

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
    /// A part of its row cannot be read.
    pub damaged: bool,
    /// It is here, and the platform has deleted it: no context of a question holds it any more.
    pub only_here: bool,
    /// How it stands to the platform's history, as last compared.
    pub standing: Standing,
}

/// How a turn here stands to what the platform has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum Standing {
    /// Not compared yet.
    #[default]
    Unknown,
    /// On its way.
    Sending,
    /// The platform has it, as it is here.
    Confirmed,
    /// The platform does not have it.
    Local,
    /// The platform has it, with another answer.
    Differs,
    /// The platform had it, and has deleted it.
    Gone,
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
