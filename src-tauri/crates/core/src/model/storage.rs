//! What the profile takes up on the disk.

use serde::{Deserialize, Serialize};

use crate::id::AgentId;

/// How far a piece of work is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    /// So many.
    pub done: u32,
    /// Of so many; 0 where that is not known.
    pub total: u32,
}

/// A size on the disk.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(transparent)]
pub struct Size(#[cfg_attr(feature = "bindings", specta(type = i32))] pub u64);

/// What the profile takes up.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Storage {
    /// The database with its log.
    pub database: Size,
    /// What of the database is empty and goes when it is compacted.
    pub free: Size,
    /// Files of questions.
    pub files: Size,
    /// Backups, and what was set aside.
    pub backups: Size,
    /// By agent, in the order of the rail.
    pub agents: Vec<AgentStorage>,
}

/// What the conversations of an agent take up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct AgentStorage {
    /// Whose.
    pub agent_id: AgentId,
    /// Conversations, archived ones among them.
    pub conversations: u32,
    /// Turns.
    pub turns: u32,
    /// Questions, answers and steps.
    pub texts: Size,
    /// Raw events and records, which are kept for looking into an answer.
    pub events: Size,
}

/// What clearing did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Cleared {
    /// Turns that are on the platform and come back when their conversation is opened.
    pub turns: u32,
    /// It was ended before its end.
    pub cancelled: bool,
}
