//! Ratings on their way to the platform, and which answer of a turn counts.

use rusqlite::{OptionalExtension as _, Row};

use super::{Reader, Result, Writer, from_json_or_empty, from_word, to_json, to_word};
use crate::id::{AgentId, AnswerId, TurnId};
use crate::model::{Delivery, Feedback, Rating};
use crate::problem::Problem;

impl Feedback {
    /// Of an answer's row.
    pub(super) fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            rating: from_word(row, "rating")?,
            reason: from_json_or_empty(row, "rating_reason")?.unwrap_or_default(),
            delivery: from_word(row, "rating_delivery")?,
            problem: from_json_or_empty(row, "rating_problem")?,
        })
    }
}

impl Reader<'_> {
    /// The rating that the platform is known to have.
    pub(crate) fn settled_rating(&self, answer: AnswerId) -> Result<Rating> {
        let mut statement = self.prepare_cached("SELECT rating_settled FROM answer WHERE id = ?1")?;
        let rating = statement.query_row((answer,), |row| from_word(row, "rating_settled")).optional()?;
        Ok(rating.unwrap_or_default())
    }

    /// The answers whose rating waits for a contact with their agent's platform, the oldest first.
    pub(crate) fn waiting_ratings(&self, agent: AgentId) -> Result<Vec<AnswerId>> {
        let mut statement = self.prepare_cached(
            "SELECT answer.id AS id
               FROM answer
               JOIN turn ON turn.id = answer.turn_id
               JOIN conversation ON conversation.id = turn.conversation_id
              WHERE answer.rating_delivery = 'waiting' AND answer.rating_delivery <> 'settled'
                AND conversation.agent_id = ?1 AND conversation.removed_at = 0
              ORDER BY turn.asked_at, answer.position",
        )?;
        let ids = statement.query_map((agent,), |row| row.get("id"))?.collect::<rusqlite::Result<_>>()?;
        Ok(ids)
    }
}

impl Writer<'_> {
    /// What a person thinks of an answer is now so; what the platform is known to have stays.
    pub(crate) fn set_feedback(&self, answer: AnswerId, feedback: &Feedback) -> Result<()> {
        let reason = if feedback.reason.is_empty() { String::new() } else { to_json(&feedback.reason)? };
        let problem = feedback.problem.as_ref().map(to_json).transpose()?.unwrap_or_default();
        self.prepare_cached(
            "UPDATE answer
                SET rating = ?2, rating_reason = ?3, rating_delivery = ?4, rating_problem = ?5
              WHERE id = ?1",
        )?
        .execute((answer, to_word(feedback.rating)?, reason, to_word(feedback.delivery)?, problem))?;
        Ok(())
    }

    /// The platform has this rating.
    pub(crate) fn set_settled_rating(&self, answer: AnswerId, rating: Rating) -> Result<()> {
        self.prepare_cached("UPDATE answer SET rating_settled = ?2 WHERE id = ?1")?
            .execute((answer, to_word(rating)?))?;
        Ok(())
    }

    /// Which answer of a turn counts.
    pub(crate) fn set_used(
        &self,
        turn: TurnId,
        used: AnswerId,
        pending: bool,
        problem: Option<&Problem>,
    ) -> Result<()> {
        let problem = problem.map(to_json).transpose()?.unwrap_or_default();
        self.prepare_cached("UPDATE turn SET used_answer_id = ?2, used_pending = ?3, used_problem = ?4 WHERE id = ?1")?
            .execute((turn, used, pending, problem))?;
        Ok(())
    }

    /// What was on its way when the program ended: ratings are sent again, and which answer counts is for the
    /// platform's history to say.
    pub(crate) fn abandon_deliveries(&self) -> Result<()> {
        let waiting = to_word(Delivery::Waiting)?;
        self.execute("UPDATE answer SET rating_delivery = ?1 WHERE rating_delivery <> 'settled'", (waiting,))?;
        self.execute("UPDATE turn SET used_pending = 0 WHERE used_pending <> 0", ())?;
        Ok(())
    }
}
