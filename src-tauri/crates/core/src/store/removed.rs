//! Turns that were removed: first they can be brought back, then nothing is left of them but their ids, then the platform
//! has deleted them, too. The ids stay as long as the conversation, so that no history brings a turn back.

use rusqlite::{OptionalExtension as _, Row};

use super::{Reader, Result, Writer, to_json};
use crate::answers::may_go_on;
use crate::id::{AgentId, ConversationId, TurnId};
use crate::model::Timestamp;
use crate::problem::Problem;

/// A removed turn, and what is left to do about it.
#[derive(Debug, Clone)]
pub(crate) struct RemovedTurn {
    /// Where it belonged.
    pub(crate) conversation_id: ConversationId,
    /// The platform's id of the question; empty when it is not known.
    pub(crate) query_id: String,
    /// The platform's id of one of its answers; empty when none is known.
    pub(crate) message_id: String,
    /// It has no id, and the platform may have heard it all the same.
    pub(crate) may_be_there: bool,
    /// The platform has deleted it.
    pub(crate) forgotten: bool,
}

impl Reader<'_> {
    /// A turn that was removed.
    pub(crate) fn removed_turn(&self, turn: TurnId) -> Result<Option<RemovedTurn>> {
        let mut statement = self.prepare_cached(
            "SELECT conversation_id, query_id, forgotten FROM turn WHERE id = ?1 AND removed_at <> 0",
        )?;
        let found = statement
            .query_row((turn,), |row| {
                Ok(RemovedTurn {
                    conversation_id: row.get("conversation_id")?,
                    query_id: row.get("query_id")?,
                    message_id: String::new(),
                    may_be_there: false,
                    forgotten: row.get("forgotten")?,
                })
            })
            .optional()?;
        let Some(mut removed) = found else { return Ok(None) };
        let answers = self.answers(turn)?;
        let named = answers.iter().find(|answer| !answer.message_id.is_empty());
        removed.message_id = named.map(|answer| answer.message_id.clone()).unwrap_or_default();
        removed.may_be_there = removed.message_id.is_empty() && answers.iter().any(may_go_on);
        Ok(Some(removed))
    }

    /// The removed turns of a conversation that the platform has yet to be told of.
    pub(crate) fn removed_turns(&self, conversation: ConversationId) -> Result<Vec<TurnId>> {
        let mut statement = self.prepare_cached(
            "SELECT id
               FROM turn
              WHERE conversation_id = ?1 AND removed_at <> 0 AND forgotten = 0 AND removal_problem = ''
              ORDER BY seq",
        )?;
        let ids = statement.query_map((conversation,), turn_id)?.collect::<rusqlite::Result<_>>()?;
        Ok(ids)
    }

    /// The turns of an agent that cannot be brought back and that its platform has yet to be told of.
    pub(crate) fn waiting_turns(&self, agent: AgentId) -> Result<Vec<TurnId>> {
        let mut statement = self.prepare_cached(
            "SELECT turn.id AS id
               FROM turn JOIN conversation ON conversation.id = turn.conversation_id
              WHERE turn.removed_at <> 0 AND turn.purged = 1 AND turn.forgotten = 0 AND turn.removal_problem = ''
                AND conversation.agent_id = ?1 AND conversation.removed_at = 0
              ORDER BY turn.removed_at",
        )?;
        let ids = statement.query_map((agent,), turn_id)?.collect::<rusqlite::Result<_>>()?;
        Ok(ids)
    }

    /// All removed turns about which something is left to do.
    pub(crate) fn unfinished_removals(&self) -> Result<Vec<TurnId>> {
        let mut statement = self.prepare_cached(
            "SELECT turn.id AS id
               FROM turn JOIN conversation ON conversation.id = turn.conversation_id
              WHERE turn.removed_at <> 0 AND (turn.purged = 0 OR turn.forgotten = 0 AND turn.removal_problem = '')
                AND conversation.removed_at = 0
              ORDER BY turn.removed_at",
        )?;
        let ids = statement.query_map((), turn_id)?.collect::<rusqlite::Result<_>>()?;
        Ok(ids)
    }

    /// Whether something was asked after a turn that the platform's context holds, or will hold.
    pub(crate) fn has_newer(&self, conversation: ConversationId, seq: u32) -> Result<bool> {
        let mut statement = self.prepare_cached(
            "SELECT 1
               FROM turn
              WHERE conversation_id = ?1 AND seq > ?2 AND (removed_at = 0 OR removal_problem <> '')",
        )?;
        Ok(statement.exists((conversation, seq))?)
    }
}

