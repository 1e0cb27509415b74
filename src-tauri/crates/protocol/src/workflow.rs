//! Workflows that are run as such. A workflow has a key of its own; chat actions do not take it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::endpoint::Endpoint;
use crate::id::RunId;
use crate::opening::UserType;
use crate::words::words;

/// `run_app_workflow`: starts a run and answers at once (documented by the vendor).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct RunAppWorkflow {
    /// The inputs of the start node: a JSON object as text.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub input_data: String,
    /// `true` keeps only failed nodes in the results, which is faster; `false` keeps all.
    #[serde(deserialize_with = "crate::lenient::optional_flag", skip_serializing_if = "Option::is_none")]
    pub no_debug: Option<bool>,
}

impl Endpoint for RunAppWorkflow {
    const ACTION: &'static str = "run_app_workflow";
    const EXPECTED: &'static [&'static str] = &["runId"];
    type Response = RunAppWorkflowResponse;
}

/// The run that was started.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RunAppWorkflowResponse {
    /// What [`QueryRunAppProcess`] takes.
    pub run_id: RunId,
    /// Whatever else the platform adds.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// `sync_run_app_workflow`: the same, and answers when the run is over or waits for input.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SyncRunAppWorkflow(pub RunAppWorkflow);

impl Endpoint for SyncRunAppWorkflow {
    const ACTION: &'static str = "sync_run_app_workflow";
    const EXPECTED: &'static [&'static str] = &["status", "runId", "output"];
    type Response = WorkflowRun;
}

/// `query_run_app_process`: how far a run is; asked every second or two.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct QueryRunAppProcess {
    /// Which run. Spelled `RunID` here and `RunId` where a run is resumed.
    #[serde(rename = "RunID")]
    pub run_id: RunId,
}

impl Endpoint for QueryRunAppProcess {
    const ACTION: &'static str = "query_run_app_process";
    const EXPECTED: &'static [&'static str] = &["status", "runId", "output"];
    type Response = WorkflowRun;
}

/// `async_resume_app_workflow`: hands an interrupted run its input. The vendor documents an empty answer, the official
/// SDKs read the run: an empty answer is a [`WorkflowRun`] without an id.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct AsyncResumeAppWorkflow {
    /// Which run.
    pub run_id: RunId,
    /// For a node that collects information: a JSON object as text, such as `{"query":"…"}`.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub input: String,
    /// Absent is [`UserType::App`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_type: Option<UserType>,
    /// Whether the results hold all nodes; which value means what is not clear from the vendor's text.
    #[serde(deserialize_with = "crate::lenient::optional_flag", skip_serializing_if = "Option::is_none")]
    pub debug: Option<bool>,
}

impl Endpoint for AsyncResumeAppWorkflow {
    const ACTION: &'static str = "async_resume_app_workflow";
    type Response = WorkflowRun;
}

/// `sync_resume_app_workflow`: the same, and answers with the run, or with a stream of [`crate::WorkflowEvent`]s.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct SyncResumeAppWorkflow {
    /// Which run.
    pub run_id: RunId,
    /// As in [`AsyncResumeAppWorkflow`].
    #[serde(deserialize_with = "crate::lenient::text")]
    pub input: String,
    /// Absent is [`UserType::App`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_type: Option<UserType>,
    /// As in [`AsyncResumeAppWorkflow`].
    #[serde(deserialize_with = "crate::lenient::optional_flag", skip_serializing_if = "Option::is_none")]
    pub debug: Option<bool>,
    /// Whether to stream.
    #[serde(deserialize_with = "crate::lenient::optional_flag", skip_serializing_if = "Option::is_none")]
    pub is_stream: Option<bool>,
}

impl Endpoint for SyncResumeAppWorkflow {
    const ACTION: &'static str = "sync_resume_app_workflow";
    const EXPECTED: &'static [&'static str] = &["status", "runId", "output"];
    type Response = WorkflowRun;
}

