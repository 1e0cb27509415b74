//! The index that search is answered from.
//!
//! One document is a turn with all its texts, or the title of a conversation; it holds the texts' tokens, not the texts:
//! what the index proposes is always looked up and compared with the rows. Documents are numbered in the order of time, so
//! that the index gives the newest first whatever the order is in which rows came.
//!
//! Nobody calls this module when a row changes: triggers write the row's id down in the transaction that changes it, and
//! the index follows in small transactions of its own. What is written down, or was there before the index was made, is
//! found by looking through the rows until then. The index can be dropped at any time and is made anew; an older Parlance
//! keeps the list of changed rows by the same triggers and ignores the rest, so that no migration is needed.

mod following;
mod numbers;
mod parts;
mod state;
mod streams;

use rusqlite::Connection;

use super::{Reader, Result, StoreError, Writer};
use crate::id::{ConversationId, TurnId};
pub(crate) use parts::{Part, Parts, Purpose};
use state::IndexState;
pub(crate) use streams::{Candidate, Stand};

const SCHEMA: &str = include_str!("search/schema.sql");
/// Another one makes the index anew.
const VERSION: u32 = 4;
/// Begins the tokens that are no words: no text has this character in a token.
const FACET: char = '\u{E000}';

/// What all tables, triggers and indexes of the index are called, but for those that SQLite makes itself.
const OWN: &str = "SELECT type, name FROM sqlite_schema
                    WHERE (name = 'search' OR name GLOB 'search_*') AND sql IS NOT NULL AND type IN ('table', 'trigger')
                    ORDER BY type = 'table', name <> 'search'";

/// Makes the index if it is not there, not whole, or of another version; within the transaction that opens the store.
pub(super) fn prepare(connection: &Connection) -> Result<()> {
    if IndexState::read(connection)?.is_some_and(|state| state.version == VERSION) && is_whole(connection)? {
        return Ok(());
    }
    make_anew(connection)
}

fn make_anew(connection: &Connection) -> Result<()> {
    for (kind, name) in own(connection)? {
        // A table of the index itself is gone with it.
        connection.execute_batch(&format!("DROP {kind} IF EXISTS \"{name}\""))?;
    }
    connection.execute_batch(SCHEMA)?;
    IndexState::begun(connection)?.write(connection)
}

fn own(connection: &Connection) -> Result<Vec<(String, String)>> {
    let mut statement = connection.prepare(OWN)?;
    let found = statement.query_map((), |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// Whether all that the schema makes is there.
fn is_whole(connection: &Connection) -> Result<bool> {
    let found = own(connection)?;
    let wanted = SCHEMA.lines().filter_map(|line| {
        let mut words = line.split_whitespace();
        (words.next() == Some("CREATE")).then(|| words.find(|word| word.starts_with("search"))).flatten()
    });
    let mut indexes = connection.prepare("SELECT 1 FROM sqlite_schema WHERE name = ?1")?;
    for name in wanted {
        if !found.iter().any(|(_, known)| known == name) && !indexes.exists((name,))? {
            return Ok(false);
        }
    }
    Ok(true)
}

impl Reader<'_> {
    /// The turns of a conversation in reading order.
    pub(crate) fn turns_of(&self, conversation: ConversationId) -> Result<Vec<TurnId>> {
        let mut statement = self.prepare_cached("SELECT id FROM turn WHERE conversation_id = ?1 ORDER BY seq, id")?;
        let ids: rusqlite::Result<_> = statement.query_map((conversation,), |row| row.get("id"))?.collect();
        match ids.map_err(StoreError::from) {
            Err(StoreError::Damaged) => self.turns_apart(conversation),
            ids => ids,
        }
    }

    /// The same where a page cannot be read: each row for itself.
    fn turns_apart(&self, conversation: ConversationId) -> Result<Vec<TurnId>> {
        let numbers = self.numbers_of("turn", "conversation_id", &conversation.to_string())?;
        self.each("SELECT id FROM turn WHERE rowid = ?1", numbers, |row| row.get("id").map(Some))
    }
}

impl Writer<'_> {
    /// Drops the index and begins to make it anew.
    pub(crate) fn renew_index(&self) -> Result<()> {
        make_anew(self)
    }
}
