//! Parlance: arguments lead to the window or to a subcommand.

#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

mod cli;
mod desktop;
mod place;

use std::process::ExitCode;

fn main() -> ExitCode {
    prefer_the_plain_renderer();
    cli::run()
}

/// Without a GPU the web view paints a fraction of the frames unless its DMABUF renderer is off (9 to 14 a second
/// against 60) and takes a third more memory. A person's own choice in the environment wins.
#[cfg(target_os = "linux")]
#[expect(unsafe_code, reason = "the environment is written before any other thread exists")]
fn prefer_the_plain_renderer() {
    const SWITCH: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    let has_render_node = std::fs::read_dir("/dev/dri")
        .is_ok_and(|nodes| nodes.flatten().any(|node| node.file_name().to_string_lossy().starts_with("renderD")));
    if !has_render_node && std::env::var_os(SWITCH).is_none() {
        // SAFETY: `main` has started no thread yet, so nobody reads the environment at this moment.
        unsafe { std::env::set_var(SWITCH, "1") };
    }
}

#[cfg(not(target_os = "linux"))]
fn prefer_the_plain_renderer() {}
