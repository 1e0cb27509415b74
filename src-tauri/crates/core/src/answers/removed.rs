//! Turns that are deleted: here at once, on the platform when they can no longer be brought back.
//!
//! Whoever asks meanwhile does not wait for that: a question's context is not to hold what was deleted, so the platform
//! is told before it is asked. What was brought back after that is here alone, and says so. A platform that cannot be
//! reached is told with the next contact; one that refuses is not asked again unless a person wants it. Until it has
//! deleted a turn, its place in the conversation says that the platform still holds it.

use std::time::Duration;

use parlance_client::{Category, Client};
use parlance_protocol::{
    AppConversationId, DeleteMessage, GetConversationMessages, GetMessageInfo, MessageId, QueryId,
};

use super::feedback::Patience;
use crate::conversations::{settle_conversation, title};
use crate::error::Error;
use crate::id::{AgentId, ConversationId, TurnId};
use crate::model::{AnswerState, Timestamp, Turn};
use crate::problem::Problem;
use crate::profile::Profile;
use crate::store::{RemovedTurn, StoreError, Writer};
use crate::update::{RowId, Update};

/// How long a deleted turn can be brought back.
const REGRET: Duration = Duration::from_secs(10);

/// What became of a turn on the platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Over {
    /// It is not there any more.
    Deleted,
    /// It never was.
    NeverThere,
}

impl Profile {
    /// Deletes a turn. For a few seconds it can be brought back; then it is forgotten here and on the platform. Its
    /// answer, if it is being written, is stopped. For a turn that the platform would not delete, the platform is asked
    /// once more.
    ///
    /// # Errors
    /// When the turn is gone; those of the store.
    pub async fn remove_turn(&self, turn: TurnId) -> Result<(), Error> {
        let row = self.inner.store.read(move |reader| reader.turn(turn)).await?.ok_or(Error::Gone("turn"))?;
        let conversation = row.conversation_id;
        self.conversation(conversation).await?;
        if row.removed.is_some() {
            self.inner.store.write(move |writer| writer.set_removal_problem(turn, None)).await?;
            self.forget(turn).await;
            return Ok(());
        }
        self.stop_in(&row).await;
        let now = self.mark();
        self.inner
            .store
            .write(move |writer| {
                writer.mark_turn(turn, now)?;
                retitle(writer, &row)?;
                settle_conversation(writer, conversation)
            })
            .await?;
        self.regret(turn, now);
        self.tell_changed(conversation).await;
        Ok(())
    }

    /// Brings a deleted turn back.
    ///
    /// # Errors
    /// When it was forgotten already; those of the store.
    pub async fn restore_turn(&self, turn: TurnId) -> Result<(), Error> {
        let restored = self
            .inner
            .store
            .write(move |writer| {
                if !writer.mark_turn(turn, Timestamp(0))? {
                    return Ok(None);
                }
                let Some(row) = writer.turn(turn)? else { return Ok(None) };
                retitle(writer, &row)?;
                settle_conversation(writer, row.conversation_id)?;
                let answers = writer.answers(turn)?;
                let mut updates = Vec::new();
                for answer in answers {
                    updates.extend(writer.steps(answer.id)?.into_iter().map(|row| Update::Step { row }));
                    updates.push(Update::Answer { row: answer });
                }
                let conversation = row.conversation_id;
                updates.push(Update::Turn { row });
                Ok(Some((conversation, updates)))
            })
            .await?;
        let (conversation, updates) = restored.ok_or(Error::Gone("turn"))?;
        self.inner.posting.act();
        updates.iter().for_each(|update| self.tell(update));
        self.tell_changed(conversation).await;
        Ok(())
    }

    /// A removal's own mark, so that an earlier one's time does not end it.
    pub(super) fn mark(&self) -> Timestamp {
        Timestamp(self.now().0.max(1))
    }

    /// Stops the answer to this turn, if it is being written.
    pub(super) async fn stop_in(&self, turn: &Turn) {
        if let Some(running) = self.inner.live.running_in(turn.conversation_id)
            && turn.answers.contains(&running.answer)
        {
            self.end(&running, AnswerState::Stopped, None).await;
        }
    }

    /// The turn is marked as removed: it is out of sight, and forgotten after a while.
    pub(super) fn regret(&self, turn: TurnId, removed_at: Timestamp) {
        self.inner.posting.act();
        self.tell(&Update::Removed { row: RowId::Turn(turn) });
        let profile = self.clone();
        tokio::spawn(async move {
            tokio::select! {
                biased;
                // The next start goes on with it.
                () = profile.inner.closing.cancelled() => return,
                () = profile.inner.clock.wait(REGRET) => {}
            }
            let purged = profile.inner.store.note(move |writer| writer.purge_turn(turn, Some(removed_at))).await;
            if let Ok(true) = purged {
                profile.tidy_files().await;
                profile.forget(turn).await;
            }
        });
    }

    /// Forgets the contents of what was removed in an earlier run; the platform is told behind it.
    pub(crate) async fn finish_removals(&self) -> Result<(), Error> {
        let left = self
            .inner
            .store
            .note(|writer| {
                let left = writer.unfinished_removals()?;
                for turn in &left {
                    writer.purge_turn(*turn, None)?;
                }
                Ok(left)
            })
            .await?;
        let profile = self.clone();
        tokio::spawn(async move {
            for turn in left {
                profile.forget(turn).await;
            }
        });
        Ok(())
    }

