//! Copies of the database, below `backups` in the data folder, for their owner alone.
//!
//! A copy has its name only after it was read from beginning to end and found sound: what has the name of a backup is one.
//! It is one moment of the database, whatever is written meanwhile. Keys are in none, since the database holds none.

mod copy;
mod leaves;
mod name;
mod rescue;
mod rotation;
mod salvage;
mod shelf;
mod soundness;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::PoisonError;
use std::time::Duration;

use rusqlite::Connection;

use crate::error::Error;
use crate::model::{Backup, BackupKind, Holding, Timestamp};
use crate::problem::Problem;
use crate::profile::Profile;
use crate::store::StoreError;
use crate::transfer::compact;
use crate::work::Work;
use copy::copy;
pub(crate) use copy::{replace, still};
pub use rescue::Rescue;
use rescue::{aside, usable};
use rotation::superfluous;

/// How old the newest backup may become before another is made by itself.
const INTERVAL: Duration = Duration::from_secs(24 * 60 * 60);
/// How often that is looked at.
const LOOK: Duration = Duration::from_secs(60 * 60);

/// The folder of the backups of a data folder.
#[derive(Debug, Clone)]
pub(crate) struct Backups(PathBuf);

impl Backups {
    pub(crate) fn of(data_dir: &Path) -> Self {
        Self(data_dir.join("backups"))
    }

    /// Copies what a connection sees, and forgets copies that are needed no longer.
    pub(crate) fn make(
        &self,
        source: &Connection,
        kind: BackupKind,
        now: Timestamp,
        work: &Work,
    ) -> Result<Backup, StoreError> {
        let name = name::of(kind, now);
        copy(source, &self.0, &name, work)?;
        // A copy too many does no harm.
        for old in superfluous(&self.names()) {
            let _ = fs::remove_file(self.0.join(old));
        }
        self.backup(&name).ok_or(StoreError::Damaged)
    }

    /// All of them, and what was set aside, the newest first.
    pub(crate) fn list(&self) -> Vec<Backup> {
        let mut list: Vec<Backup> = self.names().iter().filter_map(|name| self.backup(name)).collect();
        list.extend(self.set_aside());
        list.sort_by(|one, other| other.at.cmp(&one.at).then_with(|| other.name.cmp(&one.name)));
        list
    }

    /// Where the backup of this name is, if there is one: nothing but a name of a backup leads anywhere.
    pub(crate) fn find(&self, name: &str) -> Result<PathBuf, Error> {
        name::read(name).ok_or(Error::Gone("backup"))?;
        let path = self.0.join(name);
        if path.is_file() { Ok(path) } else { Err(Error::Gone("backup")) }
    }

    /// Whether there is a file with the name of one.
    pub(crate) fn are_there(&self) -> bool {
        !self.names().is_empty()
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).into_iter().flatten().flatten();
        entries
            .filter_map(|entry| entry.file_name().into_string().ok())
            .filter(|name| name::read(name).is_some())
            .collect()
    }

    fn backup(&self, name: &str) -> Option<Backup> {
        let (kind, at) = name::read(name)?;
        let path = self.0.join(name);
        let bytes = fs::metadata(&path).ok()?.len();
        Some(Backup { name: name.to_owned(), kind, at, kibibytes: shelf::kibibytes(bytes), holds: holding(&path).ok() })
    }
}

/// What a database holds, without changing a byte of it.
pub(crate) fn holding(file: &Path) -> Result<Holding, StoreError> {
    held_by(&copy::still(file)?)
}

