//! Conversations.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::endpoint::{BaseResp, Empty, Endpoint};
use crate::id::AppConversationId;

/// `create_conversation`: begins a conversation, with its variables.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct CreateConversation {
    /// The variables by key; values are texts.
    #[serde(deserialize_with = "crate::lenient::or_default")]
    pub inputs: BTreeMap<String, String>,
}

impl Endpoint for CreateConversation {
    const ACTION: &'static str = "create_conversation";
    const EXPECTED: &'static [&'static str] = &["Conversation", "AppConversationID"];
    type Response = CreateConversationResponse;
}

/// The conversation that was made.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct CreateConversationResponse {
    /// Its id and name.
    pub conversation: ConversationBrief,
    /// One older deployment is said to put the id here instead.
    #[serde(rename = "AppConversationID", skip_serializing_if = "AppConversationId::is_empty")]
    pub top_level_id: AppConversationId,
    /// Almost always null.
    pub base_resp: Option<BaseResp>,
    /// Whatever else the platform adds.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl CreateConversationResponse {
    /// The new conversation's id, wherever the platform put it; `None` when it is nowhere.
    #[must_use]
    pub fn id(&self) -> Option<&AppConversationId> {
        [&self.conversation.app_conversation_id, &self.top_level_id].into_iter().find(|id| !id.is_empty())
    }
}

/// A conversation in lists.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ConversationBrief {
    /// The id that goes into requests.
    #[serde(rename = "AppConversationID")]
    pub app_conversation_id: AppConversationId,
    /// A new conversation is called `新的会话`.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub conversation_name: String,
    /// `YYYY-MM-DD HH:MM:SS` without a zone; empty in the answer of `create_conversation`.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub create_time: String,
    /// As `create_time`.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub last_chat_time: String,
    /// Made, but nothing was said yet.
    #[serde(deserialize_with = "crate::lenient::flag")]
    pub empty_conversation: bool,
    /// Whatever else the platform adds, such as the inner conversation id.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// `get_conversation_list`: all conversations of the user; there is no paging.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetConversationList {}

impl Endpoint for GetConversationList {
    const ACTION: &'static str = "get_conversation_list";
    type Response = GetConversationListResponse;
}

/// The conversations, in an order that is not documented.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GetConversationListResponse {
    /// One entry a conversation.
    #[serde(deserialize_with = "crate::lenient::or_default")]
    pub conversation_list: Vec<ConversationBrief>,
    /// Almost always null.
    pub base_resp: Option<BaseResp>,
    /// Whatever else the platform adds.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// `update_conversation`: renames, or changes variables; what is absent stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct UpdateConversation {
    /// Which conversation.
    #[serde(rename = "AppConversationID")]
    pub app_conversation_id: AppConversationId,
    /// The new name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversation_name: Option<String>,
    /// The variables by key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inputs: Option<BTreeMap<String, String>>,
}

impl Endpoint for UpdateConversation {
    const ACTION: &'static str = "update_conversation";
    type Response = Empty;
}

/// `delete_conversation`: removes it with all its turns.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteConversation {
    /// Which conversation.
    #[serde(rename = "AppConversationID", default)]
    pub app_conversation_id: AppConversationId,
}

impl Endpoint for DeleteConversation {
    const ACTION: &'static str = "delete_conversation";
    type Response = Empty;
}

/// `get_conversation_inputs`: the variables of a conversation.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GetConversationInputs {
    /// Which conversation.
    #[serde(rename = "AppConversationID")]
    pub app_conversation_id: AppConversationId,
}

impl Endpoint for GetConversationInputs {
    const ACTION: &'static str = "get_conversation_inputs";
    type Response = GetConversationInputsResponse;
}

/// The variables.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GetConversationInputsResponse {
    /// By key; values are texts, as documented. None is an empty object or null.
    #[serde(deserialize_with = "crate::lenient::or_default")]
    pub inputs: Map<String, Value>,
    /// Almost always null.
    pub base_resp: Option<BaseResp>,
    /// Whatever else the platform adds.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// `set_conversation_top`: pins a conversation. No answer of the platform says which ones are pinned.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SetConversationTop {
    /// Which conversation.
    #[serde(rename = "AppConversationID")]
    pub app_conversation_id: AppConversationId,
}

impl Endpoint for SetConversationTop {
    const ACTION: &'static str = "set_conversation_top";
    type Response = Empty;
}

/// `cancel_conversation_top`: unpins it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CancelConversationTop {
    /// Which conversation.
    #[serde(rename = "AppConversationID")]
    pub app_conversation_id: AppConversationId,
}

impl Endpoint for CancelConversationTop {
    const ACTION: &'static str = "cancel_conversation_top";
    type Response = Empty;
}

/// `clear_message`: removes all turns and keeps the conversation.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClearMessage {
    /// Which conversation.
    #[serde(rename = "AppConversationID")]
    pub app_conversation_id: AppConversationId,
}

impl Endpoint for ClearMessage {
    const ACTION: &'static str = "clear_message";
    type Response = Empty;
}
