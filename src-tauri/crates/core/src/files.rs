//! Files beside questions: attaching, uploading, reading and saving them.
//!
//! The page hands over bytes and never a path, so that nothing of the disk can be asked for. What was attached is on the
//! disk here before it goes anywhere: it survives a restart, a failed upload can be tried again, and a file that went
//! along can be opened when its link has long expired.

mod destination;
mod inline;
mod kinds;
mod linked;
mod name;
mod saving;
mod service;
mod shelf;
mod uploading;
mod web;

use crate::error::{Error, FileRefusal};
use crate::id::{AttachmentId, ConversationId};
use crate::model::{
    Attachment, AttachmentKind, AttachmentState, FileRef, KeyState, NewAttachment, UploadOffer, Uploads,
};
use crate::profile::Profile;
use crate::update::{RowId, Update};
pub use destination::Destination;
pub(crate) use inline::with_texts;
pub use name::clean as clean_name;
pub(crate) use name::numbered as numbered_name;
pub(crate) use shelf::{Shelf, private as private_file};
pub(crate) use uploading::Uploading;

/// The most bytes of a file for a service of the person's own: it is signed as a whole, in memory.
pub(crate) const LARGEST: u32 = 64 << 20;
/// The most bytes of a file for the server inside Parlance.
const LARGEST_BUILT_IN: u32 = 16 << 20;
/// The most bytes of a text that becomes a part of the question.
const LARGEST_TEXT: u32 = 400_000;
/// The most files of a question.
const MOST: usize = 10;

impl Profile {
    /// Makes a place for a file beside the question that is being written. Its bytes come in slices.
    ///
    /// # Errors
    /// When the file is empty, too large, one too many, or cannot be stored by anybody; when the conversation is gone;
    /// those of the store and the disk.
    pub async fn attach(&self, conversation: ConversationId, file: NewAttachment) -> Result<Attachment, Error> {
        let agent = self.agent(self.conversation(conversation).await?.agent_id).await?;
        check(&file, &agent.uploads)?;
        let name = name::clean(&file.name);
        let row = Attachment {
            id: AttachmentId::make(),
            conversation_id: conversation,
            position: 0,
            queued: false,
            kind: file.kind,
            media_type: kinds::media_type(&file.media_type, &name),
            name,
            size: file.size,
            characters: 0,
            state: AttachmentState::Waiting,
            done: 0,
            url: String::new(),
            kept: false,
            problem: None,
        };
        self.inner.shelf.begin(row.id).await.map_err(|cause| Error::Disk { doing: "kept", cause })?;
        self.add(row).await
    }

    /// Takes the next bytes of a file; the last ones make it whole, and a file that is to be uploaded is sent off.
    ///
    /// # Errors
    /// When the file is gone or whole already, or bytes are missing or too many; those of the store and the disk.
    pub async fn attach_slice(&self, attachment: AttachmentId, at: u32, bytes: Vec<u8>) -> Result<(), Error> {
        let row = self.attachment(attachment).await?;
        let last = usize::try_from(at).unwrap_or(usize::MAX).saturating_add(bytes.len());
        let last = u32::try_from(last).ok().filter(|last| *last <= row.size);
        let Some(last) = last.filter(|_| row.state == AttachmentState::Waiting && !row.kept) else {
            return Err(FileRefusal::Incomplete.into());
        };
        let whole = last == row.size;
        let had = self.inner.shelf.append(attachment, u64::from(at), bytes, whole).await;
        if !had.map_err(|cause| Error::Disk { doing: "kept", cause })? {
            return Err(FileRefusal::Incomplete.into());
        }
        if !whole {
            self.tell(&Update::Attachment { row: Attachment { done: last, ..row } });
            return Ok(());
        }
        self.whole(Attachment { kept: true, ..row }).await
    }

    /// Puts an address beside the question that is being written; the agent fetches the file from there.
    ///
    /// # Errors
    /// When the address is none, or there are too many files; those of the store.
    pub async fn attach_link(
        &self,
        conversation: ConversationId,
        url: String,
        name: String,
    ) -> Result<Attachment, Error> {
        self.conversation(conversation).await?;
        let url = web::address(&url)?;
        let named = if name.trim().is_empty() { name::of(&url) } else { name };
        let name = name::clean(&named);
        let row = Attachment {
            id: AttachmentId::make(),
            conversation_id: conversation,
            position: 0,
            queued: false,
            kind: AttachmentKind::Link,
            media_type: kinds::media_type("", &name),
            name,
            size: 0,
            characters: 0,
            state: AttachmentState::Ready,
            done: 0,
            url: url.to_string(),
            kept: false,
            problem: None,
        };
        self.add(row).await
    }

