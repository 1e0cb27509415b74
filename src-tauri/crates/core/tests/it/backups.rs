//! Copies of the history: when they are made, what they are worth, and the ways back.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use parlance_core::{
    AnswerState, Backup, BackupKind, Clock, MemoryVault, ProblemCode, Profile, Rescue, Rescued, Timestamp, WayOut, Work,
};
use parlance_server::Script;
use rusqlite::Connection;
use serde_json::Value;
use tempfile::TempDir;

use crate::desk::{Desk, options};
use crate::transfer::{exported, made, open, parsed};

const DAY_MS: i64 = 86_400_000;

fn database(folder: &Path) -> PathBuf {
    folder.join("parlance.sqlite")
}

fn sound(file: &Path) {
    let verdict: String =
        Connection::open(file).unwrap().query_row("PRAGMA integrity_check", (), |row| row.get(0)).unwrap();
    assert_eq!(verdict, "ok", "{}", file.display());
}

async fn start(folder: &Path) -> Result<Profile, ProblemCode> {
    let vault = Arc::new(MemoryVault::new());
    let started = Profile::start(options(folder, &vault, &Clock::by_hand(Timestamp(2 * DAY_MS)))).await;
    started.map_err(|error| error.problem().code)
}

async fn out(folder: &Path, way: WayOut) -> Result<(Profile, Rescued), ProblemCode> {
    let vault = Arc::new(MemoryVault::new());
    let options = options(folder, &vault, &Clock::by_hand(Timestamp(3 * DAY_MS)));
    Rescue::of(folder).out(way, options).await.map_err(|error| error.problem().code)
}

fn conversations(folder: &Path) -> i64 {
    let database = Connection::open(database(folder)).unwrap();
    database.query_row("SELECT COUNT(*) FROM conversation WHERE removed_at = 0", (), |row| row.get(0)).unwrap()
}

/// What was asked and answered, and where. A start settles the rest: what was on its way is not any more.
fn words(lines: &str) -> Vec<(Value, Value, Value)> {
    let turns = parsed(lines).into_iter().flat_map(|line| {
        let conversation = &line["conversation"];
        let turns = conversation["turns"].as_array().into_iter().flatten();
        turns
            .map(|turn| (conversation["id"].clone(), turn["question"].clone(), turn["answers"][0]["text"].clone()))
            .collect::<Vec<_>>()
    });
    turns.collect()
}

/// A history of many pages, closed, with a backup; what it holds as lines.
async fn history(folder: &Path) -> (String, Backup) {
    let profile = open(folder).await;
    made::many(folder, 300);
    let backup = profile.back_up(BackupKind::Manual, Work::default()).await.unwrap();
    let lines = exported(&profile).await;
    profile.close_history().await;
    (lines, backup)
}

#[tokio::test]
async fn a_backup_is_sound_its_owners_alone_and_holds_no_key() {
    let mut desk = Desk::with(Script::agent("Tutor").say("Yes.")).await;
    let turn = desk.ask("Really?").await;
    desk.settled(turn).await;
    let backup = desk.profile.back_up(BackupKind::Manual, Work::default()).await.unwrap();
    let holds = backup.holds.unwrap();
    assert_eq!((holds.agents, holds.conversations, holds.turns, holds.active_at), (1, 1, 1, Timestamp(1_000)));
    let folder = desk.folder.path().join("backups");
    let names: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, [backup.name.as_str()], "nothing is left beside it");
    let file = folder.join(&backup.name);
    sound(&file);
    let bytes = fs::read(&file).unwrap();
    let key = desk.script.api_key().as_bytes();
    assert!(!bytes.windows(key.len()).any(|window| window == key));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
    }
}

