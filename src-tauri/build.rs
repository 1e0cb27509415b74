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
    "curl",
    "fetch_trace",
    "frames",
    "look",
    "new_conversation",
    "new_conversation_like",
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
    "remove_preset",
    "remove_turn",
    "rename_agent",
    "rename_conversation",
    "rename_preset",
    "replace_key",
    "restore_conversation",
    "restore_turn",
    "save_draft",
    "save_preset",
    "save_frames",
    "save_settings",
    "set_detail",
    "set_variables",
    "snapshot",
    "stop",
    "suggest",
    "trace",
    "updates",
];

fn main() {
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    if let Err(error) = tauri_build::try_build(attributes) {
        panic!("the shell cannot be built: {error:#}");
    }
}