    /// Takes a file away; an upload of it ends, and what was stored is removed again.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn detach(&self, attachment: AttachmentId) -> Result<(), Error> {
        self.inner.uploading.stop(attachment);
        let found = self
            .inner
            .store
            .write(move |writer| {
                let found = writer.attachment(attachment)?.zip(Some(writer.uploaded(attachment)?));
                writer.remove_attachment(attachment)?;
                Ok(found)
            })
            .await?;
        self.inner.shelf.remove(attachment).await;
        self.tell(&Update::Removed { row: RowId::Attachment(attachment) });
        if let Some((row, uploaded)) = found {
            // A conversation that was removed has nobody to tell.
            let _ = self.tell_again(row.conversation_id).await;
            self.take_back(row.conversation_id, uploaded);
        }
        Ok(())
    }

    /// Tries an upload that failed once more.
    ///
    /// # Errors
    /// When the file is gone, or its bytes never came; those of the store.
    pub async fn upload_again(&self, attachment: AttachmentId) -> Result<(), Error> {
        let row = self.attachment(attachment).await?;
        if row.kind != AttachmentKind::File || !row.kept {
            return Err(FileRefusal::Incomplete.into());
        }
        if row.state == AttachmentState::Failed {
            self.whole(Attachment { state: AttachmentState::Waiting, problem: None, ..row }).await?;
        }
        Ok(())
    }

    /// Says whether a file is uploaded or becomes a part of the question.
    ///
    /// # Errors
    /// When it cannot be: it is too large or no text for the question, or nobody stores it; those of store and disk.
    pub async fn send_as(&self, attachment: AttachmentId, kind: AttachmentKind) -> Result<(), Error> {
        let row = self.attachment(attachment).await?;
        if row.kind == kind {
            return Ok(());
        }
        if row.kind == AttachmentKind::Link || !row.kept {
            return Err(FileRefusal::Incomplete.into());
        }
        let agent = self.agent(self.conversation(row.conversation_id).await?.agent_id).await?;
        let (name, media_type) = (row.name.clone(), row.media_type.clone());
        check(&NewAttachment { kind, name, media_type, size: row.size }, &agent.uploads)?;
        if kind == AttachmentKind::Text {
            self.characters(attachment).await?;
        }
        self.inner.uploading.stop(attachment);
        let (state, url) = (AttachmentState::Waiting, String::new());
        self.whole(Attachment { kind, state, url, characters: 0, problem: None, ..row }).await
    }

    /// The bytes of a file that is on this computer, for the page to show.
    ///
    /// # Errors
    /// When they are not here.
    pub async fn file_bytes(&self, attachment: AttachmentId) -> Result<Vec<u8>, Error> {
        self.inner.shelf.read(attachment).await.map_err(|cause| Error::Disk { doing: "read", cause })
    }

    /// The files beside the unsent questions of a conversation as they are now; those whose upload did not end are sent
    /// off again.
    pub(crate) async fn attachments(&self, conversation: ConversationId) -> Result<Vec<Attachment>, Error> {
        let rows = self.inner.store.read(move |reader| reader.attachments(conversation)).await?;
        let mut shown = Vec::with_capacity(rows.len());
        for row in rows {
            let row = self.inner.uploading.lay_over(row);
            if self.wants_upload(&row).await {
                self.upload(Attachment { state: AttachmentState::Waiting, ..row.clone() });
                shown.push(Attachment { state: AttachmentState::Waiting, url: String::new(), ..row });
            } else {
                shown.push(row);
            }
        }
        Ok(shown)
    }

    /// What goes along with a question: its text with the texts in it, and the files. All of them must be ready.
    pub(crate) async fn take_along(
        &self,
        conversation: ConversationId,
        question: String,
        queued: bool,
    ) -> Result<Along, Error> {
        let rows = self.inner.store.read(move |reader| reader.attachments(conversation)).await?;
        let mut along = Along { question, files: Vec::new(), taken: Vec::new() };
        let mut texts = Vec::new();
        for row in rows.into_iter().filter(|row| row.queued == queued) {
            if row.state != AttachmentState::Ready || self.inner.uploading.has(row.id) {
                return Err(FileRefusal::NotReady.into());
            }
            along.taken.push(row.id);
            if row.kind == AttachmentKind::Text {
                texts.push((row.name, self.text(row.id).await?));
                continue;
            }
            let id = row.id;
            let uploaded = self.inner.store.read(move |reader| reader.uploaded(id)).await?;
            let path = uploaded.map(|uploaded| uploaded.path).unwrap_or_default();
            let Attachment { name, media_type, size, url, kept, .. } = row;
            along.files.push(FileRef { id, name, media_type, size, url, path, kept });
        }
        along.question = with_texts(&along.question, &texts);
        Ok(along)
    }

    /// The files went along: they are no longer beside the question.
    pub(crate) async fn went_along(&self, along: &Along) {
        for id in &along.taken {
            self.tell(&Update::Removed { row: RowId::Attachment(*id) });
            if !along.files.iter().any(|file| file.id == *id) {
                // What became a part of the question is in the question.
                self.inner.shelf.remove(*id).await;
            }
        }
    }

    /// Forgets the bytes that no row names any more.
    pub(crate) async fn tidy_files(&self) {
        if let Ok(kept) = self.inner.store.read(|reader| reader.kept_files()).await {
            self.inner.shelf.sweep(kept).await;
        }
    }

    async fn add(&self, row: Attachment) -> Result<Attachment, Error> {
        let stored = row.clone();
        let added = self
            .inner
            .store
            .write(move |writer| {
                let beside = writer.attachments(stored.conversation_id)?;
                if beside.iter().filter(|other| !other.queued).count() >= MOST {
                    return Ok(None);
                }
                writer.add_attachment(&stored).map(Some)
            })
            .await?;
        let Some(position) = added else {
            self.inner.shelf.remove(row.id).await;
            return Err(FileRefusal::TooMany { most: MOST }.into());
        };
        let row = Attachment { position, ..row };
        self.tell(&Update::Attachment { row: row.clone() });
        self.tell_again(row.conversation_id).await?;
        Ok(row)
    }

    /// All bytes are here.
    async fn whole(&self, mut row: Attachment) -> Result<(), Error> {
        if row.kind == AttachmentKind::Text {
            match self.characters(row.id).await {
                Ok(characters) => (row.characters, row.state) = (characters, AttachmentState::Ready),
                Err(error) => (row.problem, row.state) = (Some(error.problem()), AttachmentState::Failed),
            }
        }
        self.save(&row).await?;
        if row.kind == AttachmentKind::File {
            self.upload(row);
        }
        Ok(())
    }

    /// Writes a file's row and tells it, if it is still there.
    async fn save(&self, row: &Attachment) -> Result<bool, Error> {
        let stored = row.clone();
        let there = self.inner.store.write(move |writer| writer.save_attachment(&stored)).await?;
        if there {
            self.tell(&Update::Attachment { row: row.clone() });
        }
        Ok(there)
    }

    async fn attachment(&self, attachment: AttachmentId) -> Result<Attachment, Error> {
        let row = self.inner.store.read(move |reader| reader.attachment(attachment)).await?;
        row.map(|row| self.inner.uploading.lay_over(row)).ok_or(Error::Gone("file"))
    }

    async fn characters(&self, attachment: AttachmentId) -> Result<u32, Error> {
        let text = self.text(attachment).await?;
        Ok(u32::try_from(text.chars().count()).unwrap_or(u32::MAX))
    }

    async fn text(&self, attachment: AttachmentId) -> Result<String, Error> {
        let bytes = self.file_bytes(attachment).await?;
        let text = String::from_utf8(bytes).ok().filter(|text| !text.contains('\0')).ok_or(FileRefusal::NoText)?;
        Ok(text.strip_prefix('\u{feff}').unwrap_or(&text).replace("\r\n", "\n"))
    }
}

