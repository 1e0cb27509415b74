//! Steps.

use rusqlite::{OptionalExtension as _, Row};

use super::{Reader, Result, Writer, from_json, from_word, number, readable, text, to_json, to_word};
use crate::id::{AnswerId, StepId};
use crate::model::{Step, Timestamp};

impl Step {
    /// `interrupt` is filled in by the caller.
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            answer_id: row.get("answer_id")?,
            kind: from_word(row, "kind")?,
            running: number(row, "running")?,
            title: text(row, "title")?,
            text: text(row, "text")?,
            input: text(row, "input")?,
            citations: from_json(row, "citations")?,
            started_at: Timestamp(number(row, "started_at")?),
            took_ms: number(row, "took_ms")?,
            cut: number(row, "cut")?,
            interrupt: None,
        })
    }
}

impl Reader<'_> {
    /// One step.
    pub(crate) fn step(&self, step: StepId) -> Result<Option<Step>> {
        let mut statement = self.prepare_cached(
            "SELECT id, answer_id, kind, running, title, text, input, citations, started_at, took_ms, cut
               FROM step
              WHERE id = ?1",
        )?;
        let step = statement.query_row((step,), Step::from_row).optional()?;
        step.map(|step| self.with_interrupt(step)).transpose()
    }

    /// The steps of an answer, in order.
    pub(crate) fn steps(&self, answer: AnswerId) -> Result<Vec<Step>> {
        let mut statement = self.prepare_cached(
            "SELECT id, answer_id, kind, running, title, text, input, citations, started_at, took_ms, cut
               FROM step
              WHERE answer_id = ?1
              ORDER BY position, id",
        )?;
        let steps = readable(statement.query_map((answer,), Step::from_row)?)?;
        steps.into_iter().map(|step| self.with_interrupt(step)).collect()
    }

    /// The ids of an answer's steps, in order.
    pub(crate) fn step_ids(&self, answer: AnswerId) -> Result<Vec<StepId>> {
        let mut statement = self.prepare_cached("SELECT id FROM step WHERE answer_id = ?1 ORDER BY position, id")?;
        readable(statement.query_map((answer,), |row| row.get("id"))?)
    }
}

impl Writer<'_> {
    /// Adds a step behind the others of its answer, or writes it anew where it stands.
    pub(crate) fn save_step(&self, step: &Step) -> Result<()> {
        self.prepare_cached(
            "INSERT INTO step
                 (id, answer_id, position, kind, running, title, text, input, citations, started_at, took_ms,
                  cut)
             VALUES (?1, ?2, (SELECT COUNT(*) FROM step WHERE answer_id = ?2), ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
                 ON CONFLICT (id) DO UPDATE
                SET kind = excluded.kind, running = excluded.running, title = excluded.title, text = excluded.text,
                    input = excluded.input, citations = excluded.citations, started_at = excluded.started_at,
                    took_ms = excluded.took_ms, cut = excluded.cut",
        )?
        .execute((
            step.id,
            step.answer_id,
            to_word(step.kind)?,
            step.running,
            &step.title,
            &step.text,
            &step.input,
            to_json(&step.citations)?,
            step.started_at.0,
            step.took_ms,
            step.cut,
        ))?;
        self.add_interrupt(step)
    }

    /// Forgets the steps that are no longer among an answer's.
    pub(crate) fn keep_steps(&self, answer: AnswerId, kept: &[StepId]) -> Result<()> {
        for step in self.step_ids(answer)? {
            if !kept.contains(&step) {
                self.prepare_cached("DELETE FROM step WHERE id = ?1")?.execute((step,))?;
            }
        }
        Ok(())
    }

    /// No step of an answer runs any more; those that did were cut short.
    pub(crate) fn end_steps(&self, answer: AnswerId) -> Result<()> {
        self.execute("UPDATE step SET running = 0, cut = 1 WHERE answer_id = ?1 AND running <> 0", (answer,))?;
        Ok(())
    }
}
