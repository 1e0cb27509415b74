//! Asking and stopping.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::endpoint::{Empty, Endpoint};
use crate::id::{AppConversationId, InnerConversationId, MessageId, TaskId};

/// `chat_query`: asks; answered by a stream in the doubled v1 framing, whatever `response_mode` says.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ChatQuery {
    /// The conversation that the question continues; the platform keeps the context.
    #[serde(rename = "AppConversationID", default)]
    pub app_conversation_id: AppConversationId,
    /// The question.
    #[serde(default, deserialize_with = "crate::lenient::text")]
    pub query: String,
    /// Streaming unless said otherwise.
    #[serde(default, deserialize_with = "crate::lenient::or_default")]
    pub response_mode: ResponseMode,
    /// `false` suppresses the events of agents handing over; absent is `true`.
    #[serde(default, deserialize_with = "crate::lenient::optional_flag", skip_serializing_if = "Option::is_none")]
    pub pub_agent_jump: Option<bool>,
    /// Files that go with the question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query_extends: Option<QueryExtends>,
}

impl Endpoint for ChatQuery {
    const ACTION: &'static str = "chat_query";
    type Response = BlockingAnswer;
}

/// `chat_query_v2`: the same question; the stream has standard framing and a blocking answer is plain JSON.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ChatQueryV2(pub ChatQuery);

impl Endpoint for ChatQueryV2 {
    const ACTION: &'static str = "chat_query_v2";
    type Response = BlockingAnswer;
}

/// `query_again`: answers the last question once more, at most ten times; a stream in the v1 framing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct QueryAgain {
    /// The conversation.
    #[serde(rename = "AppConversationID")]
    pub app_conversation_id: AppConversationId,
    /// An answer of the question.
    #[serde(rename = "MessageID")]
    pub message_id: MessageId,
    /// As in [`ChatQuery`].
    #[serde(deserialize_with = "crate::lenient::optional_flag", skip_serializing_if = "Option::is_none")]
    pub pub_agent_jump: Option<bool>,
}

impl Endpoint for QueryAgain {
    const ACTION: &'static str = "query_again";
    type Response = BlockingAnswer;
}

/// `query_again_v2`: the same with standard framing (documented by the vendor from v2.0.1 on; older platforms lack it).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct QueryAgainV2 {
    /// The conversation.
    #[serde(rename = "AppConversationID")]
    pub app_conversation_id: AppConversationId,
    /// An answer of the question.
    #[serde(rename = "MessageID")]
    pub message_id: MessageId,
}

impl Endpoint for QueryAgainV2 {
    const ACTION: &'static str = "query_again_v2";
    type Response = BlockingAnswer;
}

/// `chat_continue`: the stream of an answer that is still being written, with what it has so far in one piece.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ChatContinue {
    /// The answer.
    #[serde(rename = "MessageID")]
    pub message_id: MessageId,
    /// `true` asks for standard framing; anything else is the v1 framing.
    #[serde(deserialize_with = "crate::lenient::optional_flag", skip_serializing_if = "Option::is_none")]
    pub resp_data_standard: Option<bool>,
}

impl Endpoint for ChatContinue {
    const ACTION: &'static str = "chat_continue";
    type Response = BlockingAnswer;
}

/// How the answer is to come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ResponseMode {
    /// Event by event.
    #[default]
    Streaming,
    /// In one piece.
    Blocking,
}

/// What a question carries besides its text.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct QueryExtends {
    /// Files, by reference.
    #[serde(deserialize_with = "crate::lenient::or_default")]
    pub files: Vec<FileReference>,
    /// Whatever else the platform adds.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A file by reference: the platform fetches `url`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct FileReference {
    /// Its name.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub name: String,
    /// Its path on the platform's object store.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub path: String,
    /// Bytes.
    #[serde(deserialize_with = "crate::lenient::integer")]
    pub size: i64,
    /// Where the platform can fetch it.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub url: String,
    /// Whatever else the platform adds.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// The answer of `chat_query_v2` in blocking mode; snake case like the events.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct BlockingAnswer {
    /// `message`, `message_end`, or `message_failed`.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub event: String,
    /// The answer's id.
    pub task_id: TaskId,
    /// The answer's id.
    pub id: MessageId,
    /// The inner conversation.
    pub conversation_id: InnerConversationId,
    /// The whole text.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub answer: String,
    /// Unix seconds.
    #[serde(deserialize_with = "crate::lenient::integer")]
    pub created_at: i64,
    /// Reasoning, where the platform gives it.
    #[serde(deserialize_with = "crate::lenient::or_default")]
    pub think_messages: Vec<String>,
    /// Output of message nodes, where the platform gives it.
    #[serde(deserialize_with = "crate::lenient::or_default")]
    pub tool_messages: Vec<String>,
    /// Whatever else the platform adds, such as the words of a failure.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// `stop_message`: stops a running answer; either id suffices, both are sent.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct StopMessage {
    /// The answer.
    #[serde(rename = "MessageID", default)]
    pub message_id: MessageId,
    /// The same, as older platforms name it.
    #[serde(rename = "TaskID", default)]
    pub task_id: TaskId,
}

impl Endpoint for StopMessage {
    const ACTION: &'static str = "stop_message";
    type Response = Empty;
}
