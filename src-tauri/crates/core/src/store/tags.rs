//! Tags: names that a person sorts conversations under, whichever agent they are with.

use super::{Reader, Result, Writer};
use crate::id::ConversationId;
use crate::model::Tag;

impl Reader<'_> {
    /// The tags in use, by name.
    pub(crate) fn tags(&self) -> Result<Vec<Tag>> {
        let mut statement = self.prepare_cached(
            "SELECT name, COUNT(*) AS conversations
               FROM tag JOIN conversation ON conversation.id = tag.conversation_id
              WHERE conversation.removed_at = 0
              GROUP BY name
              ORDER BY name",
        )?;
        let tags = statement
            .query_map((), |row| Ok(Tag { name: row.get("name")?, conversations: row.get("conversations")? }))?
            .collect::<rusqlite::Result<_>>()?;
        Ok(tags)
    }

    /// The conversations with a tag.
    pub(crate) fn tagged(&self, tag: &str) -> Result<Vec<ConversationId>> {
        let mut statement = self.prepare_cached("SELECT conversation_id FROM tag WHERE name = ?1")?;
        let ids = statement.query_map((tag,), |row| row.get("conversation_id"))?.collect::<rusqlite::Result<_>>()?;
        Ok(ids)
    }
}

impl Writer<'_> {
    /// Sorts a conversation under a tag.
    pub(crate) fn add_tag(&self, conversation: ConversationId, tag: &str) -> Result<()> {
        self.prepare_cached("INSERT INTO tag (name, conversation_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?
            .execute((tag, conversation))?;
        Ok(())
    }

    /// Takes a tag from a conversation.
    pub(crate) fn remove_tag(&self, conversation: ConversationId, tag: &str) -> Result<()> {
        self.prepare_cached("DELETE FROM tag WHERE name = ?1 AND conversation_id = ?2")?
            .execute((tag, conversation))?;
        Ok(())
    }
}
