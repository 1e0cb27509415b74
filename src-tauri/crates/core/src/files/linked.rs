//! What answers hold and link to, saved where a person finds it. Names come from agents and are cleaned like all others.

use parlance_client::{Address, Link, Wanted, fetch_public};

use super::destination::{Destination, Saving, not_saved};
use super::saving::written;
use super::shelf::blocking;
use crate::error::{Error, Refusal};
use crate::id::AgentId;
use crate::media;
use crate::model::{Pictures, Saved};
use crate::profile::Profile;

/// The most bytes of a file that is fetched.
const LARGEST: usize = 1 << 30;

impl Profile {
    /// Saves a text of an answer, such as its code, as a file.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub async fn save_text(&self, name: &str, text: String, to: Destination) -> Result<Saved, Error> {
        let name = name.to_owned();
        let saved = blocking(move || {
            let mut saving = Saving::begin(&to, &name)?;
            saving.write(text.as_bytes())?;
            saving.finish()
        });
        saved.await.map_err(not_saved)
    }

    /// Saves what an answer links to: a file of the agent's own server, or what the person saw from elsewhere.
    ///
    /// # Errors
    /// [`Refusal::NotAFile`] for what is no link; [`Refusal::Blocked`] where the person wants nothing from elsewhere;
    /// whatever keeps it from coming; when the folder cannot be written.
    pub async fn save_linked(&self, agent: AgentId, link: &str, name: &str, to: Destination) -> Result<Saved, Error> {
        let agent = self.agent(agent).await?;
        let own = Address::parse(&agent.base_url)?;
        match own.link(link).ok_or(Refusal::NotAFile)? {
            Link::File(_) => {
                let download = self.door_of(&agent).await?.download(link.trim(), LARGEST).await?;
                written(download, to, name.to_owned()).await
            }
            Link::Elsewhere(_) if agent.pictures == Pictures::Blocked => Err(Refusal::Blocked.into()),
            Link::Elsewhere(url) => {
                let bytes = fetch_public(&url, &own, "*/*", |_| Wanted::Whole(media::LARGEST)).await?;
                let name = name.to_owned();
                let saved = blocking(move || {
                    let mut saving = Saving::begin(&to, &name)?;
                    saving.write(&bytes)?;
                    saving.finish()
                });
                saved.await.map_err(not_saved)
            }
        }
    }
}
