//! History: questions with their answers.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::chat::QueryExtends;
use crate::endpoint::{BaseResp, Endpoint};
use crate::id::{AppConversationId, InnerConversationId, MessageId, QueryId, TaskId};

/// `get_conversation_messages`: the newest turns of a conversation; there is no cursor.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct GetConversationMessages {
    /// Which conversation.
    #[serde(rename = "AppConversationID", default)]
    pub app_conversation_id: AppConversationId,
    /// How many turns, 1 to 100.
    #[serde(default = "GetConversationMessages::most", deserialize_with = "crate::lenient::integer")]
    pub limit: i64,
}

impl GetConversationMessages {
    /// The most turns that the platform gives.
    pub const MOST: i64 = 100;

    fn most() -> i64 {
        Self::MOST
    }
}

impl Endpoint for GetConversationMessages {
    const ACTION: &'static str = "get_conversation_messages";
    type Response = GetConversationMessagesResponse;
}

/// The turns, in an order that is not documented: sort by `created_time` of their answers.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GetConversationMessagesResponse {
    /// One entry a question.
    #[serde(deserialize_with = "crate::lenient::or_default")]
    pub messages: Vec<MessageInfo>,
    /// Almost always null.
    pub base_resp: Option<BaseResp>,
    /// Whatever else the platform adds.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// `get_message_info`: one turn, by the id of one of its answers.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetMessageInfo {
    /// An answer of the turn.
    #[serde(rename = "MessageID", default)]
    pub message_id: MessageId,
}

impl Endpoint for GetMessageInfo {
    const ACTION: &'static str = "get_message_info";
    const EXPECTED: &'static [&'static str] = &["MessageInfo"];
    type Response = GetMessageInfoResponse;
}

/// One turn, with what the agent did in `TracingJsonStr`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GetMessageInfoResponse {
    /// The turn.
    pub message_info: MessageInfo,
    /// Almost always null.
    pub base_resp: Option<BaseResp>,
    /// Whatever else the platform adds.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// `get_suggested_questions`: what one could ask after an answer.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetSuggestedQuestions {
    /// The answer.
    #[serde(rename = "MessageID", default)]
    pub message_id: MessageId,
}

impl Endpoint for GetSuggestedQuestions {
    const ACTION: &'static str = "get_suggested_questions";
    type Response = GetSuggestedQuestionsResponse;
}

/// The questions.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GetSuggestedQuestionsResponse {
    /// In the order to show; none is an empty list or null.
    #[serde(deserialize_with = "crate::lenient::or_default")]
    pub suggested_questions: Vec<String>,
    /// Almost always null.
    pub base_resp: Option<BaseResp>,
    /// Whatever else the platform adds.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// One question with its answers.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct MessageInfo {
    /// The inner conversation, not `AppConversationID`.
    #[serde(rename = "ConversationID")]
    pub conversation_id: InnerConversationId,
    /// The question's id; it never appears in a stream.
    #[serde(rename = "QueryID")]
    pub query_id: QueryId,
    /// The question.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub query: String,
    /// The answer in use; absent while there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer_info: Option<AnswerInfo>,
    /// The alternates.
    #[serde(deserialize_with = "crate::lenient::or_default")]
    pub other_answers: Vec<AnswerInfo>,
    /// Files that went with the question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query_extends: Option<QueryExtends>,
    /// The variables as they were.
    #[serde(deserialize_with = "crate::lenient::or_default")]
    pub inputs: Map<String, Value>,
    /// A trigger asked, not a person.
    #[serde(deserialize_with = "crate::lenient::flag")]
    pub send_by_trigger: bool,
    /// The late result of an asynchronous skill.
    #[serde(deserialize_with = "crate::lenient::flag")]
    pub send_by_async_workflow: bool,
    /// Whatever else the platform adds, such as `UserMessage`.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// One answer in the history. It does not hold the reasoning.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct AnswerInfo {
    /// The text.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub answer: String,
    /// Its id.
    #[serde(rename = "MessageID")]
    pub message_id: MessageId,
    /// Unix seconds.
    #[serde(deserialize_with = "crate::lenient::integer")]
    pub created_time: i64,
    /// Equal to the message id on current platforms.
    #[serde(rename = "TaskID")]
    pub task_id: TaskId,
    /// −1 dislike, 0 none, 1 like.
    #[serde(deserialize_with = "crate::lenient::integer")]
    pub like: i64,
    /// Tokens of question and answer together.
    #[serde(deserialize_with = "crate::lenient::integer")]
    pub total_tokens: i64,
    /// Seconds from question to end.
    #[serde(deserialize_with = "crate::lenient::number")]
    pub latency: f64,
    /// Empty, or a JSON array of retrieval events as text.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub tracing_json_str: String,
    /// Whether passages were retrieved.
    #[serde(deserialize_with = "crate::lenient::flag")]
    pub retriever_resource: bool,
    /// Whatever else the platform adds.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}
