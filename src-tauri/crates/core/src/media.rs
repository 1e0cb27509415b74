//! What answers show: pictures, sound, film and texts, and where they may come from.
//!
//! They come through here or not at all: the page itself loads nothing. What something is, its own bytes say: neither its
//! address nor its server is asked. Files of the agent's own server come by themselves, as long as they are small; anything
//! else, which would tell its owner that somebody reads this, as the person has it for this agent.

mod kind;
mod picture;

use parlance_client::{Address, Category, Link, Wanted, fetch_public};

use crate::error::{Error, Refusal};
use crate::id::{AgentId, AttachmentId};
use crate::model::Pictures;
use crate::profile::Profile;

/// The most bytes of a picture, and of whatever comes without being asked for.
const LARGEST_PICTURE: usize = 10 << 20;
/// The most bytes of sound and film: they are played from memory.
pub(crate) const LARGEST: usize = 64 << 20;
/// So much of a text is shown.
const SHOWN_OF_TEXT: usize = 400_000;

/// Something to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// What its bytes say that it is.
    pub media_type: &'static str,
    /// The bytes; of a text the beginning, and none of what cannot be shown.
    pub bytes: Vec<u8>,
}

impl Profile {
    /// What an answer of this agent shows or links to. `asked` means that the person wants this one.
    ///
    /// # Errors
    /// [`Refusal::AskFirst`] for what is not the agent's own, or large, while nobody asked; [`Refusal::Blocked`] for what
    /// is not the agent's own where the person wants nothing from elsewhere; [`Refusal::NotAnImage`] for a picture that
    /// cannot be drawn, and for what is no link; whatever kept it from coming.
    pub async fn content(&self, agent: AgentId, link: &str, asked: bool) -> Result<Content, Error> {
        let agent = self.agent(agent).await?;
        let own = Address::parse(&agent.base_url)?;
        let url = match (own.link(link).ok_or(Refusal::NotAnImage)?, agent.pictures) {
            (Link::File(url), _) | (Link::Elsewhere(url), Pictures::Allowed) => url,
            (Link::Elsewhere(_), Pictures::Blocked) => return Err(Refusal::Blocked.into()),
            (Link::Elsewhere(url), Pictures::Ask) if asked => url,
            (Link::Elsewhere(_), Pictures::Ask) => return Err(Refusal::AskFirst.into()),
        };
        let accept = format!("{},audio/*,video/*;q=0.9,*/*;q=0.1", picture::WANTED);
        let came = fetch_public(&url, &own, &accept, |head| wanted(head, asked)).await;
        let bytes = came.map_err(|error| match error.category() {
            Category::TooLarge if !asked => Refusal::AskFirst.into(),
            _ => Error::from(error),
        })?;
        content(bytes)
    }

    /// What can be shown of a file that is on this computer.
    ///
    /// # Errors
    /// When it is not here.
    pub async fn file_content(&self, attachment: AttachmentId) -> Result<Content, Error> {
        let bytes = self.file_bytes(attachment).await?;
        Ok(Content { media_type: kind::of(&bytes), bytes })
    }
}

fn wanted(head: &[u8], asked: bool) -> Wanted {
    match kind::of(head).split_once('/') {
        Some(("audio" | "video", _)) if asked => Wanted::Whole(LARGEST),
        Some(("image" | "audio" | "video", _)) => Wanted::Whole(LARGEST_PICTURE),
        Some(("text", _)) => Wanted::Beginning(SHOWN_OF_TEXT),
        // It is known now what it is.
        _ => Wanted::Beginning(head.len()),
    }
}

fn content(bytes: Vec<u8>) -> Result<Content, Error> {
    let media_type = kind::of(&bytes);
    match media_type.split_once('/') {
        Some(("image", _)) if !picture::may_be_drawn(&bytes) => Err(Refusal::NotAnImage.into()),
        Some(("image" | "audio" | "video" | "text", _)) => Ok(Content { media_type, bytes }),
        _ => Ok(Content { media_type, bytes: Vec::new() }),
    }
}
