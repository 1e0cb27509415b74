//! What stands behind an answer.

use parlance_core::{AnswerId, Frame, Problem};
use tauri::State;

use crate::desktop::Desktop;
use crate::place;

#[tauri::command]
#[specta::specta]
pub(crate) async fn frames(desktop: State<'_, Desktop>, answer: AnswerId, from: u32) -> Result<Vec<Frame>, Problem> {
    Ok(desktop.profile()?.frames(answer, from).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn trace(desktop: State<'_, Desktop>, answer: AnswerId) -> Result<String, Problem> {
    Ok(desktop.profile()?.trace(answer).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn fetch_trace(desktop: State<'_, Desktop>, answer: AnswerId) -> Result<String, Problem> {
    Ok(desktop.profile()?.fetch_trace(answer).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn curl(desktop: State<'_, Desktop>, answer: AnswerId) -> Result<String, Problem> {
    Ok(desktop.profile()?.curl(answer).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn save_frames(desktop: State<'_, Desktop>, answer: AnswerId) -> Result<String, Problem> {
    Ok(desktop.profile()?.save_frames(answer, place::downloads()?).await?)
}
