//! The rows on disk: one SQLite file in WAL mode, one thread that writes and one that reads.
//!
//! Closures go in, rows come out. What a person typed is on the disk (not only in the system's cache) before its write
//! returns; text that streams is written without waiting for the disk, so that a kill of the program loses none of it.
//! A file of a newer Parlance is left alone.

mod agents;
mod answers;
mod attachments;
mod beside;
mod columns;
mod conversations;
mod damage;
mod drafts;
mod elsewhere;
mod error;
mod feedback;
mod file;
mod frames;
mod interrupts;
mod lane;
mod list;
mod queued;
mod readings;
mod removed;
mod runs;
mod search;
mod settings;
mod steps;
mod storage;
mod tags;
mod torn;
mod traces;
mod turns;
mod variables;

use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rusqlite::{Connection, TransactionBehavior};
use tokio::sync::Notify;

use crate::backups::{self, Backups};
use crate::clock::Clock;
use crate::model::BackupKind;
use crate::work::Work;
pub(crate) use agents::StoredUploads;
pub(crate) use attachments::Uploaded;
pub(crate) use beside::Beside;
use beside::only_read;
use columns::{from_json, from_json_or_empty, from_word, number, readable, text, to_json, to_word};
pub(crate) use conversations::Removed;
pub(crate) use damage::damage;
pub(crate) use elsewhere::Untold;
pub use error::StoreError;
use file::{close_to_others, look, make_file, make_folder};
pub(crate) use frames::StoredFrame;
use lane::Lane;
pub(crate) use removed::RemovedTurn;
pub(crate) use search::{Candidate, Part, Parts, Purpose, Stand};
pub(crate) use storage::size_in;
pub(crate) use torn::{Harm, indexes, next, numbers_by_indexes, past_gaps, spared, tear};
pub(crate) use turns::Cursor;

/// The database's name in the data folder.
pub(crate) const FILE: &str = "parlance.sqlite";
const MIGRATIONS: &[&str] = &[
    include_str!("store/migrations/0001_start.sql"),
    include_str!("store/migrations/0002_feedback.sql"),
    include_str!("store/migrations/0003_steps.sql"),
    include_str!("store/migrations/0004_removed_turns.sql"),
    include_str!("store/migrations/0005_variables.sql"),
    include_str!("store/migrations/0006_trace.sql"),
    include_str!("store/migrations/0007_recovered.sql"),
    include_str!("store/migrations/0008_attachments.sql"),
    include_str!("store/migrations/0009_interrupts.sql"),
    include_str!("store/migrations/0010_runs.sql"),
    include_str!("store/migrations/0011_lists.sql"),
    include_str!("store/migrations/0012_pictures.sql"),
];
const BESIDE: &str = include_str!("store/beside.sql");
/// Another process (the command line beside the window) may hold the file for a moment.
const PATIENCE: Duration = Duration::from_secs(5);
/// Statements that a connection keeps ready: about as many as there are.
const STATEMENTS: usize = 256;

type Result<T> = std::result::Result<T, StoreError>;

/// The profile's database, open. Its threads end with the last copy.
#[derive(Debug)]
pub(crate) struct Store {
    file: PathBuf,
    writer: Lane,
    reader: Lane,
    harm: Harm,
    written: Arc<Notify>,
    index_renewed: AtomicBool,
}

/// Whether a write waits for the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Durability {
    /// It does: what a person typed.
    Disk,
    /// It survives the end of this process, not that of the machine.
    Process,
}

