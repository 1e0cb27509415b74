//! Skills that finish after the answer that called them (documented by the vendor, from v2.0.1 on).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::endpoint::{BaseResp, Endpoint};
use crate::id::{AppConversationId, MessageId};
use crate::words::words;

/// `query_skill_async_task`: how far asynchronous skills are.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct QuerySkillAsyncTask {
    /// The conversation that called them.
    #[serde(rename = "AppConversationID")]
    pub app_conversation_id: AppConversationId,
    /// The tasks: the `task_id` of `interrupted` events of the type `async_task`.
    #[serde(rename = "TaskIDs", deserialize_with = "crate::lenient::texts")]
    pub task_ids: Vec<String>,
}

impl Endpoint for QuerySkillAsyncTask {
    const ACTION: &'static str = "query_skill_async_task";
    const EXPECTED: &'static [&'static str] = &["Infos"];
    type Response = QuerySkillAsyncTaskResponse;
}

/// The tasks as they are now.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct QuerySkillAsyncTaskResponse {
    /// One entry a task.
    #[serde(deserialize_with = "crate::lenient::or_default")]
    pub infos: Vec<SkillAsyncTask>,
    /// Almost always absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_resp: Option<BaseResp>,
    /// Whatever else the platform adds.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// One task.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct SkillAsyncTask {
    /// Its id.
    #[serde(rename = "TaskID", deserialize_with = "crate::lenient::text")]
    pub task_id: String,
    /// How far it is.
    pub status: TaskStatus,
    /// The answer that called the skill.
    #[serde(rename = "OriginMessageID")]
    pub origin_message_id: MessageId,
    /// Why it failed.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub reason: String,
    /// The separate message that the result came as; empty until then.
    #[serde(rename = "MessageID")]
    pub message_id: MessageId,
    /// Whatever else the platform adds.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

words!(
    /// How far a task is.
    TaskStatus {
        /// Not done.
        Processing = "PROCESSING",
        /// Done.
        Succeed = "SUCCEED",
        /// Ended without a result.
        Failed = "FAILED",
        /// No such task.
        Invalid = "INVALID",
    }
);
