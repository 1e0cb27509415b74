//! The question that waits for the end of the running answer.
//!
//! One question waits at a time; another one is added to it as a paragraph. It is asked when the answer has ended well;
//! after any other end, and where the agent waits for the person's word, it is held, because its context is not what the
//! person thought. The end of the program makes it
//! the draft again: nothing is asked at a start.

use super::Origin;
use crate::error::{Error, Refusal};
use crate::id::ConversationId;
use crate::model::{AnswerState, Queued};
use crate::profile::Profile;
use crate::store::{StoreError, Writer};
use crate::update::{RowId, Update};

impl Profile {
    /// Lets a question wait for the end of the running answer, with the files beside it; the draft is emptied. Where no
    /// answer is being written it is asked at once.
    ///
    /// # Errors
    /// When the question is empty or too long, or a file is not ready; those of the store.
    pub async fn queue(&self, conversation: ConversationId, question: String) -> Result<(), Error> {
        self.conversation(conversation).await?;
        let along = self.take_along(conversation, question.clone(), false).await?;
        super::check(&along.question)?;
        let rows = self
            .inner
            .store
            .write(move |writer| {
                let before = writer.queued(conversation)?.map(|row| row.question);
                let question = [before.unwrap_or_default(), question].map(|text| text.trim_end().to_owned());
                let question = joined(&question[0], &question[1]);
                let row = Queued { conversation_id: conversation, question, held: false };
                writer.set_queued(&row)?;
                writer.queue_attachments(conversation, true)?;
                writer.set_draft(conversation, "")?;
                Ok((row, writer.attachments(conversation)?))
            })
            .await?;
        self.tell(&Update::Queued { row: rows.0 });
        for row in rows.1 {
            self.tell(&Update::Attachment { row });
        }
        self.tell_again(conversation).await?;
        if self.inner.live.running_in(conversation).is_none() {
            self.ask_queued(conversation).await?;
        }
        Ok(())
    }

    /// Takes the question that waits back, to be changed: it stands in front of the draft again, with its files.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn unqueue(&self, conversation: ConversationId) -> Result<String, Error> {
        self.take_out(conversation, true).await
    }

    /// Takes the question that waits away; its files stand beside the draft again.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn drop_queued(&self, conversation: ConversationId) -> Result<String, Error> {
        self.take_out(conversation, false).await
    }

    /// Asks the question that waits now; a running answer is stopped for it.
    ///
    /// # Errors
    /// Those of [`Profile::ask`].
    pub async fn send_queued(&self, conversation: ConversationId) -> Result<(), Error> {
        if let Some(running) = self.inner.live.running_in(conversation) {
            self.end(&running, AnswerState::Stopped, None).await;
        }
        self.ask_queued(conversation).await
    }

    /// An answer has ended: what waited for it is asked, or held.
    pub(super) async fn go_on(self, conversation: ConversationId, state: AnswerState) {
        if state == AnswerState::Done && !self.waits_for_person(conversation).await {
            match self.ask_queued(conversation).await {
                // The next one that ends well asks it.
                Ok(()) | Err(Error::Refused(Refusal::StillAnswering)) => return,
                Err(_) => {}
            }
        }
        let held = self
            .inner
            .store
            .note(move |writer| {
                let row = writer.queued(conversation)?.map(|row| Queued { held: true, ..row });
                row.iter().try_for_each(|row| writer.set_queued(row))?;
                Ok(row)
            })
            .await;
        if let Ok(Some(row)) = held {
            self.tell(&Update::Queued { row });
        }
    }

    async fn ask_queued(&self, conversation: ConversationId) -> Result<(), Error> {
        let waiting = self.inner.store.read(move |reader| reader.queued(conversation)).await?;
        if let Some(Queued { question, .. }) = waiting {
            self.ask_from(Origin::Queue, conversation, question).await?;
        }
        Ok(())
    }

    async fn take_out(&self, conversation: ConversationId, to_draft: bool) -> Result<String, Error> {
        let (question, rows) = self
            .inner
            .store
            .write(move |writer| {
                let question = writer.queued(conversation)?.map(|row| row.question).unwrap_or_default();
                if to_draft {
                    into_draft(writer, conversation, &question)?;
                }
                writer.remove_queued(conversation)?;
                writer.queue_attachments(conversation, false)?;
                Ok((question, writer.attachments(conversation)?))
            })
            .await?;
        self.tell(&Update::Removed { row: RowId::Queued(conversation) });
        for row in rows {
            self.tell(&Update::Attachment { row });
        }
        self.tell_again(conversation).await?;
        Ok(question)
    }
}

/// Makes questions that waited in an earlier run drafts again.
pub(crate) fn into_drafts(writer: &Writer<'_>) -> Result<(), StoreError> {
    for Queued { conversation_id, question, .. } in writer.all_queued()? {
        into_draft(writer, conversation_id, &question)?;
        writer.remove_queued(conversation_id)?;
        writer.queue_attachments(conversation_id, false)?;
    }
    Ok(())
}

fn into_draft(writer: &Writer<'_>, conversation: ConversationId, question: &str) -> Result<(), StoreError> {
    let draft = writer.draft(conversation)?;
    writer.set_draft(conversation, &joined(question, &draft))
}

/// Two texts as paragraphs; one that is empty makes none.
fn joined(first: &str, second: &str) -> String {
    if first.is_empty() || second.is_empty() { format!("{first}{second}") } else { format!("{first}\n\n{second}") }
}
