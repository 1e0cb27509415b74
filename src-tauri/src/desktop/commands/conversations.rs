//! Conversations.

use parlance_core::{AgentId, Conversation, ConversationId, Opened, Page, Problem, Reading, TurnId};
use tauri::State;

use crate::desktop::Desktop;

#[tauri::command]
#[specta::specta]
pub(crate) async fn new_conversation(desktop: State<'_, Desktop>, agent: AgentId) -> Result<Conversation, Problem> {
    Ok(desktop.profile()?.new_conversation(agent).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn open_conversation(
    desktop: State<'_, Desktop>,
    conversation: ConversationId,
    around: Option<TurnId>,
) -> Result<Opened, Problem> {
    Ok(desktop.profile()?.open(conversation, around).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn close_conversation(
    desktop: State<'_, Desktop>,
    conversation: ConversationId,
) -> Result<(), Problem> {
    desktop.profile()?.close(conversation).await;
    Ok(())
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn older(
    desktop: State<'_, Desktop>,
    conversation: ConversationId,
    before: Option<TurnId>,
) -> Result<Page, Problem> {
    Ok(desktop.profile()?.older(conversation, before).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn newer(
    desktop: State<'_, Desktop>,
    conversation: ConversationId,
    after: Option<TurnId>,
) -> Result<Page, Problem> {
    Ok(desktop.profile()?.newer(conversation, after).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn around(
    desktop: State<'_, Desktop>,
    conversation: ConversationId,
    turn: TurnId,
) -> Result<Page, Problem> {
    Ok(desktop.profile()?.around(conversation, turn).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn save_reading(
    desktop: State<'_, Desktop>,
    conversation: ConversationId,
    reading: Option<Reading>,
) -> Result<(), Problem> {
    Ok(desktop.profile()?.save_reading(conversation, reading).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn rename_conversation(
    desktop: State<'_, Desktop>,
    conversation: ConversationId,
    title: String,
) -> Result<(), Problem> {
    Ok(desktop.profile()?.rename(conversation, title).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn pin_conversation(
    desktop: State<'_, Desktop>,
    conversation: ConversationId,
    pinned: bool,
) -> Result<(), Problem> {
    Ok(desktop.profile()?.pin(conversation, pinned).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_conversations(
    desktop: State<'_, Desktop>,
    conversations: Vec<ConversationId>,
    there: bool,
) -> Result<(), Problem> {
    Ok(desktop.profile()?.remove_all(conversations, there).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn restore_conversations(
    desktop: State<'_, Desktop>,
    conversations: Vec<ConversationId>,
) -> Result<(), Problem> {
    Ok(desktop.profile()?.restore_all(conversations).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn save_draft(
    desktop: State<'_, Desktop>,
    conversation: ConversationId,
    text: String,
) -> Result<(), Problem> {
    Ok(desktop.profile()?.save_draft(conversation, text).await?)
}
