//! Names the window's commands, so that each needs a permission of its own.

const COMMANDS: &[&str] = &[
    "about",
    "add_agent",
    "ask",
    "ask_again",
    "ask_below",
    "ask_instead",
    "choose_answer",
    "close_conversation",
    "new_conversation",
    "older",
    "open_conversation",
    "open_link",
    "painted",
    "pin_conversation",
    "probe",
    "rate",
    "refresh",
    "remove_agent",
    "remove_conversation",
    "remove_turn",
    "rename_agent",
    "rename_conversation",
    "replace_key",
    "restore_conversation",
    "restore_turn",
    "save_draft",
    "save_settings",
    "set_detail",
    "snapshot",
    "stop",
    "updates",
];

fn main() {
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    if let Err(error) = tauri_build::try_build(attributes) {
        panic!("the shell cannot be built: {error:#}");
    }
}
