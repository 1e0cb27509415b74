//! Pages of the file that cannot be read: what lies on them is lost, everything else is there, and the damage is said.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use parlance_core::{
    BackupKind, Clock, ListQuery, MemoryVault, ProblemCode, Profile, SearchQuery, Timestamp, Update, Work,
};
use rusqlite::Connection;
use tempfile::TempDir;

use crate::desk::options;
use crate::transfer::made::{self, Chance};
use crate::transfer::{exported, open, parsed};

const PAGE: usize = 4096;
const CONVERSATIONS: u32 = 300;

/// Starts it, as the window does.
async fn start(folder: &Path) -> Result<Profile, ProblemCode> {
    let vault = Arc::new(MemoryVault::new());
    let started = Profile::start(options(folder, &vault, &Clock::by_hand(Timestamp(1)))).await;
    started.map_err(|error| error.problem().code)
}

/// A closed history, and the name of a backup of it.
async fn history(folder: &Path) -> String {
    let profile = open(folder).await;
    made::many(folder, CONVERSATIONS.into());
    let database = Connection::open(folder.join("parlance.sqlite")).unwrap();
    database.execute_batch("UPDATE conversation SET archived = 0").unwrap();
    let backup = profile.back_up(BackupKind::Manual, Work::default()).await.unwrap();
    profile.close_history().await;
    backup.name
}

/// Writes over the beginning of some pages that hold rows, as a bad disk does.
fn tear(file: &Path, seed: u64, pages: usize) {
    let mut bytes = fs::read(file).unwrap();
    let mut leaves: Vec<usize> =
        (1..bytes.len() / PAGE).filter(|page| matches!(bytes[page * PAGE], 0x0d | 0x0a)).collect();
    let mut chance = Chance::new(seed);
    for _ in 0..pages {
        let page = leaves.swap_remove(usize::try_from(chance.below(leaves.len() as u64)).unwrap());
        bytes[page * PAGE..page * PAGE + 200].fill(0x55);
    }
    fs::write(file, bytes).unwrap();
}

/// How many conversations the list leads to, page by page.
async fn listed(profile: &Profile, text: &str) -> usize {
    let (mut found, mut after) = (0, None);
    loop {
        let query = ListQuery { text: text.to_owned(), ..ListQuery::default() };
        let page = profile.conversations(query, after).await.unwrap();
        found += page.rows.len();
        after = page.more;
        if after.is_none() {
            return found;
        }
    }
}

