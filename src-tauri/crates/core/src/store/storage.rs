//! What rows take up, and taking out those that can be had again.

use std::collections::HashSet;
use std::path::Path;

use rusqlite::InterruptHandle;
use tokio::sync::oneshot;

use super::{FILE, Reader, Result, Store, StoreError, Writer};
use crate::id::{AgentId, ConversationId, TurnId};
use crate::model::{Size, Timestamp};

/// What some conversations take up.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Taken {
    pub(crate) turns: u32,
    pub(crate) texts: u64,
    pub(crate) events: u64,
}

impl Reader<'_> {
    /// All conversations of an agent that are not removed.
    pub(crate) fn all_of(&self, agent: AgentId) -> Result<Vec<ConversationId>> {
        let mut statement =
            self.prepare_cached("SELECT id FROM conversation WHERE agent_id = ?1 AND removed_at = 0 ORDER BY id")?;
        let ids: rusqlite::Result<_> = statement.query_map((agent,), |row| row.get("id"))?.collect();
        match ids.map_err(StoreError::from) {
            Err(StoreError::Damaged) => self.all_of_apart(agent),
            ids => ids,
        }
    }

    /// The same where a page cannot be read: each row for itself.
    fn all_of_apart(&self, agent: AgentId) -> Result<Vec<ConversationId>> {
        let sql = "SELECT id, agent_id FROM conversation WHERE rowid = ?1 AND removed_at = 0";
        self.each(sql, self.all_numbers("conversation")?, |row| {
            let owner: AgentId = row.get("agent_id")?;
            Ok(if owner == agent { Some(row.get("id")?) } else { None })
        })
    }

    /// What a conversation takes up.
    pub(crate) fn taken(&self, conversation: ConversationId) -> Result<Taken> {
        let mut statement = self.prepare_cached(
            "SELECT (SELECT COUNT(*) FROM turn WHERE conversation_id = ?1) AS turns,
                    (SELECT COALESCE(SUM(octet_length(question) + octet_length(files)), 0)
                       FROM turn WHERE conversation_id = ?1) AS questions,
                    (SELECT COALESCE(SUM(octet_length(text) + octet_length(suggestions)), 0)
                       FROM answer WHERE turn_id IN (SELECT id FROM turn WHERE conversation_id = ?1)) AS answers,
                    (SELECT COALESCE(SUM(octet_length(step.text) + octet_length(input) + octet_length(citations)), 0)
                       FROM turn JOIN answer ON answer.turn_id = turn.id JOIN step ON step.answer_id = answer.id
                      WHERE conversation_id = ?1) AS steps,
                    (SELECT COALESCE(SUM(octet_length(raw)), 0)
                       FROM turn JOIN answer ON answer.turn_id = turn.id JOIN frame ON frame.answer_id = answer.id
                      WHERE conversation_id = ?1) AS frames,
                    (SELECT COALESCE(SUM(octet_length(trace.text)), 0)
                       FROM turn JOIN answer ON answer.turn_id = turn.id JOIN trace ON trace.answer_id = answer.id
                      WHERE conversation_id = ?1) AS traces",
        )?;
        let taken = statement.query_row((conversation,), |row| {
            let size = |column: &str| row.get::<_, i64>(column).map(|size| u64::try_from(size).unwrap_or(0));
            Ok(Taken {
                turns: row.get("turns")?,
                texts: size("questions")? + size("answers")? + size("steps")?,
                events: size("frames")? + size("traces")?,
            })
        })?;
        Ok(taken)
    }

    /// The turns that the platform has as they are here, and about which nothing is on its way; with its ids of their
    /// questions.
    pub(crate) fn clearable(&self, conversation: ConversationId) -> Result<Vec<(TurnId, String)>> {
        let mut statement = self.prepare_cached(
            "SELECT id, query_id
               FROM turn
              WHERE conversation_id = ?1 AND standing = 'confirmed' AND removed_at = 0 AND forgotten = 0
                AND used_pending = 0 AND query_id <> ''
                AND NOT EXISTS (SELECT 1
                                  FROM answer
                                 WHERE turn_id = turn.id
                                   AND (state = 'streaming' OR message_id = '' OR rating_delivery <> 'settled'))
                AND NOT EXISTS (SELECT 1
                                  FROM answer JOIN step ON step.answer_id = answer.id
                                       JOIN interrupt ON interrupt.step_id = step.id
                                 WHERE answer.turn_id = turn.id AND interrupt.state = 'waiting')",
        )?;
        let turns = statement
            .query_map((conversation,), |row| Ok((row.get("id")?, row.get("query_id")?)))?
            .collect::<rusqlite::Result<_>>()?;
        Ok(turns)
    }

    /// The conversations that nobody has used since, that nobody keeps for another reason, and that the platform has: they
    /// hold nothing that is only here.
    pub(crate) fn unused_since(&self, at: Timestamp) -> Result<Vec<ConversationId>> {
        let mut statement = self.prepare_cached(
            "SELECT id
               FROM conversation
              WHERE removed_at = 0 AND active_at < ?1 AND created_at < ?1 AND pinned = 0 AND archived = 0
                AND platform_id <> '' AND gone = 0
                AND NOT EXISTS (SELECT 1 FROM used WHERE conversation_id = conversation.id AND at >= ?1)
                AND NOT EXISTS (SELECT 1
                                  FROM turn
                                 WHERE conversation_id = conversation.id AND removed_at = 0
                                   AND (standing IN ('local', 'gone') OR forgotten = 1))
                AND NOT EXISTS (SELECT 1
                                  FROM turn JOIN answer ON answer.turn_id = turn.id
                                 WHERE conversation_id = conversation.id AND rating <> 'none')
                AND NOT EXISTS (SELECT 1 FROM tag WHERE conversation_id = conversation.id)
                AND NOT EXISTS (SELECT 1 FROM draft WHERE conversation_id = conversation.id)
                AND NOT EXISTS (SELECT 1 FROM queued WHERE conversation_id = conversation.id)
                AND NOT EXISTS (SELECT 1 FROM attachment WHERE conversation_id = conversation.id)",
        )?;
        let ids = statement.query_map((at.0,), |row| row.get("id"))?.collect::<rusqlite::Result<_>>()?;
        Ok(ids)
    }

    /// The empty part of the database.
    pub(crate) fn free(&self) -> Result<Size> {
        let pages: i64 = self.pragma_query_value(None, "freelist_count", |row| row.get(0))?;
        let size: i64 = self.pragma_query_value(None, "page_size", |row| row.get(0))?;
        Ok(Size(u64::try_from(pages * size).unwrap_or(0)))
    }
}

