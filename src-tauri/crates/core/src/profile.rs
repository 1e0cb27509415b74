//! A data directory, opened; everything hangs on it.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use parlance_client::Client;

use crate::answers::{Posting, into_drafts};
use tokio_util::sync::CancellationToken;

use crate::backups::Backups;
use crate::clock::Clock;
use crate::conversations::{FIRST, Listed, title};
use crate::error::{Error, FileRefusal};
use crate::files::{Shelf, Uploading};
use crate::hub::{Hub, Updates};
use crate::id::{AgentId, AnswerId, ConversationId};
use crate::keys::Keys;
use crate::live::Live;
use crate::model::{
    Agent, AnswerState, Attachment, AttachmentState, Conversation, ListQuery, Settings, Snapshot, SyncState, Timestamp,
};
use crate::problem::Problem;
use crate::store::{Reader, Store, StoreError, Writer, spared};
use crate::update::{RowId, Update};
use crate::vault::Vault;
use crate::workflow::{RemovedRuns, Watches, unknown};

/// What a profile is opened with.
#[derive(Debug, Clone)]
pub struct Options {
    /// The folder of the database; it is made if it is not there.
    pub data_dir: PathBuf,
    /// Where keys are kept.
    pub vault: Arc<dyn Vault>,
    /// Where instants come from.
    pub clock: Clock,
}

/// A profile: its agents, history, keys and running answers. Cheap to clone; all clones are the same profile.
#[derive(Debug, Clone)]
pub struct Profile {
    pub(crate) inner: Arc<Inner>,
}

#[derive(Debug)]
pub(crate) struct Inner {
    pub(crate) store: Store,
    pub(crate) backups: Backups,
    /// Why the last backup that was due could not be made.
    pub(crate) backup_problem: Mutex<Option<Problem>>,
    /// Why the built-in agent's server does not run.
    pub(crate) built_in_problem: Mutex<Option<Problem>>,
    /// The file of an import, until all of it is there.
    pub(crate) handed_over: PathBuf,
    pub(crate) keys: Keys,
    pub(crate) live: Live,
    hub: Hub,
    pub(crate) clock: Clock,
    /// The conversations that some window shows.
    open: Mutex<HashSet<ConversationId>>,
    /// How far the comparison with the platform's history has come.
    pub(crate) synced: Mutex<HashMap<ConversationId, SyncState>>,
    /// When the platform of each agent was last asked for its conversations.
    pub(crate) listed: Listed,
    /// The runs that are asked after.
    pub(crate) watches: Watches,
    /// The runs that were deleted a moment ago.
    pub(crate) removed_runs: RemovedRuns,
    /// What is on its way to the platform.
    pub(crate) posting: Posting,
    /// Where the database is.
    pub(crate) folder: PathBuf,
    /// The bytes of files.
    pub(crate) shelf: Shelf,
    /// Files on their way to an upload service.
    pub(crate) uploading: Uploading,
    /// The agents' doors, each made at its first use.
    pub(crate) doors: Mutex<HashMap<AgentId, Client>>,
    /// When each agent last said what it is.
    pub(crate) greeted: Mutex<HashMap<AgentId, Timestamp>>,
    /// The program ends: nobody looks for anything any more.
    pub(crate) closing: CancellationToken,
}

impl Profile {
    /// Opens the profile as the one program that works on it. Answers that nobody writes any more become interrupted,
    /// runs are asked after again, removals that were not at their end go on.
    ///
    /// # Errors
    /// When the database cannot be opened; a newer one is left as it is.
    pub async fn start(options: Options) -> Result<Self, Error> {
        let profile = Self::visit(options).await?;
        profile.tell_of_harm();
        profile.tidy_leftovers().await;
        match profile.wake().await {
            // What can be read is shown, and the damage is said.
            Err(Error::Store(StoreError::Damaged)) => {}
            outcome => outcome?,
        }
        profile.follow_rows();
        Ok(profile)
    }

    /// Takes up what an earlier run left behind.
    pub(crate) async fn wake(&self) -> Result<(), Error> {
        let now = self.now();
        let abandoned = self.inner.store.note(move |writer| interrupt(writer, now)).await?;
        self.recover_abandoned(abandoned);
        self.take_up_runs().await?;
        self.go_on_removing().await?;
        self.finish_removals().await?;
        self.retire_behind();
        self.tidy_files().await;
        self.watch_old_tasks().await
    }

