//! The history as a whole: out of the program and into it, and its backups. These work where a history cannot be opened,
//! as far as that makes sense.

use parlance_core::{
    Backup, BackupKind, Form, Imported, Include, Problem, Progress, Rescue, Rescued, Saved, Scope, WayOut, Work,
};
use specta::Types;
use specta::datatype::DataType;
use specta::function::FunctionArg;
use tauri::ipc::{Channel, CommandArg, CommandItem, InvokeBody, InvokeError};
use tauri::{AppHandle, Manager as _, Runtime, State};

use crate::desktop::{Desktop, options, welcome};
use crate::place;

/// Some bytes of a file that is to be imported, as the body of a call, with the header `at`.
pub(crate) struct Piece {
    at: u64,
    bytes: Vec<u8>,
}

impl<'a, R: Runtime> CommandArg<'a, R> for Piece {
    fn from_command(command: CommandItem<'a, R>) -> Result<Self, InvokeError> {
        let at = command.message.headers().get("at").and_then(|value| value.to_str().ok()?.parse().ok());
        let bytes = match command.message.payload() {
            InvokeBody::Raw(bytes) => Some(bytes.clone()),
            // A web view without bodies sends the bytes as numbers.
            InvokeBody::Json(numbers) => serde_json::from_value(numbers.clone()).ok(),
        };
        match (at, bytes) {
            (Some(at), Some(bytes)) => Ok(Self { at, bytes }),
            _ => Err(InvokeError::from("a piece has a place and bytes")),
        }
    }
}

impl FunctionArg for Piece {
    fn to_datatype(_: &mut Types) -> Option<DataType> {
        None
    }
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn save_export(
    desktop: State<'_, Desktop>,
    scope: Scope,
    form: Form,
    include: Include,
    progress: Channel<Progress>,
) -> Result<Option<Saved>, Problem> {
    let work = desktop.begin(progress);
    let saved = desktop.profile()?.save_export(scope, form, include, place::downloads()?, work).await?;
    Ok(saved.map(|saved| desktop.saved(saved)))
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn hand_over(desktop: State<'_, Desktop>, piece: Piece) -> Result<(), Problem> {
    Ok(desktop.profile()?.hand_over(piece.at, piece.bytes).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn import_handed_over(
    desktop: State<'_, Desktop>,
    progress: Channel<Progress>,
) -> Result<Imported, Problem> {
    let work = desktop.begin(progress);
    Ok(desktop.profile()?.import_handed_over(work).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) fn cancel_work(desktop: State<'_, Desktop>) {
    if let Ok(work) = desktop.work.lock() {
        work.cancel();
    }
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn backups(desktop: State<'_, Desktop>) -> Result<Vec<Backup>, Problem> {
    Ok(Rescue::of(desktop.place.folder()).backups().await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) fn backup_problem(desktop: State<'_, Desktop>) -> Result<Option<Problem>, Problem> {
    Ok(desktop.profile()?.backup_problem())
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn back_up(desktop: State<'_, Desktop>, progress: Channel<Progress>) -> Result<Backup, Problem> {
    let work = desktop.begin(progress);
    Ok(desktop.profile()?.back_up(BackupKind::Manual, work).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn delete_backup(desktop: State<'_, Desktop>, name: &str) -> Result<(), Problem> {
    Ok(desktop.profile()?.delete_backup(name).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn restore_backup(desktop: State<'_, Desktop>, name: &str) -> Result<(), Problem> {
    Ok(desktop.profile()?.restore_backup(name, Work::default()).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn check_history(desktop: State<'_, Desktop>, progress: Channel<Progress>) -> Result<bool, Problem> {
    let work = desktop.begin(progress);
    Ok(desktop.profile()?.check_history(work).await?)
}

/// Opens a history that cannot be opened by another way; the page is to be loaded again.
#[tauri::command]
#[specta::specta]
pub(crate) async fn rescue(app: AppHandle, desktop: State<'_, Desktop>, way: WayOut) -> Result<Rescued, Problem> {
    desktop.hold()?;
    if let Ok(broken) = desktop.profile() {
        broken.close_history().await;
    }
    let outcome = Rescue::of(desktop.place.folder()).out(way, options(&desktop.place)).await;
    let (profile, rescued) = outcome.inspect_err(|error| desktop.take(Err(error.problem())))?;
    desktop.take(Ok(profile.clone()));
    tauri::async_runtime::spawn(welcome(app.app_handle().clone(), profile));
    Ok(rescued)
}

/// Tries to open the history once more, where it could not be opened at the start.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_again(app: AppHandle, desktop: State<'_, Desktop>) -> Result<(), Problem> {
    if desktop.profile().is_ok() {
        return Ok(());
    }
    desktop.hold().inspect_err(|problem| desktop.take(Err(problem.clone())))?;
    let opened = crate::desktop::start(&desktop.place).await;
    desktop.take(opened.clone());
    tauri::async_runtime::spawn(welcome(app.app_handle().clone(), opened?));
    Ok(())
}

impl Desktop {
    /// One work at a time: whoever cancels means the last that was begun.
    fn begin(&self, progress: Channel<Progress>) -> Work {
        let work = Work::told(move |at| {
            // A page that is gone needs no news.
            let _ = progress.send(at);
        });
        if let Ok(mut current) = self.work.lock() {
            *current = work.clone();
        }
        work
    }
}
