//! Files that went along, saved where a person finds them.

use futures_util::StreamExt as _;
use parlance_client::{Address, Category, Download};
use url::Url;

use super::destination::{Destination, Saving, not_saved};
use super::name;
use super::shelf::blocking;
use crate::error::Error;
use crate::id::{AttachmentId, ConversationId, TurnId};
use crate::model::{Agent, FileRef, Saved};
use crate::profile::Profile;

/// The most bytes of a file that is fetched.
const LARGEST: usize = 1 << 30;

impl Profile {
    /// What a file of a question is called, fit for every disk.
    ///
    /// # Errors
    /// When the turn or the file is gone.
    pub async fn file_name(&self, turn: TurnId, file: AttachmentId) -> Result<String, Error> {
        Ok(name::clean(&self.file_of(turn, file).await?.1.name))
    }

    /// Saves a file of a question. It is copied where its bytes are here, else fetched; nothing is opened.
    ///
    /// # Errors
    /// When the turn or the file is gone, its link leads nowhere any more, or the folder cannot be written.
    pub async fn save_file(&self, turn: TurnId, file: AttachmentId, to: Destination) -> Result<Saved, Error> {
        let (conversation, file) = self.file_of(turn, file).await?;
        if file.kept
            && let Ok(mut from) = self.inner.shelf.open(file.id).await
        {
            let saved = blocking(move || {
                let mut saving = Saving::begin(&to, &file.name)?;
                saving.copy(&mut from)?;
                saving.finish()
            });
            return saved.await.map_err(not_saved);
        }
        let (_, agent) = self.place(conversation).await?;
        written(self.fetch_file(&agent, &file).await?, to, file.name).await
    }

    async fn file_of(&self, turn: TurnId, file: AttachmentId) -> Result<(ConversationId, FileRef), Error> {
        let turn = self.inner.store.read(move |reader| reader.turn(turn)).await?.ok_or(Error::Gone("turn"))?;
        let file = turn.files.into_iter().find(|known| known.id == file).ok_or(Error::Gone("file"))?;
        Ok((turn.conversation_id, file))
    }

    /// Fetches a file from its link; where that leads to no host, or to one of the platform's own, from the agent's.
    async fn fetch_file(&self, agent: &Agent, file: &FileRef) -> Result<Download, Error> {
        let own = Address::parse(&agent.base_url)?.origin();
        let reference = if file.path.is_empty() { &file.url } else { &file.path };
        let by_agent = !file.path.is_empty() || file.url.contains("/down?");
        let link = Url::parse(&file.url).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        let Some(link) = link.filter(|link| link.origin().ascii_serialization() != own) else {
            if reference.is_empty() {
                return Err(Error::FileGone("it has no address".into()));
            }
            return self.door_of(agent).await?.download(reference, LARGEST).await.map_err(gone);
        };
        match parlance_client::fetch(&link, LARGEST).await {
            Err(error) if by_agent && unreachable(&error) => {
                self.door_of(agent).await?.download(reference, LARGEST).await.map_err(gone)
            }
            outcome => outcome.map_err(gone),
        }
    }
}

fn unreachable(error: &parlance_client::Error) -> bool {
    matches!(error.category(), Category::Offline | Category::Timeout | Category::Tls)
}

/// A link that leads to no file has expired, whatever the server says to that.
fn gone(error: parlance_client::Error) -> Error {
    match error.category() {
        Category::Gone
        | Category::KeyRejected
        | Category::Forbidden
        | Category::Refused
        | Category::NotThisApi
        | Category::LoginPage => Error::FileGone(error.to_string()),
        _ => error.into(),
    }
}

/// Writes what comes, piece by piece.
pub(super) async fn written(mut download: Download, to: Destination, name: String) -> Result<Saved, Error> {
    let mut saving = blocking(move || Saving::begin(&to, &name)).await.map_err(not_saved)?;
    while let Some(piece) = download.next().await {
        let piece = piece?;
        saving = blocking(move || saving.write(&piece).map(|()| saving)).await.map_err(not_saved)?;
    }
    blocking(move || saving.finish()).await.map_err(not_saved)
}
