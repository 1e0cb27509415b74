//! Questions that are asked from the log: the newest one in other words, an older one once more.

use super::removed::retitle;
use super::writing::Asked;
use super::{check, empty, origin, write_question};
use crate::error::{Error, Refusal};
use crate::files::Along;
use crate::id::{AnswerId, ConversationId, TurnId};
use crate::model::{AskedBy, InterruptState, Standing, Timestamp, Turn, Values};
use crate::profile::Profile;
use crate::store::{StoreError, Writer};
use crate::update::{RowId, Update};

impl Profile {
    /// Deletes the newest turn and asks this instead, in one step. The deleted turn can be brought back for a few
    /// seconds; the platform has deleted it before it hears the question. Its files go along; the draft stays as it is.
    ///
    /// # Errors
    /// When the question is empty or too long, a variable is missing or breaks a rule, the turn is gone or not the newest;
    /// those of the store.
    pub async fn ask_instead(&self, turn: TurnId, question: String) -> Result<TurnId, Error> {
        check(&question)?;
        let old = self.shown_turn(turn).await?;
        let conversation = old.conversation_id;
        let (seq, files) = (old.seq, old.files.clone());
        let newer = self.inner.store.read(move |reader| reader.has_newer(conversation, seq)).await?;
        if newer {
            return Err(Refusal::NotTheNewest.into());
        }
        self.stop_in(&old).await;
        let mark = self.mark();
        let remove = move |writer: &Writer<'_>| {
            writer.mark_turn(turn, mark)?;
            retitle(writer, &old)?;
            Ok(vec![Update::Removed { row: RowId::Turn(turn) }])
        };
        let along = Along { files, ..Along::alone(question) };
        let asked = self.ask_in(conversation, along, remove).await?;
        self.regret(turn, mark);
        Ok(asked)
    }

    /// Asks an older turn's question once more, as a new turn: what was said since is part of its context. The draft
    /// stays as it is.
    ///
    /// # Errors
    /// When a variable is missing or breaks a rule, the turn is gone, or an answer is being written in the conversation;
    /// those of the store.
    pub async fn ask_below(&self, turn: TurnId) -> Result<TurnId, Error> {
        let old = self.shown_turn(turn).await?;
        let along = Along { files: old.files, ..Along::alone(old.question) };
        self.ask_in(old.conversation_id, along, |_| Ok(Vec::new())).await
    }

    async fn shown_turn(&self, turn: TurnId) -> Result<Turn, Error> {
        let found = self.inner.store.read(move |reader| reader.turn(turn)).await?;
        found.filter(|turn| turn.removed.is_none()).ok_or(Error::Gone("turn"))
    }

    /// Asks a question, and does something else in the same step, which is told before it.
    pub(super) async fn ask_in(
        &self,
        conversation: ConversationId,
        along: Along,
        also: impl FnOnce(&Writer<'_>) -> Result<Vec<Update>, StoreError> + Send + 'static,
    ) -> Result<TurnId, Error> {
        let (agent, values) = self.ready(conversation).await?;
        let now = self.now();
        let (turn, answer) = (TurnId::make(), AnswerId::make());
        let answer = empty(answer, turn, now);
        let running = self.inner.live.begin(conversation, answer.clone(), origin(&agent)?)?;
        let Along { question, files, .. } = along;
        let asked = Turn { values, files: files.clone(), ..asked(turn, conversation, question, answer.id, now) };
        let (query, agent_id) = (asked.question.clone(), agent.id);
        let written = self
            .inner
            .store
            .write(move |writer| {
                let mut told = also(writer)?;
                told.extend(answered(writer, conversation, &asked.question)?);
                let turn = Turn { seq: writer.next_seq(conversation)?, ..asked };
                let untitled = writer.conversation(conversation)?.is_some_and(|row| row.title.is_empty());
                write_question(writer, &turn, &answer, untitled)?;
                writer.set_values_of_turn(turn.id, &turn.values)?;
                writer.set_last_values(agent_id, &turn.values)?;
                Ok((told, (turn, answer, writer.conversation(conversation)?)))
            })
            .await;
        let written = written.map(|(told, rows)| {
            told.iter().for_each(|update| self.tell(update));
            rows
        });
        self.begin(running, written, Asked::Anew(query, files), agent)
    }
}

/// What waits for the person in the newest turn is answered by whatever they ask next: that is how an agent goes on.
fn answered(writer: &Writer<'_>, conversation: ConversationId, words: &str) -> Result<Vec<Update>, StoreError> {
    let mut told = Vec::new();
    for mut row in writer.waiting_for_person(conversation)? {
        let Some(interrupt) = &mut row.interrupt else { continue };
        interrupt.state = InterruptState::Answered;
        words.clone_into(&mut interrupt.answer);
        writer.set_interrupt(row.id, interrupt)?;
        told.push(Update::Step { row });
    }
    Ok(told)
}

/// A new turn, without its place and the values of its variables.
fn asked(id: TurnId, conversation: ConversationId, question: String, answer: AnswerId, now: Timestamp) -> Turn {
    Turn {
        id,
        conversation_id: conversation,
        seq: 0,
        query_id: String::new(),
        question,
        files: Vec::new(),
        asked_at: now,
        values: Values::new(),
        answers: vec![answer],
        used_answer: answer,
        used_pending: false,
        used_problem: None,
        damaged: false,
        asked_by: AskedBy::Person,
        removed: None,
        only_here: false,
        standing: Standing::Sending,
    }
}
