//! The system's own keychain: Secret Service, macOS Keychain, Windows Credential Manager.
//!
//! Its calls block, and a prompt that nobody answers blocks for ever. So each call has a thread of its own and a time
//! limit; a thread whose time is over stays behind with its prompt and harms nobody. Calls are made one at a time.
//!
//! What Secret Service says, as observed with gnome-keyring 42 on a bus of its own:
//!
//! | state | `keyring` | here |
//! |---|---|---|
//! | no bus, or a bus without Secret Service | no store can be built | [`VaultError::Missing`] |
//! | locked, and no display for a prompt | `NoStorageAccess(Prompt)` | [`VaultError::Locked`] |
//! | locked, and the prompt is left alone | never returns | [`VaultError::TimedOut`] |
//! | no login keyring, so nothing to write to | `NoStorageAccess(NoResult)` | [`VaultError::Denied`] |
//! | no login keyring, reading | `NoEntry` | no key |
//!
//! A person who dismisses the prompt is, by the words of `secret-service`, `Prompt` as well; with a display that is
//! taken for a no, without one for a prompt that could not be shown.

use std::thread;
use std::time::Duration;

use keyring::{Entry, Error};
use parlance_client::ApiKey;
use tokio::sync::{Mutex, oneshot};
use zeroize::Zeroizing;

use super::{Vault, VaultError, VaultFuture};

/// Under this name the system lists the keys.
const SERVICE: &str = "Parlance";
/// Long enough for a keychain that is open: it takes milliseconds.
const READ_LIMIT: Duration = Duration::from_secs(3);
/// Long enough for a person to find a password.
const WRITE_LIMIT: Duration = Duration::from_secs(30);

/// The system's keychain.
#[derive(Debug, Default)]
pub struct OsVault {
    turn: Mutex<()>,
}

impl OsVault {
    /// The keychain of whoever runs this; nothing is opened yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    async fn call<T: Send + 'static>(
        &self,
        account: &str,
        limit: Duration,
        call: impl FnOnce(&Entry) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, VaultError> {
        let _turn = self.turn.lock().await;
        let account = account.to_owned();
        within(limit, move || call(&entry(&account)?).map_err(|error| outcome(&error))).await
    }
}

impl Vault for OsVault {
    fn read<'a>(&'a self, account: &'a str) -> VaultFuture<'a, Option<ApiKey>> {
        Box::pin(async move {
            let found = self.call(account, READ_LIMIT, |entry| match entry.get_password() {
                Ok(text) => Ok(Some(Zeroizing::new(text))),
                Err(Error::NoEntry) => Ok(None),
                Err(error) => Err(error),
            });
            let Some(text) = found.await? else { return Ok(None) };
            ApiKey::parse(&text).map(Some).map_err(|error| VaultError::Failed(error.to_string()))
        })
    }

    fn write<'a>(&'a self, account: &'a str, key: &'a ApiKey) -> VaultFuture<'a, ()> {
        let key = key.clone();
        Box::pin(self.call(account, WRITE_LIMIT, move |entry| entry.set_password(key.reveal())))
    }

    fn remove<'a>(&'a self, account: &'a str) -> VaultFuture<'a, ()> {
        Box::pin(self.call(account, WRITE_LIMIT, |entry| match entry.delete_credential() {
            Err(Error::NoEntry) => Ok(()),
            done => done,
        }))
    }
}

/// Makes a blocking call on a thread of its own and waits no longer than `limit`.
async fn within<T: Send + 'static>(
    limit: Duration,
    call: impl FnOnce() -> Result<T, VaultError> + Send + 'static,
) -> Result<T, VaultError> {
    let (sender, receiver) = oneshot::channel();
    let work = move || {
        // Nobody waits any more when the time was over.
        let _ = sender.send(call());
    };
    thread::Builder::new()
        .name("keychain".into())
        .spawn(work)
        .map_err(|error| VaultError::Failed(error.to_string()))?;
    match tokio::time::timeout(limit, receiver).await {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(_)) => Err(VaultError::Failed("its thread ended early".into())),
        Err(_) => Err(VaultError::TimedOut),
    }
}