/// A question with what goes along with it.
#[derive(Debug, Clone)]
pub(crate) struct Along {
    /// The question with the texts in it.
    pub(crate) question: String,
    /// The files.
    pub(crate) files: Vec<FileRef>,
    /// The rows of all of them.
    pub(crate) taken: Vec<AttachmentId>,
}

impl Along {
    /// A question by itself.
    pub(crate) fn alone(question: String) -> Self {
        Self { question, files: Vec::new(), taken: Vec::new() }
    }
}

/// What the files of the agent inside Parlance are stored with.
pub(crate) fn built_in() -> Uploads {
    Uploads { offer: UploadOffer::BuiltIn, largest: LARGEST_BUILT_IN, ..Uploads::default() }
}

/// Whether a file may go along at all.
fn check(file: &NewAttachment, uploads: &Uploads) -> Result<(), Error> {
    let most = match file.kind {
        AttachmentKind::Text => LARGEST_TEXT,
        AttachmentKind::File | AttachmentKind::Link => match uploads.offer {
            UploadOffer::BuiltIn => uploads.largest,
            UploadOffer::Service if uploads.secret != KeyState::Missing => uploads.largest,
            UploadOffer::Service | UploadOffer::Nobody => return Err(Error::NoUploads),
        },
    };
    match file.size {
        0 => Err(FileRefusal::Empty.into()),
        size if size > most => Err(FileRefusal::TooLarge { most }.into()),
        _ => Ok(()),
    }
}
