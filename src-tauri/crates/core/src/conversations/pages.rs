//! The turns of a conversation, a page at a time.

use crate::error::Error;
use crate::id::{ConversationId, TurnId};
use crate::model::{AnswerState, Page};
use crate::profile::Profile;
use crate::store::{Cursor, Reader, StoreError};

/// How many turns are read at a time.
const PAGE: u32 = 30;

impl Profile {
    /// The turns before this one; without one, the newest.
    ///
    /// # Errors
    /// When the turn is gone; those of the store.
    pub async fn older(&self, conversation: ConversationId, before: Option<TurnId>) -> Result<Page, Error> {
        let cursor = self.cursor(conversation, before, Cursor::END).await?;
        self.page(move |reader| reader.page_before(conversation, cursor, PAGE)).await
    }

    /// The turns after this one; without one, the first.
    ///
    /// # Errors
    /// When the turn is gone; those of the store.
    pub async fn newer(&self, conversation: ConversationId, after: Option<TurnId>) -> Result<Page, Error> {
        let cursor = self.cursor(conversation, after, Cursor::START).await?;
        self.page(move |reader| reader.page_after(conversation, cursor, PAGE)).await
    }

    /// This turn with those on both sides of it.
    ///
    /// # Errors
    /// When the turn is gone; those of the store.
    pub async fn around(&self, conversation: ConversationId, turn: TurnId) -> Result<Page, Error> {
        let cursor = self.cursor(conversation, Some(turn), Cursor::END).await?;
        self.page(move |reader| reader.page_around(conversation, cursor, PAGE)).await
    }

    /// What a conversation is opened with: the page around this turn, or the newest where it is not there any more, and
    /// the newest turn beside it.
    pub(super) async fn pages_to_open(
        &self,
        conversation: ConversationId,
        around: Option<TurnId>,
    ) -> Result<(Page, Page), Error> {
        let page = match around {
            Some(turn) => match self.around(conversation, turn).await {
                Err(Error::Gone(_)) => self.older(conversation, None).await?,
                page => page?,
            },
            None => self.older(conversation, None).await?,
        };
        let newest = if page.newer {
            self.page(move |reader| reader.page_before(conversation, Cursor::END, 1)).await?
        } else {
            Page::default()
        };
        Ok((page, newest))
    }

    async fn cursor(&self, of: ConversationId, turn: Option<TurnId>, otherwise: Cursor) -> Result<Cursor, Error> {
        let Some(turn) = turn else { return Ok(otherwise) };
        self.inner.store.read(move |reader| reader.cursor(of, turn)).await?.ok_or(Error::Gone("turn"))
    }

    /// Rows from the store under what is being written.
    async fn page(
        &self,
        read: impl Fn(&Reader<'_>) -> Result<Page, StoreError> + Clone + Send + 'static,
    ) -> Result<Page, Error> {
        let mut page = self.inner.store.read(read.clone()).await?;
        if self.inner.live.lay_over(&mut page) {
            // It ended between the two looks, and its last row was written before that.
            page = self.inner.store.read(read).await?;
            if self.inner.live.lay_over(&mut page) {
                // Its last row could not be written.
                for answer in page.answers.iter_mut().filter(|answer| answer.state == AnswerState::Streaming) {
                    if self.inner.live.running(answer.id).is_none() {
                        answer.state = AnswerState::Interrupted;
                    }
                }
            }
        }
        Ok(page)
    }
}
