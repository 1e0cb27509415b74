//! What an agent says first, and what it remembers in variables.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::endpoint::{BaseResp, Empty, Endpoint};
use crate::id::AppConversationId;
use crate::words::words;

words!(
    /// Whose user ids a request speaks of (documented by the vendor, from v2.0.1 on).
    UserType {
        /// The caller's own ids; what the platform takes where nothing is said.
        App = "App",
        /// Accounts of the platform itself.
        Iam = "IAM",
        /// Visitors of its web page.
        Visitor = "Visitor",
        /// People of Lark.
        Lark = "Lark",
        /// People of WeChat.
        Wechat = "Wechat",
    }
);

words!(
    /// How long a variable lives (official SDKs).
    VariableScope {
        /// Over all conversations with the agent.
        Agent = "Agent",
        /// In one conversation.
        Conversation = "Conversation",
    }
);

/// `get_opening_config`: greeting and first questions, on newer platforms (official SDKs).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GetOpeningConfig {
    /// Absent is [`UserType::App`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_type: Option<UserType>,
    /// Which conversation opens; empty is none in particular.
    #[serde(rename = "AppConversationID")]
    pub app_conversation_id: AppConversationId,
}

impl Endpoint for GetOpeningConfig {
    const ACTION: &'static str = "get_opening_config";
    const EXPECTED: &'static [&'static str] = &["OpeningConfig"];
    type Response = GetOpeningConfigResponse;
}

/// The greeting, where there is one.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GetOpeningConfigResponse {
    /// The greeting and its questions.
    #[serde(deserialize_with = "crate::lenient::or_default")]
    pub opening_config: OpeningConfig,
    /// Almost always absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_resp: Option<BaseResp>,
    /// Whatever else the platform adds.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A greeting with questions.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct OpeningConfig {
    /// The greeting, in Markdown.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub opening_text: String,
    /// Questions offered under it.
    #[serde(deserialize_with = "crate::lenient::texts")]
    pub opening_questions: Vec<String>,
    /// Whether the agent greets at all.
    #[serde(deserialize_with = "crate::lenient::flag")]
    pub opening_enabled: bool,
    /// Whatever else the platform adds.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// `get_app_user_variables`: what the agent remembers of the user (official SDKs).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GetAppUserVariables {
    /// Which conversation. Whether `AppConversationID` or the inner id is meant is not documented.
    #[serde(rename = "ConversationID", deserialize_with = "crate::lenient::text")]
    pub conversation_id: String,
}

impl Endpoint for GetAppUserVariables {
    const ACTION: &'static str = "get_app_user_variables";
    const EXPECTED: &'static [&'static str] = &["UserVariables"];
    type Response = GetAppUserVariablesResponse;
}

/// The variables.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GetAppUserVariablesResponse {
    /// One entry a variable; none is an empty list or null.
    #[serde(deserialize_with = "crate::lenient::or_default")]
    pub user_variables: Vec<UserVariable>,
    /// Almost always absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_resp: Option<BaseResp>,
    /// Whatever else the platform adds.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// One variable that an agent keeps; every field is a text (official Python SDK).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct UserVariable {
    /// The key.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub name: String,
    /// What it is for.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub description: String,
    /// How long it lives.
    pub scope: VariableScope,
    /// What it holds.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub value: String,
    /// What it holds until it is set.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub default: String,
    /// When it was set; the format is not documented.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub update_time: String,
    /// Whatever else the platform adds.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// `set_app_user_variables`: changes what the agent remembers of the user (official SDKs).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct SetAppUserVariables {
    /// As in [`GetAppUserVariables`].
    #[serde(rename = "ConversationID", deserialize_with = "crate::lenient::text")]
    pub conversation_id: String,
    /// The variables with their new values.
    #[serde(deserialize_with = "crate::lenient::or_default")]
    pub user_variables: Vec<UserVariable>,
}

impl Endpoint for SetAppUserVariables {
    const ACTION: &'static str = "set_app_user_variables";
    type Response = Empty;
}
