//! Questions that wait for the end of an answer.

use rusqlite::{OptionalExtension as _, Row};

use super::{Reader, Result, Writer, number, text};
use crate::id::ConversationId;
use crate::model::Queued;

impl Queued {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            conversation_id: row.get("conversation_id")?,
            question: text(row, "question")?,
            held: number(row, "held")?,
        })
    }
}

impl Reader<'_> {
    /// The question that waits in a conversation.
    pub(crate) fn queued(&self, conversation: ConversationId) -> Result<Option<Queued>> {
        let mut statement =
            self.prepare_cached("SELECT conversation_id, question, held FROM queued WHERE conversation_id = ?1")?;
        Ok(statement.query_row((conversation,), Queued::from_row).optional()?)
    }

    /// All questions that wait.
    pub(crate) fn all_queued(&self) -> Result<Vec<Queued>> {
        let mut statement = self.prepare("SELECT conversation_id, question, held FROM queued")?;
        let rows = statement.query_map((), Queued::from_row)?.collect::<rusqlite::Result<_>>()?;
        Ok(rows)
    }
}

impl Writer<'_> {
    /// A question waits.
    pub(crate) fn set_queued(&self, row: &Queued) -> Result<()> {
        self.execute(
            "INSERT INTO queued (conversation_id, question, held) VALUES (?1, ?2, ?3)
                 ON CONFLICT (conversation_id) DO UPDATE SET question = excluded.question, held = excluded.held",
            (row.conversation_id, &row.question, row.held),
        )?;
        Ok(())
    }

    /// No question waits any more.
    pub(crate) fn remove_queued(&self, conversation: ConversationId) -> Result<()> {
        self.execute("DELETE FROM queued WHERE conversation_id = ?1", (conversation,))?;
        Ok(())
    }
}
