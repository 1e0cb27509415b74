//! A conversation, and the pieces in which the window is given what it holds.

use serde::{Deserialize, Serialize};

use crate::id::{AgentId, ConversationId, TurnId};
use crate::model::{Agent, Answer, Attachment, Queued, Settings, Step, Timestamp, Turn, Values};

/// A conversation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Conversation {
    /// Its id here.
    pub id: ConversationId,
    /// Whose.
    pub agent_id: AgentId,
    /// The platform's id; empty until the first question is sent.
    pub platform_id: String,
    /// The person's title, else one made of the first question, else empty.
    pub title: String,
    /// The person gave the title: nothing else changes it.
    pub named: bool,
    /// Kept at the top.
    pub pinned: bool,
    /// Out of the list; it is found by searching all the same.
    pub archived: bool,
    /// What the person sorts it under, by name.
    pub tags: Vec<String>,
    /// The beginning of the newest text, for the list.
    pub preview: String,
    /// The beginning of an unsent question; empty without one.
    pub draft: String,
    /// The values of its variables by key, as they apply from the next question on. Those whose variable the agent does
    /// not have any more are kept and not sent.
    pub values: Values,
    /// How many turns are stored.
    pub turns: u32,
    /// Whether an answer is being written.
    pub running: bool,
    /// Whether an answer ended that nobody has seen.
    pub unread: bool,
    /// Whether its newest question has no answer that came to its end.
    pub failed: bool,
    /// Whether the platform has deleted it: what is here is all there is.
    pub gone: bool,
    /// How what is here stands to what the platform has.
    pub sync: SyncState,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When something was last asked or answered, by this machine's clock.
    pub active_at: Timestamp,
}

/// How a conversation here stands to the platform's history of it, as far as this run knows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum SyncState {
    /// Not compared yet.
    #[default]
    Unknown,
    /// Being compared.
    Running,
    /// The platform's history is merged.
    Fresh,
    /// The platform could not be asked: what is here is what was last seen.
    Offline,
}

/// A conversation as the window opens it: some of its turns with all that belongs to them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Opened {
    /// The conversation.
    pub conversation: Conversation,
    /// The unsent question, whole.
    pub draft: String,
    /// The files beside it and beside the question that waits.
    pub attachments: Vec<Attachment>,
    /// The question that is asked next.
    pub queued: Option<Queued>,
    /// The turns around the one that was asked for, else around where it was last read, else the newest.
    pub page: Page,
    /// The newest turn, where the page does not reach it.
    pub newest: Page,
    /// Where it was last read, if it is opened there.
    pub reading: Option<Reading>,
}

/// Where a conversation is being read: by what is shown there, so that it is found again in a window of another size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Reading {
    /// The turn at the top of what is shown.
    pub turn: TurnId,
    /// How much of it is above that, in millionths of its height.
    pub above: u32,
}

/// Some turns that follow each other, with their answers and steps.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Page {
    /// Oldest first.
    pub turns: Vec<Turn>,
    /// Of these turns.
    pub answers: Vec<Answer>,
    /// Of these answers.
    pub steps: Vec<Step>,
    /// Whether there are turns before the first.
    pub older: bool,
    /// Whether there are turns after the last.
    pub newer: bool,
}

/// What the window shows before anything is opened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Snapshot {
    /// By position.
    pub agents: Vec<Agent>,
    /// The first ones of each agent's list, and the one that was open last. The rest comes page by page.
    pub conversations: Vec<Conversation>,
    /// The person's choices.
    pub settings: Settings,
    /// A part of the file of the history cannot be read.
    pub damaged: bool,
}