impl Store {
    /// Opens or makes the database in this folder, which is made, too.
    ///
    /// # Errors
    /// When the folder or the file cannot be used, or a newer Parlance wrote it; then nothing was touched.
    pub(crate) async fn open(folder: &Path) -> Result<Self> {
        let path = folder.to_owned();
        let (writer, reader) = tokio::task::spawn_blocking(move || {
            make_folder(&path)?;
            look(&path)?;
            let file = path.join(FILE);
            make_file(&file)?;
            let mut writer = Connection::open(&file)?;
            bring_up_to_date(&mut writer, Some(&Backups::of(&path)))?;
            close_to_others(&file)?;
            let reader = Connection::open(&file)?;
            reader.busy_timeout(PATIENCE)?;
            reader.set_prepared_statement_cache_capacity(STATEMENTS);
            reader.pragma_update(None, "query_only", true)?;
            Ok::<_, StoreError>((writer, reader))
        })
        .await
        .map_err(|_| StoreError::Closed)??;
        Self::over(folder, writer, reader)
    }

    /// Opens the database in this folder and writes nothing.
    ///
    /// # Errors
    /// When it cannot be read, or has to be brought to another format first.
    pub(crate) async fn open_to_read(folder: &Path) -> Result<Self> {
        let path = folder.to_owned();
        let (writer, reader) = tokio::task::spawn_blocking(move || {
            look(&path)?;
            let file = path.join(FILE);
            let (writer, reader) = (only_read(&file)?, only_read(&file)?);
            format_is_known(&reader)?;
            if version(&reader)? < MIGRATIONS.len() { Err(StoreError::NoPermission) } else { Ok((writer, reader)) }
        })
        .await
        .map_err(|_| StoreError::Closed)??;
        Self::over(folder, writer, reader)
    }

    fn over(folder: &Path, writer: Connection, reader: Connection) -> Result<Self> {
        let harm = Harm::default();
        Ok(Self {
            file: folder.join(FILE),
            writer: Lane::start("parlance-writer", writer, harm.clone())?,
            reader: Lane::start("parlance-reader", reader, harm.clone())?,
            harm,
            written: Arc::default(),
            index_renewed: AtomicBool::new(false),
        })
    }

    /// The way to a reader of one's own, for what takes long.
    pub(crate) fn beside(&self) -> Beside {
        Beside::of(&self.file, self.harm.clone())
    }

    /// Whether some page could not be read.
    pub(crate) fn harm(&self) -> &Harm {
        &self.harm
    }

    /// Reads.
    pub(crate) fn read<T, F>(&self, work: F) -> impl Future<Output = Result<T>> + Send + use<T, F>
    where
        T: Send + 'static,
        F: FnOnce(&Reader<'_>) -> Result<T> + Send + 'static,
    {
        self.reader.run(move |connection| work(&Reader(connection)))
    }

    /// Writes in one transaction what a person did; it is on the disk when this returns.
    pub(crate) fn write<T, F>(&self, work: F) -> impl Future<Output = Result<T>> + Send + use<T, F>
    where
        T: Send + 'static,
        F: FnOnce(&Writer<'_>) -> Result<T> + Send + 'static,
    {
        self.change(Durability::Disk, work)
    }

    /// Writes in one transaction what can be had again or may be a moment older after a power cut.
    pub(crate) fn note<T, F>(&self, work: F) -> impl Future<Output = Result<T>> + Send + use<T, F>
    where
        T: Send + 'static,
        F: FnOnce(&Writer<'_>) -> Result<T> + Send + 'static,
    {
        self.change(Durability::Process, work)
    }

    fn change<T, F>(&self, durability: Durability, work: F) -> impl Future<Output = Result<T>> + Send + use<T, F>
    where
        T: Send + 'static,
        F: FnOnce(&Writer<'_>) -> Result<T> + Send + 'static,
    {
        let written = self.written();
        self.writer.run(move |connection| {
            let outcome = transact(connection, durability, work);
            written.notify_one();
            outcome
        })
    }

    /// Wakes one who waits when something was written, or when this is the end.
    pub(crate) fn written(&self) -> Arc<Notify> {
        self.written.clone()
    }

    /// Once in a run.
    pub(crate) fn may_renew_index(&self) -> bool {
        !self.index_renewed.swap(true, Ordering::Relaxed)
    }

    /// Puts what a sound file holds in the place of all rows, in one transaction.
    pub(crate) async fn become_copy_of(&self, file: PathBuf) -> Result<()> {
        self.writer
            .run(move |connection| {
                connection.flush_prepared_statement_cache();
                backups::replace(connection, &file)?;
                prepare(connection)
            })
            .await?;
        self.harm.clear();
        Ok(())
    }

    /// Works on the file while nobody writes here.
    pub(crate) async fn at_rest<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Path) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let file = self.file.clone();
        self.writer.run(move |_| work(&file)).await
    }

    /// Lets go of the file: from now on there is nothing to read and nothing to write.
    pub(crate) async fn close(&self) {
        for lane in [&self.writer, &self.reader] {
            let closed = lane.run(|connection| {
                *connection = Connection::open_in_memory()?;
                Ok(())
            });
            // A lane that is gone holds nothing.
            let _ = closed.await;
        }
    }

    /// Folds the log of writes into the file, so that what is left behind is one file.
    pub(crate) async fn tidy(&self) -> Result<()> {
        self.writer
            .run(|connection| {
                connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", (), |_| Ok(()))?;
                Ok(())
            })
            .await
    }
}

/// What can be read.
#[derive(Debug)]
pub(crate) struct Reader<'a>(&'a Connection);

impl<'a> Reader<'a> {
    /// What can be read through a connection of one's own.
    pub(crate) fn over(connection: &'a Connection) -> Self {
        Self(connection)
    }
}

impl Deref for Reader<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.0
    }
}

