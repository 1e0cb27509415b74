//! What answers hold and link to, saved where a person finds it. Names come from agents and are cleaned like all others.

use std::io::Write as _;
use std::path::PathBuf;

use futures_util::StreamExt as _;
use parlance_client::{Address, Link};

use super::name;
use super::saving::{forget, make, not_saved, told};
use super::shelf::blocking;
use crate::error::{Error, Refusal};
use crate::id::AgentId;
use crate::model::Saved;
use crate::profile::Profile;

/// The most bytes of a file that is fetched.
const LARGEST: usize = 1 << 30;

impl Profile {
    /// Saves a text of an answer, such as its code, as a file in a folder.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub async fn save_text(&self, name: &str, text: String, folder: PathBuf) -> Result<Saved, Error> {
        let named = name::clean(name);
        let into = folder.clone();
        let saved = blocking(move || {
            let (mut file, name) = make(&into, &named)?;
            file.write_all(text.as_bytes()).inspect_err(|_| forget(&into, &name))?;
            Ok(name)
        });
        Ok(told(saved.await.map_err(not_saved)?, &folder))
    }

    /// Saves a file of the agent's own server, to which an answer links, in a folder.
    ///
    /// # Errors
    /// [`Refusal::NotAFile`] for a link that leads elsewhere; whatever keeps it from coming; when the folder cannot be
    /// written.
    pub async fn save_linked(&self, agent: AgentId, link: &str, name: &str, folder: PathBuf) -> Result<Saved, Error> {
        let agent = self.agent(agent).await?;
        let Some(Link::File(_)) = Address::parse(&agent.base_url)?.link(link) else {
            return Err(Refusal::NotAFile.into());
        };
        let mut download = self.door_of(&agent).await?.download(link.trim(), LARGEST).await?;
        let (into, named) = (folder.clone(), name::clean(name));
        let (mut file, name) = blocking(move || make(&into, &named)).await.map_err(not_saved)?;
        while let Some(piece) = download.next().await {
            let written = match piece {
                Ok(piece) => blocking(move || file.write_all(&piece).map(|()| file)).await.map_err(not_saved),
                Err(error) => Err(error.into()),
            };
            file = written.inspect_err(|_| forget(&folder, &name))?;
        }
        Ok(told(name, &folder))
    }
}
