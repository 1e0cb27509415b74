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
mod file;
mod frame;
mod id;
pub mod lenient;
mod memory;
mod message;
mod oauth;
mod opening;
mod rating;
mod retrieval;
mod surrogate;
mod task;
mod text;
mod trigger;
mod trigger_config;
mod words;
mod workflow;
mod workflow_event;

pub use agent::{AgentMode, AppConfig, GetApp, GetAppConfigPreview, VariableConfig, VariableType};
pub use any_case::{from_str, from_value};
pub use chat::{
    BlockingAnswer, ChatContinue, ChatQuery, ChatQueryV2, FileReference, QueryAgain, QueryAgainV2, QueryExtends,
    ResponseMode, StopMessage,
};
pub use conversation::{
    CancelConversationTop, ClearMessage, ConversationBrief, CreateConversation, CreateConversationResponse,
    DeleteConversation, GetConversationInputs, GetConversationInputsResponse, GetConversationList,
    GetConversationListResponse, SetConversationTop, UpdateConversation,
};
pub use endpoint::{BaseResp, Empty, Endpoint};
pub use error::{ErrorBody, ErrorDetail, ResponseMetadata};
pub use event::{
    AgentThought, ChatEvent, Cost, GraphQuery, Interrupted, KnowledgeQuery, Retrieved, ThoughtResult, WordQuery,
};
pub use file::{DeleteFile, DownloadKey, FileReply, KeepFile, KeptFile, StoredFile};
pub use frame::{EventIds, Frame, NotAnEvent};
pub use id::{AppConversationId, InnerConversationId, MessageId, QueryId, RunId, TaskId, UserId, UserIdError};
pub use memory::{
    ClearLongMemory, DeleteLongMemory, ListLongMemory, ListLongMemoryResponse, ListOpt, LongMemory, LongMemoryFilter,
    SortOrder, Sorter, UpdateLongMemory,
};
pub use message::{
    AnswerInfo, GetConversationMessages, GetConversationMessagesResponse, GetMessageInfo, GetMessageInfoResponse,
    GetSuggestedQuestions, GetSuggestedQuestionsResponse, MessageInfo,
};
pub use oauth::{
    ListOauth2Token, ListOauth2TokenResponse, Oauth2Token, OauthStatus, QueryMessageOauthStatus,
    QueryMessageOauthStatusResponse,
};
pub use opening::{
    GetAppUserVariables, GetAppUserVariablesResponse, GetOpeningConfig, GetOpeningConfigResponse, OpeningConfig,
    SetAppUserVariables, UserType, UserVariable, VariableScope,
};
pub use rating::{DeleteMessage, Feedback, FeedbackInfo, LikeType, SetMessageAnswerUsed};
pub use retrieval::{Docs, Document, DocumentMetadata, Orientation};
pub use surrogate::mended;
pub use task::{QuerySkillAsyncTask, QuerySkillAsyncTaskResponse, SkillAsyncTask, TaskStatus};
pub use text::Before;
pub use trigger::{
    QueryTriggerRunRecords, QueryTriggerRunRecordsResponse, TriggerRunRecord, TriggerScene, TriggerStatus,
    TriggerWebhook, TriggerWebhookResponse,
};
pub use trigger_config::{
    Parameter, ParameterType, PromptConfig, ToolConfig, TriggerConfig, TriggerTask, TriggerType, WorkflowConfig,
};
pub use workflow::{
    AsyncResumeAppWorkflow, BizCode, LoopBlock, NodeRun, NodeType, QueryRunAppProcess, RunAppWorkflow,
    RunAppWorkflowResponse, SyncResumeAppWorkflow, SyncRunAppWorkflow, WorkflowRun, WorkflowStatus,
};
pub use workflow_event::{WorkflowEvent, WorkflowFrame, WorkflowIds};
