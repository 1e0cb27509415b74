//! Asking, stopping, choosing and rating, deleting turns, and a row once more.

use parlance_core::{AnswerId, ConversationId, Found, Problem, Rating, Reason, RowId, StepId, TurnId};
use tauri::State;

use crate::desktop::Desktop;

#[tauri::command]
#[specta::specta]
pub(crate) async fn ask(
    desktop: State<'_, Desktop>,
    conversation: ConversationId,
    question: String,
) -> Result<TurnId, Problem> {
    Ok(desktop.profile()?.ask(conversation, question).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn ask_aside(
    desktop: State<'_, Desktop>,
    conversation: ConversationId,
    question: String,
) -> Result<TurnId, Problem> {
    Ok(desktop.profile()?.ask_aside(conversation, question).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn queue(
    desktop: State<'_, Desktop>,
    conversation: ConversationId,
    question: String,
) -> Result<(), Problem> {
    Ok(desktop.profile()?.queue(conversation, question).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn unqueue(desktop: State<'_, Desktop>, conversation: ConversationId) -> Result<String, Problem> {
    Ok(desktop.profile()?.unqueue(conversation).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn drop_queued(desktop: State<'_, Desktop>, conversation: ConversationId) -> Result<String, Problem> {
    Ok(desktop.profile()?.drop_queued(conversation).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn send_queued(desktop: State<'_, Desktop>, conversation: ConversationId) -> Result<(), Problem> {
    Ok(desktop.profile()?.send_queued(conversation).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn ask_again(desktop: State<'_, Desktop>, turn: TurnId) -> Result<AnswerId, Problem> {
    Ok(desktop.profile()?.ask_again(turn).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn ask_instead(
    desktop: State<'_, Desktop>,
    turn: TurnId,
    question: String,
) -> Result<TurnId, Problem> {
    Ok(desktop.profile()?.ask_instead(turn, question).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn ask_below(desktop: State<'_, Desktop>, turn: TurnId) -> Result<TurnId, Problem> {
    Ok(desktop.profile()?.ask_below(turn).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_turn(desktop: State<'_, Desktop>, turn: TurnId) -> Result<(), Problem> {
    Ok(desktop.profile()?.remove_turn(turn).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn restore_turn(desktop: State<'_, Desktop>, turn: TurnId) -> Result<(), Problem> {
    Ok(desktop.profile()?.restore_turn(turn).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn stop(desktop: State<'_, Desktop>, answer: AnswerId) -> Result<(), Problem> {
    Ok(desktop.profile()?.stop(answer).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn look(desktop: State<'_, Desktop>, answer: AnswerId) -> Result<Found, Problem> {
    Ok(desktop.profile()?.look(answer).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn answer_interrupt(
    desktop: State<'_, Desktop>,
    step: StepId,
    answer: String,
) -> Result<TurnId, Problem> {
    Ok(desktop.profile()?.answer_interrupt(step, answer).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_answer(desktop: State<'_, Desktop>, answer: AnswerId) -> Result<(), Problem> {
    Ok(desktop.profile()?.use_answer(answer).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn rate(
    desktop: State<'_, Desktop>,
    answer: AnswerId,
    rating: Rating,
    reason: Reason,
) -> Result<(), Problem> {
    Ok(desktop.profile()?.rate(answer, rating, reason).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn refresh(desktop: State<'_, Desktop>, row: RowId) -> Result<(), Problem> {
    Ok(desktop.profile()?.refresh(row).await?)
}
