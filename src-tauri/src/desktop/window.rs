//! The window itself: its size and colours before the first paint, shown when there is something to see.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::time::Duration;

use parlance_core::{Settings, Theme, Zoom};
use serde::{Deserialize, Serialize};
use tauri::window::Color;
use tauri::{
    AppHandle, Manager, PhysicalPosition, PhysicalSize, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent,
};
use url::Url;

use super::Desktop;
use crate::place::Locale;

const LABEL: &str = "main";
const LIGHT: Color = Color(0xff, 0xff, 0xff, 0xff);
const DARK: Color = Color(0x1b, 0x1b, 0x1a, 0xff);
/// The window appears no later than this, painted or not.
const PATIENCE: Duration = Duration::from_secs(3);

/// Where the window was when it was last closed, in physical pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Bounds {
    x: i32,
    y: i32,
    width: u32,
    height: u32,
    maximized: bool,
}

/// Makes the window, hidden; the first painted frame shows it.
pub(super) fn open(app: &AppHandle, desktop: &Desktop, settings: &Settings) -> tauri::Result<()> {
    let locale = Locale::chosen(&settings.locale).unwrap_or(desktop.locale);
    let native = native(settings.theme);
    let theme = native.map_or_else(|| "system".to_owned(), |theme| theme.to_string());
    let page = format!("index.html?locale={}&theme={theme}", locale.tag());
    let window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::App(page.into()))
        .title("Parlance")
        .inner_size(1200.0, 800.0)
        .min_inner_size(480.0, 420.0)
        .theme(native)
        .background_color(if native == Some(tauri::Theme::Dark) { DARK } else { LIGHT })
        .data_directory(desktop.place.web_or_elsewhere())
        .disable_drag_drop_handler()
        .on_navigation(is_own)
        .visible(false)
        .build()?;
    scale(&window, settings.zoom);
    restore(&window, &desktop.place.window());
    remember(&window, desktop.place.window());
    let late = app.clone();
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(PATIENCE).await;
        if let Some(window) = late.get_webview_window(LABEL) {
            let _ = window.show();
        }
    });
    Ok(())
}

/// Whether an address is the page itself: nothing that is dropped or clicked leads the window anywhere else.
fn is_own(to: &Url) -> bool {
    let development = cfg!(not(feature = "custom-protocol")) && to.host_str() == Some("localhost");
    to.scheme() == "tauri" || to.host_str() == Some("tauri.localhost") || to.as_str() == "about:blank" || development
}

/// Gives the window's frame the chosen colours; the page gives itself its own.
pub(super) fn colour(window: &WebviewWindow, theme: Theme) {
    let _ = window.set_theme(native(theme));
}

/// Makes everything in the window this large; the page lays itself out as in a smaller or a larger window.
pub(super) fn scale(window: &WebviewWindow, zoom: Zoom) {
    let _ = window.set_zoom(zoom.factor());
}

fn native(theme: Theme) -> Option<tauri::Theme> {
    match theme {
        Theme::System => None,
        Theme::Light => Some(tauri::Theme::Light),
        Theme::Dark => Some(tauri::Theme::Dark),
    }
}

/// Shows the window for the first time. Later calls cost nothing.
pub(super) fn reveal(window: &WebviewWindow) {
    if !window.is_visible().unwrap_or(true) {
        let _ = window.show();
    }
}

/// Brings the window to the front.
pub(super) fn show(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(LABEL) {
        let _ = window.unminimize();
        let _ = window.show();
        let _ = window.set_focus();
    }
}

/// A number for a folder, the same in every run of this build.
pub(super) fn fingerprint(folder: &Path) -> u64 {
    let mut hasher = DefaultHasher::new();
    folder.hash(&mut hasher);
    hasher.finish()
}

fn restore(window: &WebviewWindow, file: &Path) {
    let Some(bounds) = fs::read(file).ok().and_then(|text| serde_json::from_slice::<Bounds>(&text).ok()) else {
        return;
    };
    let middle = (bounds.x + bounds.width.cast_signed() / 2, bounds.y + bounds.height.cast_signed() / 2);
    let on_a_screen = window.available_monitors().unwrap_or_default().iter().any(|screen| {
        let (at, size) = (screen.position(), screen.size());
        (at.x..at.x + size.width.cast_signed()).contains(&middle.0)
            && (at.y..at.y + size.height.cast_signed()).contains(&middle.1)
    });
    let _ = window.set_size(PhysicalSize::new(bounds.width, bounds.height));
    if on_a_screen {
        let _ = window.set_position(PhysicalPosition::new(bounds.x, bounds.y));
    }
    if bounds.maximized {
        let _ = window.maximize();
    }
}

fn remember(window: &WebviewWindow, file: std::path::PathBuf) {
    let watched = window.clone();
    window.on_window_event(move |event| {
        if let WindowEvent::CloseRequested { .. } = event
            && let (Ok(at), Ok(size), Ok(maximized)) =
                (watched.outer_position(), watched.inner_size(), watched.is_maximized())
        {
            let bounds = Bounds { x: at.x, y: at.y, width: size.width, height: size.height, maximized };
            if let Ok(text) = serde_json::to_vec(&bounds) {
                // A forgotten place is no reason to disturb anybody.
                let _ = fs::write(&file, text);
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_goes_to_its_own_page_only() {
        let ours = |text: &str| is_own(&Url::parse(text).unwrap());
        assert!(ours("tauri://localhost/index.html?locale=en") && ours("http://tauri.localhost/"));
        for other in [
            "https://example.com/",
            "http://127.0.0.1:1420/",
            "http://tauri.localhost.evil.example/",
            "file:///etc/passwd",
            "data:text/html,x",
            "javascript:1",
            "ipc://localhost/",
        ] {
            assert!(!ours(other), "{other}");
        }
    }
}
