//! Files that go along with a question, and the service that stores them.

use serde::{Deserialize, Serialize};

use super::KeyState;
use crate::id::{AttachmentId, ConversationId};
use crate::problem::Problem;

/// A file beside an unsent question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Attachment {
    /// Its id here; the file keeps it when the question is asked.
    pub id: AttachmentId,
    /// Where the question is written.
    pub conversation_id: ConversationId,
    /// Its place among the others; grows, with gaps allowed.
    pub position: u32,
    /// Whether it belongs to the question that waits, instead of the one being written.
    pub queued: bool,
    /// How it reaches the agent.
    pub kind: AttachmentKind,
    /// Its name.
    pub name: String,
    /// What it is, such as `image/png`; empty when nobody says.
    pub media_type: String,
    /// Bytes; 0 of a link.
    pub size: u32,
    /// Of a text, how many; 0 of anything else.
    pub characters: u32,
    /// How far it has come.
    pub state: AttachmentState,
    /// Bytes that were read, while it waits, or sent, while it is uploaded.
    pub done: u32,
    /// Where the agent fetches it; empty before it is ready, and of a text.
    pub url: String,
    /// Whether its bytes are on this computer.
    pub kept: bool,
    /// What went wrong; present when `state` is `failed`.
    pub problem: Option<Problem>,
}

/// How a file reaches the agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum AttachmentKind {
    /// By an address that the person gave.
    Link,
    /// By an upload.
    File,
    /// As a part of the question.
    Text,
}

/// How far a file has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum AttachmentState {
    /// Being read, or waiting for its turn.
    Waiting,
    /// On its way to the upload service.
    Uploading,
    /// It can go along.
    Ready,
    /// Ended by a problem, which the row holds.
    Failed,
}

/// What the page knows of a file before its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct NewAttachment {
    /// `file` or `text`.
    pub kind: AttachmentKind,
    /// Its name, as it was found.
    pub name: String,
    /// What it is, as far as the page knows; may be empty.
    pub media_type: String,
    /// Bytes.
    pub size: u32,
}

/// A file that went along with a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct FileRef {
    /// Its id here.
    pub id: AttachmentId,
    /// Its name.
    pub name: String,
    /// What it is; empty when nobody says.
    pub media_type: String,
    /// Bytes; 0 when unknown.
    pub size: u32,
    /// Where the agent fetched it.
    pub url: String,
    /// Its path on the platform's object store; empty where it is not there.
    pub path: String,
    /// Whether its bytes are on this computer.
    pub kept: bool,
}

/// The question that is asked when the running answer has ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Queued {
    /// Where.
    pub conversation_id: ConversationId,
    /// What.
    pub question: String,
    /// The answer it waited for did not end well: it is asked when the person says so.
    pub held: bool,
}

/// What an agent's files are stored with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Uploads {
    /// Whether files can be stored, and by whom.
    pub offer: UploadOffer,
    /// The service's address, as it was entered; empty without one.
    pub endpoint: String,
    /// The public half of its keys.
    pub access_key: String,
    /// Where the secret half is.
    pub secret: KeyState,
    /// The most bytes of a file; 0 where none can be stored.
    pub largest: u32,
}

/// Who stores an agent's files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum UploadOffer {
    /// Nobody: an agent's API has no upload of its own.
    #[default]
    Nobody,
    /// The server inside Parlance.
    BuiltIn,
    /// A service that the person has the keys of.
    Service,
}

/// What a person enters to use an upload service. The secret key travels beside it, never in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct UploadsDraft {
    /// The service's address.
    pub endpoint: String,
    /// The public half of its keys.
    pub access_key: String,
}

/// A file that was saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Saved {
    /// The name that it got.
    pub name: String,
    /// The folder that it is in.
    pub folder: String,
    /// Whether a system may run a file of this kind as a program.
    pub runs: bool,
}
