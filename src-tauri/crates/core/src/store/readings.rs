//! Where conversations are being read.

use rusqlite::OptionalExtension as _;

use super::{Reader, Result, Writer};
use crate::id::ConversationId;
use crate::model::Reading;

impl Reader<'_> {
    /// Where a conversation is being read, if that is not its end.
    pub(crate) fn reading(&self, conversation: ConversationId) -> Result<Option<Reading>> {
        let mut statement = self.prepare_cached("SELECT turn_id, above FROM reading WHERE conversation_id = ?1")?;
        let reading = statement
            .query_row((conversation,), |row| Ok(Reading { turn: row.get("turn_id")?, above: row.get("above")? }));
        Ok(reading.optional()?)
    }
}

impl Writer<'_> {
    /// Keeps where a conversation is being read; a turn that is not in it is no place.
    pub(crate) fn set_reading(&self, conversation: ConversationId, reading: Option<Reading>) -> Result<()> {
        let Some(Reading { turn, above }) = reading else {
            self.prepare_cached("DELETE FROM reading WHERE conversation_id = ?1")?.execute((conversation,))?;
            return Ok(());
        };
        self.prepare_cached(
            "INSERT INTO reading (conversation_id, turn_id, above)
             SELECT conversation_id, id, ?3 FROM turn WHERE conversation_id = ?1 AND id = ?2
                 ON CONFLICT (conversation_id) DO UPDATE SET turn_id = excluded.turn_id, above = excluded.above",
        )?
        .execute((conversation, turn, above))?;
        Ok(())
    }
}
