//! What lies in the folder of backups beside them: what was set aside, and what was left behind unfinished; and deleting.

use std::fs;
use std::path::Path;
use std::time::Duration;

use super::{Backups, blocking, name};
use crate::error::Error;
use crate::model::{Backup, BackupKind, Size};
use crate::profile::Profile;
use crate::store::StoreError;

/// What is unfinished for so long is finished by nobody any more; another program may be making what is younger.
const STALE: Duration = Duration::from_secs(60 * 60);

impl Profile {
    /// Takes out what earlier runs left unfinished: backups, and a file that was handed over for an import.
    pub(crate) async fn tidy_leftovers(&self) {
        let (backups, handed_over) = (self.inner.backups.clone(), self.inner.handed_over.clone());
        let tidying = blocking(move || {
            let _ = fs::remove_file(handed_over);
            backups.tidy();
            Ok(())
        });
        // They are looked for at the next start again.
        let _ = tidying.await;
    }

    /// Deletes a backup, or what was set aside.
    ///
    /// # Errors
    /// When it is gone, or the folder cannot be written.
    pub async fn delete_backup(&self, name: &str) -> Result<(), Error> {
        let (backups, name) = (self.inner.backups.clone(), name.to_owned());
        blocking(move || backups.delete(&name)).await
    }
}

impl Backups {
    /// Databases that were set aside.
    pub(super) fn set_aside(&self) -> Vec<Backup> {
        let entries = fs::read_dir(&self.0).into_iter().flatten().flatten();
        entries
            .filter_map(|entry| {
                let name = entry.file_name().into_string().ok()?;
                let at = name::read_aside(&name)?;
                let kibibytes = kibibytes(size_of(&entry.path()));
                Some(Backup { name, kind: BackupKind::SetAside, at, kibibytes, holds: None })
            })
            .collect()
    }

    /// Nothing but a name of a backup or of what was set aside leads anywhere.
    fn delete(&self, name: &str) -> Result<(), Error> {
        let outcome = if name::read_aside(name).is_some() {
            fs::remove_dir_all(self.0.join(name))
        } else {
            fs::remove_file(self.find(name)?)
        };
        match outcome {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(Error::Gone("backup")),
            outcome => Ok(outcome.map_err(StoreError::of_the_folder)?),
        }
    }

    /// What all of it takes up.
    pub(crate) fn size(&self) -> Size {
        Size(size_of(&self.0))
    }

    /// Takes out what a run that was ended left unfinished.
    pub(crate) fn tidy(&self) {
        let entries = fs::read_dir(&self.0).into_iter().flatten().flatten();
        for path in entries.map(|entry| entry.path()) {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let old = fs::metadata(&path)
                .and_then(|found| found.modified())
                .is_ok_and(|at| at.elapsed().is_ok_and(|age| age >= STALE));
            if name.starts_with('.') && name.contains(".partial") && old {
                let _ = fs::remove_file(&path);
            }
            // What was read of it is in the history, or can be read again.
            if name::read_aside(&name).is_some() && old {
                let _ = fs::remove_dir_all(path.join("rest"));
            }
        }
    }
}

pub(super) fn kibibytes(bytes: u64) -> u32 {
    u32::try_from(bytes.div_ceil(1024)).unwrap_or(u32::MAX)
}

/// Of a file, or of a folder with all that is in it.
fn size_of(path: &Path) -> u64 {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => {
            let entries = fs::read_dir(path).into_iter().flatten().flatten();
            entries.map(|entry| size_of(&entry.path())).sum()
        }
        Ok(found) => found.len(),
        Err(_) => 0,
    }
}
