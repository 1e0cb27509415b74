//! Search over the whole history, and in one conversation.

use parlance_core::{ConversationId, Hits, Problem, SearchCursor, SearchQuery, Spot};
use tauri::State;

use crate::desktop::Desktop;

#[tauri::command]
#[specta::specta]
pub(crate) async fn search(
    desktop: State<'_, Desktop>,
    query: SearchQuery,
    after: Option<SearchCursor>,
) -> Result<Hits, Problem> {
    Ok(desktop.profile()?.search(query, after).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn find(
    desktop: State<'_, Desktop>,
    conversation: ConversationId,
    text: String,
) -> Result<Vec<Spot>, Problem> {
    Ok(desktop.profile()?.find(conversation, text).await?)
}
