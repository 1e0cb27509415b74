//! A disk that is full: what was there stays, what did not fit is said not to have been taken, and with room it goes on.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use parlance_core::{BackupKind, Clock, Error, Imported, MemoryVault, Options, ProblemCode, Profile, Work};
use rusqlite::Connection;
use tempfile::TempDir;

use crate::works::{conversations, made};

async fn visit(folder: &Path) -> Profile {
    let options = Options { data_dir: folder.to_owned(), vault: Arc::new(MemoryVault::new()), clock: Clock::system() };
    Profile::visit(options).await.unwrap()
}

/// Why an import did not come to its end, before or after it took something.
fn stopped(outcome: Result<Imported, Error>) -> Option<ProblemCode> {
    outcome.map_or_else(|error| Some(error.problem()), |imported| imported.stopped).map(|problem| problem.code)
}

/// A disk of its own for a folder, taken away again at the end.
struct SmallDisk(TempDir);

impl SmallDisk {
    /// `None` where nobody may mount anything.
    fn of(size: &str) -> Option<Self> {
        let folder = TempDir::new().unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"])
            .arg(folder.path())
            .output();
        mounted.is_ok_and(|output| output.status.success()).then(|| Self(folder))
    }

    fn grow(&self, size: &str) {
        let grown = Command::new("mount").args(["-o", &format!("remount,size={size}")]).arg(self.0.path()).status();
        assert!(grown.unwrap().success());
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}

/// What the process does whose files may not grow beyond a limit.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "this is the process that the other test gives little room"]
async fn a_process_that_has_little_room() {
    let profile = visit(env::var("FULL_FOLDER").unwrap().as_ref()).await;
    let file = fs::File::open(env::var("FULL_FILE").unwrap()).unwrap();
    assert_ne!(stopped(profile.import(file, None, Work::default()).await), None, "it cannot have fitted");
    let backup = profile.back_up(BackupKind::Manual, Work::default()).await;
    assert!(backup.is_ok() || profile.backups().await.unwrap().is_empty(), "half a backup is none");
    assert!(!profile.snapshot().await.unwrap().conversations.is_empty(), "what was there can be read");
}

async fn export(folder: &Path, conversations: u64) -> std::path::PathBuf {
    let profile = visit(folder).await;
    made::many(folder, conversations);
    let file = folder.join("all.jsonl");
    let out = fs::File::create(&file).unwrap();
    profile.export(Default::default(), Default::default(), Default::default(), out, Work::default()).await.unwrap();
    file
}

fn sound(folder: &Path) {
    let database = Connection::open(folder.join("parlance.sqlite")).unwrap();
    let verdict: String = database.query_row("PRAGMA integrity_check", (), |row| row.get(0)).unwrap();
    assert_eq!(verdict, "ok");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_ends_an_import_and_a_backup_and_costs_nothing_that_was_there() {
    let source = TempDir::new().unwrap();
    let file = export(source.path(), 2_000).await;
    let Some(disk) = SmallDisk::of("3m") else {
        // Nobody may mount anything here: files that may not grow are the next best thing.
        return little_room(&file).await;
    };
    let folder = disk.0.path();
    let profile = visit(folder).await;
    made::many(folder, 20);
    let import = |profile: &Profile| {
        let (profile, file) = (profile.clone(), fs::File::open(&file).unwrap());
        async move { profile.import(file, None, Work::default()).await }
    };
    assert_eq!(stopped(import(&profile).await), Some(ProblemCode::DiskFull));
    let taken = conversations(folder);
    assert!((20..2_020).contains(&taken), "{taken}");
    assert!(profile.back_up(BackupKind::Manual, Work::default()).await.is_err());
    let left = fs::read_dir(folder.join("backups")).map_or(0, Iterator::count);
    assert_eq!(left, 0, "half a backup is none");
    profile.close_history().await;
    sound(folder);
    disk.grow("200m");
    let profile = visit(folder).await;
    assert_eq!(stopped(import(&profile).await), None);
    assert_eq!(conversations(folder), 2_020);
    profile.back_up(BackupKind::Manual, Work::default()).await.unwrap();
    profile.close_history().await;
}

async fn little_room(file: &Path) {
    let folder = TempDir::new().unwrap();
    let profile = visit(folder.path()).await;
    made::many(folder.path(), 20);
    profile.close_history().await;
    let mut shell = Command::new("sh");
    // Who ignores the signal is told by an error instead.
    shell.args(["-c", "trap '' XFSZ; ulimit -f 4000; exec \"$0\" \"$@\""]).arg(env::current_exe().unwrap());
    shell.args(["--ignored", "--exact", "full::a_process_that_has_little_room"]);
    let ended = shell.env("FULL_FOLDER", folder.path()).env("FULL_FILE", file).output().unwrap();
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stdout));
    sound(folder.path());
    let profile = visit(folder.path()).await;
    profile.import(fs::File::open(file).unwrap(), None, Work::default()).await.unwrap();
    assert_eq!(conversations(folder.path()), 2_020);
}
