//! How far the index has come.

use rusqlite::{Connection, OptionalExtension as _};
use serde::{Deserialize, Serialize};

use super::super::{Reader, Result, StoreError, to_json};
use super::VERSION;
use crate::model::Indexing;

/// The note that holds it.
const NOTE: &str = "search";
/// Sorts behind every id.
pub(super) const BEHIND_ALL: &str = "~";

/// Which of the rows that were there before the index are in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Reach {
    /// Those up to this id.
    UpTo(String),
    All,
}

impl Reach {
    pub(super) fn is_complete(&self) -> bool {
        *self == Self::All
    }

    /// The last id that is in it: every row's id sorts behind that of none, and before that of all.
    pub(super) fn last(&self) -> &str {
        match self {
            Self::UpTo(id) => id,
            Self::All => BEHIND_ALL,
        }
    }
}

/// How far the index has come; written in the transaction that brings it further.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct IndexState {
    pub(super) version: u32,
    /// The conversations that are in it.
    pub(super) titles: Reach,
    /// The turns that are in it.
    pub(super) turns: Reach,
    /// Turns that have been taken in, of those that were there when it was begun.
    pub(super) done: u32,
    pub(super) total: u32,
    /// How many documents it holds.
    pub(super) documents: u32,
    /// Its parts are still to be put together, which makes it smaller.
    pub(super) loose: bool,
    /// Some document found no place near its time.
    pub(super) disordered: bool,
}

impl IndexState {
    pub(super) fn begun(connection: &Connection) -> Result<Self> {
        let total = connection.query_row("SELECT COUNT(*) FROM turn", (), |row| row.get(0))?;
        Ok(Self {
            version: VERSION,
            titles: Reach::UpTo(String::new()),
            turns: Reach::UpTo(String::new()),
            done: 0,
            total,
            documents: 0,
            loose: total > 0,
            disordered: false,
        })
    }

    /// Nothing when there is none that this version understands.
    pub(super) fn read(connection: &Connection) -> Result<Option<Self>> {
        let mut statement = connection.prepare_cached("SELECT value FROM note WHERE name = ?1")?;
        let text: Option<String> = statement.query_row((NOTE,), |row| row.get("value")).optional()?;
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
    }

    pub(super) fn write(&self, connection: &Connection) -> Result<()> {
        connection
            .prepare_cached(
                "INSERT INTO note (name, value) VALUES (?1, ?2)
                     ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            )?
            .execute((NOTE, to_json(self)?))?;
        Ok(())
    }

    /// Whether all that was there when it was begun is in it.
    pub(super) fn is_complete(&self) -> bool {
        self.titles.is_complete() && self.turns.is_complete()
    }
}

impl Reader<'_> {
    /// How far the index has come, while it is being made.
    pub(crate) fn indexing(&self) -> Result<Option<Indexing>> {
        let state = self.index_state()?;
        let done = state.done.min(state.total);
        Ok((!state.is_complete()).then_some(Indexing { done, total: state.total }))
    }

    /// How far the index has come.
    pub(super) fn index_state(&self) -> Result<IndexState> {
        IndexState::read(self)?.ok_or(StoreError::Damaged)
    }
}
