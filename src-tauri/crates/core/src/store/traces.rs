//! What the platform recorded of an answer, as it gave it out.

use rusqlite::OptionalExtension as _;

use super::{Reader, Result, Writer, text};
use crate::id::AnswerId;

impl Reader<'_> {
    /// The record; empty without one.
    pub(crate) fn trace(&self, answer: AnswerId) -> Result<String> {
        let mut statement = self.prepare_cached("SELECT text FROM trace WHERE answer_id = ?1")?;
        Ok(statement.query_row((answer,), |row| text(row, "text")).optional()?.unwrap_or_default())
    }
}

impl Writer<'_> {
    /// Keeps a record in place of the one before; an empty one is no news.
    pub(crate) fn set_trace(&self, answer: AnswerId, text: &str) -> Result<()> {
        if !text.is_empty() {
            self.prepare_cached(
                "INSERT INTO trace (answer_id, text) VALUES (?1, ?2)
                     ON CONFLICT (answer_id) DO UPDATE SET text = excluded.text",
            )?
            .execute((answer, text))?;
        }
        Ok(())
    }
}
