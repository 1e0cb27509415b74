//! Search over the rows.

mod parts;

use super::{Reader, Result};
use crate::id::{ConversationId, TurnId};

pub(crate) use parts::{Part, Parts};

impl Reader<'_> {
    /// The newest turns below one, by when they were written here.
    pub(crate) fn turns_below(&self, below: &str, limit: u32) -> Result<Vec<TurnId>> {
        let mut statement = self.prepare_cached("SELECT id FROM turn WHERE id < ?1 ORDER BY id DESC LIMIT ?2")?;
        let ids = statement.query_map((below, limit), |row| row.get("id"))?.collect::<rusqlite::Result<_>>()?;
        Ok(ids)
    }

    /// The turns of a conversation in reading order.
    pub(crate) fn turns_of(&self, conversation: ConversationId) -> Result<Vec<TurnId>> {
        let mut statement = self.prepare_cached("SELECT id FROM turn WHERE conversation_id = ?1 ORDER BY seq, id")?;
        let ids = statement.query_map((conversation,), |row| row.get("id"))?.collect::<rusqlite::Result<_>>()?;
        Ok(ids)
    }
}
