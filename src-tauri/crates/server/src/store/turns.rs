//! Questions and their answers.

use std::collections::HashMap;

use parlance_protocol::{
    AnswerInfo, AppConversationId, InnerConversationId, MessageId, MessageInfo, QueryExtends, QueryId, TaskId,
};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::{Map, Value, json};

use super::{Owner, Result, Store};

/// An answer that runs: its id, its turn, and now.
pub(super) const NEW_ANSWER: &str =
    "INSERT INTO answer (id, turn_seq, state, text, created_at, tokens, latency, rating, tracing, suggestions)
     VALUES (?1, ?2, 'running', '', ?3, 0, 0.0, 0, '', '[]')";

/// How far an answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Running,
    Done,
    Stopped,
    Failed,
}

impl State {
    fn word(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Done => "done",
            Self::Stopped => "stopped",
            Self::Failed => "failed",
        }
    }
}

impl State {
    fn of(word: &str) -> Self {
        [Self::Running, Self::Done, Self::Stopped]
            .into_iter()
            .find(|state| state.word() == word)
            .unwrap_or(Self::Failed)
    }
}

/// An answer at its end.
#[derive(Debug)]
pub(crate) struct Finished {
    pub(crate) state: State,
    pub(crate) text: String,
    /// Of question and answer.
    pub(crate) tokens: i64,
    /// Seconds.
    pub(crate) latency: f64,
    /// The retrieval events, or none.
    pub(crate) tracing: Vec<Value>,
    pub(crate) suggestions: Vec<String>,
}

/// An answer as it is stored.
#[derive(Debug)]
pub(crate) struct Told {
    pub(crate) inner: InnerConversationId,
    pub(crate) text: String,
    pub(crate) state: State,
    pub(crate) conversation: AppConversationId,
    /// Unix seconds.
    pub(crate) created_at: i64,
}

impl Store {
    /// Writes a question and the empty answer to it, in one step. The conversation is the caller's to check.
    pub(crate) async fn begin_turn(
        &self,
        conversation: AppConversationId,
        question: String,
        extends: Option<QueryExtends>,
        answer: MessageId,
        now: i64,
    ) -> Result<()> {
        self.run(move |connection| {
            let transaction = connection.transaction()?;
            let extends = serde_json::to_string(&extends)?;
            transaction.execute(
                "INSERT INTO turn (id, conversation_id, question, extends) VALUES (?1, ?2, ?3, ?4)",
                (crate::id::xid(), conversation.as_str(), question, extends),
            )?;
            transaction.execute(NEW_ANSWER, (answer.as_str(), transaction.last_insert_rowid(), now))?;
            let sql = "UPDATE conversation SET chatted_at = ?2 WHERE id = ?1";
            transaction.execute(sql, (conversation.as_str(), now))?;
            transaction.commit()?;
            Ok(())
        })
        .await
    }

    /// Keeps the text so far, should the program end.
    pub(crate) async fn checkpoint(&self, answer: MessageId, text: String) -> Result<()> {
        self.run(move |connection| {
            let sql = "UPDATE answer SET text = ?2 WHERE id = ?1 AND state = 'running'";
            connection.prepare_cached(sql)?.execute((answer.as_str(), text))?;
            Ok(())
        })
        .await
    }

    /// Keeps an answer as it ended. An answer deleted meanwhile stays deleted.
    pub(crate) async fn finish(&self, answer: MessageId, finished: Finished) -> Result<()> {
        self.run(move |connection| {
            let tracing =
                if finished.tracing.is_empty() { String::new() } else { serde_json::to_string(&finished.tracing)? };
            connection.execute(
                "UPDATE answer
                    SET state = ?2, text = ?3, tokens = ?4, latency = ?5, tracing = ?6, suggestions = ?7
                  WHERE id = ?1",
                params![
                    answer.as_str(),
                    finished.state.word(),
                    finished.text,
                    finished.tokens,
                    finished.latency,
                    tracing,
                    serde_json::to_string(&finished.suggestions)?
                ],
            )?;
            Ok(())
        })
        .await
    }