impl Writer<'_> {
    /// A conversation is used now.
    pub(crate) fn note_use(&self, conversation: ConversationId, now: Timestamp) -> Result<()> {
        self.prepare_cached(
            "INSERT INTO used (conversation_id, at) SELECT id, ?2 FROM conversation WHERE id = ?1
                 ON CONFLICT (conversation_id) DO UPDATE SET at = excluded.at",
        )?
        .execute((conversation, now.0))?;
        Ok(())
    }

    /// Takes the raw events and records out of a conversation.
    pub(crate) fn clear_events(&self, conversation: ConversationId) -> Result<()> {
        for table in ["frame", "trace"] {
            self.prepare_cached(&format!(
                "DELETE FROM {table}
                  WHERE answer_id IN (SELECT answer.id
                                        FROM turn JOIN answer ON answer.turn_id = turn.id
                                       WHERE conversation_id = ?1 AND answer.state <> 'streaming')"
            ))?
            .execute((conversation,))?;
        }
        Ok(())
    }

    /// Takes out those of a conversation's turns whose questions the platform was seen to give back. How many there were.
    pub(crate) fn clear_turns(&self, conversation: ConversationId, given: &HashSet<String>) -> Result<u32> {
        let mut cleared = 0;
        for (turn, query_id) in self.clearable(conversation)? {
            if given.contains(&query_id) {
                self.prepare_cached("DELETE FROM turn WHERE id = ?1")?.execute((turn,))?;
                cleared += 1;
            }
        }
        Ok(cleared)
    }
}

impl Store {
    /// Rebuilds the database without its empty parts. Once it is begun the handle that ends it is given away.
    pub(crate) fn compact(
        &self,
        begun: oneshot::Sender<InterruptHandle>,
    ) -> impl Future<Output = Result<()>> + Send + use<> {
        self.writer.run(move |connection| {
            // Nobody who could end it waits any more: it ends by itself.
            let _ = begun.send(connection.get_interrupt_handle());
            connection.execute_batch("VACUUM")?;
            connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", (), |_| Ok(()))?;
            Ok(())
        })
    }
}

/// The size of the database's files.
pub(crate) fn size_in(folder: &Path) -> Size {
    let names = [FILE.to_owned(), format!("{FILE}-wal")];
    let sizes = names.iter().filter_map(|name| std::fs::metadata(folder.join(name)).ok());
    Size(sizes.map(|found| found.len()).sum())
}