fn held_by(connection: &Connection) -> Result<Holding, StoreError> {
    let count = |sql: &str| connection.query_row(sql, (), |row| row.get::<_, u32>(0));
    let (conversations, turns, active_at) = connection.query_row(
        "SELECT COUNT(*), MIN(COALESCE(SUM(turns), 0), 4294967295), COALESCE(MAX(active_at), 0) FROM conversation WHERE removed_at = 0",
        (),
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    Ok(Holding { agents: count("SELECT COUNT(*) FROM agent")?, conversations, turns, active_at: Timestamp(active_at) })
}

impl Profile {
    /// The backups of this profile, the newest first.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn backups(&self) -> Result<Vec<Backup>, Error> {
        let backups = self.inner.backups.clone();
        blocking(move || Ok(backups.list())).await
    }

    /// Makes a backup now.
    ///
    /// # Errors
    /// When it cannot be written, or what was copied is not sound; then nothing is left of it.
    pub async fn back_up(&self, kind: BackupKind, work: Work) -> Result<Backup, Error> {
        let (backups, beside, now) = (self.inner.backups.clone(), self.inner.store.beside(), self.now());
        let backup =
            blocking(move || Ok(beside.read(|connection| backups.make(connection, kind, now, &work))?)).await?;
        self.set_backup_problem(None);
        Ok(backup)
    }

    /// Why the last backup that was due could not be made; nothing once there is one.
    #[must_use]
    pub fn backup_problem(&self) -> Option<Problem> {
        self.inner.backup_problem.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set_backup_problem(&self, problem: Option<Problem>) {
        *self.inner.backup_problem.lock().unwrap_or_else(PoisonError::into_inner) = problem;
    }

    /// Puts a backup in the place of the database, in one transaction; the present one is backed up before, or set aside
    /// as it is where it is damaged. Running answers end as interrupted. Whoever shows rows must read them anew.
    ///
    /// # Errors
    /// When the backup is gone, damaged or newer than this program; then nothing was changed.
    pub async fn restore_backup(&self, name: &str, work: Work) -> Result<(), Error> {
        let (file, backups) = (self.inner.backups.find(name)?, self.inner.backups.clone());
        let looked_at = file.clone();
        blocking(move || Ok(usable(&looked_at)?)).await?;
        self.end_all().await;
        match self.back_up(BackupKind::Restore, work).await {
            Err(Error::Store(StoreError::Damaged)) => {
                let stamp = compact(self.now());
                self.inner.store.at_rest(move |file| aside(&backups.0, file, &stamp).map(drop)).await?;
            }
            outcome => drop(outcome?),
        }
        self.inner.store.become_copy_of(file).await?;
        self.forget_what_was_known();
        self.wake().await
    }

    /// Makes a backup whenever the newest is a day old, as long as the profile is there.
    pub async fn keep_backups(&self) {
        let closing = self.inner.closing.clone();
        loop {
            // It is tried again; until then the earlier ones are there.
            let problem = self.back_up_if_due().await.err().map(|error| error.problem());
            self.set_backup_problem(problem);
            tokio::select! {
                () = closing.cancelled() => return,
                () = self.inner.clock.wait(LOOK) => {}
            }
        }
    }

    /// Makes a backup if the newest is a day old and there is something to keep; whether it did.
    ///
    /// # Errors
    /// As [`Profile::back_up`].
    pub async fn back_up_if_due(&self) -> Result<bool, Error> {
        // One that cannot be read is none, and what was set aside is no copy.
        let readable = self.backups().await?.into_iter().find(|backup| backup.holds.is_some());
        let newest = readable.map_or(Timestamp(i64::MIN), |backup| backup.at);
        let day = i64::try_from(INTERVAL.as_millis()).unwrap_or(i64::MAX);
        let now = self.now();
        // A clock that went back makes one at once.
        let due = now.0.saturating_sub(newest.0) >= day || newest > now;
        let sql = "SELECT 1 FROM conversation WHERE turns > 0 LIMIT 1";
        if !due || !self.inner.store.read(|reader| Ok(reader.prepare(sql)?.exists(())?)).await? {
            return Ok(false);
        }
        self.back_up(BackupKind::Automatic, Work::default()).await?;
        Ok(true)
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, Error> + Send + 'static) -> Result<T, Error> {
    tokio::task::spawn_blocking(work).await.unwrap_or(Err(Error::Store(StoreError::Closed)))
}