/// What can be written, inside of a transaction.
#[derive(Debug)]
pub(crate) struct Writer<'a>(Reader<'a>);

impl<'a> Deref for Writer<'a> {
    type Target = Reader<'a>;

    fn deref(&self) -> &Reader<'a> {
        &self.0
    }
}

fn transact<T>(
    connection: &mut Connection,
    durability: Durability,
    work: impl FnOnce(&Writer<'_>) -> Result<T>,
) -> Result<T> {
    connection.pragma_update(None, "synchronous", if durability == Durability::Disk { "FULL" } else { "NORMAL" })?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let outcome = work(&Writer(Reader(&transaction)))?;
    transaction.commit()?;
    Ok(outcome)
}

/// A new database of the newest format.
pub(crate) fn new_database(file: &Path) -> Result<Connection> {
    make_file(file)?;
    let mut connection = Connection::open(file)?;
    prepare(&mut connection)?;
    Ok(connection)
}

/// Whether this program knows the format of a file.
pub(crate) fn format_is_known(connection: &Connection) -> Result<()> {
    let (found, known) = (version(connection)?, MIGRATIONS.len());
    if found > known { Err(StoreError::Newer { found, known }) } else { Ok(()) }
}

/// Brings a database to the newest format without a copy of what it held.
fn prepare(connection: &mut Connection) -> Result<()> {
    bring_up_to_date(connection, None)
}

/// Brings a database to the newest format. What an older one holds is copied before.
fn bring_up_to_date(connection: &mut Connection, backups: Option<&Backups>) -> Result<()> {
    connection.busy_timeout(PATIENCE)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    format_is_known(connection)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    let found = version(connection)?;
    if let Some(backups) = backups
        && (1..MIGRATIONS.len()).contains(&found)
    {
        backups.make(connection, BackupKind::Migration, Clock::system().now(), &Work::default())?;
    }
    // Another process may have brought it up to date in between, so the version is read again inside.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found = version(&transaction)?;
    for (number, step) in (1_i64..).zip(MIGRATIONS).skip(found) {
        transaction.execute_batch(step)?;
        transaction.pragma_update(None, "user_version", number)?;
    }
    transaction.execute_batch(BESIDE)?;
    search::prepare(&transaction)?;
    transaction.commit()?;
    Ok(())
}

fn version(connection: &Connection) -> Result<usize> {
    let found: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    // A negative number is none that any Parlance wrote.
    Ok(usize::try_from(found).unwrap_or(usize::MAX))
}
