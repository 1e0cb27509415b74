//! Conversations: beginning, opening, naming and removing them.

mod elsewhere;
mod history;
mod list;
mod pages;
mod removal;
pub(crate) mod title;

use crate::error::Error;
use crate::id::{AgentId, ConversationId, TurnId};
use crate::model::{Conversation, Opened, SyncState, Timestamp, Values};
use crate::profile::Profile;
use crate::variables::{first_values, usable};
pub(crate) use elsewhere::Listed;
pub(crate) use history::{adopt, settle_conversation};
pub(crate) use list::FIRST;
use pages::Pages;

/// The most characters of a title that a person gives.
const LONGEST_TITLE: usize = 200;

impl Profile {
    /// Begins a conversation here; the platform hears of it with the first question. Its variables have the values used
    /// last. One in which nothing was asked yet is given again.
    ///
    /// # Errors
    /// When the agent is gone; those of the store.
    pub async fn new_conversation(&self, agent: AgentId) -> Result<Conversation, Error> {
        self.begin_conversation(agent, None).await
    }

    /// Begins a conversation as [`Profile::new_conversation`] does, with the values that another one has.
    ///
    /// # Errors
    /// When the other conversation is gone; those of the store.
    pub async fn new_conversation_like(&self, other: ConversationId) -> Result<Conversation, Error> {
        let (other, agent) = self.place(other).await?;
        self.begin_conversation(agent.id, Some(usable(&agent.variables, &other.values))).await
    }

    async fn begin_conversation(&self, agent: AgentId, values: Option<Values>) -> Result<Conversation, Error> {
        let row = self.agent(agent).await?;
        let now = self.now();
        let conversation = self
            .inner
            .store
            .write(move |writer| {
                let mut conversation = match writer.empty_conversation(agent)? {
                    Some(empty) => empty,
                    None => {
                        let conversation = begun(agent, now);
                        writer.add_conversation(&conversation)?;
                        conversation
                    }
                };
                let wanted = match values {
                    Some(values) => values,
                    None if conversation.values.is_empty() => first_values(writer, agent)?,
                    None => return Ok(conversation),
                };
                writer.set_values(conversation.id, &wanted)?;
                conversation.values = wanted;
                Ok(conversation)
            })
            .await?;
        self.tell_conversation(conversation.clone());
        let profile = self.clone();
        tokio::spawn(async move {
            // The greeting as it was last read serves as well.
            let _ = profile.refresh_opening(row).await;
        });
        Ok(conversation)
    }

    /// Opens a conversation: the turns around this one, else around where it was last read, else its newest, from the store
    /// alone. From now on its texts are told as they grow, and it counts as read; the platform's history is fetched behind
    /// it.
    ///
    /// # Errors
    /// When the conversation is gone; those of the store.
    pub async fn open(&self, conversation: ConversationId, around: Option<TurnId>) -> Result<Opened, Error> {
        let row = self.conversation(conversation).await?;
        self.opened().insert(conversation);
        let Pages { page, newest, reading } = self.pages_to_open(conversation, around).await?;
        let draft = self.inner.store.read(move |reader| reader.draft(conversation)).await?;
        if row.unread {
            self.inner.store.note(move |writer| writer.set_unread(conversation, false)).await?;
            self.tell_conversation(Conversation { unread: false, ..row.clone() });
        }
        let attachments = self.attachments(conversation).await?;
        let queued = self.inner.store.read(move |reader| reader.queued(conversation)).await?;
        let conversation_row = self.as_it_is(Conversation { unread: false, ..row });
        let opened = Opened { conversation: conversation_row, draft, attachments, queued, page, newest, reading };
        let (profile, agent, now) = (self.clone(), opened.conversation.agent_id, self.now());
        tokio::spawn(async move {
            // It may be read from a disk that is full.
            let _ = profile.inner.store.note(move |writer| writer.note_use(conversation, now)).await;
            profile.sync(conversation).await;
            // What the agent last said of itself serves until it can be asked.
            let _ = profile.refresh_opening_at_times(agent).await;
        });
        Ok(opened)
    }

    /// The conversation is shown no longer: its texts are told when they are whole.
    pub async fn close(&self, conversation: ConversationId) {
        self.opened().remove(&conversation);
    }

    /// Names a conversation; an empty title is made of the first question again.
    ///
    /// # Errors
    /// When the conversation is gone; those of the store.
    pub async fn rename(&self, conversation: ConversationId, title: String) -> Result<(), Error> {
        self.inner
            .store
            .write(move |writer| {
                let title: String = title.trim().chars().take(LONGEST_TITLE).collect();
                if !title.is_empty() {
                    return writer.rename_conversation(conversation, &title, true);
                }
                let first = writer.first_question(conversation)?;
                let made = first.map(|question| title::title(&question)).unwrap_or_default();
                writer.rename_conversation(conversation, &made, false)
            })
            .await?;
        self.tell_again(conversation).await?;
        self.pass_on(conversation);
        Ok(())
    }

    /// Keeps a conversation at the top, or not; on the platform, too, where it offers that.
    ///
    /// # Errors
    /// When the conversation is gone; those of the store.
    pub async fn pin(&self, conversation: ConversationId, pinned: bool) -> Result<(), Error> {
        self.inner.store.write(move |writer| writer.pin_conversation(conversation, pinned)).await?;
        self.tell_again(conversation).await?;
        self.pass_on(conversation);
        Ok(())
    }

    /// Keeps an unsent question; an empty one is forgotten.
    ///
    /// # Errors
    /// When the conversation is gone; those of the store.
    pub async fn save_draft(&self, conversation: ConversationId, text: String) -> Result<(), Error> {
        let before = self.conversation(conversation).await?;
        let after = self
            .inner
            .store
            .write(move |writer| {
                writer.set_draft(conversation, &text)?;
                writer.conversation(conversation)
            })
            .await?;
        if let Some(after) = after.filter(|after| after.draft != before.draft) {
            self.tell_conversation(after);
        }
        Ok(())
    }

    /// The row of a conversation that was not removed.
    pub(crate) async fn conversation(&self, conversation: ConversationId) -> Result<Conversation, Error> {
        let row = self.inner.store.read(move |reader| reader.conversation(conversation)).await?;
        row.map(|row| self.as_it_is(row)).ok_or(Error::Gone("conversation"))
    }

    /// Tells the row of a conversation once more.
    pub(crate) async fn tell_again(&self, conversation: ConversationId) -> Result<(), Error> {
        let row = self.conversation(conversation).await?;
        self.tell_conversation(row);
        Ok(())
    }
}

fn begun(agent: AgentId, now: Timestamp) -> Conversation {
    Conversation {
        id: ConversationId::make(),
        agent_id: agent,
        platform_id: String::new(),
        title: String::new(),
        named: false,
        pinned: false,
        archived: false,
        tags: Vec::new(),
        preview: String::new(),
        draft: String::new(),
        turns: 0,
        running: false,
        sync: SyncState::Unknown,
        unread: false,
        failed: false,
        gone: false,
        values: Values::new(),
        created_at: now,
        active_at: now,
    }
}
