//! The window itself: what it starts with, what it is told, what it opens outside.

use std::time::Duration;

use parlance_core::{Problem, ProblemCode, Settings, Snapshot, Update};
use serde::Serialize;
use tauri::ipc::Channel;
use tauri::{AppHandle, State, WebviewWindow};
use tauri_plugin_opener::OpenerExt as _;
use tokio::time::timeout;
use url::Url;

use crate::desktop::{Desktop, window};
use crate::place::Locale;

/// A first start waits no longer than this for the built-in agent.
const MOST_FOR_THE_WELCOME: Duration = Duration::from_secs(8);

/// Facts about this run.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct About {
    version: &'static str,
    /// The language when the person has chosen none.
    locale: Locale,
    data_dir: String,
}

#[tauri::command]
#[specta::specta]
pub(crate) fn about(desktop: State<'_, Desktop>) -> About {
    About {
        version: env!("CARGO_PKG_VERSION"),
        locale: desktop.locale,
        data_dir: desktop.place.folder().display().to_string(),
    }
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn snapshot(desktop: State<'_, Desktop>) -> Result<Snapshot, Problem> {
    let profile = desktop.profile()?;
    let snapshot = profile.snapshot().await?;
    if !snapshot.agents.is_empty() {
        return Ok(snapshot);
    }
    // At the first start the built-in agent is on its way: nobody is to read "no agent yet" meanwhile.
    let mut welcomed = desktop.welcomed.subscribe();
    let _ = timeout(MOST_FOR_THE_WELCOME, welcomed.wait_for(|done| *done)).await;
    Ok(profile.snapshot().await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) fn updates(desktop: State<'_, Desktop>, channel: Channel<Vec<Update>>) -> Result<(), Problem> {
    desktop.feed.begin(&desktop.profile()?, channel);
    Ok(())
}

#[tauri::command]
#[specta::specta]
pub(crate) fn painted(desktop: State<'_, Desktop>, window: WebviewWindow) {
    desktop.feed.painted();
    window::reveal(&window);
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn save_settings(
    desktop: State<'_, Desktop>,
    window: WebviewWindow,
    settings: Settings,
) -> Result<(), Problem> {
    window::colour(&window, settings.theme);
    window::scale(&window, settings.zoom);
    Ok(desktop.profile()?.save_settings(settings).await?)
}

/// Opens a page or a mail in the person's own program; the only way out of the window.
#[tauri::command]
#[specta::specta]
pub(crate) fn open_link(app: AppHandle, url: &str) -> Result<(), Problem> {
    let address = Url::parse(url).ok().filter(|url| matches!(url.scheme(), "https" | "http" | "mailto"));
    let Some(address) = address else {
        return Err(Problem::new(ProblemCode::BadAddress, "only web and mail addresses are opened"));
    };
    app.opener()
        .open_url(address, None::<&str>)
        .map_err(|_| Problem::new(ProblemCode::Internal, "the system opened nothing for this address"))
}
