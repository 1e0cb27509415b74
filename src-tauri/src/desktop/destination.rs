//! Where a file goes: among the downloads, or where the person says in the system's own dialog. The page names no path.

use parlance_core::{Destination, Problem, ProblemCode};
use rfd::AsyncFileDialog;
use tauri::WebviewWindow;
use tokio::sync::oneshot;

use crate::place;

/// `dialog` is the title of the dialog that asks; without one, nobody is asked. Nothing is where the person chose nothing.
pub(super) async fn destination(
    window: &WebviewWindow,
    dialog: Option<String>,
    name: String,
) -> Result<Option<Destination>, Problem> {
    let folder = place::downloads()?;
    let Some(title) = dialog else { return Ok(Some(Destination::Folder(folder))) };
    let (tell, told) = oneshot::channel();
    let owner = window.clone();
    // Systems show dialogs on the thread that their windows are on.
    let begun = window.run_on_main_thread(move || {
        let dialog =
            AsyncFileDialog::new().set_parent(&owner).set_title(title).set_directory(folder).set_file_name(name);
        let chosen = dialog.save_file();
        tauri::async_runtime::spawn(async move {
            // Whoever asked may have gone.
            let _ = tell.send(chosen.await);
        });
    });
    let chosen = match begun {
        Ok(()) => told.await.ok().flatten(),
        Err(_) => return Err(Problem::new(ProblemCode::Internal, "the system shows no dialog")),
    };
    Ok(chosen.map(|file| Destination::File(file.path().to_owned())))
}
