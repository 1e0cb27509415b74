//! A profile: its agents, history, keys and running answers.
//!
//! What Parlance does is an async function of a `Profile`, callable without a window.

mod fold;
mod id;
mod model;
mod problem;
mod sync;
mod update;
mod vault;

pub use id::{AgentId, AnswerId, ConversationId, StepId, TurnId};
pub use model::{
    Agent, AgentDraft, Answer, AnswerState, Citation, Conversation, KeyState, Opened, Opening, Page, Probed, Settings,
    Snapshot, Step, StepKind, Theme, Timestamp, Turn, Usage, Variable, VariableKind,
};
pub use problem::{Problem, ProblemCode};
pub use update::{RowId, Update};
pub use vault::{MemoryVault, OsVault, Vault, VaultError, VaultFuture};
