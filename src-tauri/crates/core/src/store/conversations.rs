//! Conversations.

use rusqlite::types::ValueRef;
use rusqlite::{OptionalExtension as _, Row};

use super::{Reader, Result, StoreError, Writer, from_json, number, readable, text, to_json};
use crate::conversations::title;
use crate::id::{AgentId, ConversationId};
use crate::model::{Conversation, SyncState, Timestamp};

/// A conversation that was removed, and what is left to do about it.
#[derive(Debug, Clone)]
pub(crate) struct Removed {
    /// Which.
    pub(crate) id: ConversationId,
    /// Whose.
    pub(crate) agent_id: AgentId,
    /// The platform's id; empty when the platform never knew it.
    pub(crate) platform_id: String,
    /// The platform is to keep it.
    pub(crate) kept_there: bool,
}

impl Conversation {
    /// `running` and `sync` are no columns: the profile knows them for this run.
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let draft = row.get_ref("draft")? != ValueRef::Null;
        let draft = if draft { text(row, "draft")? } else { String::new() };
        Ok(Self {
            id: row.get("id")?,
            agent_id: row.get("agent_id")?,
            platform_id: text(row, "platform_id")?,
            title: text(row, "title")?,
            named: number(row, "named")?,
            pinned: number(row, "pinned")?,
            archived: number(row, "archived")?,
            tags: from_json(row, "tags")?,
            preview: text(row, "preview")?,
            draft: title::beginning(&draft),
            values: from_json(row, "variable_values")?,
            turns: number(row, "turns")?,
            running: false,
            unread: number(row, "unread")?,
            failed: number(row, "failed")?,
            gone: number(row, "gone")?,
            sync: SyncState::Unknown,
            created_at: Timestamp(number(row, "created_at")?),
            active_at: Timestamp(number(row, "active_at")?),
        })
    }
}

/// The row of a conversation, with what is looked up beside it.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT conversation.id, agent_id, platform_id, title, named, pinned, archived, preview, variable_values,
                    turns, unread, gone, created_at, active_at,
                    COALESCE(substr(draft.text, 1, 400),
                             (SELECT name FROM attachment
                               WHERE conversation_id = conversation.id AND queued = 0
                               ORDER BY position LIMIT 1)) AS draft,
                    (SELECT json_group_array(name)
                       FROM (SELECT name FROM tag WHERE conversation_id = conversation.id ORDER BY name)) AS tags,
                    COALESCE((SELECT answer.state IN ('failed', 'interrupted')
                                FROM turn JOIN answer ON answer.id = turn.used_answer_id
                               WHERE turn.conversation_id = conversation.id AND turn.removed_at = 0
                               ORDER BY turn.seq DESC LIMIT 1), 0) AS failed
               FROM conversation LEFT JOIN draft ON draft.conversation_id = conversation.id ",
            $rest
        )
    };
}

impl Reader<'_> {
    /// One conversation that was not removed.
    pub(crate) fn conversation(&self, conversation: ConversationId) -> Result<Option<Conversation>> {
        let mut statement = self.prepare_cached(select!("WHERE conversation.id = ?1 AND removed_at = 0"))?;
        match readable(statement.query_map((conversation,), Conversation::from_row)?) {
            // What is looked up beside it must not hide it.
            Err(StoreError::Damaged) => self.bare_conversation(conversation),
            found => Ok(found?.pop()),
        }
    }

    fn bare_conversation(&self, conversation: ConversationId) -> Result<Option<Conversation>> {
        let mut statement = self.prepare_cached(
            "SELECT id, agent_id, platform_id, title, named, pinned, archived, preview, variable_values, turns, unread,
                    gone, created_at, active_at, NULL AS draft, '[]' AS tags, 0 AS failed
               FROM conversation
              WHERE id = ?1 AND removed_at = 0",
        )?;
        Ok(readable(statement.query_map((conversation,), Conversation::from_row)?)?.pop())
    }

    /// The agent's conversation in which nothing was asked yet.
    pub(crate) fn empty_conversation(&self, agent: AgentId) -> Result<Option<Conversation>> {
        let mut statement = self.prepare_cached(select!(
            "WHERE agent_id = ?1 AND turns = 0 AND platform_id = '' AND archived = 0 AND removed_at = 0
             ORDER BY created_at DESC
             LIMIT 1"
        ))?;
        Ok(statement.query_row((agent,), Conversation::from_row).optional()?)
    }

    /// The conversations that were removed and are not forgotten yet.
    pub(crate) fn removed_conversations(&self) -> Result<Vec<Removed>> {
        let mut statement = self.prepare_cached(
            "SELECT id, agent_id, platform_id, kept_there
                   FROM conversation
                  WHERE removed_at <> 0 AND (purged = 0 OR kept_there = 0)",
        )?;
        let removed = statement
            .query_map((), |row| {
                Ok(Removed {
                    id: row.get("id")?,
                    agent_id: row.get("agent_id")?,
                    platform_id: row.get("platform_id")?,
                    kept_there: row.get("kept_there")?,
                })
            })?
            .collect::<rusqlite::Result<_>>()?;
        Ok(removed)
    }
}

