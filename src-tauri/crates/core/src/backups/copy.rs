//! One database copied as it is at one moment, by SQLite's own means.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use crate::files::private_file;
use crate::store::{StoreError, tear};
use crate::work::Work;

/// Pages between two looks at whether to go on.
const PAGES: i32 = 1_024;

/// Copies what a connection sees into a folder under this name. Before it has the name it was read and found sound.
pub(crate) fn copy(source: &Connection, folder: &Path, name: &str, work: &Work) -> Result<(), StoreError> {
    make_folder(folder)?;
    let unfinished = folder.join(format!(".{name}.partial"));
    let outcome = write(source, &unfinished, work).and_then(|()| {
        sync(&unfinished)?;
        fs::rename(&unfinished, folder.join(name)).map_err(StoreError::of_the_folder)?;
        sync_folder(folder);
        Ok(())
    });
    if outcome.is_err() {
        for left in companions(&unfinished) {
            let _ = fs::remove_file(left);
        }
    }
    outcome
}

fn write(source: &Connection, file: &Path, work: &Work) -> Result<(), StoreError> {
    private_file().create(true).write(true).truncate(true).open(file).map_err(StoreError::of_the_folder)?;
    let mut target = Connection::open(file)?;
    // Pages need not reach the disk one by one: the file is synced before it gets its name.
    target.pragma_update(None, "synchronous", "OFF")?;
    run(source, &mut target, work)?;
    // One file, without companions beside it.
    target.pragma_update(None, "journal_mode", "DELETE")?;
    check(&target)?;
    target.close().map_err(|(_, error)| error.into())
}

/// Puts what a sound file holds in the place of a database that is open, in one transaction.
pub(crate) fn replace(target: &mut Connection, file: &Path) -> Result<(), StoreError> {
    run(&still(file)?, target, &Work::default())
}

fn run(source: &Connection, target: &mut Connection, work: &Work) -> Result<(), StoreError> {
    let backup = Backup::new(source, target)?;
    loop {
        match backup.step(PAGES)? {
            StepResult::Done => return Ok(()),
            StepResult::More => {}
            // Somebody else has it for a moment.
            _ => std::thread::sleep(std::time::Duration::from_millis(20)),
        }
        let progress = backup.progress();
        let number = |pages: i32| usize::try_from(pages).unwrap_or_default();
        work.is_at(number(progress.pagecount - progress.remaining), number(progress.pagecount));
        if work.cancelled() {
            return Err(StoreError::Cancelled);
        }
    }
}

/// Reads all of it.
pub(super) fn check(connection: &Connection) -> Result<(), StoreError> {
    let verdict: String = connection.query_row("PRAGMA integrity_check(1)", (), |row| row.get(0))?;
    if verdict == "ok" {
        return Ok(());
    }
    tear();
    Err(StoreError::Damaged)
}

/// A file that nobody writes, opened so that not even a companion is made beside it.
pub(crate) fn still(file: &Path) -> Result<Connection, StoreError> {
    let mut address = url::Url::from_file_path(file).map_err(|()| StoreError::Damaged)?;
    address.set_query(Some("immutable=1"));
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    Ok(Connection::open_with_flags(address.as_str(), flags)?)
}

/// A database and what SQLite keeps beside it.
pub(super) fn companions(file: &Path) -> [PathBuf; 4] {
    ["", "-wal", "-shm", "-journal"].map(|ending| {
        let mut name = file.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    })
}

pub(super) fn make_folder(folder: &Path) -> Result<(), StoreError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(folder).map_err(StoreError::of_the_folder)
}

pub(super) fn sync(file: &Path) -> Result<(), StoreError> {
    File::options().write(true).open(file).and_then(|file| file.sync_all()).map_err(StoreError::of_the_folder)
}

/// A name is on the disk when its folder is; where folders cannot be synced the system sees to it.
pub(super) fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}
