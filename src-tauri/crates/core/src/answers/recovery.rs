//! Answers that broke off here and may have gone on over there.
//!
//! A question is never sent twice by itself: a line that was cut after it was heard costs the answer here, not there. So
//! the answer is looked for: an answer that is still being written is listened to again where the platform can do that,
//! one that has more there is taken from its history. Until then the row says that it was cut. After six minutes, which
//! no gateway outlives, nobody looks any more; whoever opens the conversation later still finds it, and whoever wants to
//! know can have it looked for at once.

use std::slice;
use std::time::Duration;

use futures_util::StreamExt as _;
use parlance_client::{Answering, Capability, Category, Client, Dialect};
use parlance_protocol::{ChatContinue, ChatEvent, Endpoint as _, Frame, GetMessageInfo, MessageId};

use super::origin;
use crate::conversations::adopt;
use crate::error::{Error, Refusal};
use crate::id::{AnswerId, ConversationId};
use crate::model::{Agent, Answer, AnswerState, Found, Timestamp};
use crate::problem::ProblemCode;
use crate::profile::Profile;
use crate::sync::{Place, Twin};
use crate::update::{RowId, Update};

/// Seconds before each look.
const PAUSES: [u64; 12] = [1, 2, 4, 8, 15, 30, 30, 30, 60, 60, 60, 60];

/// Whether the platform may have more of an answer than is here, or be about to have it.
pub(crate) fn may_go_on(answer: &Answer) -> bool {
    let cut = [ProblemCode::Cut, ProblemCode::Timeout, ProblemCode::Overloaded];
    match answer.state {
        AnswerState::Interrupted => true,
        AnswerState::Failed => answer.problem.as_ref().is_some_and(|problem| cut.contains(&problem.code)),
        AnswerState::Streaming | AnswerState::Done | AnswerState::Stopped => false,
    }
}

impl Profile {
    /// Looks for the answers that nobody wrote on when the program ended, behind whatever else happens.
    pub(crate) fn recover_abandoned(&self, abandoned: Vec<(ConversationId, AnswerId)>) {
        for (conversation, answer) in abandoned {
            let profile = self.clone();
            tokio::spawn(async move { profile.recover(conversation, answer).await });
        }
    }

    /// Looks for an answer until it is whole, or nothing more is to be expected.
    pub(crate) async fn recover(&self, conversation: ConversationId, answer: AnswerId) {
        let mut listens = true;
        for pause in PAUSES {
            tokio::select! {
                biased;
                () = self.inner.closing.cancelled() => return,
                () = self.inner.clock.wait(Duration::from_secs(pause)) => {}
            }
            // Who cannot be asked now may be asked later.
            if let Ok(true) = self.look_for(conversation, answer, &mut listens).await {
                return;
            }
        }
    }

    /// Looks for an answer now, because a person wants to know, and says what there is of it.
    ///
    /// # Errors
    /// When the answer is gone, an answer is being written in its conversation, or the platform cannot be asked; those
    /// of the store.
    pub async fn look(&self, answer: AnswerId) -> Result<Found, Error> {
        let before = self.inner.store.read(move |reader| reader.answer(answer)).await?.ok_or(Error::Gone("answer"))?;
        if !may_go_on(&before) {
            return Ok(if before.state == AnswerState::Done { Found::Whole } else { Found::NoMore });
        }
        let turn = before.turn_id;
        let conversation = self.inner.store.read(move |reader| reader.conversation_of(turn)).await?;
        let conversation = conversation.ok_or(Error::Gone("conversation"))?;
        if self.inner.live.running_in(conversation).is_some() {
            return Err(Refusal::StillAnswering.into());
        }
        let (_, agent) = self.place(conversation).await?;
        let client = self.door_of(&agent).await?;
        if !before.message_id.is_empty() && client.capability(ChatContinue::ACTION) != Capability::Missing {
            self.listen_again(&agent, conversation, &before, &client).await?;
        }
        let mut known = self.unfinished(answer).await?.is_none();
        if !known && !before.message_id.is_empty() {
            known = match self.take_one(&agent, conversation, &before, &client).await {
                Ok(()) => true,
                Err(Error::Client(error)) if matches!(error.category(), Category::Gone | Category::Refused) => false,
                Err(error) => return Err(error),
            };
        }
        if !known {
            self.compare(conversation).await?;
        }
        let row = self.inner.store.read(move |reader| reader.answer(answer)).await?.ok_or(Error::Gone("answer"))?;
        Ok(match row.state {
            AnswerState::Done => Found::Whole,
            AnswerState::Streaming => Found::Running,
            _ if row.text != before.text => Found::More,
            _ if known || row.message_id != before.message_id => Found::NoMore,
            _ => Found::Nothing,
        })
    }

