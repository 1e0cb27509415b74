//! Keys, kept by the system and by nothing else.
//!
//! A vault promises that a call ends in bounded time and says in which of a few ways it failed. It refuses to keep a
//! key in a file.

mod memory;
mod os;

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use parlance_client::ApiKey;

pub use memory::MemoryVault;
pub use os::OsVault;

/// What a vault's calls return.
pub type VaultFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, VaultError>> + Send + 'a>>;

/// Where API keys are kept, one an account. An account is an agent's id as text.
pub trait Vault: fmt::Debug + Send + Sync {
    /// The key of an account; `None` when the vault holds none.
    fn read<'a>(&'a self, account: &'a str) -> VaultFuture<'a, Option<ApiKey>>;

    /// Keeps a key, in place of an older one.
    fn write<'a>(&'a self, account: &'a str, key: &'a ApiKey) -> VaultFuture<'a, ()>;

    /// Forgets a key; forgetting none is fine.
    fn remove<'a>(&'a self, account: &'a str) -> VaultFuture<'a, ()>;
}

/// Why a key could not be read, kept or forgotten.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// No keychain is running.
    #[error("no keychain is running")]
    Missing,
    /// The keychain is locked, and nobody could be asked to unlock it.
    #[error("the keychain is locked")]
    Locked,
    /// The keychain, or the person at its prompt, said no.
    #[error("the keychain refused")]
    Denied,
    /// The keychain did not answer in time: most likely it is locked and its prompt still waits for a person.
    #[error("the keychain did not answer in time")]
    TimedOut,
    /// Anything else, in the keychain's own words.
    #[error("the keychain failed: {0}")]
    Failed(String),
}
