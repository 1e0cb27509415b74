//! The file of the database as the system sees it: made for its owner alone, and looked at before it is opened.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

use super::{FILE, Result, StoreError};
use crate::backups::Backups;

/// Makes the file for its owner alone; SQLite gives its companions the same rights.
pub(super) fn make_file(file: &Path) -> Result<()> {
    let mut options = fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    match options.open(file) {
        // SQLite says better than we could what is wrong with a file that is there and cannot be written.
        Err(error) if !file.exists() => Err(StoreError::Folder(error)),
        _ => Ok(()),
    }
}

/// Takes from others what an earlier umask gave them.
#[cfg_attr(not(unix), expect(clippy::unnecessary_wraps, reason = "elsewhere the folder's rights decide"))]
pub(super) fn close_to_others(file: &Path) -> Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let found = fs::metadata(file).map_err(StoreError::Folder)?.permissions().mode();
        if found & 0o077 != 0 {
            fs::set_permissions(file, fs::Permissions::from_mode(0o600)).map_err(StoreError::Folder)?;
        }
    }
    #[cfg(not(unix))]
    let _ = file;
    Ok(())
}

pub(super) fn make_folder(folder: &Path) -> Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        // Other people of this machine have no business in a history.
        builder.mode(0o700);
    }
    builder.create(folder).map_err(StoreError::Folder)
}

/// Looks at what is there before anything is made of it: where there are backups, a file that is not there or has nothing
/// in it is no first run, and one that is shorter than it says has lost its end.
pub(super) fn look(folder: &Path) -> Result<()> {
    let file = folder.join(FILE);
    let holds = fs::metadata(&file).map_or(0, |found| found.len());
    if holds == 0 && Backups::of(folder).are_there() {
        return Err(StoreError::Missing);
    }
    if is_cut_short(&file) { Err(StoreError::Damaged) } else { Ok(()) }
}

/// Whether a file is shorter than it says of itself. What is not written back yet may say so of a sound one.
fn is_cut_short(file: &Path) -> bool {
    let mut head = [0_u8; 100];
    let read = File::open(file).and_then(|mut file| {
        file.read_exact(&mut head)?;
        Ok(file.metadata()?.len())
    });
    let Ok(length) = read else { return false };
    if has_log(file) || !head.starts_with(b"SQLite format 3\0") {
        return false;
    }
    let number = |at: usize| head[at..at + 4].iter().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
    let page = match u64::from(head[16]) << 8 | u64::from(head[17]) {
        1 => 65_536,
        size => size,
    };
    // The number of pages holds where it was written together with the counter of changes.
    number(24) == number(92) && length < number(28).saturating_mul(page)
}

/// Whether something was written that is not in the file itself yet.
pub(super) fn has_log(file: &Path) -> bool {
    let mut log = file.as_os_str().to_owned();
    log.push("-wal");
    fs::metadata(log).is_ok_and(|log| log.len() > 0)
}
