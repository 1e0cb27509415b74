//! A reader of one's own, for what takes long.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::file::has_log;
use super::torn::Harm;
use super::{PATIENCE, Result, StoreError};
use crate::backups;

/// The way to a connection that only reads.
#[derive(Debug, Clone)]
pub(crate) struct Beside {
    file: PathBuf,
    harm: Harm,
}

impl Beside {
    pub(super) fn of(file: &Path, harm: Harm) -> Self {
        Self { file: file.to_owned(), harm }
    }

    /// Works on a connection that sees one moment of the database, whatever is written meanwhile.
    pub(crate) fn read<T, E>(
        &self,
        work: impl FnOnce(&Connection) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E>
    where
        E: From<StoreError>,
    {
        self.harm.noticed(|| work(&self.open()?))
    }

    fn open(&self) -> Result<Connection> {
        let connection = only_read(&self.file)?;
        connection.execute_batch("BEGIN; SELECT 1 FROM note LIMIT 1")?;
        Ok(connection)
    }
}

/// A connection that only reads; also where nothing can be made beside the file, as long as nothing is missing in it.
pub(super) fn only_read(file: &Path) -> Result<Connection> {
    let opened = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY).and_then(|connection| {
        connection.busy_timeout(PATIENCE)?;
        connection.query_row("SELECT COUNT(*) FROM sqlite_schema", (), |_| Ok(()))?;
        Ok(connection)
    });
    match opened.map_err(StoreError::from) {
        // What is in the log and not in the file would be left out.
        Err(StoreError::NoPermission) if !has_log(file) => backups::still(file),
        opened => opened,
    }
}
