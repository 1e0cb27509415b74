//! What an agent did before or while answering, and the passages it found.

use serde::{Deserialize, Serialize};

use crate::id::{AnswerId, StepId};
use crate::model::{Interrupt, Timestamp};

/// The families of what an agent does; the spelling is that of `data-kind` in the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
pub enum StepKind {
    /// Reasoning.
    Think,
    /// Search of a knowledge base.
    Knowledge,
    /// Search of question-and-answer pairs.
    Qa,
    /// Search of terms.
    Terminology,
    /// Long-term memory.
    Memory,
    /// Search of a knowledge graph.
    Graph,
    /// A call of a tool.
    Tool,
    /// Hand-over to another agent, as it is decided.
    Jump,
    /// Hand-over to another agent, as it happens.
    TakeOver,
    /// What the question was taken to mean.
    Intention,
    /// A part of a deep search.
    DeepSearch,
    /// A chat flow.
    Flow,
    /// The agent waits for something.
    Interrupt,
    /// An event without a name here.
    Other,
}

impl StepKind {
    /// Whether it looks something up, and so may find nothing.
    #[must_use]
    pub fn searches(self) -> bool {
        matches!(self, Self::Knowledge | Self::Qa | Self::Terminology | Self::Memory | Self::Graph)
    }
}

/// One thing the agent did before or while answering; start and end are one row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// Its id here.
    pub id: StepId,
    /// Where it belongs.
    pub answer_id: AnswerId,
    /// The family.
    pub kind: StepKind,
    /// Whether it still goes on.
    pub running: bool,
    /// What it is about, in the platform's words: a query, a tool's name, an agent's name, an event's name.
    pub title: String,
    /// Its text: reasoning, a tool's output, a reason. Streams like an answer's text.
    pub text: String,
    /// What went in, as JSON text: a tool's input, what a search was limited to; empty otherwise.
    pub input: String,
    /// The passages it found.
    pub citations: Vec<Citation>,
    /// When it began.
    pub started_at: Timestamp,
    /// Milliseconds it took, as the platform measured, else by this machine's clock; 0 while it runs.
    pub took_ms: u32,
    /// Whether the answer ended before it did: what it found nobody knows.
    pub cut: bool,
    /// What it waits for, where the family is that.
    pub interrupt: Option<Interrupt>,
}

/// A passage that a step found.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Citation {
    /// The document's name, else the collection's.
    pub document: String,
    /// The collection's name.
    pub dataset: String,
    /// The passage.
    pub text: String,
    /// The score as given, as text; scales differ. Empty without one.
    pub score: String,
    /// Where the document can be opened: an http(s) address, or empty.
    pub link: String,
    /// The page, from 1; 0 when unknown.
    pub page: u32,
}