    /// The newest `limit` turns of an owner's conversation, oldest first; `None` when there is no such conversation.
    pub(crate) async fn turns(
        &self,
        owner: Owner,
        conversation: AppConversationId,
        limit: i64,
    ) -> Result<Option<Vec<MessageInfo>>> {
        self.run(move |connection| {
            let owned = "SELECT 1 FROM conversation WHERE id = ?1 AND agent = ?2 AND user = ?3";
            let known = connection.prepare_cached(owned)?.exists((conversation.as_str(), owner.agent, owner.user))?;
            if !known {
                return Ok(None);
            }
            read_turns(
                connection,
                "SELECT t.seq, t.id, t.question, t.extends, t.used, t.by_task, c.inner_id, c.inputs
                   FROM turn t JOIN conversation c ON c.id = t.conversation_id
                  WHERE t.conversation_id = ?1
                  ORDER BY t.seq DESC
                  LIMIT ?2",
                params![conversation.as_str(), limit],
            )
            .map(Some)
        })
        .await
    }

    /// The turn of an owner's answer; `None` when there is no such answer.
    pub(crate) async fn turn_of(&self, owner: Owner, answer: MessageId) -> Result<Option<MessageInfo>> {
        self.run(move |connection| {
            let turns = read_turns(
                connection,
                "SELECT t.seq, t.id, t.question, t.extends, t.used, t.by_task, c.inner_id, c.inputs
                   FROM answer a
                   JOIN turn t ON t.seq = a.turn_seq
                   JOIN conversation c ON c.id = t.conversation_id
                  WHERE a.id = ?1 AND c.agent = ?2 AND c.user = ?3",
                params![answer.as_str(), owner.agent, owner.user],
            )?;
            Ok(turns.into_iter().next())
        })
        .await
    }

    /// An owner's answer as it is stored; `None` when there is no such answer.
    pub(crate) async fn told(&self, owner: Owner, answer: MessageId) -> Result<Option<Told>> {
        self.run(move |connection| {
            let sql = "SELECT c.inner_id, a.text, a.state, a.created_at, t.conversation_id
                         FROM answer a
                         JOIN turn t ON t.seq = a.turn_seq
                         JOIN conversation c ON c.id = t.conversation_id
                        WHERE a.id = ?1 AND c.agent = ?2 AND c.user = ?3";
            let told = |row: &Row<'_>| {
                Ok(Told {
                    inner: InnerConversationId::new(row.get::<_, String>("inner_id")?),
                    text: row.get("text")?,
                    state: State::of(&row.get::<_, String>("state")?),
                    conversation: AppConversationId::new(row.get::<_, String>("conversation_id")?),
                    created_at: row.get("created_at")?,
                })
            };
            Ok(connection
                .prepare_cached(sql)?
                .query_row((answer.as_str(), owner.agent, owner.user), told)
                .optional()?)
        })
        .await
    }

    /// What one could ask after an owner's answer; `None` when there is no such answer.
    pub(crate) async fn suggestions(&self, owner: Owner, answer: MessageId) -> Result<Option<Vec<String>>> {
        self.run(move |connection| {
            let sql = "SELECT a.suggestions
                         FROM answer a
                         JOIN turn t ON t.seq = a.turn_seq
                         JOIN conversation c ON c.id = t.conversation_id
                        WHERE a.id = ?1 AND c.agent = ?2 AND c.user = ?3";
            let found: Option<String> = connection
                .prepare_cached(sql)?
                .query_row((answer.as_str(), owner.agent, owner.user), |row| row.get(0))
                .optional()?;
            Ok(found.map(|list| serde_json::from_str(&list)).transpose()?)
        })
        .await
    }

    /// What was asked before an answer's question in its conversation, newest first.
    pub(crate) async fn asked_before(&self, answer: MessageId, most: i64) -> Result<Vec<String>> {
        self.run(move |connection| {
            let mut statement = connection.prepare_cached(
                "SELECT before.question
                   FROM answer a
                   JOIN turn t ON t.seq = a.turn_seq
                   JOIN turn before ON before.conversation_id = t.conversation_id AND before.seq < t.seq
                  WHERE a.id = ?1
                  ORDER BY before.seq DESC
                  LIMIT ?2",
            )?;
            let questions = statement.query_map((answer.as_str(), most), |row| row.get(0))?;
            Ok(questions.collect::<rusqlite::Result<_>>()?)
        })
        .await
    }

    /// How many questions an agent was asked by anyone.
    pub(crate) async fn questions_of(&self, agent: String) -> Result<i64> {
        self.run(move |connection| {
            let sql = "SELECT count(*) FROM turn t JOIN conversation c ON c.id = t.conversation_id WHERE c.agent = ?1";
            Ok(connection.prepare_cached(sql)?.query_row((agent,), |row| row.get(0))?)
        })
        .await
    }
}

