//! The list: pages of it, and what a person does with some of its conversations at once.

use crate::error::Error;
use crate::id::ConversationId;
use crate::model::{Conversation, ConversationFacts, ListCursor, ListPage, ListQuery, Tag};
use crate::profile::Profile;
use crate::store::{StoreError, Writer};

/// How many conversations of each agent the window has at once.
pub(crate) const FIRST: usize = 50;
/// How many conversations a page of a list has.
const PAGE: usize = 100;
/// The most characters of a tag.
const LONGEST_TAG: usize = 40;

impl Profile {
    /// A page of a list. Behind the first page the platforms are asked for conversations that were begun elsewhere.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn conversations(&self, query: ListQuery, after: Option<ListCursor>) -> Result<ListPage, Error> {
        let agent = query.agent;
        let mut page = self.inner.store.read(move |reader| reader.list(&query, after, PAGE)).await?;
        page.rows = page.rows.into_iter().map(|row| self.as_it_is(row)).collect();
        if after.is_none() {
            self.look_elsewhere(agent);
        }
        Ok(page)
    }

    /// All conversations of a list, in order, by their ids.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn conversation_ids(&self, query: ListQuery) -> Result<Vec<ConversationId>, Error> {
        Ok(self.inner.store.read(move |reader| reader.list_ids(&query)).await?)
    }

    /// A conversation's row.
    ///
    /// # Errors
    /// When it is gone; those of the store.
    pub async fn conversation_row(&self, conversation: ConversationId) -> Result<Conversation, Error> {
        self.conversation(conversation).await
    }

    /// What there is to know of a conversation beside its row.
    ///
    /// # Errors
    /// When it is gone; those of the store.
    pub async fn facts(&self, conversation: ConversationId) -> Result<ConversationFacts, Error> {
        self.conversation(conversation).await?;
        Ok(self.inner.store.read(move |reader| reader.facts(conversation)).await?)
    }

    /// The tags in use, by name.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn tags(&self) -> Result<Vec<Tag>, Error> {
        Ok(self.inner.store.read(|reader| reader.tags()).await?)
    }

    /// Takes conversations out of the list, or back.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn archive(&self, conversations: Vec<ConversationId>, archived: bool) -> Result<(), Error> {
        self.change_all(conversations, move |writer, conversation| writer.archive_conversation(conversation, archived))
            .await
    }

    /// Sorts conversations under a tag, or not any more. A tag is there as long as a conversation has it.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn tag(&self, conversations: Vec<ConversationId>, tag: String, tagged: bool) -> Result<(), Error> {
        let tag = tag_of(&tag);
        if tag.is_empty() {
            return Ok(());
        }
        self.change_all(conversations, move |writer, conversation| {
            if tagged { writer.add_tag(conversation, &tag) } else { writer.remove_tag(conversation, &tag) }
        })
        .await
    }

    /// Gives a tag another name, that of another tag perhaps; an empty name takes it from all conversations.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn rename_tag(&self, tag: String, name: String) -> Result<(), Error> {
        let name = tag_of(&name);
        if name == tag {
            return Ok(());
        }
        let of = tag.clone();
        let conversations = self.inner.store.read(move |reader| reader.tagged(&of)).await?;
        self.change_all(conversations, move |writer, conversation| {
            writer.remove_tag(conversation, &tag)?;
            if name.is_empty() { Ok(()) } else { writer.add_tag(conversation, &name) }
        })
        .await
    }

    /// Does the same to several conversations, in one transaction, and tells their rows. Those that are gone are left
    /// out.
    async fn change_all(
        &self,
        conversations: Vec<ConversationId>,
        change: impl Fn(&Writer<'_>, ConversationId) -> Result<(), StoreError> + Send + 'static,
    ) -> Result<(), Error> {
        let rows = self
            .inner
            .store
            .write(move |writer| {
                let mut rows = Vec::with_capacity(conversations.len());
                for conversation in conversations {
                    if writer.conversation(conversation)?.is_some() {
                        change(writer, conversation)?;
                        rows.extend(writer.conversation(conversation)?);
                    }
                }
                Ok(rows)
            })
            .await?;
        rows.into_iter().for_each(|row| self.tell_conversation(row));
        Ok(())
    }
}

/// A tag as it is kept: one line, not too long.
fn tag_of(entered: &str) -> String {
    entered.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST_TAG).collect()
}
