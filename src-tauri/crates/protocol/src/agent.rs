//! The agent itself: its name, greeting and variables.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::endpoint::{BaseResp, Endpoint};

/// `get_app_config_preview`: what the agent says of itself.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetAppConfigPreview {}

impl Endpoint for GetAppConfigPreview {
    const ACTION: &'static str = "get_app_config_preview";
    const EXPECTED: &'static [&'static str] = &["Name", "OpenMessage", "VariableConfigs"];
    type Response = AppConfig;
}

/// `get_app`: the same under another name, which only the Java SDK uses.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetApp {}

impl Endpoint for GetApp {
    const ACTION: &'static str = "get_app";
    const EXPECTED: &'static [&'static str] = &["Name", "OpenMessage", "VariableConfigs"];
    type Response = AppConfig;
}

/// What an agent says of itself.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct AppConfig {
    /// The agent's name.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub name: String,
    /// The greeting, in Markdown.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub open_message: String,
    /// Questions offered under the greeting.
    #[serde(deserialize_with = "crate::lenient::or_default")]
    pub open_query: Vec<String>,
    /// The variables that a conversation takes.
    #[serde(deserialize_with = "crate::lenient::or_default")]
    pub variable_configs: Vec<VariableConfig>,
    /// Name of a stock icon.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub icon: String,
    /// Name of a stock colour, such as `background_1`.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub background: String,
    /// Object path of a picture, or empty.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub image: String,
    /// How many messages the agent was sent, as the platform counts.
    #[serde(deserialize_with = "crate::lenient::integer")]
    pub message_times: i64,
    /// Whether answers come with suggested questions.
    #[serde(deserialize_with = "crate::lenient::flag")]
    pub suggest_enabled: bool,
    /// One agent or several behind one door.
    #[serde(deserialize_with = "crate::lenient::or_default")]
    pub agent_mode: AgentMode,
    /// Which inner agents suggest questions.
    #[serde(deserialize_with = "crate::lenient::or_default")]
    pub agent_node_suggest_enabled_map: Map<String, Value>,
    /// Speech settings; `{}` when off.
    #[serde(deserialize_with = "crate::lenient::or_default")]
    pub voice_config: Map<String, Value>,
    /// Newer platforms name the workspace.
    #[serde(
        rename = "WorkspaceID",
        deserialize_with = "crate::lenient::text",
        skip_serializing_if = "String::is_empty"
    )]
    pub workspace_id: String,
    /// Newer platforms name the tenant.
    #[serde(rename = "TenantID", deserialize_with = "crate::lenient::text", skip_serializing_if = "String::is_empty")]
    pub tenant_id: String,
    /// Almost always absent.
    pub base_resp: Option<BaseResp>,
    /// Whatever else the platform adds.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// How an agent is built.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum AgentMode {
    /// One agent.
    #[default]
    Single,
    /// Several agents that hand over to each other.
    Multi,
    /// A kind this version has no name for.
    #[serde(untagged)]
    Other(String),
}

/// One variable of a conversation.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct VariableConfig {
    /// The key in `Inputs`.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub key: String,
    /// The label for people.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub name: String,
    /// What to enter.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub description: String,
    /// Whether a conversation can be made without it.
    #[serde(deserialize_with = "crate::lenient::flag")]
    pub required: bool,
    /// What kind of field it is.
    #[serde(deserialize_with = "crate::lenient::or_default")]
    pub variable_type: VariableType,
    /// The choices of an `Enum`.
    #[serde(deserialize_with = "crate::lenient::or_default")]
    pub enum_values: Vec<String>,
    /// The most characters of a `Text`; 0 is no limit.
    #[serde(deserialize_with = "crate::lenient::integer")]
    pub text_max_length: i64,
    /// Whatever else the platform adds.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// The kinds of a variable.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum VariableType {
    /// One line.
    #[default]
    Text,
    /// Several lines.
    Paragraph,
    /// One of a list.
    Enum,
    /// A kind this version has no name for.
    #[serde(untagged)]
    Other(String),
}
