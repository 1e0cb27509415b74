//! Choosing between answers, rating and deleting them.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::endpoint::{Empty, Endpoint};
use crate::id::{MessageId, QueryId};
use crate::message::AnswerInfo;
use crate::words::numbers;

numbers!(
    /// What a person thinks of an answer.
    LikeType or Self::None, {
        /// Not good.
        Dislike = -1,
        /// Nothing, or nothing any more.
        None = 0,
        /// Good.
        Like = 1,
    }
);

impl AnswerInfo {
    /// What the person thinks of it: [`AnswerInfo::like`] by name.
    #[must_use]
    pub fn rating(&self) -> LikeType {
        LikeType::from(Value::from(self.like))
    }
}

/// `feedback`: rates an answer; the last rating counts.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Feedback {
    /// The answer.
    #[serde(rename = "MessageID")]
    pub message_id: MessageId,
    /// The rating.
    pub like_type: LikeType,
    /// What is wrong with it, on newer platforms (official SDKs).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feedback_info: Option<FeedbackInfo>,
}

impl Endpoint for Feedback {
    const ACTION: &'static str = "feedback";
    type Response = Empty;
}

/// What is wrong with an answer.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct FeedbackInfo {
    /// In words of the platform's choosing; no list is public.
    #[serde(deserialize_with = "crate::lenient::texts")]
    pub problem_categories: Vec<String>,
    /// In the person's own words.
    #[serde(deserialize_with = "crate::lenient::text", skip_serializing_if = "String::is_empty")]
    pub problem_detail: String,
}

/// `set_message_answer_used`: makes one of a question's answers the one in use.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SetMessageAnswerUsed {
    /// The answer.
    #[serde(rename = "MessageID")]
    pub message_id: MessageId,
}

impl Endpoint for SetMessageAnswerUsed {
    const ACTION: &'static str = "set_message_answer_used";
    type Response = Empty;
}

/// `delete_message`: removes one answer, or a question with all its answers; also from what the agent remembers.
///
/// The platform wants one of the ids, never both. The official Python SDK sends the other one empty.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeleteMessage {
    /// The answer, or empty.
    #[serde(rename = "MessageID", skip_serializing_if = "MessageId::is_empty")]
    pub message_id: MessageId,
    /// The question, or empty.
    #[serde(rename = "QueryID", skip_serializing_if = "QueryId::is_empty")]
    pub query_id: QueryId,
}

impl DeleteMessage {
    /// Removes one answer.
    #[must_use]
    pub fn answer(message_id: MessageId) -> Self {
        Self { message_id, query_id: QueryId::default() }
    }

    /// Removes a question with all its answers.
    #[must_use]
    pub fn question(query_id: QueryId) -> Self {
        Self { message_id: MessageId::default(), query_id }
    }
}

impl Endpoint for DeleteMessage {
    const ACTION: &'static str = "delete_message";
    type Response = Empty;
}
