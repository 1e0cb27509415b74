//! Agents and their keys. A key goes in; none comes out.

use parlance_core::{Agent, AgentDraft, AgentId, Detail, Keep, Pictures, Probed, Problem, UploadsDraft};
use tauri::State;

use crate::desktop::Desktop;

#[tauri::command]
#[specta::specta]
pub(crate) async fn probe(desktop: State<'_, Desktop>, draft: AgentDraft, key: String) -> Result<Probed, Problem> {
    Ok(desktop.profile()?.probe(draft, key).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn add_agent(
    desktop: State<'_, Desktop>,
    draft: AgentDraft,
    key: String,
    keep: Keep,
) -> Result<Agent, Problem> {
    Ok(desktop.profile()?.add_agent(draft, key, keep).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn replace_key(
    desktop: State<'_, Desktop>,
    agent: AgentId,
    key: String,
    keep: Keep,
) -> Result<Agent, Problem> {
    Ok(desktop.profile()?.replace_key(agent, key, keep).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn rename_agent(desktop: State<'_, Desktop>, agent: AgentId, name: String) -> Result<(), Problem> {
    Ok(desktop.profile()?.rename_agent(agent, name).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_agent(desktop: State<'_, Desktop>, agent: AgentId) -> Result<(), Problem> {
    Ok(desktop.profile()?.remove_agent(agent).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn set_detail(desktop: State<'_, Desktop>, agent: AgentId, detail: Detail) -> Result<(), Problem> {
    Ok(desktop.profile()?.set_detail(agent, detail).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn set_pictures(
    desktop: State<'_, Desktop>,
    agent: AgentId,
    pictures: Pictures,
) -> Result<(), Problem> {
    Ok(desktop.profile()?.set_pictures(agent, pictures).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn set_uploads(
    desktop: State<'_, Desktop>,
    agent: AgentId,
    draft: UploadsDraft,
    secret: String,
    keep: Keep,
) -> Result<Agent, Problem> {
    Ok(desktop.profile()?.set_uploads(agent, draft, secret, keep).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_uploads(desktop: State<'_, Desktop>, agent: AgentId) -> Result<Agent, Problem> {
    Ok(desktop.profile()?.remove_uploads(agent).await?)
}
