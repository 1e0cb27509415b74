//! A process that is killed while it writes an answer, at moments that nobody chose: the question and whatever was
//! written down are there afterwards. The same for everything else that changes a history as a whole, and a full disk.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by stopping, in its helpers too")]

mod full;
mod index;
mod sync;
mod works;

use std::env;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use parlance_core::{AgentDraft, AnswerState, Clock, Keep, MemoryVault, Options, Profile, Update};
use parlance_server::{Script, Server};
use rusqlite::Connection;
use tempfile::TempDir;

const KILLS: usize = 20;
/// The most words that are heard before the kill; every few hundred milliseconds they are written down.
const MOST_WORDS: u32 = 600;

async fn profile(folder: &Path) -> Profile {
    let options = Options { data_dir: folder.to_owned(), vault: Arc::new(MemoryVault::new()), clock: Clock::system() };
    Profile::start(options).await.unwrap()
}

/// Asks one question and tells what it knows to be on the disk, until it is killed.
#[tokio::test]
#[ignore = "this is the process that the other test kills"]
async fn a_process_that_writes_until_it_is_killed() {
    let read = |name: &str| env::var(name).unwrap();
    let (folder, key) = (read("KILLED_FOLDER"), read("KILLED_KEY"));
    let profile = profile(folder.as_ref()).await;
    let known = profile.snapshot().await.unwrap().agents.first().map(|agent| agent.id);
    let agent = match known {
        Some(agent) => profile.replace_key(agent, key, Keep::Session).await.unwrap(),
        None => {
            let draft = AgentDraft { address: read("KILLED_ADDRESS"), ..AgentDraft::default() };
            profile.add_agent(draft, key, Keep::Session).await.unwrap()
        }
    };
    let mut updates = profile.updates();
    let conversation = profile.new_conversation(agent.id).await.unwrap().id;
    profile.open(conversation, None).await.unwrap();
    let turn = profile.ask(conversation, read("KILLED_QUESTION")).await.unwrap();
    let beside = Connection::open(Path::new(&folder).join("parlance.sqlite")).unwrap();
    let mut out = std::io::stdout();
    while let Some(update) = updates.next().await {
        if matches!(update, Update::Text { .. }) {
            let sql = "SELECT length(text) FROM answer WHERE turn_id = ?1";
            let kept: i64 = beside.query_row(sql, [turn.to_string()], |row| row.get(0)).unwrap();
            writeln!(out, "kept {kept}").unwrap();
        }
    }
}

fn start(folder: &Path, server: &Server, script: &Script, question: &str) -> Child {
    Command::new(env::current_exe().unwrap())
        .args(["--ignored", "--exact", "--nocapture", "a_process_that_writes_until_it_is_killed"])
        .env("KILLED_FOLDER", folder)
        .env("KILLED_ADDRESS", server.base_url())
        .env("KILLED_KEY", script.api_key())
        .env("KILLED_QUESTION", question)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Kills it after so many lines; how much text it had seen on the disk by then.
fn kill_after(mut child: Child, lines: u32) -> i64 {
    let mut told = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let mut kept = told.by_ref().filter_map(|line| line.strip_prefix("kept ")?.parse::<i64>().ok());
    let seen = kept.by_ref().take(lines as usize).max().expect("it tells something before it is killed");
    child.kill().unwrap();
    let late = kept.max().unwrap_or_default();
    child.wait().unwrap();
    seen.max(late)
}

pub(crate) fn any_below(most: u32) -> u32 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().subsec_micros() % most
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_kills_at_any_moment_lose_no_question_and_no_text_that_was_written_down() {
    let folder = TempDir::new().unwrap();
    let script = Script::new().every(Duration::from_micros(500)).words(&"word ".repeat(5_000));
    let server = Server::start(parlance_server::Options::default().with_script(&script)).await.unwrap();
    let mut all_kept = 0;
    for kill in 0..KILLS {
        let question = format!("Question {kill}");
        let child = start(folder.path(), &server, &script, &question);
        let kept = tokio::task::block_in_place(|| kill_after(child, 1 + any_below(MOST_WORDS)));
        all_kept += kept;

        let database = Connection::open(folder.path().join("parlance.sqlite")).unwrap();
        let check: String = database.query_row("PRAGMA integrity_check", (), |row| row.get(0)).unwrap();
        assert_eq!(check, "ok", "after kill {kill}");
        drop(database);

        let profile = profile(folder.path()).await;
        let conversations = profile.snapshot().await.unwrap().conversations;
        assert_eq!(conversations.iter().filter(|row| row.turns > 0).count(), kill + 1, "every question is there");
        let newest = conversations.iter().find(|row| row.title == question).expect("the question named it");
        let page = profile.open(newest.id, None).await.unwrap().page;
        assert_eq!(page.turns[0].question, question);
        assert_eq!(page.answers[0].state, AnswerState::Interrupted);
        let text = &page.answers[0].text;
        assert!(
            i64::try_from(text.len()).unwrap() >= kept && "word ".repeat(5_000).starts_with(text.as_str()),
            "kill {kill}: {kept}, {text}"
        );
        profile.finish().await;
    }
    assert!(all_kept > 0, "no kill came after a text was written down");
}
