//! What answers show and hold: pictures, sound and film for the page, files for the person.

use std::path::{Path, PathBuf};

use parlance_core::{AgentId, Destination, Problem, ProblemCode, Saved, clean_name};
use tauri::{AppHandle, State, WebviewWindow};
use tauri_plugin_opener::OpenerExt as _;

use super::files::Shown;
use crate::desktop::Desktop;
use crate::desktop::destination::destination;
use crate::place;

#[tauri::command]
#[specta::specta]
pub(crate) async fn content(
    desktop: State<'_, Desktop>,
    agent: AgentId,
    link: String,
    asked: bool,
) -> Result<Shown, Problem> {
    Ok(desktop.profile()?.content(agent, &link, asked).await?.into())
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn save_text(desktop: State<'_, Desktop>, name: String, text: String) -> Result<Saved, Problem> {
    let to = Destination::Folder(place::downloads()?);
    Ok(desktop.saved(desktop.profile()?.save_text(&name, text, to).await?))
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn save_linked(
    window: WebviewWindow,
    desktop: State<'_, Desktop>,
    agent: AgentId,
    link: String,
    name: String,
    dialog: Option<String>,
) -> Result<Option<Saved>, Problem> {
    let Some(to) = destination(&window, dialog, clean_name(&name)).await? else { return Ok(None) };
    Ok(Some(desktop.saved(desktop.profile()?.save_linked(agent, &link, &name, to).await?)))
}

/// Shows a file in its folder, if it was saved in this run.
#[tauri::command]
#[specta::specta]
pub(crate) fn show_saved(
    app: AppHandle,
    desktop: State<'_, Desktop>,
    folder: String,
    name: String,
) -> Result<(), Problem> {
    let path = Path::new(&folder).join(name);
    if !desktop.written.lock().is_ok_and(|written| written.contains(&path)) {
        return Err(Problem::new(ProblemCode::Gone, "only files that were saved in this run are shown"));
    }
    let shown = app.opener().reveal_item_in_dir(path);
    shown.map_err(|_| Problem::new(ProblemCode::Internal, "the system showed no folder for this file"))
}

impl Desktop {
    pub(super) fn saved(&self, saved: Saved) -> Saved {
        if let Ok(mut written) = self.written.lock() {
            written.insert(PathBuf::from(&saved.folder).join(&saved.name));
        }
        saved
    }
}
