//! What the page may ask for. Each command is one line that calls the profile.

mod agents;
mod answers;
mod conversations;
mod files;
mod history;
mod inspection;
mod lists;
mod saving;
mod search;
mod shell;
mod storage;
mod variables;
mod workflow;

use tauri::Wry;
use tauri_specta::{Commands, collect_commands};

/// All commands; `build.rs` names the same ones for the permissions.
pub(super) fn all() -> Commands<Wry> {
    collect_commands![
        shell::about,
        shell::snapshot,
        shell::updates,
        shell::painted,
        shell::save_settings,
        shell::open_link,
        agents::probe,
        agents::add_agent,
        agents::replace_key,
        agents::rename_agent,
        agents::remove_agent,
        agents::set_detail,
        agents::set_uploads,
        agents::remove_uploads,
        conversations::new_conversation,
        conversations::open_conversation,
        conversations::close_conversation,
        conversations::older,
        conversations::newer,
        conversations::around,
        conversations::save_reading,
        conversations::rename_conversation,
        conversations::pin_conversation,
        conversations::remove_conversations,
        conversations::restore_conversations,
        conversations::save_draft,
        lists::conversations,
        lists::conversation_ids,
        lists::conversation_row,
        lists::conversation_facts,
        lists::archive_conversations,
        lists::tags,
        lists::tag_conversations,
        lists::rename_tag,
        storage::storage,
        storage::clear_cache,
        storage::compact,
        storage::stop_tidying,
        answers::ask,
        answers::ask_aside,
        answers::queue,
        answers::unqueue,
        answers::drop_queued,
        answers::send_queued,
        answers::ask_again,
        answers::ask_instead,
        answers::ask_below,
        answers::remove_turn,
        answers::restore_turn,
        answers::stop,
        answers::look,
        answers::answer_interrupt,
        answers::choose_answer,
        answers::rate,
        answers::refresh,
        variables::set_variables,
        variables::new_conversation_like,
        variables::save_preset,
        variables::rename_preset,
        variables::remove_preset,
        variables::suggest,
        inspection::frames,
        inspection::trace,
        inspection::fetch_trace,
        inspection::curl,
        inspection::save_frames,
        files::attach,
        files::attach_slice,
        files::attach_link,
        files::detach,
        files::upload_again,
        files::send_as,
        files::file_bytes,
        files::save_file,
        workflow::open_workflow,
        workflow::choose_kind,
        workflow::check_input,
        workflow::save_input,
        workflow::run_workflow,
        workflow::run_again,
        workflow::open_run,
        workflow::answer_run,
        workflow::watch_run,
        workflow::unwatch_run,
        workflow::remove_run,
        search::search,
        search::find,
        history::save_export,
        history::hand_over,
        history::import_handed_over,
        history::cancel_work,
        history::backups,
        history::back_up,
        history::restore_backup,
        history::rescue,
        history::open_again,
        saving::image,
        saving::save_text,
        saving::save_linked,
        saving::show_saved,
    ]
}
