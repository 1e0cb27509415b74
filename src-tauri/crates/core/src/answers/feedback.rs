//! What a person thinks of answers.

use parlance_protocol::{FeedbackInfo, LikeType, MessageId};

use crate::error::{Error, Refusal};
use crate::id::{AgentId, AnswerId};
use crate::model::{Answer, AnswerState, Delivery, Feedback, Rating, Reason};
use crate::problem::{Problem, ProblemCode};
use crate::profile::Profile;
use crate::store::{StoreError, Writer};
use crate::update::Update;

/// The most characters of a comment.
const LONGEST_COMMENT: usize = 2_000;

impl Profile {
    /// Rates an answer, also an old one or an alternate. The row says so at once; the platform is told behind it. What
    /// it does not take is taken back, with the reason in the row; where it cannot be reached, the rating waits for the
    /// next contact.
    ///
    /// # Errors
    /// When the answer is gone, still being written, or unknown to the platform; those of the store.
    pub async fn rate(&self, answer: AnswerId, rating: Rating, reason: Reason) -> Result<(), Error> {
        let comment = reason.comment.trim().chars().take(LONGEST_COMMENT).collect();
        let reason = Reason { comment, ..reason };
        let feedback = Feedback { rating, reason, delivery: Delivery::Sending, problem: None };
        let row = self
            .inner
            .store
            .write(move |writer| {
                let Some(row) = writer.answer(answer)? else { return Ok(Err(Error::Gone("answer"))) };
                if row.state == AnswerState::Streaming || row.message_id.is_empty() {
                    return Ok(Err(Refusal::NotOnPlatform.into()));
                }
                writer.set_feedback(answer, &feedback)?;
                Ok(Ok(Answer { feedback, ..row }))
            })
            .await??;
        self.inner.posting.act();
        self.tell(&Update::Answer { row });
        if self.inner.posting.begin_rating(answer) {
            let profile = self.clone();
            tokio::spawn(async move { profile.send_rating(answer, Patience::Little).await });
        }
        Ok(())
    }

    /// Sends what waits for a contact with this agent's platform, one after the other.
    pub(crate) async fn send_waiting(&self, agent: AgentId) {
        let waiting = self.inner.store.read(move |reader| reader.waiting_ratings(agent)).await;
        for answer in waiting.unwrap_or_default() {
            if self.inner.posting.begin_rating(answer) {
                self.send_rating(answer, Patience::Much).await;
            }
        }
    }

    /// Sends an answer's rating until the platform has the newest one, or has said what it thinks of it.
    async fn send_rating(&self, answer: AnswerId, patience: Patience) {
        loop {
            // A store that cannot be read has nothing to send; what is in it is sent after the next start.
            if let Ok(Some(row)) = self.inner.store.read(move |reader| reader.answer(answer)).await {
                let outcome = self.post_rating(&row).await.map_err(|error| error.problem());
                let sent = row.feedback;
                let settled = self.inner.store.note(move |writer| settle(writer, answer, &sent, outcome, patience));
                if let Ok(Some(row)) = settled.await {
                    self.inner.posting.act();
                    self.tell(&Update::Answer { row });
                }
            }
            if !self.inner.posting.goes_on(answer) {
                return;
            }
        }
    }

    async fn post_rating(&self, row: &Answer) -> Result<(), Error> {
        let turn = row.turn_id;
        let conversation = self.inner.store.read(move |reader| reader.conversation_of(turn)).await?;
        let conversation = self.conversation(conversation.ok_or(Error::Gone("conversation"))?).await?;
        let agent = self.agent(conversation.agent_id).await?;
        let Reason { problems, comment } = row.feedback.reason.clone();
        let said = row.feedback.rating == Rating::Dislike && !row.feedback.reason.is_empty();
        let request = parlance_protocol::Feedback {
            message_id: MessageId::new(row.message_id.as_str()),
            like_type: match row.feedback.rating {
                Rating::None => LikeType::None,
                Rating::Like => LikeType::Like,
                Rating::Dislike => LikeType::Dislike,
            },
            feedback_info: said.then_some(FeedbackInfo { problem_categories: problems, problem_detail: comment }),
        };
        self.door_of(&agent).await?.call(&request).await?;
        Ok(())
    }
}

/// How much something waits for that is to be told to the platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Patience {
    /// Its person is looking: only a platform that cannot be reached is waited for.
    Little,
    /// It has waited already: whatever may be otherwise tomorrow is waited for.
    Much,
}

impl Patience {
    pub(super) fn waits_for(self, code: ProblemCode) -> bool {
        match code {
            ProblemCode::Offline | ProblemCode::Timeout => true,
            ProblemCode::Overloaded
            | ProblemCode::RateLimited
            | ProblemCode::KeyMissing
            | ProblemCode::KeyRejected
            | ProblemCode::KeychainMissing
            | ProblemCode::KeychainLocked
            | ProblemCode::KeychainDenied
            | ProblemCode::LoginPage
            | ProblemCode::Tls => self == Self::Much,
            _ => false,
        }
    }
}

/// What became of a rating; the row as it is now, unless there is a newer rating to send.
fn settle(
    writer: &Writer<'_>,
    answer: AnswerId,
    sent: &Feedback,
    outcome: Result<(), Problem>,
    patience: Patience,
) -> Result<Option<Answer>, StoreError> {
    if outcome.is_ok() {
        writer.set_settled_rating(answer, sent.rating)?;
    }
    let Some(row) = writer.answer(answer)? else { return Ok(None) };
    let now = &row.feedback;
    if (now.rating, &now.reason) != (sent.rating, &sent.reason) {
        return Ok(None);
    }
    let feedback = match outcome {
        Ok(()) => Feedback { delivery: Delivery::Settled, problem: None, ..now.clone() },
        Err(problem) if patience.waits_for(problem.code) => {
            Feedback { delivery: Delivery::Waiting, problem: None, ..now.clone() }
        }
        Err(problem) => Feedback {
            rating: writer.settled_rating(answer)?,
            reason: now.reason.clone(),
            delivery: Delivery::Settled,
            problem: Some(problem),
        },
    };
    writer.set_feedback(answer, &feedback)?;
    Ok(Some(Answer { feedback, ..row }))
}
