//! A process that is killed while it makes the index of search: the next one goes on, and nothing is missing at the end.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

use parlance_core::{Hits, SearchQuery};
use rusqlite::Connection;
use tempfile::TempDir;

use super::profile;

const TURNS: u32 = 6_000;
const KILLS: u32 = 6;

async fn search(profile: &parlance_core::Profile, words: &str) -> Hits {
    profile.search(SearchQuery { text: words.to_owned(), ..SearchQuery::default() }, None).await.unwrap()
}

/// Makes the index and tells how far it has come, until it is killed.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "this is the process that the other test kills"]
async fn a_process_that_indexes_until_it_is_killed() {
    let profile = profile(std::env::var("KILLED_FOLDER").unwrap().as_ref()).await;
    let (mut told, mut out) = (0, std::io::stdout());
    while let Some(indexing) = search(&profile, "nothing").await.indexing {
        if indexing.done > told {
            told = indexing.done;
            writeln!(out, "indexed {told}").unwrap();
        }
    }
    writeln!(out, "indexed all").unwrap();
}

/// A history from before there was an index.
fn fill(database: &Connection) {
    database
        .execute_batch(&format!(
            "DROP TABLE search;
             INSERT INTO agent (id, name, base_url, user_id, built_in, key_stored, opening, variables, position, added_at)
             VALUES ('01ARZ3NDEKTSV4RRFFQ69G5FAV', 'A', 'http://127.0.0.1:1', 'u', 0, 0,
                     '{{\"message\":\"\",\"questions\":[]}}', '[]', 0, 0);
             INSERT INTO conversation (id, agent_id, platform_id, title, pinned, preview, turns, unread, created_at,
                                       active_at)
             VALUES ('01ARZ3NDEKTSV4RRFFQ69G5FAV', '01ARZ3NDEKTSV4RRFFQ69G5FAV', '', '', 0, '', 0, 0, 0, 0);
             WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < {TURNS})
             INSERT INTO turn (id, conversation_id, seq, query_id, question, asked_at, used_answer_id)
             SELECT printf('%026d', n), '01ARZ3NDEKTSV4RRFFQ69G5FAV', n, '', 'question ' || n || ' 天气', n,
                    printf('%026d', n)
               FROM number;
             DELETE FROM search_due;"
        ))
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_whose_making_is_killed_again_and_again_misses_nothing() {
    let folder = TempDir::new().unwrap();
    profile(folder.path()).await.finish().await;
    let database = Connection::open(folder.path().join("parlance.sqlite")).unwrap();
    fill(&database);
    for kill in 0..KILLS {
        tokio::task::block_in_place(|| start_and_kill_after(folder.path(), 1 + super::any_below(3)));
        // An index that another process has changed is not read anew by this check: it needs a connection of its own.
        let fresh = Connection::open(folder.path().join("parlance.sqlite")).unwrap();
        let check: String = fresh.query_row("PRAGMA integrity_check", (), |row| row.get(0)).unwrap();
        assert_eq!(check, "ok", "after kill {kill}");
    }
    let profile = profile(folder.path()).await;
    while search(&profile, "天气").await.indexing.is_some() {
        tokio::task::yield_now().await;
    }
    let count = |sql: &str| database.query_row(sql, (), |row| row.get::<_, u32>(0)).unwrap();
    assert_eq!(count("SELECT COUNT(*) FROM search WHERE search MATCH '\"天气\"'"), TURNS);
    assert_eq!(count("SELECT COUNT(*) FROM search_row"), TURNS + 1, "each turn once, and the title");
    assert_eq!(search(&profile, "\"question 4321\"").await.hits.len(), 1);
}

fn start_and_kill_after(folder: &Path, lines: u32) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "--nocapture", "index::a_process_that_indexes_until_it_is_killed"])
        .env("KILLED_FOLDER", folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let told = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let seen = told.filter(|line| line.starts_with("indexed")).take(lines as usize).count();
    assert!(seen > 0, "it makes the index until it is killed, or all of it");
    child.kill().unwrap();
    child.wait().unwrap();
}
