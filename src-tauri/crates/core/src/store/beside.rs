//! A reader of one's own, for what takes long.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::torn::Harm;
use super::{PATIENCE, Result, StoreError};

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
        let connection = Connection::open_with_flags(&self.file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        connection.busy_timeout(PATIENCE)?;
        connection.execute_batch("BEGIN; SELECT 1 FROM note LIMIT 1")?;
        Ok(connection)
    }
}
