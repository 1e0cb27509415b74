//! A profile: its agents, history, keys and running answers.
//!
//! What Parlance does is an async function of a `Profile`, callable without a window.

mod agents;
mod answers;
mod clock;
mod conversations;
mod error;
mod fold;
mod hub;
mod id;
mod keys;
mod live;
mod model;
mod problem;
mod profile;
mod random;
mod settings;
mod store;
mod sync;
mod update;
mod variables;
mod vault;

pub use clock::Clock;
pub use error::{Error, Refusal};
pub use hub::Updates;
pub use id::{AgentId, AnswerId, ConversationId, PresetId, StepId, TurnId};
pub use keys::Keep;
pub use model::{
    Agent, AgentDraft, Answer, AnswerState, Citation, Conversation, Delivery, Detail, Feedback, Found, Frame, KeyState,
    Opened, Opening, Page, Preset, Probed, Rating, Reason, Removal, Settings, Snapshot, Step, StepKind, SyncState,
    Theme, Timestamp, Turn, Usage, Values, Variable, VariableKind,
};
pub use problem::{Problem, ProblemCode};
pub use profile::{Options, Profile};
pub use store::StoreError;
pub use update::{RowId, Update};
pub use vault::{MemoryVault, OsVault, Vault, VaultError, VaultFuture};
