//! Variables, their presets, and what one could ask next.

use parlance_core::{AgentId, AnswerId, Conversation, ConversationId, PresetId, Problem, Values};
use tauri::State;

use crate::desktop::Desktop;

#[tauri::command]
#[specta::specta]
pub(crate) async fn set_variables(
    desktop: State<'_, Desktop>,
    conversation: ConversationId,
    values: Values,
) -> Result<(), Problem> {
    Ok(desktop.profile()?.set_variables(conversation, values).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn new_conversation_like(
    desktop: State<'_, Desktop>,
    other: ConversationId,
) -> Result<Conversation, Problem> {
    Ok(desktop.profile()?.new_conversation_like(other).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn save_preset(
    desktop: State<'_, Desktop>,
    agent: AgentId,
    name: String,
    values: Values,
) -> Result<(), Problem> {
    Ok(desktop.profile()?.save_preset(agent, name, values).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn rename_preset(desktop: State<'_, Desktop>, preset: PresetId, name: String) -> Result<(), Problem> {
    Ok(desktop.profile()?.rename_preset(preset, name).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_preset(desktop: State<'_, Desktop>, preset: PresetId) -> Result<(), Problem> {
    Ok(desktop.profile()?.remove_preset(preset).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn suggest(desktop: State<'_, Desktop>, answer: AnswerId) -> Result<Vec<String>, Problem> {
    Ok(desktop.profile()?.suggest(answer).await?)
}
