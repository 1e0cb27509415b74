//! Conversations that are deleted: here at once, on the platform, unless it is to keep them, when they can no longer be
//! brought back.
//!
//! Of one that the platform is to keep, its ids stay here, so that the platform's list does not bring it back.

use std::time::Duration;

use parlance_client::Category;
use parlance_protocol::{AppConversationId, DeleteConversation};

use crate::error::Error;
use crate::id::ConversationId;
use crate::model::{AnswerState, Timestamp};
use crate::profile::Profile;
use crate::store::{Removed, Writer};
use crate::update::{RowId, Update};

/// How long a removed conversation can be brought back.
const REGRET: Duration = Duration::from_secs(10);

impl Profile {
    /// Removes a conversation here and on the platform, as [`Profile::remove_all`] does.
    ///
    /// # Errors
    /// When the conversation is gone; those of the store.
    pub async fn remove(&self, conversation: ConversationId) -> Result<(), Error> {
        self.conversation(conversation).await?;
        self.remove_all(vec![conversation], true).await
    }

    /// Removes conversations. For a few seconds they can be brought back; then they are forgotten here, and `there`, on
    /// the platform, too. Answers that are being written in them are stopped. Those that are gone are left out.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn remove_all(&self, conversations: Vec<ConversationId>, there: bool) -> Result<(), Error> {
        let wanted = conversations.clone();
        let rows = self
            .inner
            .store
            .read(move |reader| {
                let rows = wanted.into_iter().map(|id| reader.conversation(id));
                rows.filter_map(Result::transpose).collect::<Result<Vec<_>, _>>()
            })
            .await?;
        for running in rows.iter().filter_map(|row| self.inner.live.running_in(row.id)) {
            self.end(&running, AnswerState::Stopped, None).await;
        }
        // A mark of its own, so that an earlier removal's time does not end this one's.
        let now = Timestamp(self.now().0.max(1));
        let removed: Vec<Removed> = rows
            .into_iter()
            .map(|row| Removed {
                id: row.id,
                agent_id: row.agent_id,
                kept_there: !there && !row.platform_id.is_empty(),
                platform_id: row.platform_id,
            })
            .collect();
        let marked = removed.clone();
        self.inner
            .store
            .write(move |writer| marked.iter().try_for_each(|row| writer.mark_removed(row.id, now, row.kept_there)))
            .await?;
        for row in &removed {
            self.opened().remove(&row.id);
            self.tell(&Update::Removed { row: RowId::Conversation(row.id) });
        }
        let profile = self.clone();
        tokio::spawn(async move {
            tokio::time::sleep(REGRET).await;
            for row in removed {
                // What fails now is done at the next start.
                let _ = profile.purge(row, Some(now)).await;
            }
        });
        Ok(())
    }

    /// Brings removed conversations back.
    ///
    /// # Errors
    /// When one was forgotten already: then the others are back; those of the store.
    pub async fn restore_all(&self, conversations: Vec<ConversationId>) -> Result<(), Error> {
        let marked = conversations.clone();
        self.inner
            .store
            .write(move |writer| marked.into_iter().try_for_each(|conversation| writer.unmark_removed(conversation)))
            .await?;
        let mut outcome = Ok(());
        for conversation in conversations {
            outcome = self.tell_again(conversation).await.and(outcome);
        }
        outcome
    }

    /// Brings a removed conversation back.
    ///
    /// # Errors
    /// As [`Profile::restore_all`].
    pub async fn restore(&self, conversation: ConversationId) -> Result<(), Error> {
        self.restore_all(vec![conversation]).await
    }

    /// Forgets what can still be brought back: the program ends in order, and with it the time for that.
    pub(crate) async fn regret_no_more(&self) -> Result<(), Error> {
        let forget = |writer: &Writer<'_>| {
            let removed = writer.removed_conversations()?;
            removed.iter().try_for_each(|row| writer.purge_conversation(row.id, None).map(drop))
        };
        Ok(self.inner.store.note(forget).await?)
    }

    /// Brings back what could still have been brought back when an earlier run was killed, and tells the platforms of
    /// what was forgotten in earlier runs.
    pub(crate) async fn go_on_removing(&self) -> Result<(), Error> {
        let removed = self
            .inner
            .store
            .note(|writer| {
                writer.unmark_all_removed()?;
                writer.removed_conversations()
            })
            .await?;
        let profile = self.clone();
        tokio::spawn(async move {
            for conversation in removed {
                // What fails now is done at the next start.
                let _ = profile.purge(conversation, None).await;
            }
        });
        Ok(())
    }

    /// Forgets a removed conversation: its turns at once, its row when the platform has forgotten it, too.
    async fn purge(&self, removed: Removed, removed_at: Option<Timestamp>) -> Result<(), Error> {
        let id = removed.id;
        if !self.inner.store.note(move |writer| writer.purge_conversation(id, removed_at)).await? {
            return Ok(());
        }
        self.tidy_files().await;
        if removed.kept_there {
            return Ok(());
        }
        if !removed.platform_id.is_empty() {
            let agent = self.agent(removed.agent_id).await?;
            let request = DeleteConversation { app_conversation_id: AppConversationId::new(removed.platform_id) };
            match self.door_of(&agent).await?.call(&request).await {
                Ok(_) => {}
                Err(error) if matches!(error.category(), Category::Gone | Category::Refused) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(self.inner.store.note(move |writer| writer.forget_conversation(id)).await?)
    }
}
