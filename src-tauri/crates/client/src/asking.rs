//! Actions that are answered by a stream.

use parlance_protocol::{
    AppConversationId, ChatContinue, ChatQuery, ChatQueryV2, Endpoint, MessageId, QueryAgain, QueryAgainV2,
    SyncResumeAppWorkflow, WorkflowFrame,
};
use reqwest::header::{ACCEPT, ACCEPT_ENCODING};
use serde::Serialize;

use crate::answering::{Answering, Reading};
use crate::capability::{Capability, Learned};
use crate::client::Client;
use crate::dialect::Dialect;
use crate::error::Error;
use crate::told::Told;

impl Client {
    /// Asks a question. The answer may come as a stream or in one piece; both read as a stream of frames.
    ///
    /// [`Dialect::Auto`] asks in the newer dialect and, only where the platform says that it has no such action, in
    /// the older one; that is remembered.
    ///
    /// # Errors
    /// Whatever keeps the answer from beginning. Later errors come in the stream.
    pub async fn ask(&self, question: &ChatQuery, dialect: Dialect) -> Result<Answering, Error> {
        self.either(dialect, (ChatQueryV2::ACTION, question), (ChatQuery::ACTION, question)).await
    }

    /// Has the last question of a conversation answered once more; `answer` is any answer of it. The platform allows
    /// ten answers a question. Dialects as in [`Client::ask`].
    ///
    /// # Errors
    /// As [`Client::ask`].
    pub async fn ask_again(
        &self,
        conversation: &AppConversationId,
        answer: &MessageId,
        dialect: Dialect,
    ) -> Result<Answering, Error> {
        let newer = QueryAgainV2 { app_conversation_id: conversation.clone(), message_id: answer.clone() };
        let (app_conversation_id, message_id) = (conversation.clone(), answer.clone());
        let older = QueryAgain { app_conversation_id, message_id, pub_agent_jump: None };
        self.either(dialect, (QueryAgainV2::ACTION, &newer), (QueryAgain::ACTION, &older)).await
    }

    /// Listens to an answer that is still being written: what there is of it comes in one piece, then the rest as it
    /// is written. `dialect` chooses the framing; older platforms have no such action at all.
    ///
    /// # Errors
    /// As [`Client::ask`]; [`Error::is_missing`] tells where there is no such action.
    pub async fn listen_again(&self, answer: &MessageId, dialect: Dialect) -> Result<Answering, Error> {
        let resp_data_standard = Some(dialect != Dialect::V1);
        let request = ChatContinue { message_id: answer.clone(), resp_data_standard };
        self.stream(ChatContinue::ACTION, &request).await
    }

    /// Hands an interrupted run its input and follows it to its end or its next interruption. A platform that answers
    /// with the run in one piece reads as the events it stands for.
    ///
    /// # Errors
    /// As [`Client::ask`].
    pub async fn resume(&self, request: &SyncResumeAppWorkflow) -> Result<Answering<WorkflowFrame>, Error> {
        let request = SyncResumeAppWorkflow { is_stream: Some(true), ..request.clone() };
        self.stream(SyncResumeAppWorkflow::ACTION, &request).await
    }

    /// Asks in the dialect that was chosen, else in the newer one, else in the older. What was said to be missing did
    /// nothing, so that asking again asks once.
    async fn either<N: Serialize, O: Serialize>(
        &self,
        dialect: Dialect,
        newer: (&'static str, &N),
        older: (&'static str, &O),
    ) -> Result<Answering, Error> {
        match dialect {
            Dialect::V1 => self.stream(older.0, older.1).await,
            Dialect::V2 => self.stream(newer.0, newer.1).await,
            Dialect::Auto if self.memory().capability(newer.0) == Capability::Missing => {
                match self.stream(older.0, older.1).await {
                    // The platform was changed.
                    Err(refused) if refused.is_missing(older.0) => self.stream(newer.0, newer.1).await,
                    settled => settled,
                }
            }
            Dialect::Auto => match self.stream(newer.0, newer.1).await {
                Err(refused) if refused.is_missing(newer.0) => self.stream(older.0, older.1).await,
                settled => settled,
            },
        }
    }

    async fn stream<F: Told>(&self, action: &'static str, request: &impl Serialize) -> Result<Answering<F>, Error> {
        let outcome = self.open(action, request).await;
        self.learn(action, outcome.as_ref().err());
        outcome
    }

    async fn open<F: Told>(&self, action: &'static str, request: &impl Serialize) -> Result<Answering<F>, Error> {
        let post = self
            .post(action, request)?
            .header(ACCEPT, "text/event-stream")
            // A compressed stream arrives when the compressor likes.
            .header(ACCEPT_ENCODING, "identity");
        let response = self.head(post).await?;
        let reading = Reading::new(response, self.key().clone(), self.options().idle);
        let reading = reading.telling(Learned::new(self.memory(), action));
        Ok(Answering::new(reading.opened().await?))
    }
}