    /// Opens the profile beside a program that may be working on it: nothing is ended and nothing is forgotten.
    ///
    /// # Errors
    /// As [`Profile::start`].
    pub async fn visit(options: Options) -> Result<Self, Error> {
        let store = Store::open(&options.data_dir).await?;
        Ok(Self::over(store, options))
    }

    /// Opens the profile to read what is there, where nothing can be written.
    ///
    /// # Errors
    /// When it cannot be read, or not without being brought to a newer format.
    pub async fn open_to_read(options: Options) -> Result<Self, Error> {
        let store = Store::open_to_read(&options.data_dir).await?;
        Ok(Self::over(store, options))
    }

    fn over(store: Store, options: Options) -> Self {
        let shelf = Shelf::new(&options.data_dir);
        let backups = Backups::of(&options.data_dir);
        Self {
            inner: Arc::new(Inner {
                store,
                backups,
                backup_problem: Mutex::default(),
                built_in_problem: Mutex::default(),
                handed_over: options.data_dir.join(".import.partial"),
                keys: Keys::new(options.vault),
                live: Live::default(),
                hub: Hub::default(),
                clock: options.clock,
                open: Mutex::default(),
                synced: Mutex::default(),
                listed: Listed::default(),
                watches: Watches::default(),
                removed_runs: RemovedRuns::default(),
                posting: Posting::default(),
                folder: options.data_dir,
                shelf,
                uploading: Uploading::default(),
                doors: Mutex::default(),
                greeted: Mutex::default(),
                closing: CancellationToken::new(),
            }),
        }
    }

    /// Everything that is told from now on.
    #[must_use]
    pub fn updates(&self) -> Updates {
        self.inner.hub.updates()
    }

