//! Keys for this run only.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use parlance_client::ApiKey;

use super::{Vault, VaultError, VaultFuture};

/// A vault that forgets everything when it goes: for tests, and for keys that a person wants kept for this run.
#[derive(Debug, Default)]
pub struct MemoryVault {
    keys: Mutex<HashMap<String, ApiKey>>,
    refusal: Mutex<Option<VaultError>>,
}

impl MemoryVault {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether it holds no key.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        lock(&self.keys).is_empty()
    }

    /// From now on every call fails so, until it is called again with `None`.
    pub fn refuse(&self, how: Option<VaultError>) {
        *lock(&self.refusal) = how;
    }

    fn with<T>(&self, call: impl FnOnce(&mut HashMap<String, ApiKey>) -> T) -> Result<T, VaultError> {
        match &*lock(&self.refusal) {
            Some(how) => Err(how.clone()),
            None => Ok(call(&mut lock(&self.keys))),
        }
    }
}

/// A panic elsewhere leaves a map of keys as good as it was.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Vault for MemoryVault {
    fn read<'a>(&'a self, account: &'a str) -> VaultFuture<'a, Option<ApiKey>> {
        Box::pin(async move { self.with(|keys| keys.get(account).cloned()) })
    }

    fn write<'a>(&'a self, account: &'a str, key: &'a ApiKey) -> VaultFuture<'a, ()> {
        Box::pin(async move {
            self.with(|keys| {
                keys.insert(account.to_owned(), key.clone());
            })
        })
    }

    fn remove<'a>(&'a self, account: &'a str) -> VaultFuture<'a, ()> {
        Box::pin(async move {
            self.with(|keys| {
                keys.remove(account);
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_key_is_kept_replaced_and_forgotten() {
        let vault = MemoryVault::new();
        let (one, two) = (ApiKey::parse("first-key").unwrap(), ApiKey::parse("second-key").unwrap());
        assert!(vault.read("a").await.unwrap().is_none());
        vault.write("a", &one).await.unwrap();
        vault.write("a", &two).await.unwrap();
        assert_eq!(vault.read("a").await.unwrap().unwrap().reveal(), "second-key");
        vault.remove("a").await.unwrap();
        vault.remove("a").await.unwrap();
        assert!(vault.read("a").await.unwrap().is_none());
        assert!(!format!("{vault:?}").contains("key\""));
    }

    #[tokio::test]
    async fn a_refusing_vault_refuses_everything() {
        let vault = MemoryVault::new();
        vault.refuse(Some(VaultError::Locked));
        assert_eq!(vault.read("a").await.unwrap_err(), VaultError::Locked);
        assert_eq!(vault.write("a", &ApiKey::parse("k").unwrap()).await.unwrap_err(), VaultError::Locked);
        assert_eq!(vault.remove("a").await.unwrap_err(), VaultError::Locked);
        vault.refuse(None);
        assert!(vault.read("a").await.is_ok());
    }
}