/// The place of one key. The store is built anew at each try: `Entry::new` would remember a failure for the whole run,
/// and a keychain may well be started later.
#[cfg(target_os = "linux")]
fn entry(account: &str) -> Result<Entry, VaultError> {
    use std::collections::HashMap;

    use keyring_core::api::CredentialStoreApi;

    // This connects to the bus and opens a session with the service, and does nothing else.
    let store = zbus_secret_service_keyring_store::Store::new().map_err(|_| VaultError::Missing)?;
    let label = HashMap::from([("label", SERVICE)]);
    let inner = store.build(SERVICE, account, Some(&label)).map_err(|error| outcome(&error))?;
    Ok(Entry { inner })
}

#[cfg(not(target_os = "linux"))]
fn entry(account: &str) -> Result<Entry, VaultError> {
    Entry::new(SERVICE, account).map_err(|error| outcome(&error))
}

fn outcome(error: &Error) -> VaultError {
    match error {
        Error::NoDefaultStore => VaultError::Missing,
        Error::NoStorageAccess(cause) => access(&format!("{cause:?}"), has_display()),
        Error::PlatformFailure(cause) => failure(&format!("{cause:?}"), &cause.to_string()),
        // Others may carry what was stored; their names say enough.
        Error::BadEncoding(_) | Error::BadDataFormat(..) => VaultError::Failed("what it holds is no text".into()),
        Error::Ambiguous(_) => VaultError::Failed("it holds several keys of one name".into()),
        other => VaultError::Failed(other.to_string()),
    }
}

/// `cause` is the variant's name of a Secret Service error, or another system's words.
fn access(cause: &str, display: bool) -> VaultError {
    match cause {
        // With a display a person was asked, without one nobody could be.
        "Prompt" if display => VaultError::Denied,
        "Prompt" | "Locked" => VaultError::Locked,
        _ => VaultError::Denied,
    }
}

fn failure(cause: &str, words: &str) -> VaultError {
    if cause.contains("org.freedesktop.Secret.Error.IsLocked") {
        VaultError::Locked
    } else if cause.contains("ServiceUnknown") || cause.contains("NameHasNoOwner") {
        VaultError::Missing
    } else if matches!(cause, "Prompt" | "PromptDisconnected" | "NoResult") {
        VaultError::Denied
    } else {
        VaultError::Failed(words.to_owned())
    }
}

fn has_display() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_call_that_never_returns_times_out() {
        let (keep, never) = std::sync::mpsc::channel::<()>();
        let call = move || never.recv().map_err(|_| VaultError::Denied);
        assert_eq!(within(Duration::from_millis(1), call).await, Err(VaultError::TimedOut));
        drop(keep);
    }

    #[tokio::test]
    async fn a_call_that_panics_fails() {
        let outcome = within(Duration::from_secs(60), || -> Result<(), VaultError> { panic!("as a store may") }).await;
        assert!(matches!(outcome, Err(VaultError::Failed(_))));
    }

    #[test]
    fn locked_denied_and_missing_are_told_apart() {
        assert_eq!(access("Prompt", false), VaultError::Locked);
        assert_eq!(access("Prompt", true), VaultError::Denied);
        assert_eq!(access("Locked", true), VaultError::Locked);
        assert_eq!(access("NoResult", false), VaultError::Denied);
        assert_eq!(
            failure(r#"Zbus(MethodError("org.freedesktop.Secret.Error.IsLocked", None))"#, ""),
            VaultError::Locked
        );
        assert_eq!(
            failure(r#"Zbus(MethodError("org.freedesktop.DBus.Error.ServiceUnknown", None))"#, ""),
            VaultError::Missing
        );
        assert_eq!(failure("Crypto(bad)", "crypto: bad"), VaultError::Failed("crypto: bad".into()));
    }

    #[test]
    fn what_is_stored_is_in_no_error() {
        let VaultError::Failed(words) = outcome(&Error::BadEncoding(b"secret".to_vec())) else { panic!("failed") };
        assert_eq!(words, "what it holds is no text");
    }
}
