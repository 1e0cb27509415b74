//! The list of conversations.

use parlance_core::{Conversation, ConversationFacts, ConversationId, ListCursor, ListPage, ListQuery, Problem, Tag};
use tauri::State;

use crate::desktop::Desktop;

#[tauri::command]
#[specta::specta]
pub(crate) async fn conversations(
    desktop: State<'_, Desktop>,
    query: ListQuery,
    after: Option<ListCursor>,
) -> Result<ListPage, Problem> {
    Ok(desktop.profile()?.conversations(query, after).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn conversation_ids(
    desktop: State<'_, Desktop>,
    query: ListQuery,
) -> Result<Vec<ConversationId>, Problem> {
    Ok(desktop.profile()?.conversation_ids(query).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn conversation_row(
    desktop: State<'_, Desktop>,
    conversation: ConversationId,
) -> Result<Conversation, Problem> {
    Ok(desktop.profile()?.conversation_row(conversation).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn conversation_facts(
    desktop: State<'_, Desktop>,
    conversation: ConversationId,
) -> Result<ConversationFacts, Problem> {
    Ok(desktop.profile()?.facts(conversation).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn archive_conversations(
    desktop: State<'_, Desktop>,
    conversations: Vec<ConversationId>,
    archived: bool,
) -> Result<(), Problem> {
    Ok(desktop.profile()?.archive(conversations, archived).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn tags(desktop: State<'_, Desktop>) -> Result<Vec<Tag>, Problem> {
    Ok(desktop.profile()?.tags().await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn tag_conversations(
    desktop: State<'_, Desktop>,
    conversations: Vec<ConversationId>,
    tag: String,
    tagged: bool,
) -> Result<(), Problem> {
    Ok(desktop.profile()?.tag(conversations, tag, tagged).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn rename_tag(desktop: State<'_, Desktop>, tag: String, name: String) -> Result<(), Problem> {
    Ok(desktop.profile()?.rename_tag(tag, name).await?)
}