    /// What the window shows before anything is opened.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn snapshot(&self) -> Result<Snapshot, Error> {
        let (agents, conversations, settings) = self.inner.store.read(first_rows).await?;
        Ok(Snapshot {
            agents: agents.into_iter().map(|agent| self.inner.keys.judge(agent)).collect(),
            conversations: conversations.into_iter().map(|row| self.as_it_is(row)).collect(),
            settings,
            damaged: self.is_damaged(),
        })
    }

    /// Sends a whole row as an update once more; a row that is gone as removed.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn refresh(&self, row: RowId) -> Result<(), Error> {
        if self.inner.live.everything().iter().any(|running| running.tell_row(row, |update| self.tell(update))) {
            return Ok(());
        }
        let damaged = self.is_damaged();
        let stored = self
            .inner
            .store
            .read(move |reader| {
                Ok(match row {
                    RowId::Agent(id) => reader.agent(id)?.map(|row| Update::Agent { row }),
                    RowId::Conversation(id) => reader.conversation(id)?.map(|row| Update::Conversation { row }),
                    RowId::Turn(id) => reader.turn(id)?.map(|row| Update::Turn { row }),
                    RowId::Answer(id) => reader.answer(id)?.map(|row| Update::Answer { row }),
                    RowId::Step(id) => reader.step(id)?.map(|row| Update::Step { row }),
                    RowId::Attachment(id) => reader.attachment(id)?.map(|row| Update::Attachment { row }),
                    RowId::Queued(id) => reader.queued(id)?.map(|row| Update::Queued { row }),
                    RowId::Run(id) => reader.run(id)?.map(|row| Update::Run { row }),
                    RowId::RunNode(id) => reader.run_node(id)?.map(|row| Update::RunNode { row }),
                    RowId::RunText(id) => reader.run_text(id)?.map(|row| Update::RunText { row }),
                    RowId::History => Some(Update::History { damaged }),
                })
            })
            .await?;
        self.tell(&match stored {
            Some(Update::Agent { row }) => Update::Agent { row: self.inner.keys.judge(row) },
            Some(Update::Conversation { row }) => Update::Conversation { row: self.as_it_is(row) },
            Some(Update::Attachment { row }) => Update::Attachment { row: self.inner.uploading.lay_over(row) },
            Some(update) => update,
            None => Update::Removed { row },
        });
        Ok(())
    }

    /// Ends what is running, keeping the texts so far, and brings the database to rest. To be called before the
    /// program ends; without it the texts of the last half second are lost.
    pub async fn finish(&self) {
        self.inner.closing.cancel();
        self.end_all().await;
        // What cannot be written now is there again at the next start.
        let _ = self.regret_no_more().await;
        // The log is folded in at the next start otherwise.
        let _ = self.inner.store.tidy().await;
    }

    /// Ends as [`Profile::finish`] does, and lets go of the file: another may take its place.
    pub async fn close_history(&self) {
        self.finish().await;
        self.inner.store.close().await;
    }

    /// Ends what is running, keeping the texts so far.
    pub(crate) async fn end_all(&self) {
        for running in self.inner.live.everything() {
            self.end(&running, AnswerState::Interrupted, None).await;
        }
        self.inner.live.silence().await;
    }

    /// The rows are others now: what this run knew of them does not hold any more.
    pub(crate) fn forget_what_was_known(&self) {
        self.opened().clear();
        self.synced().clear();
        self.inner.doors.lock().unwrap_or_else(PoisonError::into_inner).clear();
        self.inner.greeted.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    pub(crate) fn tell(&self, update: &Update) {
        self.inner.hub.tell(update);
    }

    pub(crate) fn tell_conversation(&self, row: Conversation) {
        self.tell(&Update::Conversation { row: self.as_it_is(row) });
    }

    /// The stored row with what only this run knows.
    pub(crate) fn as_it_is(&self, row: Conversation) -> Conversation {
        let sync = self.synced().get(&row.id).copied().unwrap_or_default();
        Conversation { running: self.inner.live.running_in(row.id).is_some(), sync, ..row }
    }

    pub(crate) fn synced(&self) -> MutexGuard<'_, HashMap<ConversationId, SyncState>> {
        self.inner.synced.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn is_open(&self, conversation: ConversationId) -> bool {
        self.opened().contains(&conversation)
    }

    pub(crate) fn opened(&self) -> MutexGuard<'_, HashSet<ConversationId>> {
        self.inner.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the window shows first: of each agent's list as much as fits, and what was open last, wherever it stands.
fn first_rows(reader: &Reader<'_>) -> Result<(Vec<Agent>, Vec<Conversation>, Settings), StoreError> {
    let (agents, settings) = (reader.agents()?, reader.settings()?);
    let mut conversations = Vec::new();
    for agent in &agents {
        let query = ListQuery { agent: Some(agent.id), ..ListQuery::default() };
        conversations.extend(reader.list(&query, None, FIRST)?.rows);
    }
    if let Ok(last) = settings.conversation.parse()
        && !conversations.iter().any(|row| row.id == last)
    {
        conversations.extend(spared(reader.conversation(last))?);
    }
    conversations.sort_by_key(|row| std::cmp::Reverse((row.active_at, row.id)));
    Ok((agents, conversations, settings))
}

/// Answers that nobody writes any more keep their texts; which ones they are.
fn interrupt(writer: &Writer<'_>, now: Timestamp) -> Result<Vec<(ConversationId, AnswerId)>, StoreError> {
    let mut abandoned = Vec::new();
    for mut answer in writer.abandoned()? {
        answer.state = AnswerState::Interrupted;
        answer.ended_at = now;
        writer.save_answer(&answer)?;
        writer.end_steps(answer.id)?;
        writer.end_sending(answer.turn_id, !answer.message_id.is_empty())?;
        let conversation = writer.conversation_of(answer.turn_id)?;
        abandoned.extend(conversation.map(|conversation| (conversation, answer.id)));
        if let Some(conversation) = conversation.filter(|_| !answer.text.is_empty()) {
            writer.touch_conversation(conversation, &title::beginning(&answer.text), answer.started_at)?;
        }
    }
    writer.abandon_deliveries()?;
    into_drafts(writer)?;
    for row in writer.unread_attachments()? {
        let problem = Some(Error::from(FileRefusal::Incomplete).problem());
        writer.save_attachment(&Attachment { state: AttachmentState::Failed, problem, ..row })?;
    }
    writer.lose_runs(&unknown(), now)?;
    Ok(abandoned)
}
