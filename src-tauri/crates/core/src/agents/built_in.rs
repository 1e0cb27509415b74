//! The agent that runs inside Parlance: one like any other, but for its key and its port.
//!
//! Its id is chosen before its row exists, because its key must be there before its server starts.

use std::sync::PoisonError;

use parlance_client::{Address, ApiKey, Client};
use parlance_protocol::GetAppConfigPreview;

use super::Entered;
use crate::error::Error;
use crate::id::AgentId;
use crate::keys::{Account, Keep};
use crate::model::{Agent, AgentDraft, AgentKind};
use crate::problem::Problem;
use crate::profile::Profile;
use crate::random;

/// Where its id is noted.
const ID: &str = "built-in agent";
/// Noted once it was added: an agent that a person removed does not come back.
const ADDED: &str = "built-in agent added";
/// The same for the workflow that comes with the built-in server.
const WORKFLOW_ID: &str = "built-in workflow";
const WORKFLOW_ADDED: &str = "built-in workflow added";
const KEY_LENGTH: usize = 40;

/// The names under which a built-in agent's id, and that it was added, are noted.
pub(crate) fn noted_as(kind: AgentKind) -> (&'static str, &'static str) {
    match kind {
        AgentKind::Chat => (ID, ADDED),
        AgentKind::Workflow => (WORKFLOW_ID, WORKFLOW_ADDED),
    }
}

impl Profile {
    /// The built-in agent's server could not start, or it did: its agents say so when they are asked.
    pub fn set_built_in_problem(&self, problem: Option<Problem>) {
        *self.inner.built_in_problem.lock().unwrap_or_else(PoisonError::into_inner) = problem;
    }

    pub(crate) fn built_in_problem(&self) -> Option<Problem> {
        self.inner.built_in_problem.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The key that the built-in agent's server is to take: the keychain's, else one made now that lives for this run
    /// (see [`Profile::store_built_in_key`]). Nobody waits here for a prompt of the keychain.
    pub async fn built_in_key(&self) -> String {
        let Ok(id) = self.built_in_id().await else { return random::word(KEY_LENGTH) };
        let account = Account::built_in(id);
        if let Ok(Some(key)) = self.inner.keys.read(&account).await {
            return key.reveal().to_owned();
        }
        let made = random::word(KEY_LENGTH);
        if let Ok(key) = ApiKey::parse(&made) {
            // Keeping it in memory cannot fail.
            let _ = self.inner.keys.keep(&account, &key, Keep::Session).await;
        }
        made
    }

    /// Moves a key that was made in this run into the keychain, if that answers and holds none yet. It may ask the
    /// person, so it comes last; where it fails the key goes on living for this run.
    ///
    /// # Errors
    /// Those of the keychain and of the store.
    pub async fn store_built_in_key(&self) -> Result<(), Error> {
        let id = self.built_in_id().await?;
        let account = Account::built_in(id);
        let there = self.inner.store.read(move |reader| Ok(reader.agent(id)?.is_some())).await?;
        if !there || !self.inner.keys.for_this_run(&account) || self.inner.keys.stored(&account).await? {
            return Ok(());
        }
        if let Some(key) = self.inner.keys.read(&account).await? {
            self.inner.keys.keep(&account, &key, Keep::Stored).await?;
            self.inner.store.note(move |writer| writer.set_key_stored(id, true)).await?;
            self.tell_agent(id).await?;
        }
        Ok(())
    }

    /// Adds the built-in agent at the first start; later it says where the agent listens this time.
    ///
    /// # Errors
    /// As [`Profile::add_agent`].
    pub async fn welcome_built_in(&self, base_url: &str) -> Result<(), Error> {
        let id = self.built_in_id().await?;
        let address = Address::parse(base_url)?;
        let account = Account::new(id, &address, true);
        let stored = !self.inner.keys.for_this_run(&account);
        let (known, added) = self
            .inner
            .store
            .read(move |reader| Ok((reader.agent(id)?.is_some(), reader.value(ADDED)?.is_some())))
            .await?;
        if known {
            let moved = address.to_string();
            self.inner
                .store
                .note(move |writer| {
                    writer.move_agent(id, &moved)?;
                    writer.set_key_stored(id, stored)
                })
                .await?;
            let row = self.tell_agent(id).await?;
            return self.refresh_opening(row).await;
        }
        if added {
            return Ok(());
        }
        let entered = Entered::read(&AgentDraft { address: address.to_string(), ..AgentDraft::default() })?;
        let key = self.inner.keys.read(&account).await?.ok_or(Error::KeyMissing)?;
        let config = Client::new(address, key, entered.user.clone())?.call(&GetAppConfigPreview {}).await?;
        self.write_agent(entered.into_agent(id, &config, stored, true, self)).await?;
        Ok(self.inner.store.note(|writer| writer.set_value(ADDED, "yes")).await?)
    }

    /// Adds the workflow that comes with the built-in server, behind the built-in agent, at the first start; later it
    /// says where the workflow is this time. Its server makes its key anew for each run, so that the keychain has no
    /// part in it.
    ///
    /// # Errors
    /// As [`Profile::add_agent`].
    pub async fn welcome_built_in_workflow(&self, base_url: &str, key: &str) -> Result<(), Error> {
        let id = self.noted_id(WORKFLOW_ID).await?;
        let address = Address::parse(base_url)?;
        let key = ApiKey::parse(key)?;
        self.inner.keys.keep(&Account::built_in(id), &key, Keep::Session).await?;
        let (known, added) = self
            .inner
            .store
            .read(move |reader| Ok((reader.agent(id)?.is_some(), reader.value(WORKFLOW_ADDED)?.is_some())))
            .await?;
        if known {
            let moved = address.to_string();
            self.close_door(id);
            self.inner.store.note(move |writer| writer.move_agent(id, &moved)).await?;
            let row = self.tell_agent(id).await?;
            self.take_up_runs_of(id).await?;
            return self.refresh_opening(row).await;
        }
        if added {
            return Ok(());
        }
        let entered = Entered::read(&AgentDraft { address: address.to_string(), ..AgentDraft::default() })?;
        let config = Client::new(address, key, entered.user.clone())?.call(&GetAppConfigPreview {}).await?;
        let row = entered.into_agent(id, &config, false, true, self);
        self.write_agent(Agent { kind: AgentKind::Workflow, ..row }).await?;
        Ok(self.inner.store.note(|writer| writer.set_value(WORKFLOW_ADDED, "yes")).await?)
    }

    async fn built_in_id(&self) -> Result<AgentId, Error> {
        self.noted_id(ID).await
    }

    /// The id of this name: chosen once.
    async fn noted_id(&self, name: &'static str) -> Result<AgentId, Error> {
        let id = self
            .inner
            .store
            .note(move |writer| {
                if let Some(id) = writer.value(name)?.and_then(|value| value.parse().ok()) {
                    return Ok(id);
                }
                let id = AgentId::make();
                writer.set_value(name, &id.to_string())?;
                Ok(id)
            })
            .await?;
        Ok(id)
    }
}
