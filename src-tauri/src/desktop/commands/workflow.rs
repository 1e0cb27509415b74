//! Workflows and their runs.

use parlance_core::{Agent, AgentId, AgentKind, InputFault, OpenedRun, OpenedWorkflow, Problem, Run, RunId, RunWay};
use tauri::State;

use crate::desktop::Desktop;

#[tauri::command]
#[specta::specta]
pub(crate) async fn open_workflow(desktop: State<'_, Desktop>, agent: AgentId) -> Result<OpenedWorkflow, Problem> {
    Ok(desktop.profile()?.workflow(agent).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_kind(
    desktop: State<'_, Desktop>,
    agent: AgentId,
    kind: AgentKind,
) -> Result<Agent, Problem> {
    Ok(desktop.profile()?.choose_kind(agent, kind).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn check_input(
    desktop: State<'_, Desktop>,
    agent: AgentId,
    input: String,
) -> Result<Option<InputFault>, Problem> {
    Ok(desktop.profile()?.check_input(agent, input).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn save_input(desktop: State<'_, Desktop>, agent: AgentId, text: String) -> Result<(), Problem> {
    Ok(desktop.profile()?.save_input(agent, text).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn run_workflow(
    desktop: State<'_, Desktop>,
    agent: AgentId,
    input: String,
    way: RunWay,
) -> Result<Run, Problem> {
    Ok(desktop.profile()?.run_workflow(agent, input, way).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn run_again(desktop: State<'_, Desktop>, run: RunId) -> Result<Run, Problem> {
    Ok(desktop.profile()?.run_again(run).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn open_run(desktop: State<'_, Desktop>, run: RunId) -> Result<OpenedRun, Problem> {
    Ok(desktop.profile()?.open_run(run).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn answer_run(
    desktop: State<'_, Desktop>,
    run: RunId,
    answer: String,
    literal: bool,
) -> Result<(), Problem> {
    Ok(desktop.profile()?.answer_run(run, answer, literal).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn watch_run(desktop: State<'_, Desktop>, run: RunId) -> Result<(), Problem> {
    Ok(desktop.profile()?.watch_again(run).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn unwatch_run(desktop: State<'_, Desktop>, run: RunId) -> Result<(), Problem> {
    Ok(desktop.profile()?.unwatch(run).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_run(desktop: State<'_, Desktop>, run: RunId) -> Result<(), Problem> {
    Ok(desktop.profile()?.remove_run(run).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn restore_run(desktop: State<'_, Desktop>, run: RunId) -> Result<Run, Problem> {
    Ok(desktop.profile()?.restore_run(run).await?)
}
