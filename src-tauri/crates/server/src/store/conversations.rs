//! Conversations.

use std::collections::BTreeMap;

use parlance_protocol::{AppConversationId, ConversationBrief, InnerConversationId, MessageId};
use rusqlite::{OptionalExtension, Row, params};
use serde_json::{Map, Value};

use super::{Owner, Result, Store};

/// A conversation that is to be made.
#[derive(Debug)]
pub(crate) struct NewConversation {
    pub(crate) id: String,
    pub(crate) inner_id: String,
    pub(crate) name: String,
    pub(crate) inputs: BTreeMap<String, String>,
    pub(crate) now: i64,
}

impl Store {
    pub(crate) async fn create_conversation(&self, owner: Owner, new: NewConversation) -> Result<()> {
        self.run(move |connection| {
            connection.execute(
                "INSERT INTO conversation (id, inner_id, agent, user, name, inputs, created_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![
                    new.id,
                    new.inner_id,
                    owner.agent,
                    owner.user,
                    new.name,
                    serde_json::to_string(&new.inputs)?,
                    new.now
                ],
            )?;
            Ok(())
        })
        .await
    }

    /// All conversations of an owner: those at the top, then the latest first.
    pub(crate) async fn conversations(&self, owner: Owner) -> Result<Vec<ConversationBrief>> {
        self.run(move |connection| {
            let mut statement = connection.prepare_cached(
                "SELECT id, inner_id, name,
                        datetime(created_at, 'unixepoch', 'localtime') AS created,
                        coalesce(datetime(chatted_at, 'unixepoch', 'localtime'), '') AS chatted
                   FROM conversation
                  WHERE agent = ?1 AND user = ?2
                  ORDER BY top DESC, coalesce(chatted_at, created_at) DESC, rowid DESC",
            )?;
            let rows = statement.query_map((owner.agent, owner.user), brief)?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
        .await
    }

    /// The inner id of an owner's conversation; `None` when the owner has no such conversation.
    pub(crate) async fn inner_conversation(
        &self,
        owner: Owner,
        id: AppConversationId,
    ) -> Result<Option<InnerConversationId>> {
        self.run(move |connection| {
            let sql = "SELECT inner_id FROM conversation WHERE id = ?1 AND agent = ?2 AND user = ?3";
            let found: Option<String> = connection
                .prepare_cached(sql)?
                .query_row((id.as_str(), owner.agent, owner.user), |row| row.get(0))
                .optional()?;
            Ok(found.map(InnerConversationId::new))
        })
        .await
    }

    /// Renames or changes variables; `None` leaves them. False when the owner has no such conversation.
    pub(crate) async fn update_conversation(
        &self,
        owner: Owner,
        id: AppConversationId,
        name: Option<String>,
        inputs: Option<BTreeMap<String, String>>,
    ) -> Result<bool> {
        self.run(move |connection| {
            let inputs = inputs.map(|inputs| serde_json::to_string(&inputs)).transpose()?;
            let changed = connection.execute(
                "UPDATE conversation
                    SET name = coalesce(?4, name), inputs = coalesce(?5, inputs)
                  WHERE id = ?1 AND agent = ?2 AND user = ?3",
                (id.as_str(), owner.agent, owner.user, name, inputs),
            )?;
            Ok(changed > 0)
        })
        .await
    }

    /// The variables of an owner's conversation; `None` when there is no such conversation.
    pub(crate) async fn inputs(&self, owner: Owner, id: AppConversationId) -> Result<Option<Map<String, Value>>> {
        self.run(move |connection| {
            let sql = "SELECT inputs FROM conversation WHERE id = ?1 AND agent = ?2 AND user = ?3";
            let found: Option<String> =
                connection.query_row(sql, (id.as_str(), owner.agent, owner.user), |row| row.get(0)).optional()?;
            Ok(found.map(|inputs| serde_json::from_str(&inputs)).transpose()?)
        })
        .await
    }

    /// Puts a conversation at the top of the list, or back. False when the owner has no such conversation.
    pub(crate) async fn put_on_top(&self, owner: Owner, id: AppConversationId, top: bool) -> Result<bool> {
        self.run(move |connection| {
            let sql = "UPDATE conversation SET top = ?4 WHERE id = ?1 AND agent = ?2 AND user = ?3";
            Ok(connection.execute(sql, (id.as_str(), owner.agent, owner.user, top))? > 0)
        })
        .await
    }

    /// Deletes what was said in a conversation. False when the owner has no such conversation.
    pub(crate) async fn clear_conversation(&self, owner: Owner, id: AppConversationId) -> Result<bool> {
        self.run(move |connection| {
            let transaction = connection.transaction()?;
            let sql = "UPDATE conversation SET chatted_at = NULL WHERE id = ?1 AND agent = ?2 AND user = ?3";
            let found = transaction.execute(sql, (id.as_str(), owner.agent, owner.user))? > 0;
            if found {
                transaction.execute("DELETE FROM turn WHERE conversation_id = ?1", (id.as_str(),))?;
            }
            transaction.commit()?;
            Ok(found)
        })
        .await
    }

    /// The answers that are being written in an owner's conversation.
    pub(crate) async fn running_in(&self, owner: Owner, id: AppConversationId) -> Result<Vec<MessageId>> {
        self.run(move |connection| {
            let mut statement = connection.prepare_cached(
                "SELECT a.id
                   FROM answer a
                   JOIN turn t ON t.seq = a.turn_seq
                   JOIN conversation c ON c.id = t.conversation_id
                  WHERE c.id = ?1 AND c.agent = ?2 AND c.user = ?3 AND a.state = 'running'",
            )?;
            let answer = |row: &Row<'_>| Ok(MessageId::new(row.get::<_, String>(0)?));
            let found = statement.query_map((id.as_str(), owner.agent, owner.user), answer)?;
            Ok(found.collect::<rusqlite::Result<_>>()?)
        })
        .await
    }

    /// Deletes a conversation with all in it. False when the owner has no such conversation.
    pub(crate) async fn delete_conversation(&self, owner: Owner, id: AppConversationId) -> Result<bool> {
        self.run(move |connection| {
            let sql = "DELETE FROM conversation WHERE id = ?1 AND agent = ?2 AND user = ?3";
            Ok(connection.execute(sql, (id.as_str(), owner.agent, owner.user))? > 0)
        })
        .await
    }
}

fn brief(row: &Row<'_>) -> rusqlite::Result<ConversationBrief> {
    let mut rest = Map::new();
    rest.insert("ConversationID".into(), row.get::<_, String>("inner_id")?.into());
    let last_chat_time: String = row.get("chatted")?;
    Ok(ConversationBrief {
        app_conversation_id: AppConversationId::new(row.get::<_, String>("id")?),
        conversation_name: row.get("name")?,
        create_time: row.get("created")?,
        empty_conversation: last_chat_time.is_empty(),
        last_chat_time,
        rest,
    })
}
