//! The platform's history, fetched behind an opened conversation.

use std::sync::PoisonError;

use parlance_client::Address;
use parlance_protocol::{AppConversationId, GetConversationMessages, MessageInfo};

use super::title;
use crate::error::Error;
use crate::id::ConversationId;
use crate::model::Timestamp;
use crate::profile::Profile;
use crate::store::{StoreError, Writer};
use crate::sync::{Merge, Place, merge};
use crate::update::Update;

impl Profile {
    /// Fetches the newest turns of the platform and writes what differs. While an answer is being written nothing is
    /// fetched: the platform may not know of it yet.
    pub(super) async fn sync(&self, conversation: ConversationId) -> Result<(), Error> {
        if self.inner.live.running_in(conversation).is_some() || !self.begin_sync(conversation) {
            return Ok(());
        }
        let outcome = self.fetch(conversation).await;
        self.inner.syncing.lock().unwrap_or_else(PoisonError::into_inner).remove(&conversation);
        outcome
    }

    fn begin_sync(&self, conversation: ConversationId) -> bool {
        self.inner.syncing.lock().unwrap_or_else(PoisonError::into_inner).insert(conversation)
    }

    async fn fetch(&self, conversation: ConversationId) -> Result<(), Error> {
        let row = self.conversation(conversation).await?;
        if row.platform_id.is_empty() {
            return Ok(());
        }
        let agent = self.agent(row.agent_id).await?;
        let origin = Address::parse(&agent.base_url)?.origin();
        let request = GetConversationMessages {
            app_conversation_id: AppConversationId::new(row.platform_id),
            limit: GetConversationMessages::MOST,
        };
        let history = self.door_of(&agent).await?.call(&request).await?.messages;
        let (profile, now) = (self.clone(), self.now());
        let written = self
            .inner
            .store
            .note(move |writer| {
                // A question that was asked in the meantime is not in what was fetched.
                if profile.inner.live.running_in(conversation).is_some() {
                    return Ok(Vec::new());
                }
                adopt(writer, Place { conversation, origin: &origin }, &history, now)
            })
            .await?;
        if written.is_empty() {
            return Ok(());
        }
        for update in &written {
            self.tell(update);
        }
        self.tell_again(conversation).await
    }
}

/// Merges and writes; what to tell of it.
fn adopt(
    writer: &Writer<'_>,
    place: Place<'_>,
    history: &[MessageInfo],
    now: Timestamp,
) -> Result<Vec<Update>, StoreError> {
    let twins = writer.twins(place.conversation)?;
    let merged = merge(place, &twins, history, now);
    if merged.is_empty() {
        return Ok(Vec::new());
    }
    for row in &merged {
        match row {
            Merge::Turn(turn) => writer.save_turn(turn)?,
            Merge::Answer(answer) => writer.save_answer(answer)?,
            Merge::Step(step) => writer.save_step(step)?,
        }
    }
    let mut updates = Vec::with_capacity(merged.len());
    for row in merged {
        updates.push(match row {
            Merge::Turn(row) => {
                writer.order_answers(&row)?;
                Update::Turn { row }
            }
            Merge::Answer(row) => Update::Answer { row },
            Merge::Step(row) => Update::Step { row },
        });
    }
    settle_conversation(writer, place.conversation)?;
    Ok(updates)
}

/// The conversation's row after its turns changed.
fn settle_conversation(writer: &Writer<'_>, conversation: ConversationId) -> Result<(), StoreError> {
    let newest = writer.page_before(conversation, u32::MAX, 1)?;
    let Some(turn) = newest.turns.first() else { return Ok(()) };
    let used = newest.answers.iter().find(|answer| answer.id == turn.used_answer);
    let text = used.map(|answer| answer.text.as_str()).filter(|text| !text.is_empty()).unwrap_or(&turn.question);
    let at = used.map_or(turn.asked_at, |answer| answer.ended_at.max(turn.asked_at));
    writer.touch_conversation(conversation, &title::beginning(text), at)
}
