//! Pictures in answers: what may be shown, and where it may come from.
//!
//! A picture comes through here or not at all: the page itself loads nothing. Files of the agent's own server come by
//! themselves; anything else, which would tell its owner that somebody reads this, only when the person asks for it.

mod format;

use parlance_client::{Address, Link, fetch_public};

use crate::error::{Error, Refusal};
use crate::id::AgentId;
use crate::profile::Profile;

/// The most bytes of a picture.
const LIMIT: usize = 10 << 20;

impl Profile {
    /// The bytes of a picture that an answer of this agent shows: PNG, JPEG, GIF, WebP or AVIF, as its first bytes
    /// say. `asked` means that the person wants this one.
    ///
    /// # Errors
    /// [`Refusal::AskFirst`] for what is not the agent's own while nobody asked; [`Refusal::NotAnImage`] for anything
    /// that is no such picture, or one too large to be drawn; whatever kept it from coming.
    pub async fn image(&self, agent: AgentId, link: &str, asked: bool) -> Result<Vec<u8>, Error> {
        let own = Address::parse(&self.agent(agent).await?.base_url)?;
        let url = match own.link(link).ok_or(Refusal::NotAnImage)? {
            Link::File(url) => url,
            Link::Elsewhere(url) if asked => url,
            Link::Elsewhere(_) => return Err(Refusal::AskFirst.into()),
        };
        let bytes = fetch_public(&url, &own, format::WANTED, LIMIT).await?;
        if format::may_be_drawn(&bytes) { Ok(bytes) } else { Err(Refusal::NotAnImage.into()) }
    }
}
