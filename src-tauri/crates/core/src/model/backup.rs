//! Copies of the history that are kept beside it.

use serde::{Deserialize, Serialize};

use crate::model::{Imported, Timestamp};

/// A copy of the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Backup {
    /// Its name in the folder of backups.
    pub name: String,
    /// Why it was made.
    pub kind: BackupKind,
    /// When.
    pub at: Timestamp,
    /// How large it is, in kibibytes.
    pub kibibytes: u32,
    /// What it holds; absent where it cannot be read.
    pub holds: Option<Holding>,
}

/// Why a copy was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum BackupKind {
    /// By itself, from time to time.
    Automatic,
    /// Because the person asked for it.
    Manual,
    /// Before the database was brought to a newer format.
    Migration,
    /// Before another copy took the place of the database.
    Restore,
    /// It is no copy, but a damaged database as it was when something else took its place.
    SetAside,
}

/// What a history holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Holding {
    /// Agents.
    pub agents: u32,
    /// Conversations.
    pub conversations: u32,
    /// Turns.
    pub turns: u32,
    /// When something was last asked or answered; 0 where nothing was.
    pub active_at: Timestamp,
}

/// What came of a way out of a damaged history.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Rescued {
    /// What the history holds now.
    pub holds: Holding,
    /// What of the damaged file was added to the backup.
    pub added: Imported,
    /// Rows of the damaged file that are lost, or of which only the place is left, as far as that can be known.
    pub lost: u32,
}

/// The way out of a history that cannot be opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(tag = "kind", content = "name", rename_all = "camelCase")]
pub enum WayOut {
    /// This copy takes its place, and what can still be read of it is added.
    Backup(String),
    /// What can still be read of it makes a new one.
    Rest,
    /// An empty one takes its place.
    Empty,
}
