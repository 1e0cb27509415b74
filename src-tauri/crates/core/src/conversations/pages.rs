//! The turns of a conversation, a page at a time.

use crate::error::Error;
use crate::id::{ConversationId, TurnId};
use crate::model::{AnswerState, Page, Reading};
use crate::profile::Profile;
use crate::store::{Cursor, Reader, StoreError};

/// How many turns are read at a time.
const PAGE: u32 = 30;
/// How many a conversation is opened with: they fill a high window, and a long history opens as fast as a short one.
const NEWEST: u32 = 15;

/// What a conversation is opened with.
pub(super) struct Pages {
    pub(super) page: Page,
    /// The newest turn, where that page does not reach it.
    pub(super) newest: Page,
    /// Where it was last read, if the page is around it.
    pub(super) reading: Option<Reading>,
}

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

    /// Keeps where a conversation is being read; nothing is for one that is followed to its end.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn save_reading(&self, conversation: ConversationId, reading: Option<Reading>) -> Result<(), Error> {
        Ok(self.inner.store.note(move |writer| writer.set_reading(conversation, reading)).await?)
    }

    /// What a conversation is opened with. A turn that is not there any more is no place to open it at.
    pub(super) async fn pages_to_open(&self, of: ConversationId, around: Option<TurnId>) -> Result<Pages, Error> {
        let reading = match around {
            Some(_) => None,
            None => self.inner.store.read(move |reader| reader.reading(of)).await?,
        };
        let wanted = around.or(reading.map(|reading| reading.turn));
        let (page, found) = match wanted {
            Some(turn) => self.page_with(of, turn).await?,
            None => (self.newest(of).await?, false),
        };
        let newest = if page.newer {
            self.page(move |reader| reader.page_before(of, Cursor::END, 1)).await?
        } else {
            Page::default()
        };
        Ok(Pages { page, newest, reading: reading.filter(|_| found) })
    }

    /// The page around a turn, else the newest, and whether the turn is in it.
    async fn page_with(&self, of: ConversationId, turn: TurnId) -> Result<(Page, bool), Error> {
        match self.around(of, turn).await {
            Ok(page) if page.turns.iter().any(|shown| shown.id == turn) => return Ok((page, true)),
            Ok(_) | Err(Error::Gone(_)) => {}
            Err(error) => return Err(error),
        }
        Ok((self.newest(of).await?, false))
    }

    async fn newest(&self, of: ConversationId) -> Result<Page, Error> {
        self.page(move |reader| reader.page_before(of, Cursor::END, NEWEST)).await
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