/// A run of a workflow, as far as it is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct WorkflowRun {
    /// The run.
    pub run_id: RunId,
    /// How far it is.
    pub status: WorkflowStatus,
    /// What each node did, by the node's id; without debugging only the nodes that failed.
    #[serde(deserialize_with = "crate::lenient::readable_members")]
    pub nodes: BTreeMap<String, NodeRun>,
    /// The ids of the nodes in the order in which they ran; may be null.
    #[serde(deserialize_with = "crate::lenient::any_texts")]
    pub steps: Vec<String>,
    /// 0 is success.
    #[serde(deserialize_with = "crate::lenient::integer")]
    pub code: i64,
    /// Words for a failure.
    #[serde(deserialize_with = "crate::lenient::any_text")]
    pub message: String,
    /// Milliseconds.
    #[serde(deserialize_with = "crate::lenient::integer")]
    pub cost_ms: i64,
    /// The end node's output: JSON as text, or plain text; JSON may hold JSON as text again. Plain JSON becomes text, here
    /// and in a node: a result is not lost for its shape.
    #[serde(deserialize_with = "crate::lenient::any_text")]
    pub output: String,
    /// The node that waits for input.
    #[serde(deserialize_with = "crate::lenient::any_text", skip_serializing_if = "String::is_empty")]
    pub last_interrupted_node_id: String,
    /// Until when the run can be resumed; the unit is not documented.
    #[serde(deserialize_with = "crate::lenient::optional_integer", skip_serializing_if = "Option::is_none")]
    pub checkpoint_expire_timestamp: Option<i64>,
    /// Words for a failure, on some deployments.
    #[serde(deserialize_with = "crate::lenient::any_text", skip_serializing_if = "String::is_empty")]
    pub msg: String,
    /// Tokens.
    #[serde(deserialize_with = "crate::lenient::optional_integer", skip_serializing_if = "Option::is_none")]
    pub cost_token: Option<i64>,
    /// Whatever else the platform adds.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

words!(
    /// How far a run or one of its nodes is (documented by the vendor for runs; nodes are seen to use the same words).
    WorkflowStatus {
        /// Not begun.
        ToStart = "to_start",
        /// Waiting for its turn; one client knows this word.
        Pending = "pending",
        /// Running.
        Processing = "processing",
        /// Done.
        Success = "success",
        /// Ended in an error.
        Failed = "failed",
        /// Waits for input.
        Interrupted = "interrupted",
        /// Ended by somebody.
        Stopped = "stopped",
    }
);

impl WorkflowStatus {
    /// Whether nothing more comes of itself. An interrupted run is at rest too: it waits for input.
    #[must_use]
    pub fn is_at_rest(&self) -> bool {
        matches!(self, Self::Success | Self::Failed | Self::Interrupted | Self::Stopped)
    }
}

/// What one node did.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct NodeRun {
    /// JSON as text.
    #[serde(deserialize_with = "crate::lenient::any_text")]
    pub input: String,
    /// JSON as text.
    #[serde(deserialize_with = "crate::lenient::any_text")]
    pub output: String,
    /// How far it is.
    pub status: WorkflowStatus,
    /// Words for a failure.
    #[serde(deserialize_with = "crate::lenient::any_text")]
    pub message: String,
    /// Milliseconds.
    #[serde(deserialize_with = "crate::lenient::integer")]
    pub cost_ms: i64,
    /// Tokens.
    #[serde(deserialize_with = "crate::lenient::integer")]
    pub cost_token: i64,
    /// What kind of node it is.
    pub node_type: NodeType,
    /// A failure in the words of the tool that was called.
    #[serde(
        rename = "BizCode",
        deserialize_with = "crate::lenient::if_readable",
        skip_serializing_if = "Option::is_none"
    )]
    pub biz_code: Option<BizCode>,
    /// What ran inside a loop.
    #[serde(deserialize_with = "crate::lenient::if_readable", skip_serializing_if = "Option::is_none")]
    pub loop_block: Option<LoopBlock>,
    /// Whatever else the platform adds, such as `loopBlockHistories`.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

words!(
    /// Kinds of nodes (as seen).
    NodeType {
        /// Takes the inputs.
        Start = "start",
        /// Gives the output.
        End = "end",
        /// Asks a model.
        Llm = "llm",
        /// Runs Python.
        Python = "py",
        /// Calls a tool.
        RemoteTool = "remote_tool",
        /// Repeats a block.
        Loop = "loop",
        /// Runs a block once for each of many inputs.
        Batch = "batch",
        /// Takes one of several ways.
        Condition = "condition",
        /// Joins variables of several ways.
        VariablesMerge = "variables_merge",
        /// Calls an address.
        HttpRequest = "http_request",
    }
);

/// A failure in the words of the tool that was called (official SDKs).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct BizCode {
    /// A word for programs.
    #[serde(deserialize_with = "crate::lenient::any_text")]
    pub code: String,
    /// A sentence for people.
    #[serde(deserialize_with = "crate::lenient::any_text")]
    pub message: String,
    /// Details, by names of the tool's choosing.
    #[serde(deserialize_with = "crate::lenient::if_readable")]
    pub data: Map<String, Value>,
    /// Whatever else the platform adds.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// What ran inside a loop (official SDKs).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LoopBlock {
    /// What each node did, by the node's id.
    #[serde(deserialize_with = "crate::lenient::readable_members")]
    pub nodes: BTreeMap<String, NodeRun>,
    /// The ids of the nodes in the order in which they ran.
    #[serde(deserialize_with = "crate::lenient::any_texts")]
    pub steps: Vec<String>,
    /// How far the loop is.
    pub status: WorkflowStatus,
    /// Whatever else the platform adds.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}
