//! Files that went along, saved where a person finds them.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use futures_util::StreamExt as _;
use parlance_client::{Address, Category, Download};
use url::Url;

use super::shelf::{blocking, private};
use super::{kinds, name};
use crate::error::Error;
use crate::id::{AttachmentId, TurnId};
use crate::model::{Agent, FileRef, Saved};
use crate::profile::Profile;

/// The most bytes of a file that is fetched.
const LARGEST: usize = 1 << 30;
/// The most files of one name in a folder.
const MOST_NUMBERS: u32 = 999;

impl Profile {
    /// Saves a file of a question into a folder, under a name that no other file has. It is copied where its bytes are
    /// here, else fetched; nothing is opened.
    ///
    /// # Errors
    /// When the turn or the file is gone, its link leads nowhere any more, or the folder cannot be written.
    pub async fn save_file(&self, turn: TurnId, file: AttachmentId, folder: PathBuf) -> Result<Saved, Error> {
        let turn = self.inner.store.read(move |reader| reader.turn(turn)).await?.ok_or(Error::Gone("turn"))?;
        let file = turn.files.into_iter().find(|known| known.id == file).ok_or(Error::Gone("file"))?;
        let named = name::clean(&file.name);
        if file.kept
            && let Ok(mut from) = self.inner.shelf.open(file.id).await
        {
            let into = folder.clone();
            let saved = blocking(move || {
                let (mut to, name) = make(&into, &named)?;
                io::copy(&mut from, &mut to).inspect_err(|_| forget(&into, &name))?;
                Ok(name)
            });
            return Ok(told(saved.await.map_err(not_saved)?, &folder));
        }
        let (_, agent) = self.place(turn.conversation_id).await?;
        let mut download = self.fetch_file(&agent, &file).await?;
        let into = folder.clone();
        let (mut to, name) = blocking(move || make(&into, &named)).await.map_err(not_saved)?;
        while let Some(piece) = download.next().await {
            let written = match piece {
                Ok(piece) => blocking(move || to.write_all(&piece).map(|()| to)).await.map_err(not_saved),
                Err(error) => Err(error.into()),
            };
            to = written.inspect_err(|_| forget(&folder, &name))?;
        }
        Ok(told(name, &folder))
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

/// A new file of this name, or with a number behind it.
pub(super) fn make(folder: &Path, name: &str) -> io::Result<(File, String)> {
    std::fs::create_dir_all(folder)?;
    for number in 1..=MOST_NUMBERS {
        let tried = if number == 1 { name.to_owned() } else { name::numbered(name, number) };
        match private().create_new(true).write(true).open(folder.join(&tried)) {
            Ok(file) => return Ok((file, tried)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Half a file is no file.
pub(super) fn forget(folder: &Path, name: &str) {
    let _ = std::fs::remove_file(folder.join(name));
}

pub(super) fn not_saved(cause: io::Error) -> Error {
    Error::Disk { doing: "saved", cause }
}

pub(super) fn told(name: String, folder: &Path) -> Saved {
    Saved { runs: kinds::runs(&name), name, folder: folder.display().to_string() }
}
