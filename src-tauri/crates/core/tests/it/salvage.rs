//! What is found again of a damaged history without a backup: whatever is somewhere in the file, and what holds it together.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use parlance_core::{BackupKind, Clock, ListQuery, MemoryVault, Profile, Rescue, Rescued, Timestamp, WayOut, Work};
use rusqlite::Connection;
use serde_json::Value;
use tempfile::TempDir;

use crate::desk::options;
use crate::transfer::{exported, made, open, parsed};

const PAGE: usize = 4096;
const CONVERSATIONS: usize = 300;

/// A closed history in one file; what it holds as lines.
async fn history(folder: &Path) -> Vec<Value> {
    let profile = open(folder).await;
    made::many(folder, CONVERSATIONS as u64);
    let database = Connection::open(folder.join("parlance.sqlite")).unwrap();
    let plain = "UPDATE conversation SET archived = 0, removed_at = 0, purged = 0;
                 UPDATE turn SET removed_at = 0, purged = 0, forgotten = 0";
    database.execute_batch(plain).unwrap();
    let lines = exported(&profile).await;
    profile.close_history().await;
    parsed(&lines)
}

/// Writes over the beginnings of the pages with which these tables and indexes begin.
fn tear(folder: &Path, names: &[&str]) {
    let file = folder.join("parlance.sqlite");
    let database = Connection::open(&file).unwrap();
    let pages: Vec<i64> = names
        .iter()
        .map(|name| {
            let sql = "SELECT rootpage FROM sqlite_schema WHERE name = ?1";
            database.query_row(sql, (name,), |row| row.get(0)).unwrap()
        })
        .collect();
    drop(database);
    let mut bytes = fs::read(&file).unwrap();
    for page in pages {
        let from = (usize::try_from(page).unwrap() - 1) * PAGE;
        bytes[from..from + 300].fill(0x55);
    }
    fs::write(file, bytes).unwrap();
}

async fn out(folder: &Path, way: WayOut) -> (Profile, Rescued) {
    let vault = Arc::new(MemoryVault::new());
    Rescue::of(folder).out(way, options(folder, &vault, &Clock::by_hand(Timestamp(9)))).await.unwrap()
}

/// Questions and texts of answers of all lines.
fn words(lines: &[Value]) -> Vec<(String, String)> {
    let turns = lines.iter().flat_map(|line| line["conversation"]["turns"].as_array().into_iter().flatten());
    let mut words: Vec<(String, String)> =
        turns.map(|turn| (turn["question"].to_string(), turn["answers"][0]["text"].to_string())).collect();
    words.sort();
    words
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_under_a_page_that_is_lost_are_where_they_were() {
    for table in ["turn", "answer", "conversation"] {
        let folder = TempDir::new().unwrap();
        let before = history(folder.path()).await;
        tear(folder.path(), &[table]);
        let (profile, rescued) = out(folder.path(), WayOut::Rest).await;
        assert_eq!(rescued.holds.conversations as usize, CONVERSATIONS, "{table}: {rescued:?}");
        assert_eq!(words(&parsed(&exported(&profile).await)), words(&before), "{table}");
        profile.close_history().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_whose_turns_are_lost_get_turns_made_for_them() {
    let folder = TempDir::new().unwrap();
    let before = history(folder.path()).await;
    tear(folder.path(), &["turn", "turn_in_order", "sqlite_autoindex_turn_1"]);
    let (profile, rescued) = out(folder.path(), WayOut::Rest).await;
    let after = parsed(&exported(&profile).await);
    let texts = |lines: &[Value]| {
        let mut texts: Vec<String> = words(lines).into_iter().map(|(_, text)| text).collect();
        texts.sort();
        texts
    };
    assert_eq!(texts(&after), texts(&before), "every answer is there");
    assert!(rescued.lost as usize >= CONVERSATIONS, "{rescued:?}");
    let query = ListQuery { text: "Found again".to_owned(), ..ListQuery::default() };
    let again = profile.conversations(query, None).await.unwrap().rows.remove(0);
    let page = profile.older(again.id, None).await.unwrap();
    assert!(!page.turns.is_empty() && page.turns.iter().all(|turn| turn.damaged && turn.question.is_empty()));
    assert!(page.turns.iter().all(|turn| turn.used_problem.is_none()));
    profile.close_history().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_lost_in_the_file_is_taken_from_the_backup() {
    let folder = TempDir::new().unwrap();
    let before = history(folder.path()).await;
    let profile = open(folder.path()).await;
    let backup = profile.back_up(BackupKind::Manual, Work::default()).await.unwrap();
    profile.close_history().await;
    tear(folder.path(), &["turn", "turn_in_order", "sqlite_autoindex_turn_1"]);
    let (profile, _) = out(folder.path(), WayOut::Backup(backup.name)).await;
    assert_eq!(
        words(&parsed(&exported(&profile).await)),
        words(&before),
        "no question is emptied, and none is doubled"
    );
    profile.close_history().await;
}
