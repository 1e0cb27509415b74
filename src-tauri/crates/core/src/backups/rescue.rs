//! The way out of a history that cannot be opened. Whatever is done, the file as it was is set aside first, and there is
//! a database at every moment: a kill in the middle never leaves an empty history that looks like a new one.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use super::copy::{check, companions, make_folder, still, sync, sync_folder};
use super::salvage::{Salvaged, complete, salvage};
use super::{Backups, blocking, held_by, name};
use crate::error::Error;
use crate::files::private_file;
use crate::model::{Backup, Imported, Rescued, WayOut};
use crate::profile::{Options, Profile};
use crate::store::{FILE, StoreError, format_is_known, new_database};
use crate::transfer::{all_lines, compact};
use crate::work::Work;

/// A data folder whose database cannot be opened.
#[derive(Debug, Clone)]
pub struct Rescue {
    data_dir: PathBuf,
}

impl Rescue {
    /// The rescue of the history in this folder.
    #[must_use]
    pub fn of(data_dir: &Path) -> Self {
        Self { data_dir: data_dir.to_owned() }
    }

    /// The backups that there are, the newest first.
    ///
    /// # Errors
    /// When the program is ending.
    pub async fn backups(&self) -> Result<Vec<Backup>, Error> {
        let backups = Backups::of(&self.data_dir);
        blocking(move || Ok(backups.list())).await
    }

    /// Opens the profile by this way, and says what it holds now, what could still be read of the damaged file and was added
    /// to the backup, and how much was lost. Nobody else may have the database open.
    ///
    /// # Errors
    /// When the backup is gone, damaged or newer than this program, when nothing can be read of the damaged file, or the
    /// folder cannot be written: then everything is as it was.
    pub async fn out(&self, way: WayOut, options: Options) -> Result<(Profile, Rescued), Error> {
        let (data_dir, stamp) = (self.data_dir.clone(), compact(options.clock.now()));
        let adds_rest = matches!(way, WayOut::Backup(_));
        let (aside, mut lost) = blocking(move || take(&data_dir, &way, &stamp)).await?;
        let profile = Profile::start(options).await?;
        let mut added = Imported::default();
        if adds_rest {
            (added, lost) = add_rest(&profile, aside).await;
        }
        let holds = profile.inner.store.read(|reader| held_by(reader)).await?;
        Ok((profile, Rescued { holds, added, lost: u32::try_from(lost).unwrap_or(u32::MAX) }))
    }
}

/// Puts what the way leads to in the place of the database; where that was set aside, and how much of it was lost.
fn take(data_dir: &Path, way: &WayOut, stamp: &str) -> Result<(PathBuf, u64), Error> {
    let backups = Backups::of(data_dir);
    let database = data_dir.join(FILE);
    let aside = aside(&backups.0, &database, stamp)?;
    let next = data_dir.join(format!(".{FILE}.next"));
    let prepared = match way {
        WayOut::Backup(name) => backups.find(name).and_then(|file| {
            usable(&file)?;
            copy_file(&file, &next)?;
            Ok(0)
        }),
        WayOut::Rest => rest(&aside, &next),
        WayOut::Empty => Ok(empty(&next).map(|()| 0)?),
    };
    let lost = prepared.inspect_err(|_| {
        let _ = fs::remove_file(&next);
    })?;
    // A log that was written for another file would be folded into the new one.
    for companion in companions(&database).into_iter().skip(1) {
        remove(&companion)?;
    }
    fs::rename(&next, &database).map_err(StoreError::of_the_folder)?;
    sync_folder(data_dir);
    Ok((aside, lost))
}

/// Copies the database and its companions into a folder of their own.
pub(super) fn aside(backups: &Path, database: &Path, stamp: &str) -> Result<PathBuf, StoreError> {
    let folder = backups.join(name::of_aside(stamp));
    make_folder(&folder)?;
    for file in companions(database) {
        if let Some(name) = file.file_name().filter(|_| file.is_file()) {
            copy_file(&file, &folder.join(name))?;
        }
    }
    sync_folder(&folder);
    Ok(folder.join(FILE))
}

/// Whether a backup can take the place of the history.
pub(super) fn usable(backup: &Path) -> Result<(), StoreError> {
    let sound = still(backup).and_then(|connection| {
        check(&connection)?;
        format_is_known(&connection)
    });
    sound.map_err(|error| if matches!(error, StoreError::Damaged) { StoreError::BadBackup } else { error })
}

/// A history with nothing in it: a file without one would be taken for a lost one.
fn empty(next: &Path) -> Result<(), StoreError> {
    let _ = fs::remove_file(next);
    let database = new_database(next)?;
    database.pragma_update(None, "journal_mode", "DELETE")?;
    database.close().map_err(|(_, error)| StoreError::from(error))?;
    sync(next)
}

/// The damaged file stays as it was set aside: another copy of it is read. How much of it was lost.
fn rest(aside: &Path, into: &Path) -> Result<u64, Error> {
    let _ = fs::remove_file(into);
    let tried = into.with_extension("tried");
    let outcome = copied_with_companions(aside, &tried).and_then(|()| Ok(salvage(&tried, into)?));
    for file in companions(&tried) {
        let _ = fs::remove_file(file);
    }
    let Salvaged { rows, lost } = outcome?;
    if rows == 0 {
        return Err(StoreError::Damaged.into());
    }
    sync(into)?;
    Ok(lost)
}

fn copied_with_companions(from: &Path, to: &Path) -> Result<(), Error> {
    for (from, to) in companions(from).iter().zip(companions(to)) {
        if from.is_file() {
            copy_file(from, &to)?;
        }
    }
    Ok(())
}

fn copy_file(from: &Path, to: &Path) -> Result<(), StoreError> {
    let copied = File::open(from).and_then(|mut from| {
        let mut to = private_file().create(true).write(true).truncate(true).open(to)?;
        std::io::copy(&mut from, &mut to)?;
        to.sync_all()
    });
    copied.map_err(StoreError::of_the_folder)
}

fn remove(file: &Path) -> Result<(), StoreError> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(StoreError::of_the_folder(error)),
        _ => Ok(()),
    }
}

/// What the backup does not have and the damaged file still does. It is a gift: where nothing can be read, the backup is
/// what there is.
async fn add_rest(profile: &Profile, aside: PathBuf) -> (Imported, u64) {
    let folder = aside.with_file_name("rest");
    let (saved, lines) = (folder.join(FILE), folder.join("rest.jsonl"));
    let read = blocking({
        let (lines, sound) = (lines.clone(), profile.inner.folder.join(FILE));
        move || {
            make_folder(&folder)?;
            let lost = rest(&aside, &saved)?;
            complete(&saved, &sound)?;
            let file = private_file().create(true).write(true).truncate(true).open(&lines);
            let mut out = std::io::BufWriter::new(file.map_err(StoreError::of_the_folder)?);
            all_lines(&still(&saved)?, &mut out)?;
            Ok((folder, lost))
        }
    });
    let Ok((folder, lost)) = read.await else { return Default::default() };
    let imported = match File::open(&lines) {
        Ok(file) => profile.import(file, None, Work::default()).await.unwrap_or_default(),
        Err(_) => Imported::default(),
    };
    let _ = fs::remove_dir_all(folder);
    (imported, lost)
}
