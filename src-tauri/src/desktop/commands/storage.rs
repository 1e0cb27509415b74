//! What the profile takes up on the disk.

use std::sync::PoisonError;

use parlance_core::{AgentId, Cleared, Problem, Progress, Storage, Work};
use tauri::State;
use tauri::ipc::Channel;

use crate::desktop::Desktop;

/// The work that the page was shown the beginning of; an earlier one ends.
fn begun(desktop: &Desktop, channel: Channel<Progress>) -> Work {
    let work = Work::told(move |progress| {
        // A page that is gone needs no progress.
        let _ = channel.send(progress);
    });
    let earlier = desktop.tidying.lock().unwrap_or_else(PoisonError::into_inner).replace(work.clone());
    earlier.iter().for_each(Work::cancel);
    work
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn storage(
    desktop: State<'_, Desktop>,
    channel: Channel<Progress>,
) -> Result<Option<Storage>, Problem> {
    Ok(desktop.profile()?.storage(&begun(&desktop, channel)).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn clear_cache(
    desktop: State<'_, Desktop>,
    agent: AgentId,
    channel: Channel<Progress>,
) -> Result<Cleared, Problem> {
    Ok(desktop.profile()?.clear_cache(agent, &begun(&desktop, channel)).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn retiring(desktop: State<'_, Desktop>, days: u32) -> Result<u32, Problem> {
    Ok(desktop.profile()?.retiring(days).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn compact(desktop: State<'_, Desktop>, channel: Channel<Progress>) -> Result<bool, Problem> {
    Ok(desktop.profile()?.compact(&begun(&desktop, channel)).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) fn stop_tidying(desktop: State<'_, Desktop>) {
    let work = desktop.tidying.lock().unwrap_or_else(PoisonError::into_inner).take();
    work.iter().for_each(Work::cancel);
}