async fn found(profile: &Profile, text: &str) -> usize {
    let (mut found, mut after) = (0, None);
    loop {
        let query = SearchQuery { text: text.to_owned(), ..SearchQuery::default() };
        let hits = profile.search(query, after).await.unwrap();
        found += hits.hits.len();
        after = hits.more;
        if after.is_none() {
            return found;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_that_cannot_be_read_hide_only_what_lies_on_them_and_a_backup_takes_their_place() {
    let mut opened = 0;
    for seed in 1..6 {
        let folder = TempDir::new().unwrap();
        let backup = history(folder.path()).await;
        let file = folder.path().join("parlance.sqlite");
        tear(&file, seed, 12);
        let broken = fs::read(&file).unwrap();
        let profile = match start(folder.path()).await {
            Ok(profile) => profile,
            // Where the tables are could not be read: then the window leads to the backups at once.
            Err(code) => {
                assert_eq!(code, ProblemCode::Damaged);
                continue;
            }
        };
        opened += 1;
        let all = CONVERSATIONS as usize;
        let least = all * 8 / 10;
        let (rows, named) = (listed(&profile, "").await, listed(&profile, "a").await);
        assert!((least..=all).contains(&rows), "seed {seed}: {rows} listed");
        assert!(named > 0, "seed {seed}: {named} with a word");
        let hits = found(&profile, "a").await;
        assert!(hits > 0, "seed {seed}: {hits} found");
        let lines = parsed(&exported(&profile).await);
        let written = lines.iter().filter(|line| line.get("conversation").is_some()).count();
        assert!(written >= least, "seed {seed}: {written} exported");
        let sizes = profile.storage(&Work::default()).await.unwrap().unwrap();
        assert!(sizes.agents.iter().map(|of| of.conversations as usize).sum::<usize>() >= least);
        for row in profile.conversations(ListQuery::default(), None).await.unwrap().rows.iter().take(20) {
            profile.open(row.id, None).await.unwrap();
        }
        assert!(!profile.check_history(Work::default()).await.unwrap());
        assert!(profile.is_damaged() && profile.snapshot().await.unwrap().damaged, "seed {seed}: it is said");

        profile.restore_backup(&backup, Work::default()).await.unwrap();
        assert!(!profile.is_damaged());
        assert!(profile.check_history(Work::default()).await.unwrap());
        assert_eq!(listed(&profile, "").await, all, "seed {seed}: everything is there again");
        let aside = fs::read_dir(folder.path().join("backups"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .find(|path| path.is_dir())
            .expect("it is set aside");
        let kept = fs::read(aside.join("parlance.sqlite")).unwrap();
        assert_eq!(kept.len(), broken.len(), "seed {seed}");
        profile.finish().await;
    }
    assert!(opened > 2, "{opened} could be opened");
}

#[tokio::test(flavor = "multi_thread")]
async fn damage_is_told_as_soon_as_it_is_met() {
    let folder = TempDir::new().unwrap();
    history(folder.path()).await;
    tear(&folder.path().join("parlance.sqlite"), 2, 3);
    let profile = start(folder.path()).await.unwrap();
    let mut updates = profile.updates();
    assert!(!profile.check_history(Work::default()).await.unwrap());
    if !profile.snapshot().await.unwrap().damaged {
        while updates.next().await != Some(Update::History { damaged: true }) {}
    }
}

#[tokio::test]
async fn a_check_can_be_ended() {
    let folder = TempDir::new().unwrap();
    history(folder.path()).await;
    let profile = open(folder.path()).await;
    let work = Work::default();
    work.cancel();
    let outcome = profile.check_history(work).await.map_err(|error| error.problem().code);
    assert!(matches!(outcome, Err(ProblemCode::Cancelled) | Ok(true)), "{outcome:?}");
}

#[tokio::test]
async fn a_damaged_backup_is_no_damage_of_the_history() {
    let folder = TempDir::new().unwrap();
    let name = history(folder.path()).await;
    tear(&folder.path().join("backups").join(&name), 3, 5);
    let profile = start(folder.path()).await.unwrap();
    let refused = profile.restore_backup(&name, Work::default()).await.unwrap_err();
    assert_eq!(refused.problem().code, ProblemCode::BadBackup);
    assert!(!profile.is_damaged());
    assert_eq!(listed(&profile, "").await, CONVERSATIONS as usize);
}

#[tokio::test]
async fn a_missing_or_empty_file_beside_backups_is_no_first_run() {
    for emptied in [true, false] {
        let folder = TempDir::new().unwrap();
        history(folder.path()).await;
        let file = folder.path().join("parlance.sqlite");
        if emptied {
            fs::write(&file, "").unwrap();
        } else {
            fs::remove_file(&file).unwrap();
        }
        let vault = Arc::new(MemoryVault::new());
        let options = || options(folder.path(), &vault, &Clock::by_hand(Timestamp(1)));
        let refused = Profile::start(options()).await.map(drop).unwrap_err();
        assert_eq!(refused.problem().code, ProblemCode::HistoryMissing);
        let rescue = parlance_core::Rescue::of(folder.path());
        let backup = rescue.backups().await.unwrap().remove(0).name;
        let (profile, _) = rescue.out(parlance_core::WayOut::Backup(backup), options()).await.unwrap();
        assert_eq!(listed(&profile, "").await, CONVERSATIONS as usize);
        profile.close_history().await;
        fs::remove_file(&file).unwrap();
        let (profile, _) = rescue.out(parlance_core::WayOut::Empty, options()).await.unwrap();
        assert_eq!(listed(&profile, "").await, 0);
        profile.close_history().await;
        let again = Profile::start(options()).await.unwrap();
        assert_eq!(listed(&again, "").await, 0, "one that was begun anew is no missing one");
    }
}

#[tokio::test]
async fn what_lies_beside_the_history_is_counted_and_can_be_deleted() {
    let folder = TempDir::new().unwrap();
    let name = history(folder.path()).await;
    let backups = folder.path().join("backups");
    let aside = backups.join("set-aside-20260301T090500.123Z");
    fs::create_dir_all(&aside).unwrap();
    fs::write(aside.join("parlance.sqlite"), vec![0; 5_000]).unwrap();
    let left = [backups.join(".old.sqlite.partial"), backups.join(".new.sqlite.partial")];
    for path in &left {
        fs::write(path, "unfinished").unwrap();
    }
    let long_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(7_200);
    fs::File::options().write(true).open(&left[0]).unwrap().set_modified(long_ago).unwrap();
    fs::write(backups.join("parlance-20990301T090500.123Z-automatic.sqlite"), "no backup").unwrap();
    let profile = start(folder.path()).await.unwrap();
    assert_eq!(
        left.each_ref().map(|path| path.exists()),
        [false, true],
        "another program may be making the younger one"
    );
    let kinds = |list: Vec<parlance_core::Backup>| list.into_iter().map(|backup| backup.kind).collect::<Vec<_>>();
    let listed = profile.backups().await.unwrap();
    assert!(listed.iter().all(|backup| backup.kind == BackupKind::Manual || backup.holds.is_none()));
    assert_eq!(kinds(listed), [BackupKind::Automatic, BackupKind::SetAside, BackupKind::Manual]);
    let before = profile.storage(&Work::default()).await.unwrap().unwrap().backups;
    profile.delete_backup("set-aside-20260301T090500.123Z").await.unwrap();
    let after = profile.storage(&Work::default()).await.unwrap().unwrap().backups;
    assert_eq!(before.0 - after.0, 5_000);
    profile.delete_backup(&name).await.unwrap();
    for wrong in [name.as_str(), "../parlance.sqlite", "set-aside-x"] {
        assert_eq!(profile.delete_backup(wrong).await.unwrap_err().problem().code, ProblemCode::Gone);
    }
    assert_eq!(kinds(profile.backups().await.unwrap()), [BackupKind::Automatic]);
    assert!(profile.back_up_if_due().await.unwrap(), "what cannot be read is no backup of today");
}

#[tokio::test]
async fn what_is_there_can_be_read_without_writing_a_byte() {
    let folder = TempDir::new().unwrap();
    history(folder.path()).await;
    let before = exported(&open(folder.path()).await).await;
    // The log is folded in when the last connection is closed.
    open(folder.path()).await.close_history().await;
    let files = |folder: &Path| {
        let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        (names, fs::read(folder.join("parlance.sqlite")).unwrap())
    };
    let vault = Arc::new(MemoryVault::new());
    let known = files(folder.path());
    let profile = Profile::open_to_read(options(folder.path(), &vault, &Clock::by_hand(Timestamp(1)))).await.unwrap();
    assert_eq!(exported(&profile).await, before);
    assert!(profile.rename(profile.snapshot().await.unwrap().conversations[0].id, "New".into()).await.is_err());
    profile.close_history().await;
    assert_eq!(files(folder.path()).1, known.1);
}
