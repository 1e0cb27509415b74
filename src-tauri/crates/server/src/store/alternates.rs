//! Several answers to one question: making another, choosing one, rating and deleting.

use parlance_protocol::{AppConversationId, FeedbackInfo, InnerConversationId, MessageId, QueryId};
use rusqlite::{Connection, OptionalExtension};

use super::turns::NEW_ANSWER;
use super::{Owner, Result, Store};

/// How often a question can be answered again.
pub(crate) const MOST_ALTERNATES: i64 = 10;

/// The answer to make another of.
#[derive(Debug)]
pub(crate) struct Which {
    pub(crate) conversation: AppConversationId,
    pub(crate) answer: MessageId,
}

/// Whether a question is being answered again.
#[derive(Debug)]
pub(crate) enum Again {
    Begun { inner: InnerConversationId, question: String },
    NoConversation,
    NoMessage,
    TooMany,
}

impl Store {
    /// Writes one more empty answer to a question of the owner's. From now on the newest answer counts again.
    pub(crate) async fn begin_again(&self, owner: Owner, which: Which, answer: MessageId, now: i64) -> Result<Again> {
        self.run(move |connection| {
            let transaction = connection.transaction()?;
            let (id, of) = (which.conversation.as_str(), which.answer.as_str());
            let sql = "SELECT inner_id FROM conversation WHERE id = ?1 AND agent = ?2 AND user = ?3";
            let inner = transaction.query_row(sql, (id, &owner.agent, &owner.user), |row| row.get::<_, String>(0));
            let Some(inner) = inner.optional()? else { return Ok(Again::NoConversation) };
            let sql = "SELECT t.seq, t.question, (SELECT count(*) FROM answer WHERE turn_seq = t.seq)
                         FROM answer a JOIN turn t ON t.seq = a.turn_seq
                        WHERE a.id = ?1 AND t.conversation_id = ?2";
            let turn = transaction
                .query_row(sql, (of, id), |row| Ok((row.get::<_, i64>(0)?, row.get(1)?, row.get::<_, i64>(2)?)));
            let Some((seq, question, answers)) = turn.optional()? else { return Ok(Again::NoMessage) };
            if answers > MOST_ALTERNATES {
                return Ok(Again::TooMany);
            }
            transaction.execute(NEW_ANSWER, (answer.as_str(), seq, now))?;
            transaction.execute("UPDATE turn SET used = NULL WHERE seq = ?1", (seq,))?;
            transaction.execute("UPDATE conversation SET chatted_at = ?2 WHERE id = ?1", (id, now))?;
            transaction.commit()?;
            Ok(Again::Begun { inner: InnerConversationId::new(inner), question })
        })
        .await
    }

    /// Makes an answer the one that counts. False when the owner has no such answer.
    pub(crate) async fn use_answer(&self, owner: Owner, answer: MessageId) -> Result<bool> {
        self.run(move |connection| {
            let Some(turn) = turn_of(connection, &owner, &answer)? else { return Ok(false) };
            connection.execute("UPDATE turn SET used = ?2 WHERE seq = ?1", (turn, answer.as_str()))?;
            Ok(true)
        })
        .await
    }

    /// Keeps a rating in place of the one before. False when the owner has no such answer.
    pub(crate) async fn rate(
        &self,
        owner: Owner,
        answer: MessageId,
        rating: i64,
        feedback: Option<FeedbackInfo>,
    ) -> Result<bool> {
        self.run(move |connection| {
            let Some(_) = turn_of(connection, &owner, &answer)? else { return Ok(false) };
            let feedback = feedback.map(|feedback| serde_json::to_string(&feedback)).transpose()?.unwrap_or_default();
            let sql = "UPDATE answer SET rating = ?2, feedback = ?3 WHERE id = ?1";
            connection.execute(sql, (answer.as_str(), rating, feedback))?;
            Ok(true)
        })
        .await
    }

    /// Deletes an answer, and its question with the last of its answers. False when the owner has no such answer.
    pub(crate) async fn delete_answer(&self, owner: Owner, answer: MessageId) -> Result<bool> {
        self.run(move |connection| {
            let transaction = connection.transaction()?;
            let Some(turn) = turn_of(&transaction, &owner, &answer)? else { return Ok(false) };
            transaction.execute("DELETE FROM answer WHERE id = ?1", (answer.as_str(),))?;
            let sql = "DELETE FROM turn WHERE seq = ?1 AND NOT EXISTS (SELECT 1 FROM answer WHERE turn_seq = ?1)";
            transaction.execute(sql, (turn,))?;
            transaction.commit()?;
            Ok(true)
        })
        .await
    }

    /// Deletes a question with all its answers. False when the owner has no such question.
    pub(crate) async fn delete_turn(&self, owner: Owner, question: QueryId) -> Result<bool> {
        self.run(move |connection| {
            let sql = "DELETE FROM turn
                        WHERE id = ?1
                          AND conversation_id IN (SELECT id FROM conversation WHERE agent = ?2 AND user = ?3)";
            Ok(connection.execute(sql, (question.as_str(), owner.agent, owner.user))? > 0)
        })
        .await
    }

    /// The answers to an owner's question that are being written.
    pub(crate) async fn running_of(&self, owner: Owner, question: QueryId) -> Result<Vec<MessageId>> {
        self.run(move |connection| {
            let mut statement = connection.prepare_cached(
                "SELECT a.id
                   FROM answer a
                   JOIN turn t ON t.seq = a.turn_seq
                   JOIN conversation c ON c.id = t.conversation_id
                  WHERE t.id = ?1 AND c.agent = ?2 AND c.user = ?3 AND a.state = 'running'",
            )?;
            let found = statement.query_map((question.as_str(), owner.agent, owner.user), |row| {
                Ok(MessageId::new(row.get::<_, String>(0)?))
            })?;
            Ok(found.collect::<rusqlite::Result<_>>()?)
        })
        .await
    }
}

fn turn_of(connection: &Connection, owner: &Owner, answer: &MessageId) -> Result<Option<i64>> {
    let sql = "SELECT t.seq
                 FROM answer a
                 JOIN turn t ON t.seq = a.turn_seq
                 JOIN conversation c ON c.id = t.conversation_id
                WHERE a.id = ?1 AND c.agent = ?2 AND c.user = ?3";
    let mut statement = connection.prepare_cached(sql)?;
    Ok(statement.query_row((answer.as_str(), &owner.agent, &owner.user), |row| row.get(0)).optional()?)
}
