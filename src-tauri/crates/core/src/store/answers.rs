//! Answers.

use rusqlite::{OptionalExtension as _, Row};

use super::damage::{damage, since};
use super::{
    Reader, Result, Writer, from_json, from_json_or_empty, from_word, number, readable, spared, text, to_json, to_word,
};
use crate::id::{AnswerId, ConversationId, TurnId};
use crate::model::{Answer, AnswerState, Feedback, Timestamp};

impl Answer {
    /// `steps` is filled in by the caller.
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let before = damage();
        let mut read = Self {
            id: row.get("id")?,
            turn_id: row.get("turn_id")?,
            message_id: text(row, "message_id")?,
            state: from_word(row, "state")?,
            text: text(row, "text")?,
            problem: from_json_or_empty(row, "problem")?,
            usage: from_json_or_empty(row, "usage")?,
            suggestions: from_json(row, "suggestions")?,
            steps: Vec::new(),
            started_at: Timestamp(number(row, "started_at")?),
            ended_at: Timestamp(number(row, "ended_at")?),
            feedback: Feedback::from_row(row)?,
            recovered: number(row, "recovered")?,
        };
        if let Some(problem) = since(before) {
            read.state = AnswerState::Failed;
            read.problem = Some(problem);
        }
        Ok(read)
    }
}

impl Reader<'_> {
    /// One answer.
    pub(crate) fn answer(&self, answer: AnswerId) -> Result<Option<Answer>> {
        let mut statement = self.prepare_cached(
            "SELECT id, turn_id, message_id, state, text, problem, usage, suggestions, started_at, ended_at,
                    rating, rating_reason, rating_delivery, rating_problem, recovered
               FROM answer
              WHERE id = ?1",
        )?;
        let Some(mut answer) = statement.query_row((answer,), Answer::from_row).optional()? else { return Ok(None) };
        answer.steps = spared(self.step_ids(answer.id))?;
        Ok(Some(answer))
    }

    /// The answers of a turn, oldest first.
    pub(crate) fn answers(&self, turn: TurnId) -> Result<Vec<Answer>> {
        let mut statement = self.prepare_cached(
            "SELECT id, turn_id, message_id, state, text, problem, usage, suggestions, started_at, ended_at,
                    rating, rating_reason, rating_delivery, rating_problem, recovered
               FROM answer
              WHERE turn_id = ?1
              ORDER BY position, id",
        )?;
        let mut answers = readable(statement.query_map((turn,), Answer::from_row)?)?;
        for answer in &mut answers {
            answer.steps = spared(self.step_ids(answer.id))?;
        }
        Ok(answers)
    }

    /// The ids of a turn's answers, oldest first.
    pub(crate) fn answer_ids(&self, turn: TurnId) -> Result<Vec<AnswerId>> {
        let mut statement = self.prepare_cached("SELECT id FROM answer WHERE turn_id = ?1 ORDER BY position, id")?;
        readable(statement.query_map((turn,), |row| row.get("id"))?)
    }

    /// Where an answer belongs.
    pub(crate) fn conversation_of(&self, turn: TurnId) -> Result<Option<ConversationId>> {
        let mut statement = self.prepare_cached("SELECT conversation_id FROM turn WHERE id = ?1")?;
        Ok(statement.query_row((turn,), |row| row.get("conversation_id")).optional()?)
    }

    /// The answers that nobody writes any more, found when a profile is opened.
    pub(crate) fn abandoned(&self) -> Result<Vec<Answer>> {
        let mut statement = self.prepare_cached(
            "SELECT id, turn_id, message_id, state, text, problem, usage, suggestions, started_at, ended_at,
                    rating, rating_reason, rating_delivery, rating_problem, recovered
               FROM answer
              WHERE state = 'streaming'",
        )?;
        let answers = readable(statement.query_map((), Answer::from_row)?)?;
        Ok(answers)
    }
}

impl Writer<'_> {
    /// Adds an answer behind the others of its turn, or writes it anew where it stands. What a person thinks of it is
    /// written by [`Writer::set_feedback`] alone: whoever writes an answer may know an older verdict.
    pub(crate) fn save_answer(&self, answer: &Answer) -> Result<()> {
        let problem = answer.problem.as_ref().map(to_json).transpose()?.unwrap_or_default();
        let usage = answer.usage.as_ref().map(to_json).transpose()?.unwrap_or_default();
        self.prepare_cached(
            "INSERT INTO answer
                 (id, turn_id, position, message_id, state, text, problem, usage, suggestions, started_at, ended_at,
                  recovered)
             VALUES (?1, ?2, (SELECT COUNT(*) FROM answer WHERE turn_id = ?2), ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
                 ON CONFLICT (id) DO UPDATE
                SET message_id = excluded.message_id, state = excluded.state, text = excluded.text,
                    problem = excluded.problem, usage = excluded.usage, suggestions = excluded.suggestions,
                    started_at = excluded.started_at, ended_at = excluded.ended_at, recovered = excluded.recovered",
        )?
        .execute((
            answer.id,
            answer.turn_id,
            &answer.message_id,
            to_word(answer.state)?,
            &answer.text,
            problem,
            usage,
            to_json(&answer.suggestions)?,
            answer.started_at.0,
            answer.ended_at.0,
            answer.recovered,
        ))?;
        Ok(())
    }

    /// Keeps the questions that could follow an answer.
    pub(crate) fn set_suggestions(&self, answer: AnswerId, suggestions: &[String]) -> Result<()> {
        self.prepare_cached("UPDATE answer SET suggestions = ?2 WHERE id = ?1")?
            .execute((answer, to_json(&suggestions)?))?;
        Ok(())
    }
}
