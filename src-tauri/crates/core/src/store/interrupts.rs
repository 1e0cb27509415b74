//! What steps wait for.

use rusqlite::{OptionalExtension as _, Row};

use super::{Reader, Result, Writer, from_word, text, to_word};
use crate::id::{ConversationId, StepId};
use crate::model::{Interrupt, Step, StepKind};

impl Interrupt {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            wants: from_word(row, "wants")?,
            task_id: text(row, "task_id")?,
            state: from_word(row, "state")?,
            answer: text(row, "answer")?,
            reason: text(row, "reason")?,
        })
    }
}

impl Reader<'_> {
    /// A step's row with what it waits for.
    pub(super) fn with_interrupt(&self, step: Step) -> Result<Step> {
        if step.kind != StepKind::Interrupt {
            return Ok(step);
        }
        let mut statement =
            self.prepare_cached("SELECT wants, task_id, state, answer, reason FROM interrupt WHERE step_id = ?1")?;
        let interrupt = statement.query_row((step.id,), Interrupt::from_row).optional()?;
        Ok(Step { interrupt, ..step })
    }

    /// The steps of a conversation's newest turn that wait for the person; one whose answer was deleted waits again.
    pub(crate) fn waiting_for_person(&self, conversation: ConversationId) -> Result<Vec<Step>> {
        let mut statement = self.prepare_cached(
            "SELECT step.id AS id
               FROM interrupt
               JOIN step ON step.id = interrupt.step_id
               JOIN answer ON answer.id = step.answer_id
              WHERE interrupt.state IN ('waiting', 'answered') AND interrupt.wants <> 'task'
                AND answer.turn_id = (SELECT id
                                        FROM turn
                                       WHERE conversation_id = ?1 AND removed_at = 0
                                       ORDER BY seq DESC, id DESC
                                       LIMIT 1)",
        )?;
        let ids = statement.query_map((conversation,), |row| row.get("id"))?;
        let ids = ids.collect::<rusqlite::Result<Vec<StepId>>>()?;
        let steps = ids.into_iter().map(|id| self.step(id)).collect::<Result<Vec<_>>>()?;
        Ok(steps.into_iter().flatten().collect())
    }

    /// The steps that wait for tasks, with their conversations.
    pub(crate) fn waiting_for_tasks(&self) -> Result<Vec<(ConversationId, StepId)>> {
        let mut statement = self.prepare_cached(
            "SELECT turn.conversation_id AS conversation_id, interrupt.step_id AS step_id
               FROM interrupt
               JOIN step ON step.id = interrupt.step_id
               JOIN answer ON answer.id = step.answer_id
               JOIN turn ON turn.id = answer.turn_id
               JOIN conversation ON conversation.id = turn.conversation_id
              WHERE interrupt.state = 'waiting' AND interrupt.wants = 'task' AND interrupt.task_id <> ''
                AND turn.removed_at = 0 AND conversation.removed_at = 0",
        )?;
        let found = statement
            .query_map((), |row| Ok((row.get("conversation_id")?, row.get("step_id")?)))?
            .collect::<rusqlite::Result<_>>()?;
        Ok(found)
    }
}

impl Writer<'_> {
    /// Keeps what a new step waits for. What has become of it is written by [`Writer::set_interrupt`] alone: whoever
    /// writes a step may know an older state.
    pub(super) fn add_interrupt(&self, step: &Step) -> Result<()> {
        let Some(interrupt) = &step.interrupt else { return Ok(()) };
        self.prepare_cached(
            "INSERT INTO interrupt (step_id, wants, task_id, state, answer, reason)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 ON CONFLICT (step_id) DO NOTHING",
        )?
        .execute((
            step.id,
            to_word(interrupt.wants)?,
            &interrupt.task_id,
            to_word(interrupt.state)?,
            &interrupt.answer,
            &interrupt.reason,
        ))?;
        Ok(())
    }

    /// What has become of what a step waits for.
    pub(crate) fn set_interrupt(&self, step: StepId, interrupt: &Interrupt) -> Result<()> {
        self.execute(
            "UPDATE interrupt SET state = ?2, answer = ?3, reason = ?4 WHERE step_id = ?1",
            (step, to_word(interrupt.state)?, &interrupt.answer, &interrupt.reason),
        )?;
        Ok(())
    }
}
