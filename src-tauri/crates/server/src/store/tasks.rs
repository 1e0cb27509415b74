//! Tasks that go on after the answer that began them.

use parlance_protocol::{AppConversationId, MessageId, SkillAsyncTask, TaskStatus};
use rusqlite::OptionalExtension;

use super::{Owner, Result, Store};

/// How a task ended.
#[cfg(feature = "script")]
#[derive(Debug)]
pub(crate) enum TaskEnd {
    /// With this text, as a message of its own.
    Well(String),
    /// For this reason.
    Badly(String),
    /// Without a trace.
    Forgotten,
}

impl Store {
    /// Begins a task of an answer; its id.
    #[cfg(feature = "script")]
    pub(crate) async fn begin_task(&self, answer: MessageId) -> Result<String> {
        self.run(move |connection| {
            let id = crate::id::ulid();
            let sql =
                "INSERT INTO task (id, answer_id, status, reason, message_id) VALUES (?1, ?2, 'PROCESSING', '', '')";
            connection.execute(sql, (&id, answer.as_str()))?;
            Ok(id)
        })
        .await
    }

    /// Ends a task. What it made becomes the newest turn of its conversation, without a question.
    #[cfg(feature = "script")]
    pub(crate) async fn end_task(&self, task: String, end: TaskEnd, now: i64) -> Result<()> {
        self.run(move |connection| {
            let transaction = connection.transaction()?;
            let (status, reason, message) = match end {
                TaskEnd::Forgotten => {
                    transaction.execute("DELETE FROM task WHERE id = ?1", (&task,))?;
                    transaction.commit()?;
                    return Ok(());
                }
                TaskEnd::Badly(reason) => ("FAILED", reason, String::new()),
                TaskEnd::Well(text) => {
                    let message = crate::id::ulid();
                    transaction.execute(
                        "INSERT INTO turn (id, conversation_id, question, extends, by_task)
                         SELECT ?2, turn.conversation_id, '', 'null', 1
                           FROM task
                           JOIN answer ON answer.id = task.answer_id
                           JOIN turn ON turn.seq = answer.turn_seq
                          WHERE task.id = ?1",
                        (&task, crate::id::xid()),
                    )?;
                    transaction.execute(
                        "INSERT INTO answer
                             (id, turn_seq, state, text, created_at, tokens, latency, rating, tracing, suggestions)
                         VALUES (?1, ?2, 'done', ?3, ?4, 0, 0.0, 0, '', '[]')",
                        (&message, transaction.last_insert_rowid(), text, now),
                    )?;
                    ("SUCCEED", String::new(), message)
                }
            };
            let sql = "UPDATE task SET status = ?2, reason = ?3, message_id = ?4 WHERE id = ?1";
            transaction.execute(sql, (&task, status, reason, message))?;
            transaction.commit()?;
            Ok(())
        })
        .await
    }

    /// A task of an owner's conversation as it is; `None` when there is no such task.
    pub(crate) async fn task(
        &self,
        owner: Owner,
        conversation: AppConversationId,
        task: String,
    ) -> Result<Option<SkillAsyncTask>> {
        self.run(move |connection| {
            let sql = "SELECT task.id AS id, task.answer_id AS origin, task.status AS status, task.reason AS reason,
                              task.message_id AS message
                         FROM task
                         JOIN answer ON answer.id = task.answer_id
                         JOIN turn ON turn.seq = answer.turn_seq
                         JOIN conversation ON conversation.id = turn.conversation_id
                        WHERE task.id = ?1 AND conversation.id = ?2 AND conversation.agent = ?3
                          AND conversation.user = ?4";
            let found = connection.prepare_cached(sql)?.query_row(
                (task, conversation.as_str(), owner.agent, owner.user),
                |row| {
                    Ok(SkillAsyncTask {
                        task_id: row.get("id")?,
                        status: TaskStatus::from(row.get::<_, String>("status")?),
                        origin_message_id: MessageId::new(row.get::<_, String>("origin")?),
                        reason: row.get("reason")?,
                        message_id: MessageId::new(row.get::<_, String>("message")?),
                        ..SkillAsyncTask::default()
                    })
                },
            );
            Ok(found.optional()?)
        })
        .await
    }
}