#[tokio::test]
async fn a_backup_is_made_by_itself_once_a_day_and_not_of_nothing() {
    let mut desk = Desk::with(Script::new().say("Yes.")).await;
    assert!(!desk.profile.back_up_if_due().await.unwrap(), "nothing was asked yet");
    let turn = desk.ask("Really?").await;
    desk.settled(turn).await;
    assert!(desk.profile.back_up_if_due().await.unwrap());
    desk.clock.advance(DAY_MS - 1);
    assert!(!desk.profile.back_up_if_due().await.unwrap());
    for days in 1..40 {
        desk.clock.advance(if days == 1 { 1 } else { DAY_MS });
        assert!(desk.profile.back_up_if_due().await.unwrap(), "day {days}");
    }
    assert_eq!(
        desk.profile.backups().await.unwrap().len(),
        9,
        "seven days, and the last ones of the weeks before them"
    );
}

#[tokio::test]
async fn why_a_backup_that_was_due_could_not_be_made_is_known_until_there_is_one() {
    let mut desk = Desk::with(Script::new().say("Yes.")).await;
    let turn = desk.ask("Really?").await;
    desk.settled(turn).await;
    let place = desk.folder.path().join("backups");
    fs::write(&place, "in its way").unwrap();
    let keeper = desk.profile.clone();
    tokio::spawn(async move { keeper.keep_backups().await });
    tokio::time::timeout(Duration::from_secs(30), async {
        while desk.profile.backup_problem().is_none() {
            tokio::task::yield_now().await;
        }
    })
    .await
    .expect("it is known");
    fs::remove_file(&place).unwrap();
    desk.profile.back_up(BackupKind::Manual, Work::default()).await.unwrap();
    assert_eq!(desk.profile.backup_problem(), None);
}

#[tokio::test]
async fn a_restored_backup_takes_the_place_of_what_is_backed_up_before() {
    let mut desk = Desk::with(Script::agent("Tutor").say("One.").end().say("Two.").end().say("Three.").wait()).await;
    let turn = desk.ask("First?").await;
    desk.settled(turn).await;
    let backup = desk.profile.back_up(BackupKind::Manual, Work::default()).await.unwrap();
    let before = exported(&desk.profile).await;
    desk.clock.advance(1_000);
    let turn = desk.ask("Second?").await;
    desk.settled(turn).await;
    desk.ask("Third?").await;
    desk.script.waiting().await;

    desk.profile.restore_backup(&backup.name, Work::default()).await.unwrap();

    assert_eq!(words(&exported(&desk.profile).await), words(&before), "it is as it was");
    assert_eq!(desk.page().await.turns.len(), 1);
    let backups = desk.profile.backups().await.unwrap();
    assert_eq!(backups.iter().map(|backup| backup.kind).collect::<Vec<_>>(), [BackupKind::Restore, BackupKind::Manual]);
    desk.clock.advance(1_000);
    desk.profile.restore_backup(&backups[0].name, Work::default()).await.unwrap();
    let page = desk.page().await;
    assert_eq!(page.turns.len(), 3, "and there is a way back");
    assert_eq!(page.answers[2].state, AnswerState::Interrupted);
    sound(&database(desk.folder.path()));
    let next = desk.reopened().await;
    assert_eq!(next.page().await.turns.len(), 3);
}

#[tokio::test]
async fn what_is_written_during_a_backup_does_not_spoil_it() {
    let folder = TempDir::new().unwrap();
    let profile = open(folder.path()).await;
    made::many(folder.path(), 300);
    let conversation = profile.snapshot().await.unwrap().conversations[0].id;
    let writing = async {
        for number in 0..100 {
            profile.rename(conversation, format!("Title {number}")).await.unwrap();
        }
    };
    let backups = async {
        for _ in 0..5 {
            let backup = profile.back_up(BackupKind::Manual, Work::default()).await.unwrap();
            sound(&folder.path().join("backups").join(&backup.name));
            assert_eq!(backup.holds.unwrap().conversations, 300);
        }
    };
    tokio::join!(writing, backups);
}

#[tokio::test]
async fn a_cancelled_backup_leaves_nothing() {
    let folder = TempDir::new().unwrap();
    let profile = open(folder.path()).await;
    made::many(folder.path(), 1_000);
    let work = Work::default();
    work.cancel();
    let outcome = profile.back_up(BackupKind::Manual, work).await;
    assert_eq!(outcome.unwrap_err().problem().code, ProblemCode::Cancelled);
    assert_eq!(fs::read_dir(folder.path().join("backups")).unwrap().count(), 0);
}

