//! The platform's history, fetched behind an opened conversation.

use parlance_client::Address;
use parlance_protocol::{AppConversationId, GetConversationMessages, MessageInfo};

use super::title;
use crate::error::Error;
use crate::id::ConversationId;
use crate::model::{Conversation, Delivery, SyncState, Timestamp};
use crate::profile::Profile;
use crate::store::{Cursor, StoreError, Writer};
use crate::sync::{Merge, Place, Twin, merge};
use crate::update::Update;
use crate::variables;

/// How many of the newest turns are looked at for one that was not removed.
const NEWEST: u32 = 8;

impl Profile {
    /// Fetches the newest turns of the platform and writes what differs. While an answer is being written nothing is
    /// fetched: the platform may not know of it yet.
    ///
    /// A platform that cannot be asked is a state of the conversation, not an error: what is here stays as it is.
    pub(crate) async fn sync(&self, conversation: ConversationId) {
        let Ok(row) = self.conversation(conversation).await else { return };
        let only_here = row.platform_id.is_empty() || row.running;
        if only_here || !self.begin_sync(conversation) {
            return;
        }
        let agent = row.agent_id;
        let state = if self.fetch(row).await.is_ok() { SyncState::Fresh } else { SyncState::Offline };
        self.synced().insert(conversation, state);
        // A conversation that was removed meanwhile has nobody to tell.
        let _ = self.tell_again(conversation).await;
        if state == SyncState::Fresh {
            self.send_waiting(agent).await;
            self.forget_waiting(agent).await;
        }
    }

    /// Fetches the platform's history once more and says whether it could be had.
    pub(crate) async fn compare(&self, conversation: ConversationId) -> Result<(), Error> {
        let row = self.conversation(conversation).await?;
        self.fetch(row).await
    }

    fn begin_sync(&self, conversation: ConversationId) -> bool {
        self.synced().insert(conversation, SyncState::Running) != Some(SyncState::Running)
    }

    async fn fetch(&self, row: Conversation) -> Result<(), Error> {
        let conversation = row.id;
        let agent = self.agent(row.agent_id).await?;
        let origin = Address::parse(&agent.base_url)?.origin();
        let request = GetConversationMessages {
            app_conversation_id: AppConversationId::new(row.platform_id),
            limit: GetConversationMessages::MOST,
        };
        let acts = self.inner.posting.acts();
        let history = self.door_of(&agent).await?.call(&request).await?.messages;
        let values = self.variables_there(&agent, &request.app_conversation_id).await;
        let (profile, now) = (self.clone(), self.now());
        let written = self
            .inner
            .store
            .note(move |writer| {
                // What was asked, rated or chosen in the meantime is not in what was fetched.
                let busy = profile.inner.live.running_in(conversation).is_some();
                if busy || profile.inner.posting.acts() != acts {
                    return Ok(Vec::new());
                }
                let place = Place { conversation, origin: &origin };
                let mut written = adopt(writer, place, &writer.twins(conversation)?, &history, now)?;
                if let Some(values) = &values {
                    written.extend(variables::adopt(writer, conversation, values)?);
                }
                Ok(written)
            })
            .await?;
        for update in &written {
            self.tell(update);
        }
        Ok(())
    }
}

/// Merges and writes; what to tell of it.
pub(crate) fn adopt(
    writer: &Writer<'_>,
    place: Place<'_>,
    twins: &[Twin],
    history: &[MessageInfo],
    now: Timestamp,
) -> Result<Vec<Update>, StoreError> {
    let merged = merge(place, twins, history, now);
    if merged.is_empty() {
        return Ok(Vec::new());
    }
    for row in &merged {
        match row {
            Merge::Turn(turn) => writer.save_turn(turn)?,
            Merge::Answer(answer) => {
                writer.save_answer(answer)?;
                if answer.feedback.delivery == Delivery::Settled {
                    writer.set_feedback(answer.id, &answer.feedback)?;
                    writer.set_settled_rating(answer.id, answer.feedback.rating)?;
                }
            }
            Merge::Step(step) => writer.save_step(step)?,
        }
    }
    let mut updates = Vec::with_capacity(merged.len());
    for row in merged {
        updates.extend(match row {
            Merge::Turn(row) => {
                writer.order_answers(&row)?;
                // A removed turn is shown in part or not at all.
                if row.removed.is_some() { writer.turn(row.id)? } else { Some(row) }.map(|row| Update::Turn { row })
            }
            Merge::Answer(row) => Some(Update::Answer { row }),
            Merge::Step(row) => Some(Update::Step { row }),
        });
    }
    settle_conversation(writer, place.conversation)?;
    Ok(updates)
}

/// The conversation's row after its turns changed.
pub(crate) fn settle_conversation(writer: &Writer<'_>, conversation: ConversationId) -> Result<(), StoreError> {
    let newest = writer.page_before(conversation, Cursor::END, NEWEST)?;
    let Some(turn) = newest.turns.iter().rfind(|turn| turn.removed.is_none()) else {
        return writer.touch_conversation(conversation, "", Timestamp(0));
    };
    if let Some(row) = writer.conversation(conversation)?
        && row.title.is_empty()
        && let Some(first) = writer.first_question(conversation)?
    {
        // One that was begun elsewhere, and not named there.
        writer.rename_conversation(conversation, &title::title(&first), false)?;
    }
    let used = newest.answers.iter().find(|answer| answer.id == turn.used_answer);
    let text = used.map(|answer| answer.text.as_str()).filter(|text| !text.is_empty()).unwrap_or(&turn.question);
    let at = used.map_or(turn.asked_at, |answer| answer.ended_at.max(turn.asked_at));
    writer.touch_conversation(conversation, &title::beginning(text), at)
}
