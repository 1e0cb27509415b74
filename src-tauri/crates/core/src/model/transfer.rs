//! What leaves the history, and what comes into it.

use serde::{Deserialize, Serialize};

use crate::id::{AgentId, ConversationId};
use crate::problem::Problem;

/// Which conversations are meant.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(tag = "kind", content = "of", rename_all = "camelCase")]
pub enum Scope {
    /// All.
    #[default]
    All,
    /// Those of one agent.
    Agent(AgentId),
    /// These.
    Conversations(Vec<ConversationId>),
}

/// How an export is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum Form {
    /// JSON Lines: everything, for Parlance and other programs.
    #[default]
    Lines,
    /// Markdown, to be read.
    Markdown,
    /// One page, to be read: no script, nothing fetched.
    Page,
    /// Plain text, to be read.
    Text,
}

impl Form {
    /// What the names of such files end with.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Lines => "jsonl",
            Self::Markdown => "md",
            Self::Page => "html",
            Self::Text => "txt",
        }
    }
}

/// What an export to be read holds beside questions and answers. JSON Lines hold everything.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase", default)]
pub struct Include {
    /// What the agent did: reasoning, searches, tools.
    pub thoughts: bool,
    /// The passages it found.
    pub citations: bool,
    /// Tokens and times.
    pub metrics: bool,
    /// Answers that do not count.
    pub alternates: bool,
    /// Values of variables.
    pub variables: bool,
    /// The language of what stands beside the words of the conversation.
    pub language: Language,
}

/// A language of a document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Language {
    /// English.
    #[default]
    #[serde(rename = "en")]
    En,
    /// Simplified Chinese.
    #[serde(rename = "zh-CN")]
    ZhCn,
}

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Imported {
    /// Agents that were not known here; they have no key.
    pub agents: u32,
    /// Conversations that were not known here.
    pub conversations: u32,
    /// Conversations that were known here and got something.
    pub changed: u32,
    /// Conversations in which nothing was newer than what is here.
    pub unchanged: u32,
    /// Turns that were not known here.
    pub turns: u32,
    /// Lines that could not be taken: the first of them.
    pub skipped: Vec<SkippedLine>,
    /// How many they are.
    pub skipped_lines: u32,
    /// The person ended it: what was taken until then stays.
    pub cancelled: bool,
    /// What kept it from its end, as a full disk: what was taken until then stays.
    pub stopped: Option<Problem>,
}

/// A line that could not be taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct SkippedLine {
    /// Its number, from 1.
    pub line: u32,
    /// Why.
    pub fault: LineFault,
    /// What it is about: a field, a format's number; empty where there is nothing to name.
    pub about: String,
}

/// Why a line could not be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum LineFault {
    /// Not JSON: it may be cut short.
    NotJson,
    /// JSON, but no line of an export.
    NotAnExport,
    /// A newer Parlance wrote it.
    Newer,
    /// A field is not there.
    Missing,
    /// A field holds what it cannot hold.
    Wrong,
    /// Longer than any line that Parlance takes.
    TooLong,
}
