//! Agents that are started by a clock or from outside, and how that went (official SDKs).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::endpoint::{BaseResp, Endpoint};
use crate::id::RunId;
use crate::trigger_config::TriggerConfig;
use crate::words::words;

/// `trigger/webhook`: starts an agent from outside. The key of the trigger goes into the query as `key`, its token into
/// `Authorization: Bearer`; no `Apikey` and no `UserID`. The body is any JSON object that the trigger understands.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TriggerWebhook(pub Map<String, Value>);

impl Endpoint for TriggerWebhook {
    const ACTION: &'static str = "trigger/webhook";
    type Response = TriggerWebhookResponse;
}

/// The run that was started. The vendor documents an empty answer: then the id is empty.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TriggerWebhookResponse {
    /// What [`QueryTriggerRunRecords`] takes.
    #[serde(rename = "runID")]
    pub run_id: RunId,
    /// Whatever else the platform adds.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// `query_trigger_run_records`: what triggers did.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct QueryTriggerRunRecords {
    /// Which runs.
    #[serde(rename = "RunIDs", deserialize_with = "crate::lenient::or_default")]
    pub run_ids: Vec<RunId>,
    /// Counted from 1 (inferred).
    #[serde(deserialize_with = "crate::lenient::integer")]
    pub page: i64,
    /// How many records a page has.
    #[serde(deserialize_with = "crate::lenient::integer")]
    pub size: i64,
}

impl Endpoint for QueryTriggerRunRecords {
    const ACTION: &'static str = "query_trigger_run_records";
    const EXPECTED: &'static [&'static str] = &["total", "records"];
    type Response = QueryTriggerRunRecordsResponse;
}

/// One page of records. Its own keys are lower case.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct QueryTriggerRunRecordsResponse {
    /// How many there are on all pages.
    #[serde(deserialize_with = "crate::lenient::integer")]
    pub total: i64,
    /// The page; none is an empty list or null.
    #[serde(deserialize_with = "crate::lenient::or_default")]
    pub records: Vec<TriggerRunRecord>,
    /// Almost always absent.
    #[serde(rename = "BaseResp", skip_serializing_if = "Option::is_none")]
    pub base_resp: Option<BaseResp>,
    /// Whatever else the platform adds.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// What one trigger did once.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct TriggerRunRecord {
    /// The run.
    #[serde(rename = "RunID")]
    pub run_id: RunId,
    /// The trigger's name.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub name: String,
    /// The trigger as it was then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trigger_config: Option<TriggerConfig>,
    /// A trial or the real thing.
    pub scene: TriggerScene,
    /// What was asked, where an agent was asked.
    #[serde(deserialize_with = "crate::lenient::text", skip_serializing_if = "String::is_empty")]
    pub query: String,
    /// What it answered.
    #[serde(deserialize_with = "crate::lenient::text", skip_serializing_if = "String::is_empty")]
    pub answer: String,
    /// For whom. Not checked: the platform's own ids may be longer than a caller's.
    #[serde(rename = "UserID", deserialize_with = "crate::lenient::text", skip_serializing_if = "String::is_empty")]
    pub user_id: String,
    /// How it went.
    pub status: TriggerStatus,
    /// Why it failed.
    #[serde(deserialize_with = "crate::lenient::text", skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Whatever else the platform adds.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

words!(
    /// A trial or the real thing.
    TriggerScene {
        /// Somebody tried the trigger out.
        Debug = "debug",
        /// It fired of itself.
        Production = "production",
    }
);

words!(
    /// How a trigger's run went.
    TriggerStatus {
        /// Not over.
        Running = "running",
        /// Done.
        Succeed = "succeed",
        /// Ended in an error.
        Failed = "failed",
    }
);
