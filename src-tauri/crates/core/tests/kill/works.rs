//! A process that is killed while it imports, backs up, restores or brings a database up to date: afterwards everything is
//! as it was before, or as it is after; never in between, and never less.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use parlance_core::{BackupKind, Clock, Form, Include, MemoryVault, Options, Profile, Scope, Work};
use rusqlite::Connection;
use serde_json::Value;
use tempfile::TempDir;

use crate::any_below;
#[expect(dead_code, reason = "the kills need a part of it")]
#[path = "../it/transfer/made.rs"]
pub(crate) mod made;

const KILLS: usize = 15;
/// The latest a process is killed after it has begun.
const LATEST_US: u32 = 150_000;

async fn visit(folder: &Path) -> Profile {
    let options = Options { data_dir: folder.to_owned(), vault: Arc::new(MemoryVault::new()), clock: Clock::system() };
    Profile::visit(options).await.unwrap()
}

fn database(folder: &Path) -> PathBuf {
    folder.join("parlance.sqlite")
}

pub(crate) fn conversations(folder: &Path) -> i64 {
    let database = Connection::open(database(folder)).unwrap();
    database.query_row("SELECT COUNT(*) FROM conversation WHERE removed_at = 0", (), |row| row.get(0)).unwrap()
}

fn sound(file: &Path) {
    let verdict: String =
        Connection::open(file).unwrap().query_row("PRAGMA integrity_check", (), |row| row.get(0)).unwrap();
    assert_eq!(verdict, "ok", "{}", file.display());
}

async fn lines(profile: &Profile, into: &Path) -> String {
    let file = fs::File::create(into).unwrap();
    assert!(profile.export(Scope::All, Form::Lines, Include::default(), file, Work::default()).await.unwrap());
    fs::read_to_string(into).unwrap()
}

fn ids(lines: &str) -> BTreeSet<String> {
    let id = |line: &str| {
        let line: Value = serde_json::from_str(line).unwrap();
        line["conversation"]["id"].as_str().map(str::to_owned)
    };
    lines.lines().filter_map(id).collect()
}

/// Does one thing over and over, and says when it begins.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "this is the process that the other tests kill"]
async fn a_process_that_works_until_it_is_killed() {
    let read = |name: &str| env::var(name).unwrap();
    let folder = PathBuf::from(read("KILLED_FOLDER"));
    let say = |word: &str| writeln!(std::io::stdout(), "begun {word}").unwrap();
    match read("KILLED_WORK").as_str() {
        "import" => {
            let profile = visit(&folder).await;
            say("import");
            let file = fs::File::open(read("KILLED_FILE")).unwrap();
            profile.import(file, None, Work::default()).await.unwrap();
        }
        "backup" => {
            let profile = visit(&folder).await;
            say("backup");
            loop {
                profile.back_up(BackupKind::Manual, Work::default()).await.unwrap();
            }
        }
        "restore" => {
            let profile = visit(&folder).await;
            let name = read("KILLED_FILE");
            say("restore");
            loop {
                profile.restore_backup(&name, Work::default()).await.unwrap();
            }
        }
        "migration" => {
            say("migration");
            visit(&folder).await;
        }
        other => panic!("{other}"),
    }
    // Done early: whoever kills comes too late, and finds it done.
    tokio::time::sleep(Duration::from_secs(60)).await;
}

