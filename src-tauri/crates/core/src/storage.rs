//! What the profile takes up on the disk, and making it smaller.
//!
//! Clearing an agent's cache takes out what its platform gives back, and raw events; never a key, a draft, or what is
//! only here. Whatever takes long is done in small pieces, between which others read and write, and can be ended.

use parlance_protocol::{AppConversationId, GetConversationMessages};
use tokio::sync::oneshot;

use crate::error::Error;
use crate::id::{AgentId, ConversationId};
use crate::model::{Agent, AgentStorage, Cleared, Size, Storage, Timestamp};
use crate::profile::Profile;
use crate::store::{StoreError, size_in, spared};
use crate::update::{RowId, Update};
use crate::work::Work;

/// How many conversations are looked at in one piece.
const PIECE: usize = 50;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

impl Profile {
    /// What the profile takes up; `None` where the work was ended before its end.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn storage(&self, work: &Work) -> Result<Option<Storage>, Error> {
        let agents = self.inner.store.read(|reader| reader.agents()).await?;
        let mut all = Vec::with_capacity(agents.len());
        for agent in agents {
            all.push((agent.id, self.inner.store.read(move |reader| reader.all_of(agent.id)).await?));
        }
        let total = all.iter().map(|(_, conversations)| conversations.len()).sum();
        let mut done = 0;
        let mut agents = Vec::with_capacity(all.len());
        for (agent_id, conversations) in all {
            let count = u32::try_from(conversations.len()).unwrap_or(u32::MAX);
            let mut sum = AgentStorage { agent_id, conversations: count, turns: 0, texts: Size(0), events: Size(0) };
            for piece in conversations.chunks(PIECE) {
                if work.cancelled() {
                    return Ok(None);
                }
                self.weigh(&mut sum, piece.to_vec()).await?;
                done += piece.len();
                work.is_at(done, total);
            }
            agents.push(sum);
        }
        let folder = self.inner.folder.clone();
        let database = tokio::task::spawn_blocking(move || size_in(&folder)).await.unwrap_or_default();
        let free = self.inner.store.read(|reader| reader.free()).await?;
        let backups = self.inner.backups.clone();
        let backups = tokio::task::spawn_blocking(move || backups.size()).await.unwrap_or_default();
        Ok(Some(Storage { database, free, files: self.inner.shelf.size().await, backups, agents }))
    }

    async fn weigh(&self, sum: &mut AgentStorage, piece: Vec<ConversationId>) -> Result<(), Error> {
        let taken = self
            .inner
            .store
            .read(move |reader| piece.into_iter().map(|id| spared(reader.taken(id))).collect::<Result<Vec<_>, _>>())
            .await?;
        for one in taken {
            sum.turns = sum.turns.saturating_add(one.turns);
            sum.texts.0 += one.texts;
            sum.events.0 += one.events;
        }
        Ok(())
    }

    /// Takes out what an agent's platform gives back when a conversation is opened, and the raw events of its answers.
    /// Each conversation's history is read for that: only what is in it goes. Conversations, drafts, tags and what is
    /// only here stay; so do the ones that are open.
    ///
    /// # Errors
    /// When the agent is gone; those of the store; and when its platform cannot be asked: then the rest stays.
    pub async fn clear_cache(&self, agent: AgentId, work: &Work) -> Result<Cleared, Error> {
        let row = self.agent(agent).await?;
        let all = self.inner.store.read(move |reader| reader.all_of(agent)).await?;
        let mut cleared = Cleared::default();
        for (done, conversation) in all.iter().copied().enumerate() {
            if work.cancelled() {
                cleared.cancelled = true;
                break;
            }
            work.is_at(done, all.len());
            if !self.is_open(conversation) && self.inner.live.running_in(conversation).is_none() {
                let turns = self.clear_conversation(&row, conversation).await?;
                cleared.turns = cleared.turns.saturating_add(turns);
            }
        }
        Ok(cleared)
    }

    async fn clear_conversation(&self, agent: &Agent, conversation: ConversationId) -> Result<u32, Error> {
        self.inner.store.note(move |writer| writer.clear_events(conversation)).await?;
        let row = self.conversation(conversation).await?;
        let nothing = self.inner.store.read(move |reader| reader.clearable(conversation)).await?.is_empty();
        if nothing || row.gone || row.platform_id.is_empty() {
            return Ok(0);
        }
        let request = GetConversationMessages {
            app_conversation_id: AppConversationId::new(row.platform_id),
            limit: GetConversationMessages::MOST,
        };
        let history = self.door_of(agent).await?.call(&request).await?.messages;
        let given = history.into_iter().map(|told| told.query_id.to_string()).collect();
        let profile = self.clone();
        let cleared = self
            .inner
            .store
            .note(move |writer| {
                // It may have been opened while the platform was asked.
                if profile.is_open(conversation) { Ok(0) } else { writer.clear_turns(conversation, &given) }
            })
            .await?;
        if cleared > 0 {
            // What is known of it is older than that.
            self.synced().remove(&conversation);
        }
        Ok(cleared)
    }

    /// Rebuilds the database without its empty parts; false where the work was ended before its end, and all is as it was.
    ///
    /// # Errors
    /// Those of the store; when the disk has no room for a copy.
    pub async fn compact(&self, work: &Work) -> Result<bool, Error> {
        work.is_at(0, 0);
        let (begun, handle) = oneshot::channel();
        match work.interrupting(self.inner.store.compact(begun), handle).await {
            Ok(()) => Ok(true),
            Err(StoreError::Sqlite(_)) if work.cancelled() => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Does as [`Profile::retire`] behind whatever goes on.
    pub(crate) fn retire_behind(&self) {
        let profile = self.clone();
        tokio::spawn(async move {
            // What is left is deleted at the next start.
            let _ = profile.retire().await;
        });
    }

    /// How many conversations would be deleted if they were kept for so many days after their last use.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn retiring(&self, days: u32) -> Result<u32, Error> {
        Ok(u32::try_from(self.unused_for(days).await?.len()).unwrap_or(u32::MAX))
    }

    async fn unused_for(&self, days: u32) -> Result<Vec<ConversationId>, Error> {
        if days == 0 {
            return Ok(Vec::new());
        }
        let before = Timestamp(self.now().0.saturating_sub(i64::from(days).saturating_mul(DAY_MS)));
        Ok(self.inner.store.read(move |reader| reader.unused_since(before)).await?)
    }

    /// Deletes here what was not used for as long as the person wants things to be kept; the platform keeps its own, and
    /// a backup of the last day holds all of it.
    pub(crate) async fn retire(&self) -> Result<(), Error> {
        let days = self.inner.store.read(|reader| reader.settings()).await?.keep_days;
        let unused = self.unused_for(days).await?;
        if unused.is_empty() {
            return Ok(());
        }
        self.back_up_if_due().await?;
        let now = Timestamp(self.now().0.max(1));
        for conversation in unused {
            if self.is_open(conversation) || self.inner.live.running_in(conversation).is_some() {
                continue;
            }
            let gone = self
                .inner
                .store
                .note(move |writer| {
                    let Some(row) = writer.conversation(conversation)? else { return Ok(false) };
                    let kept_there = !row.platform_id.is_empty();
                    writer.mark_removed(conversation, now, kept_there)?;
                    writer.purge_conversation(conversation, Some(now))?;
                    if !kept_there {
                        writer.forget_conversation(conversation)?;
                    }
                    Ok(true)
                })
                .await?;
            if gone {
                self.tell(&Update::Removed { row: RowId::Conversation(conversation) });
            }
        }
        self.tidy_files().await;
        Ok(())
    }
}
