//! Which plugins a user has allowed to act for them.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::endpoint::{BaseResp, Endpoint};
use crate::id::MessageId;
use crate::words::words;

/// `list_oauth2_token`: the plugins that hold a token of the user (documented by the vendor).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListOauth2Token {}

impl Endpoint for ListOauth2Token {
    const ACTION: &'static str = "list_oauth2_token";
    const EXPECTED: &'static [&'static str] = &["Total", "Items"];
    type Response = ListOauth2TokenResponse;
}

/// The tokens, without the tokens themselves.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ListOauth2TokenResponse {
    /// How many there are.
    #[serde(deserialize_with = "crate::lenient::integer")]
    pub total: i64,
    /// One entry a plugin; none is an empty list or null.
    #[serde(deserialize_with = "crate::lenient::or_default")]
    pub items: Vec<Oauth2Token>,
    /// Almost always absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_resp: Option<BaseResp>,
    /// Whatever else the platform adds.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// One plugin's token.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Oauth2Token {
    /// The plugin.
    #[serde(rename = "PluginID", deserialize_with = "crate::lenient::text")]
    pub plugin_id: String,
    /// The agent.
    #[serde(rename = "APPID", deserialize_with = "crate::lenient::text")]
    pub app_id: String,
    /// The user, as the platform names them.
    #[serde(rename = "APPUserID", deserialize_with = "crate::lenient::text")]
    pub app_user_id: String,
    /// When the token ends, as text in no documented format; empty where it is not known.
    #[serde(deserialize_with = "crate::lenient::text", skip_serializing_if = "String::is_empty")]
    pub token_expires_at: String,
    /// Whether the token still opens doors.
    #[serde(deserialize_with = "crate::lenient::flag")]
    pub is_token_valid: bool,
    /// Whether a new token can be had without asking the user.
    #[serde(deserialize_with = "crate::lenient::flag")]
    pub is_refresh_token_valid: bool,
    /// Whatever else the platform adds.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// `query_message_oauth_status`: whether an answer waits for the user's permission (official SDKs).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct QueryMessageOauthStatus {
    /// The answer.
    #[serde(rename = "MessageID")]
    pub message_id: MessageId,
}

impl Endpoint for QueryMessageOauthStatus {
    const ACTION: &'static str = "query_message_oauth_status";
    const EXPECTED: &'static [&'static str] = &["Status"];
    type Response = QueryMessageOauthStatusResponse;
}

/// How far the permission is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct QueryMessageOauthStatusResponse {
    /// In a word.
    pub status: OauthStatus,
    /// Almost always absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_resp: Option<BaseResp>,
    /// Whatever else the platform adds.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

words!(
    /// How far a permission is. The words are those of the official SDKs; their meanings are read from them.
    OauthStatus {
        /// No permission was asked for.
        NotFound = "NOT_FOUND",
        /// The user has not decided.
        Processing = "PROCESSING",
        /// The user agreed.
        Succeed = "SUCCEED",
        /// The asking was broken off.
        Stopped = "STOPPED",
        /// The answer is over.
        Finished = "FINISHED",
    }
);