fn begin(folder: &Path, work: &str, file: &Path) -> Child {
    Command::new(env::current_exe().unwrap())
        .args(["--ignored", "--exact", "--nocapture", "works::a_process_that_works_until_it_is_killed"])
        .env("KILLED_FOLDER", folder)
        .env("KILLED_WORK", work)
        .env("KILLED_FILE", file)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Kills it at any moment after it has begun.
fn kill(mut child: Child) {
    let mut told = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    told.find(|line| line.contains("begun ")).expect("it begins");
    std::thread::sleep(Duration::from_micros(u64::from(any_below(LATEST_US))));
    child.kill().unwrap();
    child.wait().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_is_killed_leaves_whole_conversations_and_is_finished_by_the_next_one() {
    let (from, into) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let source = visit(from.path()).await;
    made::many(from.path(), 600);
    let file = from.path().join("all.jsonl");
    let whole = lines(&source, &file).await;
    let mut taken = BTreeSet::new();
    for number in 0..KILLS {
        tokio::task::block_in_place(|| kill(begin(into.path(), "import", &file)));
        if !database(into.path()).exists() {
            continue;
        }
        sound(&database(into.path()));
        let profile = visit(into.path()).await;
        let now = ids(&lines(&profile, &into.path().join("now.jsonl")).await);
        assert!(now.is_superset(&taken), "kill {number}: what was there once stays");
        taken = now;
        profile.close_history().await;
    }
    let profile = visit(into.path()).await;
    let imported = profile.import(fs::File::open(&file).unwrap(), None, Work::default()).await.unwrap();
    assert_eq!(imported.skipped, []);
    assert!(lines(&profile, &into.path().join("now.jsonl")).await == whole);
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_has_the_name_of_a_backup_is_one_although_the_process_was_killed_while_it_made_it() {
    let folder = TempDir::new().unwrap();
    let profile = visit(folder.path()).await;
    made::many(folder.path(), 600);
    profile.close_history().await;
    let mut seen = 0;
    for _ in 0..KILLS {
        tokio::task::block_in_place(|| kill(begin(folder.path(), "backup", Path::new(""))));
        sound(&database(folder.path()));
        for entry in fs::read_dir(folder.path().join("backups")).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "sqlite") {
                sound(&path);
                seen += 1;
            }
        }
    }
    assert!(seen > 0, "no backup was ever made");
    let profile = visit(folder.path()).await;
    assert!(profile.backups().await.unwrap().iter().all(|backup| backup.holds.unwrap().conversations == 600));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restore_that_is_killed_has_happened_or_has_not() {
    let folder = TempDir::new().unwrap();
    let profile = visit(folder.path()).await;
    made::many(folder.path(), 300);
    let backup = profile.back_up(BackupKind::Manual, Work::default()).await.unwrap().name;
    let restored = ids(&lines(&profile, &folder.path().join("a.jsonl")).await);
    made::many(folder.path(), 200);
    let present = ids(&lines(&profile, &folder.path().join("b.jsonl")).await);
    profile.close_history().await;
    for number in 0..KILLS {
        tokio::task::block_in_place(|| kill(begin(folder.path(), "restore", Path::new(&backup))));
        sound(&database(folder.path()));
        let profile = visit(folder.path()).await;
        let now = ids(&lines(&profile, &folder.path().join("now.jsonl")).await);
        assert!(now == restored || now == present, "kill {number}: {} conversations", now.len());
        profile.close_history().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_whose_update_is_killed_has_all_its_rows_and_is_brought_up_to_date_by_the_next_start() {
    const FORMAT: usize = 5;
    for number in 0..KILLS {
        let folder = TempDir::new().unwrap();
        earlier(folder.path(), FORMAT);
        tokio::task::block_in_place(|| kill(begin(folder.path(), "migration", Path::new(""))));
        sound(&database(folder.path()));
        for entry in fs::read_dir(folder.path().join("backups")).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "sqlite") {
                sound(&path);
            }
        }
        let profile = visit(folder.path()).await;
        assert_eq!(conversations(folder.path()), 2_000, "kill {number}");
        assert!(!profile.backups().await.unwrap().is_empty(), "kill {number}: a copy of before is there");
    }
}

/// A database as an earlier Parlance left it.
fn earlier(folder: &Path, format: usize) {
    let steps = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store/migrations");
    let mut files: Vec<PathBuf> = fs::read_dir(steps).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "sql"));
    files.sort();
    let connection = Connection::open(database(folder)).unwrap();
    for file in files.iter().take(format) {
        connection.execute_batch(&fs::read_to_string(file).unwrap()).unwrap();
    }
    connection.pragma_update(None, "user_version", i64::try_from(format).unwrap()).unwrap();
    connection
        .execute_batch(
            "INSERT INTO agent (id, name, base_url, user_id, built_in, key_stored, opening, variables, position, added_at)
             VALUES ('01K2ZQ8V7N4M3T6B5XWJ9CRDEA', 'Tutor', 'https://x.edu', 'u', 0, 0, '{\"message\":\"\",\"questions\":[]}',
                     '[]', 0, 1);
             WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 2000)
             INSERT INTO conversation (id, agent_id, platform_id, title, pinned, preview, turns, unread, created_at, active_at)
             SELECT printf('01K2ZQ8V7N4M3T6B5XWJ9%05d', n), '01K2ZQ8V7N4M3T6B5XWJ9CRDEA', '', 'Kept', 0, '', 0, 0, 1, 1 FROM number",
        )
        .unwrap();
}
