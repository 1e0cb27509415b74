//! Conversations that were begun elsewhere with the same user id, and what the platform is told of those here: the name
//! that a person gave, and the place at the top.
//!
//! The platform is asked behind the list and now and then only; where it has no such action nothing is missing. What it
//! does not list any more is marked and kept.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use parlance_client::{Capability, Category, Client};
use parlance_protocol::{
    AppConversationId, CancelConversationTop, Endpoint, GetConversationList, SetConversationTop, UpdateConversation,
};

use crate::error::Error;
use crate::id::{AgentId, ConversationId};
use crate::model::{AgentKind, Conversation, Timestamp};
use crate::profile::Profile;
use crate::store::{StoreError, Untold, Writer};
use crate::sync::list::{News, compare};

/// When the platform of each agent was last asked for its conversations.
pub(crate) type Listed = Mutex<HashMap<AgentId, Timestamp>>;

/// How long what a platform listed is taken to be so.
const LIST_LASTS_MS: i64 = 300_000;
/// How long after a failure the platform is asked again.
const TRIED_AGAIN_MS: i64 = 30_000;
/// How much the platform is told at one contact.
const TOLD_AT_ONCE: u32 = 20;
/// How often is looked again for what changed while it was told.
const TOLD_AGAIN: usize = 5;

impl Profile {
    /// Asks platforms for conversations that are not here, behind whatever goes on: that of this agent, or all.
    pub(super) fn look_elsewhere(&self, agent: Option<AgentId>) {
        let profile = self.clone();
        tokio::spawn(async move {
            let Ok(agents) = profile.inner.store.read(|reader| reader.agents()).await else { return };
            for row in
                agents.into_iter().filter(|row| row.kind == AgentKind::Chat && agent.is_none_or(|of| of == row.id))
            {
                // What could not be had is had at the next look.
                let _ = profile.list_elsewhere(row.id).await;
            }
        });
    }

    /// Passes on what a person did to a conversation, behind it.
    pub(super) fn pass_on(&self, conversation: ConversationId) {
        let profile = self.clone();
        tokio::spawn(async move {
            let Ok(row) = profile.conversation(conversation).await else { return };
            if !row.platform_id.is_empty() {
                profile.tell_there(row.agent_id).await;
            }
        });
    }

    async fn list_elsewhere(&self, agent: AgentId) -> Result<(), Error> {
        let began = self.now();
        if !self.begin_listing(agent, began) {
            return Ok(());
        }
        let outcome = self.take_list(agent, began).await;
        if outcome.is_err() {
            self.listed_at().insert(agent, Timestamp(began.0.saturating_sub(LIST_LASTS_MS - TRIED_AGAIN_MS)));
        }
        outcome
    }

    async fn take_list(&self, agent: AgentId, began: Timestamp) -> Result<(), Error> {
        let row = self.agent(agent).await?;
        let client = self.door_of(&row).await?;
        if client.capability(GetConversationList::ACTION) == Capability::Missing {
            return Ok(());
        }
        let told = client.call(&GetConversationList {}).await;
        self.keep_learned(agent, &client).await;
        let told = told?.conversation_list;
        let profile = self.clone();
        let changed = self
            .inner
            .store
            .note(move |writer| {
                let mut known = writer.known_there(agent)?;
                for row in &mut known {
                    // The platform may not have heard of it when it made its list.
                    row.busy |= profile.inner.live.running_in(row.id).is_some() || row.active_at >= began;
                }
                write(writer, agent, compare(&known, &told, began))
            })
            .await?;
        changed.into_iter().for_each(|row| self.tell_conversation(row));
        self.tell_there(agent).await;
        Ok(())
    }

    /// Tells an agent's platform the names and pins that it does not have, also those that change meanwhile.
    pub(super) async fn tell_there(&self, agent: AgentId) {
        let Ok(row) = self.agent(agent).await else { return };
        let mut door = None;
        for _ in 0..TOLD_AGAIN {
            let untold =
                self.inner.store.read(move |reader| reader.untold(agent, TOLD_AT_ONCE)).await.unwrap_or_default();
            if untold.is_empty() {
                break;
            }
            let client = match &door {
                Some(client) => client,
                None => match self.door_of(&row).await {
                    Ok(client) => door.insert(client),
                    Err(_) => return,
                },
            };
            let mut told = false;
            for one in untold {
                match self.tell_one(client, one).await {
                    Ok(taken) => told |= taken,
                    // The rest is told at the next contact.
                    Err(_) => return self.keep_learned(agent, client).await,
                }
            }
            if !told {
                break;
            }
        }
        if let Some(client) = &door {
            self.keep_learned(agent, client).await;
        }
    }

    /// Says whether there was anything that this platform takes.
    async fn tell_one(&self, client: &Client, untold: Untold) -> Result<bool, Error> {
        let Untold { id, platform_id, title, names, pinned, pins } = untold;
        let there = AppConversationId::new(platform_id);
        let offered = |action| client.capability(action) != Capability::Missing;
        let mut told = false;
        if names && offered(UpdateConversation::ACTION) {
            let request = UpdateConversation {
                app_conversation_id: there.clone(),
                conversation_name: Some(title.clone()),
                inputs: None,
            };
            taken(client.call(&request).await)?;
            self.inner.store.note(move |writer| writer.set_name_there(id, &title)).await?;
            told = true;
        }
        if pins && pinned && offered(SetConversationTop::ACTION) {
            taken(client.call(&SetConversationTop { app_conversation_id: there }).await)?;
        } else if pins && !pinned && offered(CancelConversationTop::ACTION) {
            taken(client.call(&CancelConversationTop { app_conversation_id: there }).await)?;
        } else {
            return Ok(told);
        }
        self.inner.store.note(move |writer| writer.set_pinned_there(id, pinned)).await?;
        Ok(true)
    }

    /// Whether it is time to ask again.
    fn begin_listing(&self, agent: AgentId, now: Timestamp) -> bool {
        let mut listed = self.listed_at();
        let fresh = listed.get(&agent).is_some_and(|at| now.0.saturating_sub(at.0) < LIST_LASTS_MS);
        if !fresh {
            listed.insert(agent, now);
        }
        !fresh
    }

    fn listed_at(&self) -> std::sync::MutexGuard<'_, HashMap<AgentId, Timestamp>> {
        self.inner.listed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a platform refuses is not told again: it stays as it is here.
fn taken<T>(answer: Result<T, parlance_client::Error>) -> Result<(), Error> {
    match answer {
        Ok(_) => Ok(()),
        Err(error) if matches!(error.category(), Category::Gone | Category::Refused) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Writes what a platform's list has of new; the rows to tell.
fn write(writer: &Writer<'_>, agent: AgentId, news: Vec<News>) -> Result<Vec<Conversation>, StoreError> {
    let mut changed = Vec::with_capacity(news.len());
    for one in news {
        let id = match one {
            News::Begun { platform_id, name, created_at, active_at } => {
                let mut row = Conversation { platform_id, active_at, ..super::begun(agent, created_at) };
                if let Some(name) = &name {
                    row.title.clone_from(name);
                    row.named = true;
                }
                writer.add_conversation(&row)?;
                writer.set_name_there(row.id, &name.unwrap_or_default())?;
                row.id
            }
            News::Changed { id, title, name_there, active_at, gone } => {
                if let Some(title) = title {
                    writer.rename_conversation(id, &title, true)?;
                }
                writer.set_name_there(id, &name_there)?;
                writer.set_there(id, active_at, gone)?;
                id
            }
        };
        changed.extend(writer.conversation(id)?);
    }
    Ok(changed)
}
