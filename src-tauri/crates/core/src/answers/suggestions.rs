//! What one could ask next, asked for where no answer brought it.

use parlance_protocol::{GetSuggestedQuestions, MessageId};

use crate::error::{Error, Refusal};
use crate::id::AnswerId;
use crate::model::AnswerState;
use crate::profile::Profile;
use crate::update::Update;

impl Profile {
    /// Asks the platform for questions that could follow an answer, and keeps them with it. There may be none.
    ///
    /// # Errors
    /// When the answer is gone, still being written, or unknown to the platform; those of the platform and the store.
    pub async fn suggest(&self, answer: AnswerId) -> Result<Vec<String>, Error> {
        let found = self.inner.store.read(move |reader| {
            let Some(row) = reader.answer(answer)? else { return Ok(None) };
            Ok(reader.conversation_of(row.turn_id)?.map(|conversation| (row, conversation)))
        });
        let (row, conversation) = found.await?.ok_or(Error::Gone("answer"))?;
        if row.state == AnswerState::Streaming || row.message_id.is_empty() {
            return Err(Refusal::NotOnPlatform.into());
        }
        let (_, agent) = self.place(conversation).await?;
        let request = GetSuggestedQuestions { message_id: MessageId::new(row.message_id) };
        let client = self.door_of(&agent).await?;
        let told = client.call(&request).await;
        self.keep_learned(agent.id, &client).await;
        let mut suggestions = told?.suggested_questions;
        suggestions.retain(|question| !question.trim().is_empty());
        let kept = suggestions.clone();
        let row = self
            .inner
            .store
            .note(move |writer| {
                writer.set_suggestions(answer, &kept)?;
                writer.answer(answer)
            })
            .await?;
        row.into_iter().for_each(|row| self.tell(&Update::Answer { row }));
        Ok(suggestions)
    }
}
