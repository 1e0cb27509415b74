//! The rows, as stored and as shown: flat, in camel case, empty instead of null where both would mean the same.

mod agent;
mod answer;
mod attachment;
mod backup;
mod conversation;
mod detail;
mod feedback;
mod frame;
mod interrupt;
mod list;
mod pictures;
mod removal;
mod run;
mod search;
mod settings;
mod step;
mod storage;
mod transfer;
mod turn;
mod variables;

use serde::{Deserialize, Serialize};

pub use agent::{Agent, AgentDraft, KeyState, Opening, Probed};
pub use answer::{Answer, AnswerState, Found, Usage};
pub use attachment::{
    Attachment, AttachmentKind, AttachmentState, FileRef, NewAttachment, Queued, Saved, UploadOffer, Uploads,
    UploadsDraft,
};
pub use backup::{Backup, BackupKind, Holding, Rescued, WayOut};
pub use conversation::{Conversation, Opened, Page, Reading, Snapshot, SyncState};
pub use detail::Detail;
pub use feedback::{Delivery, Feedback, Rating, Reason};
pub use frame::Frame;
pub use interrupt::{Interrupt, InterruptState, Wants};
pub use list::{ConversationFacts, ListCursor, ListPage, ListQuery, Tag};
pub use pictures::Pictures;
pub use removal::Removal;
pub use run::{
    AgentKind, InputFault, InputFaultKind, OpenedRun, OpenedWorkflow, Run, RunNode, RunStatus, RunText, RunWay,
};
pub use search::{Hit, HitKind, Hits, Indexing, Mark, SearchCursor, SearchQuery, Spot};
pub use settings::{CopyForm, Footer, SendKey, Settings, Theme, Zoom};
pub use step::{Citation, Step, StepKind};
pub use storage::{AgentStorage, Cleared, Progress, Size, Storage};
pub use transfer::{Form, Imported, Include, Language, LineFault, Scope, SkippedLine};
pub use turn::{AskedBy, Standing, Turn};
pub use variables::{Preset, Values, Variable, VariableKind};

/// An instant: milliseconds since 1970, UTC.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(transparent)]
pub struct Timestamp(#[cfg_attr(feature = "bindings", specta(type = i32))] pub i64);
