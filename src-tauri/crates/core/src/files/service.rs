//! The upload service of an agent: keys of its own, kept like the agent's.

use parlance_client::{Address, AddressError, ApiKey, NewFile, Uploads as Service, UploadsError};
use parlance_protocol::DeleteFile;
use url::Url;

use super::uploading::of_service;
use crate::error::Error;
use crate::id::AgentId;
use crate::keys::{Account, Keep};
use crate::model::{Agent, UploadOffer, UploadsDraft};
use crate::profile::Profile;
use crate::random;
use crate::store::StoredUploads;

/// The server inside Parlance takes any signature.
const BUILT_IN: &str = "built-in";

impl Profile {
    /// Lets an agent's files be stored by a service, after a test with a file of a few bytes. Without a secret the one
    /// that was entered for this address earlier is used.
    ///
    /// # Errors
    /// What is wrong with the address or the keys, or whatever kept the test from working; those of keychain and store.
    pub async fn set_uploads(
        &self,
        agent: AgentId,
        draft: UploadsDraft,
        secret: String,
        keep: Keep,
    ) -> Result<Agent, Error> {
        let row = self.agent(agent).await?;
        let endpoint = draft.endpoint.trim().to_owned();
        let access_key = ApiKey::parse(&draft.access_key)?.reveal().to_owned();
        let account = Account::uploads(agent, &origin(&endpoint)?);
        let entered = zeroize::Zeroizing::new(secret);
        let (key, new) = if entered.trim().is_empty() {
            let known = self.inner.keys.read(&account).await?;
            (known.ok_or_else(|| Error::Key(parlance_client::ApiKeyError::Empty))?, false)
        } else {
            (ApiKey::parse(&entered)?, true)
        };
        test(&service(&endpoint, &access_key, &key)?).await?;
        if new {
            self.inner.keys.keep(&account, &key, keep).await?;
        }
        let secret_stored = !self.inner.keys.for_this_run(&account);
        let stored = StoredUploads { endpoint, access_key, secret_stored };
        self.inner.store.write(move |writer| writer.set_uploads(agent, Some(&stored))).await?;
        if let Some(before) = Account::of_uploads(&row).filter(|before| *before != account) {
            // Nothing refers to the old one any more.
            let _ = self.inner.keys.forget(&before).await;
        }
        self.tell_agent(agent).await
    }

    /// Forgets the upload service of an agent, with its secret key.
    ///
    /// # Errors
    /// Those of the keychain and the store.
    pub async fn remove_uploads(&self, agent: AgentId) -> Result<Agent, Error> {
        let row = self.agent(agent).await?;
        self.forget_uploads(&row).await?;
        self.inner.store.write(move |writer| writer.set_uploads(agent, None)).await?;
        self.tell_agent(agent).await
    }

    /// Forgets the secret key of an agent's upload service.
    pub(crate) async fn forget_uploads(&self, agent: &Agent) -> Result<(), Error> {
        if let Some(account) = Account::of_uploads(agent) {
            self.inner.keys.forget(&account).await?;
        }
        Ok(())
    }

    /// The door of the service that stores an agent's files.
    pub(super) async fn service_of(&self, agent: &Agent) -> Result<Service, Error> {
        match agent.uploads.offer {
            UploadOffer::Nobody => Err(Error::NoUploads),
            UploadOffer::BuiltIn => {
                let origin = Address::parse(&agent.base_url)?.origin();
                service(&origin, BUILT_IN, &ApiKey::parse(BUILT_IN)?)
            }
            UploadOffer::Service => {
                let account = Account::uploads(agent.id, &origin(&agent.uploads.endpoint)?);
                let secret = self.inner.keys.read(&account).await?.ok_or(Error::NoUploads)?;
                service(&agent.uploads.endpoint, &agent.uploads.access_key, &secret)
            }
        }
    }
}

fn service(endpoint: &str, access: &str, secret: &ApiKey) -> Result<Service, Error> {
    Service::new(endpoint, access, secret.reveal()).map_err(|error| match error {
        UploadsError::Address(error) => error.into(),
        UploadsError::Client(error) => error.into(),
    })
}

/// Stores a few bytes and removes them again.
async fn test(service: &Service) -> Result<(), Error> {
    let id = random::word(32);
    let file = NewFile { name: "parlance-test.txt", content_type: "text/plain", id: &id, expire: "1h" };
    let stored = service.store(file, format!("A test of Parlance, {id}").into()).await.map_err(of_service)?;
    // What cannot be removed is gone in an hour.
    let _ = service.delete(&DeleteFile { id, sha256: stored.sha256 }).await;
    Ok(())
}

fn origin(endpoint: &str) -> Result<String, Error> {
    let url = Url::parse(endpoint).map_err(|_| AddressError::NotAnAddress)?;
    Ok(url.origin().ascii_serialization())
}
