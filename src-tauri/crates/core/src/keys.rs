//! Which key belongs to which agent, and to which origin.
//!
//! A key is kept under the agent's id and the origin it was entered for: a row whose address was changed finds no key.
//! The built-in agent listens on another port in each run, so its key is bound to this machine instead. A key that is
//! kept for this run only lives here, in memory, and is wiped with the profile.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use parlance_client::{Address, ApiKey};
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::id::AgentId;
use crate::model::{Agent, KeyState, UploadOffer};
use crate::vault::{Vault, VaultError};

/// Where an entered key goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum Keep {
    /// Into the system's keychain.
    Stored,
    /// Into memory, for this run only.
    Session,
}

/// Whose key, for which origin.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Account(String);

impl Account {
    /// The account of an agent at an address.
    pub(crate) fn new(agent: AgentId, address: &Address, built_in: bool) -> Self {
        if built_in && address.is_loopback() {
            Self::built_in(agent)
        } else {
            Self(format!("{agent} {}", address.origin()))
        }
    }

    /// The account of the built-in agent, wherever it listens.
    pub(crate) fn built_in(agent: AgentId) -> Self {
        Self(format!("{agent} built-in"))
    }

    /// The account of an agent's upload service.
    pub(crate) fn uploads(agent: AgentId, origin: &str) -> Self {
        Self(format!("{agent} uploads {origin}"))
    }

    /// The account of the upload service that a row has.
    pub(crate) fn of_uploads(agent: &Agent) -> Option<Self> {
        if agent.uploads.offer != UploadOffer::Service {
            return None;
        }
        Some(Self::uploads(agent.id, &url::Url::parse(&agent.uploads.endpoint).ok()?.origin().ascii_serialization()))
    }

    /// The account of a row.
    pub(crate) fn of(agent: &Agent) -> Result<Self, Error> {
        Ok(Self::new(agent.id, &Address::parse(&agent.base_url)?, agent.built_in))
    }
}

/// The vault, and the keys of this run.
#[derive(Debug)]
pub(crate) struct Keys {
    vault: Arc<dyn Vault>,
    session: Mutex<HashMap<Account, ApiKey>>,
}

impl Keys {
    pub(crate) fn new(vault: Arc<dyn Vault>) -> Self {
        Self { vault, session: Mutex::default() }
    }

    /// The key of this account, if there is one.
    pub(crate) async fn read(&self, account: &Account) -> Result<Option<ApiKey>, VaultError> {
        let kept = self.session().get(account).cloned();
        match kept {
            Some(key) => Ok(Some(key)),
            None => self.vault.read(&account.0).await,
        }
    }

    /// Whether the keychain holds a key of this account, whatever this run keeps for itself.
    pub(crate) async fn stored(&self, account: &Account) -> Result<bool, VaultError> {
        Ok(self.vault.read(&account.0).await?.is_some())
    }

    /// Keeps a key in the place of an earlier one.
    pub(crate) async fn keep(&self, account: &Account, key: &ApiKey, keep: Keep) -> Result<(), VaultError> {
        match keep {
            Keep::Stored => {
                self.vault.write(&account.0, key).await?;
                self.session().remove(account);
            }
            Keep::Session => {
                self.session().insert(account.clone(), key.clone());
            }
        }
        Ok(())
    }

    /// Forgets a key, wherever it is.
    pub(crate) async fn forget(&self, account: &Account) -> Result<(), VaultError> {
        self.session().remove(account);
        self.vault.remove(&account.0).await
    }

    /// The row with the truth about its key: the store knows of the keychain only.
    pub(crate) fn judge(&self, mut agent: Agent) -> Agent {
        // Nobody can enter the key of a built-in agent: it comes with its server, at the latest in a moment.
        let comes = agent.built_in && agent.key == KeyState::Missing;
        if comes || Account::of(&agent).is_ok_and(|account| self.for_this_run(&account)) {
            agent.key = KeyState::Session;
        }
        if Account::of_uploads(&agent).is_some_and(|account| self.for_this_run(&account)) {
            agent.uploads.secret = KeyState::Session;
        }
        agent
    }

    /// Whether the key of this account lives for this run only.
    pub(crate) fn for_this_run(&self, account: &Account) -> bool {
        self.session().contains_key(account)
    }

    fn session(&self) -> MutexGuard<'_, HashMap<Account, ApiKey>> {
        self.session.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_belongs_to_the_origin_it_was_entered_for() {
        let agent = AgentId::make();
        let account = |url: &str, built_in| Account::new(agent, &Address::parse(url).unwrap(), built_in);
        assert_eq!(account("https://x.edu/api/v1", false), account("https://x.edu", false));
        assert_ne!(account("https://x.edu", false), account("https://x.edu:8443", false));
        assert_ne!(account("http://x.edu", false), account("https://x.edu", false));
        assert_ne!(account("http://127.0.0.1:1", false), account("http://127.0.0.1:2", false));
    }

    #[test]
    fn the_built_in_agents_key_follows_its_port_but_never_leaves_the_machine() {
        let agent = AgentId::make();
        let account = |url: &str| Account::new(agent, &Address::parse(url).unwrap(), true);
        assert_eq!(account("http://127.0.0.1:1"), account("http://127.0.0.1:2"));
        assert_eq!(account("http://127.0.0.1:1"), Account::built_in(agent));
        assert_ne!(account("https://x.edu"), Account::built_in(agent));
    }
}
