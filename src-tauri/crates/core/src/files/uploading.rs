//! Uploads under way.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use parlance_client::{Category, NewFile, Uploads as Service};
use parlance_protocol::DeleteFile;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use super::FileRefusal;
use crate::error::Error;
use crate::id::{AttachmentId, ConversationId};
use crate::model::{Attachment, AttachmentKind, AttachmentState, UploadOffer};
use crate::profile::Profile;
use crate::random;
use crate::store::Uploaded;
use crate::update::Update;

/// How many files go up at a time.
const AT_A_TIME: usize = 2;
/// How long the service keeps a file.
const EXPIRE: &str = "720h";
/// A file that was stored longer ago than this, in milliseconds, is stored anew before it goes along.
const FRESH: i64 = 29 * 24 * 60 * 60 * 1000;
/// How many words there are about the progress of one file.
const WORDS: u32 = 50;

/// All uploads under way.
#[derive(Debug)]
pub(crate) struct Uploading {
    tasks: Mutex<HashMap<AttachmentId, Arc<Task>>>,
    places: Semaphore,
}

#[derive(Debug, Default)]
struct Task {
    stop: CancellationToken,
    /// Whether it is its turn.
    begun: std::sync::atomic::AtomicBool,
    sent: AtomicU32,
}

impl Default for Uploading {
    fn default() -> Self {
        Self { tasks: Mutex::default(), places: Semaphore::new(AT_A_TIME) }
    }
}

impl Uploading {
    pub(crate) fn has(&self, id: AttachmentId) -> bool {
        self.tasks().contains_key(&id)
    }

    /// Ends an upload from outside; nothing more is heard of it.
    pub(crate) fn stop(&self, id: AttachmentId) {
        if let Some(task) = self.tasks().remove(&id) {
            task.stop.cancel();
        }
    }

    /// The stored row with what only this run knows.
    pub(crate) fn lay_over(&self, row: Attachment) -> Attachment {
        let Some(task) = self.tasks().get(&row.id).cloned() else { return row };
        task.lay_over(row)
    }

    fn begin(&self, id: AttachmentId) -> Option<Arc<Task>> {
        let mut tasks = self.tasks();
        if tasks.contains_key(&id) {
            return None;
        }
        let task = Arc::new(Task::default());
        tasks.insert(id, Arc::clone(&task));
        Some(task)
    }

    fn end(&self, id: AttachmentId, task: &Arc<Task>) {
        let mut tasks = self.tasks();
        // Another upload of the same file may have begun.
        if tasks.get(&id).is_some_and(|known| Arc::ptr_eq(known, task)) {
            tasks.remove(&id);
        }
    }

    fn tasks(&self) -> MutexGuard<'_, HashMap<AttachmentId, Arc<Task>>> {
        self.tasks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Task {
    fn lay_over(&self, row: Attachment) -> Attachment {
        let begun = self.begun.load(Ordering::Relaxed);
        let state = if begun { AttachmentState::Uploading } else { AttachmentState::Waiting };
        Attachment { state, done: self.sent.load(Ordering::Relaxed), ..row }
    }
}

impl Profile {
    /// Uploads a file behind whatever else happens, unless it is being uploaded.
    pub(super) fn upload(&self, row: Attachment) {
        let Some(task) = self.inner.uploading.begin(row.id) else { return };
        let profile = self.clone();
        tokio::spawn(async move {
            let outcome = tokio::select! {
                biased;
                () = task.stop.cancelled() => return,
                () = profile.inner.closing.cancelled() => return,
                outcome = profile.send(&row, &task) => outcome,
            };
            profile.settle_upload(row, &task, outcome).await;
        });
    }

    /// Whether a file's upload is to be begun: it never ended, or what was stored will not last.
    pub(super) async fn wants_upload(&self, row: &Attachment) -> bool {
        if row.kind != AttachmentKind::File || !row.kept || self.inner.uploading.has(row.id) {
            return false;
        }
        match row.state {
            AttachmentState::Waiting => true,
            AttachmentState::Ready => {
                let (id, now) = (row.id, self.now());
                let uploaded = self.inner.store.read(move |reader| reader.uploaded(id)).await.ok().flatten();
                uploaded.is_some_and(|uploaded| now.0.saturating_sub(uploaded.at.0) > FRESH)
            }
            AttachmentState::Uploading | AttachmentState::Failed => false,
        }
    }

    /// Removes from the service what was stored for nothing. What cannot be removed goes by itself after its time.
    pub(super) fn take_back(&self, conversation: ConversationId, uploaded: Option<Uploaded>) {
        let Some(Uploaded { id, sha256, .. }) = uploaded else { return };
        let profile = self.clone();
        tokio::spawn(async move {
            let (_, agent) = profile.place(conversation).await?;
            let service = profile.service_of(&agent).await?;
            service.delete(&DeleteFile { id, sha256 }).await?;
            Ok::<_, Error>(())
        });
    }