    /// Has the platform delete what was removed in a conversation, before it is asked something in it.
    pub(super) async fn forget_removed(&self, conversation: ConversationId) {
        let removed = self.inner.store.read(move |reader| reader.removed_turns(conversation)).await;
        for turn in removed.unwrap_or_default() {
            self.forget(turn).await;
        }
    }

    /// Has an agent's platform delete what waits for a contact with it.
    pub(crate) async fn forget_waiting(&self, agent: AgentId) {
        let waiting = self.inner.store.read(move |reader| reader.waiting_turns(agent)).await;
        for turn in waiting.unwrap_or_default() {
            self.forget(turn).await;
        }
    }

    /// Has the platform delete a removed turn, and tells what became of it.
    async fn forget(&self, turn: TurnId) {
        if !self.inner.posting.begin_removal(turn) {
            return self.inner.posting.removal_ended(turn).await;
        }
        let outcome = self.forget_over_there(turn).await;
        self.inner.posting.act();
        let kept = self.inner.store.note(move |writer| keep(writer, turn, outcome)).await;
        self.inner.posting.act();
        self.inner.posting.end_removal(turn);
        match kept {
            Ok(Some(row)) => self.tell(&Update::Turn { row }),
            Ok(None) => self.tell(&Update::Removed { row: RowId::Turn(turn) }),
            // It stays as it was, and the next start goes on with it.
            Err(_) => {}
        }
    }

    /// `None` where there is nothing to be done.
    async fn forget_over_there(&self, turn: TurnId) -> Result<Option<Over>, Problem> {
        let found = self.inner.store.read(move |reader| reader.removed_turn(turn)).await.map_err(Error::from)?;
        let Some(removed) = found.filter(|removed| !removed.forgotten) else { return Ok(None) };
        let conversation = self.conversation(removed.conversation_id).await?;
        if conversation.platform_id.is_empty() {
            return Ok(Some(Over::NeverThere));
        }
        let agent = self.agent(conversation.agent_id).await?;
        let client = self.door_of(&agent).await?;
        let id = AppConversationId::new(conversation.platform_id);
        let Some(query_id) = self.name(turn, removed, &client).await? else { return Ok(Some(Over::NeverThere)) };
        match client.call(&DeleteMessage::question(query_id.clone())).await {
            Ok(_) => Ok(Some(Over::Deleted)),
            // One that was deleted elsewhere is refused, too.
            Err(error) if refuses(&error) && !holds(&client, id, &query_id).await? => Ok(Some(Over::Deleted)),
            Err(error) => Err(Error::from(error).problem()),
        }
    }

    /// The platform's id of the question; `None` where the platform does not know it.
    async fn name(&self, turn: TurnId, removed: RemovedTurn, client: &Client) -> Result<Option<QueryId>, Error> {
        if !removed.query_id.is_empty() {
            return Ok(Some(QueryId::new(removed.query_id)));
        }
        if !removed.message_id.is_empty() {
            let request = GetMessageInfo { message_id: MessageId::new(removed.message_id) };
            return match client.call(&request).await {
                Ok(told) => Ok(Some(told.message_info.query_id).filter(|id| !id.is_empty())),
                Err(error) if refuses(&error) => Ok(None),
                Err(error) => Err(error.into()),
            };
        }
        if !removed.may_be_there {
            return Ok(None);
        }
        // Its words are all that is known of it: the merge pairs them with a question over there.
        self.compare(removed.conversation_id).await?;
        let now = self.inner.store.read(move |reader| reader.removed_turn(turn)).await?;
        Ok(now.map(|removed| QueryId::new(removed.query_id)).filter(|id| !id.is_empty()))
    }
}

/// A title that was made of this question, or none, is made of what is the first question now.
pub(super) fn retitle(writer: &Writer<'_>, turn: &Turn) -> Result<(), StoreError> {
    let conversation = turn.conversation_id;
    let Some(row) = writer.conversation(conversation)? else { return Ok(()) };
    if row.named || (!row.title.is_empty() && row.title != title::title(&turn.question)) {
        return Ok(());
    }
    let first = writer.first_question(conversation)?;
    writer.rename_conversation(conversation, &first.map(|question| title::title(&question)).unwrap_or_default(), false)
}

fn refuses(error: &parlance_client::Error) -> bool {
    matches!(error.category(), Category::Gone | Category::Refused)
}

/// Whether the platform's history still has a question.
async fn holds(client: &Client, conversation: AppConversationId, question: &QueryId) -> Result<bool, Error> {
    let request = GetConversationMessages { app_conversation_id: conversation, limit: GetConversationMessages::MOST };
    let history = client.call(&request).await?.messages;
    // Beyond its limit a history says nothing.
    let whole = i64::try_from(history.len()).is_ok_and(|told| told < GetConversationMessages::MOST);
    Ok(!whole || history.iter().any(|told| told.query_id == *question))
}

/// Writes what became of a removed turn on the platform; the row that is shown of it now.
fn keep(writer: &Writer<'_>, turn: TurnId, outcome: Result<Option<Over>, Problem>) -> Result<Option<Turn>, StoreError> {
    match outcome {
        Ok(Some(Over::Deleted)) => writer.set_forgotten(turn, true)?,
        Ok(Some(Over::NeverThere)) => writer.drop_turn(turn)?,
        Ok(None) => {}
        Err(problem) => {
            if !Patience::Much.waits_for(problem.code) {
                writer.set_removal_problem(turn, Some(&problem))?;
            }
            // As soon as it is known, its place says so: a question that is on its way already has it in its context.
            if let Some(place) = writer.place_of_removed(turn)? {
                return Ok(Some(place));
            }
        }
    }
    writer.turn(turn)
}