/// A database as an earlier Parlance left it, with a conversation in it.
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
             INSERT INTO conversation (id, agent_id, platform_id, title, pinned, preview, turns, unread, created_at, active_at)
             VALUES ('01K2ZQ8V7N4M3T6B5XWJ9CRDEF', '01K2ZQ8V7N4M3T6B5XWJ9CRDEA', '', 'Kept', 0, '', 0, 0, 1, 1)",
        )
        .unwrap();
}

#[tokio::test]
async fn a_database_is_backed_up_before_it_is_brought_to_a_newer_format() {
    for format in [1, 5, 9] {
        let folder = TempDir::new().unwrap();
        earlier(folder.path(), format);
        let profile = start(folder.path()).await.unwrap();
        assert_eq!(profile.snapshot().await.unwrap().conversations[0].title, "Kept");
        let backups = profile.backups().await.unwrap();
        assert_eq!((backups.len(), backups[0].kind), (1, BackupKind::Migration), "{format}");
        let copy = Connection::open(folder.path().join("backups").join(&backups[0].name)).unwrap();
        let kept: i64 = copy.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
        assert_eq!(usize::try_from(kept).unwrap(), format, "it is as it was");
    }
    let folder = TempDir::new().unwrap();
    let profile = start(folder.path()).await.unwrap();
    assert_eq!(profile.backups().await.unwrap().len(), 0, "a new database has nothing to keep");
}

/// Bytes from a place on are others now.
fn flip(file: &Path, from: usize, count: usize) {
    let mut bytes = fs::read(file).unwrap();
    for byte in bytes.iter_mut().skip(from).take(count) {
        *byte ^= 0xa5;
    }
    fs::write(file, bytes).unwrap();
}