    async fn settle_upload(&self, row: Attachment, task: &Arc<Task>, outcome: Result<(Uploaded, String), Error>) {
        let settled = match &outcome {
            Ok((_, url)) => Attachment { state: AttachmentState::Ready, url: url.clone(), done: row.size, ..row },
            Err(error) => Attachment { state: AttachmentState::Failed, problem: Some(error.problem()), done: 0, ..row },
        };
        let uploaded = outcome.ok().map(|(uploaded, _)| uploaded);
        let (stored, at) = (settled.clone(), uploaded.clone());
        let written = self
            .inner
            .store
            .write(move |writer| {
                let there = writer.save_attachment(&stored)?;
                if let Some(uploaded) = &at {
                    writer.set_uploaded(stored.id, uploaded)?;
                }
                Ok(there)
            })
            .await;
        self.inner.uploading.end(settled.id, task);
        let conversation = settled.conversation_id;
        match written {
            Ok(true) => self.tell(&Update::Attachment { row: settled }),
            Ok(false) => self.take_back(conversation, uploaded),
            Err(error) => {
                let problem = Some(Error::from(error).problem());
                self.tell(&Update::Attachment {
                    row: Attachment { state: AttachmentState::Failed, problem, ..settled },
                });
            }
        }
    }

    /// Sends a file to the service, when it is its turn; where it is then, and how the agent gets at it.
    async fn send(&self, row: &Attachment, task: &Arc<Task>) -> Result<(Uploaded, String), Error> {
        // The places are there as long as the profile.
        let _place = self.inner.uploading.places.acquire().await;
        task.begun.store(true, Ordering::Relaxed);
        self.tell(&Update::Attachment { row: task.lay_over(row.clone()) });
        let (_, agent) = self.place(row.conversation_id).await?;
        let service = self.service_of(&agent).await?;
        let bytes = self.file_bytes(row.id).await?;
        if bytes.len() != usize::try_from(row.size).unwrap_or(usize::MAX) {
            return Err(FileRefusal::Incomplete.into());
        }
        let id = random::word(32);
        let content_type = if row.media_type.is_empty() { "application/octet-stream" } else { &row.media_type };
        let file = NewFile { name: &row.name, content_type, id: &id, expire: EXPIRE };
        let stored =
            service.store_watched(file, bytes.into(), self.watch_upload(row, task)).await.map_err(of_service)?;
        let url = match agent.uploads.offer {
            UploadOffer::BuiltIn => parlance_client::Address::parse(&agent.base_url)?.file(&stored.path),
            UploadOffer::Service | UploadOffer::Nobody => {
                let key = if stored.presign_key.is_empty() {
                    key_of(&service, &stored.path).await?
                } else {
                    Some(stored.presign_key)
                };
                match key {
                    Some(key) => service.link(&stored.path, &key),
                    None => parlance_client::Address::parse(&agent.base_url)?.file(&stored.path),
                }
            }
        };
        let uploaded = Uploaded { path: stored.path, id, sha256: stored.sha256, at: self.now() };
        Ok((uploaded, url.to_string()))
    }

    /// Tells how far an upload has come, a few times.
    fn watch_upload(&self, row: &Attachment, task: &Arc<Task>) -> impl Fn(usize) + Send + Sync + 'static {
        let (profile, row, task) = (self.clone(), row.clone(), Arc::clone(task));
        move |sent| {
            let sent = u32::try_from(sent).unwrap_or(u32::MAX);
            let before = task.sent.swap(sent, Ordering::Relaxed);
            let word = |bytes: u32| bytes / (row.size / WORDS).max(1);
            if word(sent) != word(before) && !task.stop.is_cancelled() {
                profile.tell(&Update::Attachment { row: task.lay_over(row.clone()) });
            }
        }
    }
}

/// A key that opens a stored file; `None` where the service has none to give, so that files are open to everybody.
async fn key_of(service: &Service, path: &str) -> Result<Option<String>, Error> {
    match service.download_key(path).await {
        Ok(key) => Ok(Some(key.key).filter(|key| !key.is_empty())),
        Err(error) => match error.category() {
            Category::NotThisApi | Category::Refused | Category::Gone => Ok(None),
            _ => Err(of_service(error)),
        },
    }
}

/// What an upload service refuses has nothing to do with the agent's key.
pub(super) fn of_service(error: parlance_client::Error) -> Error {
    match error.category() {
        Category::KeyRejected | Category::Forbidden => Error::UploadKeys(error),
        _ => Error::Client(error),
    }
}
