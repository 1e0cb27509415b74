//! Unsent questions.

use rusqlite::OptionalExtension as _;

use super::{Reader, Result, Writer, text};
use crate::id::ConversationId;

impl Reader<'_> {
    /// The unsent question; empty without one.
    pub(crate) fn draft(&self, conversation: ConversationId) -> Result<String> {
        let mut statement = self.prepare_cached("SELECT text FROM draft WHERE conversation_id = ?1")?;
        Ok(statement.query_row((conversation,), |row| text(row, "text")).optional()?.unwrap_or_default())
    }
}

impl Writer<'_> {
    /// Keeps an unsent question; an empty one is forgotten.
    pub(crate) fn set_draft(&self, conversation: ConversationId, text: &str) -> Result<()> {
        if text.is_empty() {
            self.prepare_cached("DELETE FROM draft WHERE conversation_id = ?1")?.execute((conversation,))?;
        } else {
            self.prepare_cached(
                "INSERT INTO draft (conversation_id, text) VALUES (?1, ?2)
                     ON CONFLICT (conversation_id) DO UPDATE SET text = excluded.text",
            )?
            .execute((conversation, text))?;
        }
        Ok(())
    }
}