fn turn_id(row: &Row<'_>) -> rusqlite::Result<TurnId> {
    row.get("id")
}

impl Writer<'_> {
    /// Marks a turn as removed, or takes the mark away while there is something to bring back; whether there was.
    pub(crate) fn mark_turn(&self, turn: TurnId, removed_at: Timestamp) -> Result<bool> {
        let marked =
            self.execute("UPDATE turn SET removed_at = ?2 WHERE id = ?1 AND purged = 0", (turn, removed_at.0))?;
        Ok(marked > 0)
    }

    /// Forgets what a removed turn held; says whether it was there and still removed. Where nothing else could tell the
    /// platform which one it was, its words stay for that.
    pub(crate) fn purge_turn(&self, turn: TurnId, removed_at: Option<Timestamp>) -> Result<bool> {
        let purged = self.execute(
            "UPDATE turn SET purged = 1, variable_values = '{}', files = '[]'
              WHERE id = ?1 AND removed_at <> 0 AND purged = 0 AND (?2 IS NULL OR removed_at = ?2)",
            (turn, removed_at.map(|at| at.0)),
        )?;
        if purged == 0 {
            return Ok(false);
        }
        self.execute("DELETE FROM step WHERE answer_id IN (SELECT id FROM answer WHERE turn_id = ?1)", (turn,))?;
        self.execute("DELETE FROM frame WHERE answer_id IN (SELECT id FROM answer WHERE turn_id = ?1)", (turn,))?;
        self.execute("DELETE FROM trace WHERE answer_id IN (SELECT id FROM answer WHERE turn_id = ?1)", (turn,))?;
        self.execute(
            "UPDATE answer
                SET text = '', usage = '', suggestions = '[]', rating_reason = '', rating_delivery = 'settled'
              WHERE turn_id = ?1",
            (turn,),
        )?;
        self.execute(
            "UPDATE turn SET question = ''
              WHERE id = ?1
                AND (query_id <> '' OR EXISTS (SELECT 1 FROM answer WHERE turn_id = ?1 AND message_id <> ''))",
            (turn,),
        )?;
        Ok(true)
    }

    /// The platform holds this turn no longer, or once more.
    pub(crate) fn set_forgotten(&self, turn: TurnId, forgotten: bool) -> Result<()> {
        self.execute(
            "UPDATE turn
                SET forgotten = ?2, removal_problem = '', question = CASE WHEN purged = 1 THEN '' ELSE question END
              WHERE id = ?1",
            (turn, forgotten),
        )?;
        Ok(())
    }

    /// Why the platform does not delete a turn, or that it is to be asked again.
    pub(crate) fn set_removal_problem(&self, turn: TurnId, problem: Option<&Problem>) -> Result<()> {
        let problem = problem.map(to_json).transpose()?.unwrap_or_default();
        self.execute("UPDATE turn SET removal_problem = ?2 WHERE id = ?1", (turn, problem))?;
        Ok(())
    }

    /// Forgets a purged turn that the platform never knew.
    pub(crate) fn drop_turn(&self, turn: TurnId) -> Result<()> {
        self.execute("DELETE FROM turn WHERE id = ?1 AND purged = 1", (turn,))?;
        Ok(())
    }
}
