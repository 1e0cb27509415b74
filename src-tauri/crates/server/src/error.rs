//! Why the server does not run.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Why the server could not start or did not go on.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address is taken, not this computer's, or not permitted.
    #[error("could not listen on {address}")]
    Listen {
        /// What was asked for.
        address: SocketAddr,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The data folder cannot be made.
    #[error("could not make the folder {}", path.display())]
    Folder {
        /// Which folder.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The database cannot be opened, read or written.
    #[error("could not use the agent server's database")]
    Store(#[from] StoreError),
    /// The key given for the Guide is empty or holds something that no HTTP header can carry.
    #[error("the API key for the Guide must be printable ASCII without spaces")]
    Key,
    /// The folder of agents cannot be read.
    #[error("could not read the agents in {}", path.display())]
    Agents {
        /// The folder, or the file in it.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// A file of an agent is not what it should be.
    #[error("{}, line {line}: {message}", path.display())]
    Agent {
        /// Which file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// What is wrong, and what would be right.
        message: String,
    },
}

/// What went wrong in the database.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// What SQLite said.
    #[error("{0}")]
    Sqlite(#[from] rusqlite::Error),
    /// A stored JSON text is none.
    #[error("a stored value is not readable: {0}")]
    Json(#[from] serde_json::Error),
    /// The database was written by a newer version.
    #[error("the database has version {found}, and this program knows up to {known}")]
    Newer {
        /// The file's version.
        found: i64,
        /// The newest version known here.
        known: i64,
    },
    /// The database's thread has ended.
    #[error("the database is closed")]
    Closed,
}
