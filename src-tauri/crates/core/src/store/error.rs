//! Why rows could not be read or written.

use rusqlite::ErrorCode;

use super::torn;

/// Why rows could not be read or written. No kind holds any of their text.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A newer Parlance wrote the file. It was not touched.
    #[error("the history was written by a newer Parlance (format {found}, this one knows {known})")]
    Newer {
        /// The format of the file.
        found: usize,
        /// The newest format this program knows.
        known: usize,
    },
    /// The data folder cannot be made or used.
    #[error("the data folder cannot be used: {0}")]
    Folder(#[source] std::io::Error),
    /// The file or its folder may not be written.
    #[error("the history may not be written: no permission")]
    NoPermission,
    /// The disk is full.
    #[error("the disk is full")]
    DiskFull,
    /// The file is no history, or it is damaged.
    #[error("the file of the history is damaged or no history at all")]
    Damaged,
    /// There is no file, or nothing in it, where there was a history before.
    #[error("the file of the history is missing or empty, although there are backups of it")]
    Missing,
    /// The copy that was to take the history's place cannot be read.
    #[error("the backup is damaged or none at all")]
    BadBackup,
    /// Another program holds the file.
    #[error("the history is held by another program")]
    Busy,
    /// Anything else that SQLite says.
    #[error("the history could not be read or written: {0}")]
    Sqlite(#[source] rusqlite::Error),
    /// A row that holds what it cannot hold.
    #[error("a row could not be put into words: {0}")]
    Json(#[source] serde_json::Error),
    /// The person ended it.
    #[error("it was ended before it was done")]
    Cancelled,
    /// The profile was closed.
    #[error("the history is closed")]
    Closed,
}

impl StoreError {
    /// What went wrong with a folder, or with a file that is not read as a database.
    pub(crate) fn of_the_folder(cause: std::io::Error) -> Self {
        if cause.kind() == std::io::ErrorKind::StorageFull { Self::DiskFull } else { Self::Folder(cause) }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        if torn::is_torn(&error) {
            torn::tear();
        }
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            Some(ErrorCode::PermissionDenied | ErrorCode::ReadOnly | ErrorCode::CannotOpen) => Self::NoPermission,
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => Self::Damaged,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            _ => Self::Sqlite(error),
        }
    }
}
