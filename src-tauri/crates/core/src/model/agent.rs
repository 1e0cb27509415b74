//! An agent that was added here, and what is known of it before it is.

use serde::{Deserialize, Serialize};

use crate::id::AgentId;
use crate::model::{AgentKind, Detail, Pictures, Preset, Timestamp, Uploads, Variable};

/// An agent that was added here.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Agent {
    /// Its id here.
    pub id: AgentId,
    /// The name shown: the person's own, or the agent's.
    pub name: String,
    /// The normalised base URL that every action is appended to.
    pub base_url: String,
    /// The user id sent with each call; the platform's history belongs to it.
    pub user_id: String,
    /// The agent that runs inside Parlance.
    pub built_in: bool,
    /// Whether one asks it or runs it.
    pub kind: AgentKind,
    /// Where its key is.
    pub key: KeyState,
    /// Its greeting, as last read from the platform.
    pub opening: Opening,
    /// What it asks for before a conversation begins.
    pub variables: Vec<Variable>,
    /// How much of what it does is shown.
    pub detail: Detail,
    /// What becomes of pictures from elsewhere in its answers.
    pub pictures: Pictures,
    /// Values that the person kept under a name, by name.
    pub presets: Vec<Preset>,
    /// What its files are stored with.
    pub uploads: Uploads,
    /// Place in the rail, from 0.
    pub position: u32,
    /// When it was added.
    pub added_at: Timestamp,
}

/// Where an agent's key is. No part of the key itself ever leaves the core.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum KeyState {
    /// In the system's keychain.
    Stored,
    /// In memory, for this run only.
    Session,
    /// Nowhere: it must be entered again.
    #[default]
    Missing,
}

/// How an agent greets.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Opening {
    /// Markdown.
    pub message: String,
    /// Questions one could begin with.
    pub questions: Vec<String>,
}

/// What a person enters to add an agent. The key travels beside it, never in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct AgentDraft {
    /// A name of one's own; empty takes the agent's.
    pub name: String,
    /// Any form of the address.
    pub address: String,
    /// Empty makes one.
    pub user_id: String,
    /// What one does with it; empty leaves it to the test.
    pub kind: Option<AgentKind>,
}

/// The outcome of a good test of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Probed {
    /// The agent's own name.
    pub name: String,
    /// The address that will be called.
    pub base_url: String,
    /// Its greeting.
    pub opening: Opening,
    /// What one seems to do with it.
    pub kind: AgentKind,
}
