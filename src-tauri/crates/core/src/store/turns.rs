//! Turns, and what belongs to them.

use rusqlite::{OptionalExtension as _, Row};

use super::{Reader, Result, Writer, from_json, from_json_or_empty, from_word, to_json, to_word};
use crate::id::{ConversationId, TurnId};
use crate::model::{Answer, Page, Removal, Timestamp, Turn};
use crate::sync::Twin;

impl Turn {
    /// `answers` is filled in by the caller.
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            conversation_id: row.get("conversation_id")?,
            seq: row.get("seq")?,
            query_id: row.get("query_id")?,
            question: row.get("question")?,
            files: from_json(row, "files")?,
            asked_by: from_word(row, "asked_by")?,
            asked_at: Timestamp(row.get("asked_at")?),
            values: from_json_or_empty(row, "variable_values")?.unwrap_or_default(),
            answers: Vec::new(),
            used_answer: row.get("used_answer_id")?,
            used_pending: row.get("used_pending")?,
            used_problem: from_json_or_empty(row, "used_problem")?,
            removed: removal(row)?,
            only_here: row.get("forgotten")?,
        })
    }
}

/// What is left of a removed turn for the window. Its question, where it is still needed, is nothing to show.
fn removal(row: &Row<'_>) -> rusqlite::Result<Option<Removal>> {
    let removed = row.get::<_, i64>("removed_at")? != 0;
    removed.then(|| Ok(Removal { problem: from_json_or_empty(row, "removal_problem")? })).transpose()
}

impl Reader<'_> {
    /// One turn that is shown: a removed one is not while it can be brought back, and not when the platform has deleted
    /// it, too; in between only its place is.
    pub(crate) fn turn(&self, turn: TurnId) -> Result<Option<Turn>> {
        let mut statement = self.prepare_cached(
            "SELECT id, conversation_id, seq, query_id, question, files, asked_at, variable_values, used_answer_id,
                    used_pending, used_problem, removed_at, forgotten, removal_problem, asked_by
               FROM turn
              WHERE id = ?1 AND (removed_at = 0 OR purged = 1 AND forgotten = 0)",
        )?;
        let Some(mut turn) = statement.query_row((turn,), Turn::from_row).optional()? else { return Ok(None) };
        if turn.removed.is_none() {
            turn.answers = self.answer_ids(turn.id)?;
        }
        Ok(Some(turn))
    }

    /// The newest turns before `seq`, oldest first, with their answers and steps.
    pub(crate) fn page_before(&self, conversation: ConversationId, seq: u32, limit: u32) -> Result<Page> {
        let mut statement = self.prepare_cached(
            "SELECT id, conversation_id, seq, query_id, question, files, asked_at, variable_values, used_answer_id,
                    used_pending, used_problem, removed_at, forgotten, removal_problem, asked_by
               FROM turn
              WHERE conversation_id = ?1 AND seq < ?2 AND (removed_at = 0 OR purged = 1 AND forgotten = 0)
              ORDER BY seq DESC, id DESC
              LIMIT ?3",
        )?;
        let mut turns = statement
            .query_map((conversation, seq, limit + 1), Turn::from_row)?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let more = turns.len() > limit as usize;
        turns.truncate(limit as usize);
        turns.reverse();
        let mut page = Page { turns, more, ..Page::default() };
        for turn in page.turns.iter_mut().filter(|turn| turn.removed.is_none()) {
            let answers = self.answers(turn.id)?;
            turn.answers = answers.iter().map(|answer| answer.id).collect();
            for answer in answers {
                page.steps.extend(self.steps(answer.id)?);
                page.answers.push(answer);
            }
        }
        Ok(page)
    }

    /// All turns of a conversation with their answers, oldest first; removed ones, too.
    pub(crate) fn twins(&self, conversation: ConversationId) -> Result<Vec<Twin>> {
        let mut statement = self.prepare_cached(
            "SELECT id, conversation_id, seq, query_id, question, files, asked_at, variable_values, used_answer_id,
                    used_pending, used_problem, removed_at, forgotten, removal_problem, asked_by
               FROM turn
              WHERE conversation_id = ?1
              ORDER BY seq, id",
        )?;
        let turns = statement.query_map((conversation,), Turn::from_row)?.collect::<rusqlite::Result<Vec<_>>>()?;
        turns
            .into_iter()
            .map(|mut turn| {
                let answers = self.answers(turn.id)?;
                turn.answers = answers.iter().map(|answer: &Answer| answer.id).collect();
                Ok(Twin { turn, answers })
            })
            .collect()
    }

    /// The question that a conversation began with.
    pub(crate) fn first_question(&self, conversation: ConversationId) -> Result<Option<String>> {
        let mut statement = self.prepare_cached(
            "SELECT question
               FROM turn
              WHERE conversation_id = ?1 AND removed_at = 0 AND asked_by = 'person'
              ORDER BY seq, id
              LIMIT 1",
        )?;
        Ok(statement.query_row((conversation,), |row| row.get("question")).optional()?)
    }

    /// The number that the next turn of a conversation gets.
    pub(crate) fn next_seq(&self, conversation: ConversationId) -> Result<u32> {
        let mut statement =
            self.prepare_cached("SELECT COALESCE(MAX(seq) + 1, 0) FROM turn WHERE conversation_id = ?1")?;
        Ok(statement.query_row((conversation,), |row| row.get(0))?)
    }
}

impl Writer<'_> {
    /// Adds a turn, or writes it anew; but the values of its variables stay as [`Writer::set_values_of_turn`] wrote them.
    pub(crate) fn save_turn(&self, turn: &Turn) -> Result<()> {
        self.prepare_cached(
            "INSERT INTO turn (id, conversation_id, seq, query_id, question, asked_at, used_answer_id, variable_values,
                               files, asked_by)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
                 ON CONFLICT (id) DO UPDATE
                SET seq = excluded.seq, query_id = excluded.query_id, question = excluded.question,
                    asked_at = excluded.asked_at, used_answer_id = excluded.used_answer_id, files = excluded.files",
        )?
        .execute((
            turn.id,
            turn.conversation_id,
            turn.seq,
            &turn.query_id,
            &turn.question,
            turn.asked_at.0,
            turn.used_answer,
            if turn.values.is_empty() { String::new() } else { to_json(&turn.values)? },
            to_json(&turn.files)?,
            to_word(turn.asked_by)?,
        ))?;
        Ok(())
    }

    /// Keeps the platform's id of the question.
    pub(crate) fn set_query_id(&self, turn: TurnId, query_id: &str) -> Result<()> {
        self.execute("UPDATE turn SET query_id = ?2 WHERE id = ?1", (turn, query_id))?;
        Ok(())
    }

    /// Puts the answers of a turn into this order.
    pub(crate) fn order_answers(&self, turn: &Turn) -> Result<()> {
        let mut statement = self.prepare_cached("UPDATE answer SET position = ?2 WHERE id = ?1")?;
        for (position, answer) in turn.answers.iter().enumerate() {
            statement.execute((answer, u32::try_from(position).unwrap_or(u32::MAX)))?;
        }
        Ok(())
    }
}
