//! A profile: its agents, history, keys and running answers.
//!
//! What Parlance does is an async function of a `Profile`, callable without a window.

mod agents;
mod answers;
mod backups;
mod clock;
mod conversations;
mod error;
mod files;
mod fold;
mod hub;
mod id;
mod keys;
mod live;
mod media;
mod model;
mod problem;
mod profile;
mod random;
mod search;
mod settings;
mod storage;
mod store;
mod sync;
mod transfer;
mod update;
mod variables;
mod vault;
mod work;
mod workflow;

pub use backups::Rescue;
pub use clock::Clock;
pub use error::{Error, FileRefusal, Refusal};
pub use files::{Destination, clean_name};
pub use hub::Updates;
pub use id::{AgentId, AnswerId, AttachmentId, ConversationId, PresetId, RunId, RunNodeId, StepId, TurnId};
pub use keys::Keep;
pub use media::Content;
pub use model::{
    Agent, AgentDraft, AgentKind, AgentStorage, Answer, AnswerState, AskedBy, Attachment, AttachmentKind,
    AttachmentState, Backup, BackupKind, Citation, Cleared, Conversation, ConversationFacts, CopyForm, Delivery,
    Detail, Feedback, FileRef, Footer, Form, Found, Frame, Hit, HitKind, Hits, Holding, Imported, Include, Indexing,
    InputFault, InputFaultKind, Interrupt, InterruptState, KeyState, Language, LineFault, ListCursor, ListPage,
    ListQuery, Mark, NewAttachment, Opened, OpenedRun, OpenedWorkflow, Opening, Page, Pictures, Preset, Probed,
    Progress, Queued, Rating, Reading, Reason, Removal, Rescued, Run, RunNode, RunStatus, RunText, RunWay, Saved,
    Scope, SearchCursor, SearchQuery, SendKey, Settings, Size, SkippedLine, Snapshot, Spot, Standing, Step, StepKind,
    Storage, SyncState, Tag, Theme, Timestamp, Turn, UploadOffer, Uploads, UploadsDraft, Usage, Values, Variable,
    VariableKind, Wants, WayOut, Zoom,
};
pub use problem::{Problem, ProblemCode, Rule};
pub use profile::{Options, Profile};
pub use store::StoreError;
pub use update::{RowId, Update};
pub use vault::{MemoryVault, OsVault, Vault, VaultError, VaultFuture};
pub use work::Work;
