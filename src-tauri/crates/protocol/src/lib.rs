//! The wire of the agent platform, as types.
//!
//! One [`Endpoint`] per action, shared by the client and the built-in server; one [`ChatEvent`] per event of an
//! answer's stream. This crate promises that nothing the platform says is lost: what has no name here is kept as it
//! came. It refuses to do I/O, to look at a clock, and to know what Parlance makes of all this.

mod agent;
mod any_case;
mod chat;
mod conversation;
mod endpoint;
mod error;
mod event;
mod frame;
mod id;
pub mod lenient;
mod message;
mod retrieval;

pub use agent::{AgentMode, AppConfig, GetApp, GetAppConfigPreview, VariableConfig, VariableType};
pub use any_case::{from_str, from_value};
pub use chat::{BlockingAnswer, ChatQuery, ChatQueryV2, FileReference, QueryExtends, ResponseMode, StopMessage};
pub use conversation::{
    ConversationBrief, CreateConversation, CreateConversationResponse, DeleteConversation, GetConversationList,
    GetConversationListResponse, UpdateConversation,
};
pub use endpoint::{BaseResp, Empty, Endpoint};
pub use error::{ErrorBody, ErrorDetail, ResponseMetadata};
pub use event::{
    AgentThought, ChatEvent, Cost, GraphQuery, Interrupted, KnowledgeQuery, Retrieved, ThoughtResult, WordQuery,
};
pub use frame::{EventIds, Frame, NotAnEvent};
pub use id::{AppConversationId, InnerConversationId, MessageId, QueryId, RunId, TaskId, UserId, UserIdError};
pub use message::{
    AnswerInfo, GetConversationMessages, GetConversationMessagesResponse, GetMessageInfo, GetMessageInfoResponse,
    GetSuggestedQuestions, GetSuggestedQuestionsResponse, MessageInfo,
};
pub use retrieval::{Docs, Document, DocumentMetadata, Orientation};