    /// Looks once; says whether that was the last time.
    async fn look_for(
        &self,
        conversation: ConversationId,
        answer: AnswerId,
        listens: &mut bool,
    ) -> Result<bool, Error> {
        // Where the person asked anew, the next look at the whole conversation finds the old answer, too.
        if self.inner.live.running_in(conversation).is_some() {
            return Ok(true);
        }
        let Some(row) = self.unfinished(answer).await? else { return Ok(true) };
        let (_, agent) = self.place(conversation).await?;
        let client = self.door_of(&agent).await?;
        if *listens && !row.message_id.is_empty() && client.capability(ChatContinue::ACTION) != Capability::Missing {
            *listens = self.listen_again(&agent, conversation, &row, &client).await?;
            if self.unfinished(answer).await?.is_none() {
                return Ok(true);
            }
        }
        if row.message_id.is_empty() || self.take_one(&agent, conversation, &row, &client).await.is_err() {
            self.sync(conversation).await;
        }
        Ok(self.unfinished(answer).await?.is_none())
    }

    /// The row of an answer that may go on.
    async fn unfinished(&self, answer: AnswerId) -> Result<Option<Answer>, Error> {
        let row = self.inner.store.read(move |reader| reader.answer(answer)).await?;
        Ok(row.filter(may_go_on))
    }

    /// Writes the answer on where the platform still writes it. Says whether it is worth another try.
    async fn listen_again(
        &self,
        agent: &Agent,
        conversation: ConversationId,
        row: &Answer,
        client: &Client,
    ) -> Result<bool, Error> {
        let id = MessageId::new(row.message_id.as_str());
        let mut answering = match client.listen_again(&id, Dialect::Auto).await {
            Ok(answering) => answering,
            // It is not being written any more, or cannot be listened to.
            Err(_) => return Ok(false),
        };
        // What was here is given up only for something.
        let Some(begun) = begun(&mut answering).await else { return Ok(false) };
        let fresh = Answer {
            state: AnswerState::Streaming,
            text: String::new(),
            problem: None,
            usage: None,
            suggestions: Vec::new(),
            steps: Vec::new(),
            ended_at: Timestamp(0),
            ..row.clone()
        };
        let running = self.inner.live.begin(conversation, fresh, origin(agent)?)?;
        let kept = row.id;
        let frames = self.inner.store.read(move |reader| reader.frame_count(kept)).await;
        running.keep_frames_behind(frames.unwrap_or_default());
        running.keep_text(&row.text);
        for frame in &begun {
            running.hear(frame, self.now(), |_| {});
        }
        running.tell_row(RowId::Answer(row.id), |update| self.tell(update));
        if let Ok(row) = self.conversation(conversation).await {
            self.tell_conversation(row);
        }
        self.follow(&running, client, answering).await;
        let (mut now, steps) = running.rows();
        if now.state == AnswerState::Done {
            // It ended over there where the line was cut, for whatever reason.
            now.recovered = now.text.trim() == row.text.trim();
            if now.recovered {
                let kept = now.clone();
                self.inner.store.note(move |writer| writer.save_answer(&kept)).await?;
                self.tell(&Update::Answer { row: now.clone() });
            }
            // What the platform adds afterwards is no part of the answer's success.
            let _ = self.learn(client, now, &steps, conversation).await;
        }
        Ok(true)
    }

    /// Takes an answer that has an id from the platform, if it is whole there.
    async fn take_one(
        &self,
        agent: &Agent,
        conversation: ConversationId,
        row: &Answer,
        client: &Client,
    ) -> Result<(), Error> {
        let request = GetMessageInfo { message_id: MessageId::new(row.message_id.as_str()) };
        let told = client.call(&request).await?.message_info;
        let (origin, now, turn) = (origin(agent)?, self.now(), row.turn_id);
        let written = self
            .inner
            .store
            .note(move |writer| {
                let Some(turn) = writer.turn(turn)? else { return Ok(Vec::new()) };
                let answers = writer.answers(turn.id)?;
                let place = Place { conversation, origin: &origin };
                adopt(writer, place, &[Twin { turn, answers }], slice::from_ref(&told), now)
            })
            .await?;
        for update in &written {
            self.tell(update);
        }
        if !written.is_empty()
            && let Ok(row) = self.conversation(conversation).await
        {
            self.tell_conversation(row);
        }
        Ok(())
    }
}

/// The frames up to the first that holds text; `None` where there is none.
async fn begun(answering: &mut Answering) -> Option<Vec<Frame>> {
    let mut frames = Vec::new();
    while let Some(Ok(frame)) = answering.next().await {
        let speaks = matches!(&frame.event, ChatEvent::Message { answer } if !answer.is_empty());
        frames.push(frame);
        if speaks {
            return Some(frames);
        }
    }
    None
}