impl Writer<'_> {
    /// Adds a conversation.
    pub(crate) fn add_conversation(&self, conversation: &Conversation) -> Result<()> {
        self.execute(
            "INSERT INTO conversation
                 (id, agent_id, platform_id, title, pinned, preview, turns, unread, created_at, active_at,
                  variable_values, named, archived)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            (
                conversation.id,
                conversation.agent_id,
                &conversation.platform_id,
                &conversation.title,
                conversation.pinned,
                &conversation.preview,
                conversation.turns,
                conversation.unread,
                conversation.created_at.0,
                conversation.active_at.0,
                to_json(&conversation.values)?,
                conversation.named,
                conversation.archived,
            ),
        )?;
        Ok(())
    }

    /// Names a conversation; whether the person did decides whether anything else may name it anew.
    pub(crate) fn rename_conversation(&self, conversation: ConversationId, title: &str, named: bool) -> Result<()> {
        self.execute("UPDATE conversation SET title = ?2, named = ?3 WHERE id = ?1", (conversation, title, named))?;
        Ok(())
    }

    /// Takes a conversation out of the list, or back.
    pub(crate) fn archive_conversation(&self, conversation: ConversationId, archived: bool) -> Result<()> {
        self.prepare_cached("UPDATE conversation SET archived = ?2 WHERE id = ?1")?
            .execute((conversation, archived))?;
        Ok(())
    }

    /// Keeps a conversation at the top, or not.
    pub(crate) fn pin_conversation(&self, conversation: ConversationId, pinned: bool) -> Result<()> {
        self.execute("UPDATE conversation SET pinned = ?2 WHERE id = ?1", (conversation, pinned))?;
        Ok(())
    }

    /// Says whether an answer ended that nobody has seen.
    pub(crate) fn set_unread(&self, conversation: ConversationId, unread: bool) -> Result<()> {
        self.prepare_cached("UPDATE conversation SET unread = ?2 WHERE id = ?1")?.execute((conversation, unread))?;
        Ok(())
    }

    /// Keeps the platform's id.
    pub(crate) fn set_platform_id(&self, conversation: ConversationId, platform_id: &str) -> Result<()> {
        self.execute("UPDATE conversation SET platform_id = ?2 WHERE id = ?1", (conversation, platform_id))?;
        Ok(())
    }

    /// Something was asked or answered: the newest text, the time, and the number of turns.
    pub(crate) fn touch_conversation(&self, conversation: ConversationId, preview: &str, at: Timestamp) -> Result<()> {
        self.prepare_cached(
            "UPDATE conversation
                SET preview = ?2, active_at = max(active_at, ?3),
                    turns = (SELECT COUNT(*) FROM turn WHERE conversation_id = ?1 AND removed_at = 0)
              WHERE id = ?1",
        )?
        .execute((conversation, preview, at.0))?;
        Ok(())
    }

    /// Marks a conversation as removed here, and on the platform unless that is to keep it.
    pub(crate) fn mark_removed(&self, conversation: ConversationId, at: Timestamp, kept_there: bool) -> Result<()> {
        self.prepare_cached("UPDATE conversation SET removed_at = ?2, kept_there = ?3 WHERE id = ?1 AND purged = 0")?
            .execute((conversation, at.0, kept_there))?;
        Ok(())
    }

    /// Takes the mark away while there is something to bring back.
    pub(crate) fn unmark_removed(&self, conversation: ConversationId) -> Result<()> {
        self.prepare_cached("UPDATE conversation SET removed_at = 0, kept_there = 0 WHERE id = ?1 AND purged = 0")?
            .execute((conversation,))?;
        Ok(())
    }

    /// Takes the mark away from all of which there is something to bring back.
    pub(crate) fn unmark_all_removed(&self) -> Result<()> {
        self.execute(
            "UPDATE conversation SET removed_at = 0, kept_there = 0 WHERE removed_at <> 0 AND purged = 0",
            (),
        )?;
        Ok(())
    }

    /// Forgets what a removed conversation held; says whether it was there and still removed.
    pub(crate) fn purge_conversation(
        &self,
        conversation: ConversationId,
        removed_at: Option<Timestamp>,
    ) -> Result<bool> {
        let purged = self.execute(
            "UPDATE conversation SET purged = 1, title = '', preview = '', variable_values = '{}', turns = 0
              WHERE id = ?1 AND removed_at <> 0 AND (?2 IS NULL OR removed_at = ?2)",
            (conversation, removed_at.map(|at| at.0)),
        )?;
        if purged == 0 {
            return Ok(false);
        }
        self.execute("DELETE FROM turn WHERE conversation_id = ?1", (conversation,))?;
        self.execute("DELETE FROM tag WHERE conversation_id = ?1", (conversation,))?;
        self.execute("DELETE FROM draft WHERE conversation_id = ?1", (conversation,))?;
        self.execute("DELETE FROM attachment WHERE conversation_id = ?1", (conversation,))?;
        self.execute("DELETE FROM queued WHERE conversation_id = ?1", (conversation,))?;
        Ok(true)
    }

    /// Forgets a purged conversation altogether.
    pub(crate) fn forget_conversation(&self, conversation: ConversationId) -> Result<()> {
        self.execute("DELETE FROM conversation WHERE id = ?1 AND purged = 1", (conversation,))?;
        Ok(())
    }
}