#[tokio::test]
async fn a_file_that_is_cut_short_or_changed_is_said_to_be_damaged_and_a_backup_takes_its_place() {
    for (name, harm) in [
        (
            "cut short",
            (&|file: &Path| {
                let bytes = fs::read(file).unwrap();
                fs::write(file, &bytes[..bytes.len() / 3]).unwrap();
            }) as &dyn Fn(&Path),
        ),
        ("a changed beginning", &|file: &Path| flip(file, 0, 64)),
        ("a changed schema", &|file: &Path| flip(file, 100, 60)),
    ] {
        let folder = TempDir::new().unwrap();
        let (lines, backup) = history(folder.path()).await;
        let file = database(folder.path());
        harm(&file);
        let broken = fs::read(&file).unwrap();
        let outcome = match start(folder.path()).await {
            Ok(profile) => profile.snapshot().await.map(drop).map_err(|error| error.problem().code),
            Err(code) => Err(code),
        };
        assert_eq!(outcome, Err(ProblemCode::Damaged), "{name}");
        assert_eq!(fs::read(&file).unwrap(), broken, "{name}: it is left as it is");
        assert_eq!(Rescue::of(folder.path()).backups().await.unwrap()[0].name, backup.name);

        let (profile, _) = out(folder.path(), WayOut::Backup(backup.name)).await.unwrap();
        assert_eq!(words(&exported(&profile).await), words(&lines), "{name}: everything is there");
        let aside: Vec<PathBuf> = fs::read_dir(folder.path().join("backups"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.is_dir())
            .collect();
        assert_eq!(fs::read(aside[0].join("parlance.sqlite")).unwrap(), broken, "{name}: it is set aside");
    }
}

#[tokio::test]
async fn what_can_still_be_read_is_salvaged_and_added_to_the_backup() {
    let folder = TempDir::new().unwrap();
    let (_, backup) = history(folder.path()).await;
    let profile = open(folder.path()).await;
    let conversation = profile.snapshot().await.unwrap().conversations[0].id;
    profile.rename(conversation, "Named after the backup".into()).await.unwrap();
    made::many(folder.path(), 50);
    let before = conversations(folder.path());
    profile.close_history().await;
    let file = database(folder.path());
    let length = usize::try_from(fs::metadata(&file).unwrap().len()).unwrap();
    // Some pages in the middle, and none of the first ones, which say where the others are.
    flip(&file, length / 2 / 4096 * 4096, 4096 * 8);
    let (profile, rescued) = out(folder.path(), WayOut::Backup(backup.name)).await.unwrap();
    assert!(rescued.added.conversations > 0 && rescued.lost > 0, "{rescued:?}");
    assert!(conversations(folder.path()) > 300);
    profile.close_history().await;
    sound(&file);

    let rest = TempDir::new().unwrap();
    let (_, _) = history(rest.path()).await;
    flip(&database(rest.path()), length / 2 / 4096 * 4096, 4096 * 8);
    let (profile, _) = out(rest.path(), WayOut::Rest).await.unwrap();
    let found = conversations(rest.path());
    assert!(found > 150 && found <= before, "{found} of {before}");
    profile.close_history().await;
    sound(&database(rest.path()));
}

#[tokio::test]
async fn where_nothing_can_be_read_an_empty_history_is_the_last_way_and_the_file_stays() {
    let folder = TempDir::new().unwrap();
    let text = "not a database at all ".repeat(500);
    fs::write(database(folder.path()), &text).unwrap();
    assert_eq!(start(folder.path()).await.unwrap_err(), ProblemCode::Damaged);
    assert_eq!(out(folder.path(), WayOut::Rest).await.unwrap_err(), ProblemCode::Damaged);
    assert_eq!(fs::read_to_string(database(folder.path())).unwrap(), text, "a way that leads nowhere changes nothing");
    assert_eq!(out(folder.path(), WayOut::Backup("../parlance.sqlite".into())).await.unwrap_err(), ProblemCode::Gone);
    let (profile, _) = out(folder.path(), WayOut::Empty).await.unwrap();
    assert_eq!(profile.snapshot().await.unwrap().conversations.len(), 0);
    let kept =
        fs::read_dir(folder.path().join("backups")).unwrap().map(|entry| entry.unwrap().path().join("parlance.sqlite"));
    assert!(kept.into_iter().any(|file| fs::read_to_string(file).is_ok_and(|found| found == text)));
}

#[tokio::test]
async fn a_newer_file_is_refused_and_a_backup_of_before_can_be_opened() {
    let folder = TempDir::new().unwrap();
    let (lines, backup) = history(folder.path()).await;
    Connection::open(database(folder.path())).unwrap().pragma_update(None, "user_version", 99).unwrap();
    assert_eq!(start(folder.path()).await.unwrap_err(), ProblemCode::NewerDatabase);
    let (profile, _) = out(folder.path(), WayOut::Backup(backup.name)).await.unwrap();
    assert_eq!(words(&exported(&profile).await), words(&lines));
}

#[tokio::test]
async fn a_file_that_may_not_be_written_is_said_to_be_so() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = TempDir::new().unwrap();
    history(folder.path()).await;
    let file = database(folder.path());
    fs::set_permissions(&file, fs::Permissions::from_mode(0o400)).unwrap();
    if fs::File::options().append(true).open(&file).is_ok() {
        // Nothing is read-only for whoever runs as the system's administrator.
        return;
    }
    assert_eq!(start(folder.path()).await.unwrap_err(), ProblemCode::ReadOnly);
}

#[tokio::test]
async fn a_file_that_another_program_holds_is_said_to_be_held() {
    let folder = TempDir::new().unwrap();
    history(folder.path()).await;
    let other = Connection::open(database(folder.path())).unwrap();
    other.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; UPDATE note SET value = value").unwrap();
    assert_eq!(start(folder.path()).await.unwrap_err(), ProblemCode::Held);
    other.execute_batch("COMMIT").unwrap();
    drop(other);
    assert!(start(folder.path()).await.is_ok());
}