/// Runs a query for turns, newest first, and gives them oldest first with their answers.
fn read_turns(connection: &Connection, sql: &str, values: &[&dyn rusqlite::ToSql]) -> Result<Vec<MessageInfo>> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(values)?;
    let mut turns = Vec::new();
    while let Some(row) = rows.next()? {
        turns.push((row.get::<_, i64>("seq")?, row.get::<_, Option<String>>("used")?, message_info(row)?));
    }
    turns.reverse();
    let mut answers = connection.prepare_cached(
        "SELECT id, state, text, created_at, tokens, latency, rating, feedback, tracing
           FROM answer WHERE turn_seq = ?1 ORDER BY rowid",
    )?;
    for (seq, used, turn) in &mut turns {
        let found = answers.query_map((*seq,), answer_info)?.collect::<rusqlite::Result<Vec<_>>>()?;
        let mut told: Vec<AnswerInfo> = found.into_iter().flatten().collect();
        let chosen = told.iter().position(|answer| Some(answer.message_id.as_str()) == used.as_deref());
        // Where nobody chose, the newest counts.
        turn.answer_info = chosen.or_else(|| told.len().checked_sub(1)).map(|at| told.remove(at));
        turn.other_answers = told;
    }
    Ok(turns.into_iter().map(|(_, _, turn)| turn).collect())
}

fn message_info(row: &Row<'_>) -> Result<MessageInfo> {
    let query: String = row.get("question")?;
    let inputs: HashMap<String, Value> = serde_json::from_str(&row.get::<_, String>("inputs")?)?;
    let mut rest = Map::new();
    rest.insert("UserMessage".into(), json!({"Messages": [{"type": "text", "text": query}]}));
    Ok(MessageInfo {
        conversation_id: InnerConversationId::new(row.get::<_, String>("inner_id")?),
        query_id: QueryId::new(row.get::<_, String>("id")?),
        query,
        query_extends: serde_json::from_str(&row.get::<_, String>("extends")?)?,
        inputs: inputs.into_iter().collect(),
        send_by_async_workflow: row.get("by_task")?,
        rest,
        ..MessageInfo::default()
    })
}

/// An answer for the history; `None` while it is being written and nothing of it is stored yet.
fn answer_info(row: &Row<'_>) -> rusqlite::Result<Option<AnswerInfo>> {
    let (state, answer): (String, String) = (row.get("state")?, row.get("text")?);
    if state == "running" && answer.is_empty() {
        return Ok(None);
    }
    let (id, tracing): (String, String) = (row.get("id")?, row.get("tracing")?);
    let feedback: String = row.get("feedback")?;
    let mut rest = Map::new();
    if !feedback.is_empty() {
        rest.insert("FeedbackInfo".into(), serde_json::from_str(&feedback).unwrap_or_default());
    }
    Ok(Some(AnswerInfo {
        answer,
        message_id: MessageId::new(id.clone()),
        created_time: row.get("created_at")?,
        task_id: TaskId::new(id),
        like: row.get("rating")?,
        total_tokens: row.get("tokens")?,
        latency: row.get("latency")?,
        retriever_resource: !tracing.is_empty(),
        tracing_json_str: tracing,
        rest,
    }))
}
