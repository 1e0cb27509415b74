//! Answers beside answers: asking for another one, and saying which one counts.

use parlance_protocol::{MessageId, SetMessageAnswerUsed};

use super::writing::Asked;
use super::{empty, origin, write_question};
use crate::error::{Error, Refusal};
use crate::id::{AnswerId, TurnId};
use crate::model::{Agent, Answer, AnswerState, Turn};
use crate::profile::Profile;
use crate::store::{Reader, StoreError};
use crate::update::Update;

/// How often the platform answers one question once more.
const MOST_AGAIN: usize = 10;

impl Profile {
    /// Asks for another answer to a turn's question. Where it has its answer, that is the platform's own way of
    /// answering the newest question once more, and the old answer counts until the new one is whole. Where every
    /// answer failed, was stopped or was interrupted, the question is asked anew and the new answer counts at once.
    ///
    /// # Errors
    /// When the question has an answer and is not the newest or has all the answers it can have, it is to be asked anew and
    /// a variable is missing or breaks a rule, the turn is gone, or an answer is being written in the conversation; those
    /// of the store.
    pub async fn ask_again(&self, turn: TurnId) -> Result<AnswerId, Error> {
        let (turn, asked) = self.inner.store.read(move |reader| again(reader, turn)).await??;
        let conversation = turn.conversation_id;
        let anew = matches!(asked, Asked::Anew(..));
        let (agent, values) = if anew {
            self.ready(conversation).await?
        } else {
            (self.place(conversation).await?.1, turn.values.clone())
        };
        let answer = empty(AnswerId::make(), turn.id, self.now());
        let id = answer.id;
        let running = self.inner.live.begin(conversation, answer.clone(), origin(&agent)?)?;
        let written = self
            .inner
            .store
            .write(move |writer| {
                let mut turn = Turn { values, ..turn };
                turn.answers.push(answer.id);
                if anew {
                    turn.used_answer = answer.id;
                    turn.only_here = false;
                    writer.set_forgotten(turn.id, false)?;
                    writer.set_values_of_turn(turn.id, &turn.values)?;
                }
                write_question(writer, &turn, &answer, false)?;
                Ok((turn, answer, writer.conversation(conversation)?))
            })
            .await;
        self.begin(running, written, asked, agent)?;
        Ok(id)
    }

    /// Makes an answer the one that counts as context for the next question. The turn says so at once; what the
    /// platform does not take, or cannot be told, is taken back, with the reason in the row.
    ///
    /// # Errors
    /// When the answer is gone, still being written, or unknown to the platform, or a choice among the same answers is
    /// on its way; those of the store.
    pub async fn use_answer(&self, answer: AnswerId) -> Result<(), Error> {
        let found = self.inner.store.read(move |reader| {
            let Some(row) = reader.answer(answer)? else { return Ok(None) };
            Ok(reader.turn(row.turn_id)?.map(|turn| (turn, row)))
        });
        let (turn, row) = found.await?.ok_or(Error::Gone("answer"))?;
        if row.state == AnswerState::Streaming || row.message_id.is_empty() {
            return Err(Refusal::NotOnPlatform.into());
        }
        if turn.used_answer == answer {
            return Ok(());
        }
        let (_, agent) = self.place(turn.conversation_id).await?;
        if !self.inner.posting.begin_choice(turn.id, turn.conversation_id) {
            return Err(Refusal::StillChoosing.into());
        }
        let marked = Turn { used_answer: answer, used_pending: true, used_problem: None, ..turn.clone() };
        if let Err(error) = self.keep_choice(&marked).await {
            self.inner.posting.end_choice(turn.id);
            return Err(error);
        }
        tokio::spawn(self.clone().send_choice(marked, turn.used_answer, row.message_id, agent));
        Ok(())
    }

    async fn send_choice(self, marked: Turn, before: AnswerId, message_id: String, agent: Agent) {
        let request = SetMessageAnswerUsed { message_id: MessageId::new(message_id) };
        let outcome = match self.door_of(&agent).await {
            Ok(door) => door.call(&request).await.map_err(Error::from),
            Err(error) => Err(error),
        };
        let settled = match outcome {
            Ok(_) => Turn { used_pending: false, ..marked },
            Err(error) => {
                Turn { used_answer: before, used_pending: false, used_problem: Some(error.problem()), ..marked }
            }
        };
        // What cannot be written is settled with the platform's history at the next start.
        let _ = self.keep_choice(&settled).await;
        self.inner.posting.end_choice(settled.id);
    }

    /// Writes which answer of a turn counts, and tells it.
    async fn keep_choice(&self, turn: &Turn) -> Result<(), Error> {
        let (id, used, pending, problem) = (turn.id, turn.used_answer, turn.used_pending, turn.used_problem.clone());
        self.inner.posting.act();
        let row = self
            .inner
            .store
            .write(move |writer| {
                writer.set_used(id, used, pending, problem.as_ref())?;
                writer.turn(id)
            })
            .await?;
        self.inner.posting.act();
        row.into_iter().for_each(|row| self.tell(&Update::Turn { row }));
        Ok(())
    }
}

/// How a turn's question can be asked again.
fn again(reader: &Reader<'_>, turn: TurnId) -> Result<Result<(Turn, Asked), Error>, StoreError> {
    let found = reader.turn(turn)?.filter(|turn| turn.removed.is_none());
    let Some(turn) = found else { return Ok(Err(Error::Gone("turn"))) };
    let answers = reader.answers(turn.id)?;
    // What the platform has deleted it cannot answer once more.
    let named = |answer: &&Answer| !turn.only_here && !answer.message_id.is_empty();
    let known: Vec<&Answer> = answers.iter().filter(named).collect();
    let whole = known.iter().rev().find(|answer| answer.state == AnswerState::Done);
    let used = known.iter().find(|answer| answer.id == turn.used_answer && answer.state == AnswerState::Done);
    let Some(answer) = used.or(whole) else {
        let (question, files) = (turn.question.clone(), turn.files.clone());
        // One that ended well without a name is an answer all the same.
        let answered = !turn.only_here && answers.last().is_some_and(|answer| answer.state == AnswerState::Done);
        return Ok(if answered {
            Err(Refusal::NotOnPlatform.into())
        } else {
            Ok((turn, Asked::Anew(question, files)))
        });
    };
    if reader.has_newer(turn.conversation_id, turn.seq)? {
        return Ok(Err(Refusal::NotTheNewest.into()));
    }
    if known.len() > MOST_AGAIN {
        return Ok(Err(Refusal::NoMoreAnswers { most: MOST_AGAIN }.into()));
    }
    let message_id = MessageId::new(answer.message_id.as_str());
    Ok(Ok((turn, Asked::Again(message_id))))
}
