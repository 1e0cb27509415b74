//! What the window is told.

use serde::{Deserialize, Serialize};

use crate::id::{AgentId, AnswerId, AttachmentId, ConversationId, RunId, RunNodeId, StepId, TurnId};
use crate::model::{Agent, Answer, Attachment, Conversation, Queued, Run, RunNode, RunText, Step, Turn};

/// Something is now so. Rows come whole; only texts come in pieces.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Update {
    /// This agent is now so.
    Agent {
        /// The row.
        row: Agent,
    },
    /// This conversation is now so.
    Conversation {
        /// The row.
        row: Conversation,
    },
    /// This turn is now so.
    Turn {
        /// The row.
        row: Turn,
    },
    /// This answer is now so.
    Answer {
        /// The row.
        row: Answer,
    },
    /// This step is now so.
    Step {
        /// The row.
        row: Step,
    },
    /// This file beside an unsent question is now so.
    Attachment {
        /// The row.
        row: Attachment,
    },
    /// This question waits.
    Queued {
        /// The row.
        row: Queued,
    },
    /// This run is now so.
    Run {
        /// The row.
        row: Run,
    },
    /// This node of a run is now so.
    RunNode {
        /// The row.
        row: RunNode,
    },
    /// The input and the output of this run are now so.
    RunText {
        /// The row.
        row: RunText,
    },
    /// Whether a part of the file of the history cannot be read.
    History {
        /// It cannot.
        damaged: bool,
    },
    /// The text of this row goes on.
    Text {
        /// Which row.
        of: RowId,
        /// `append` belongs after the first `at` UTF-16 units.
        at: u32,
        /// The piece.
        append: String,
    },
    /// This row is gone, with all that belongs to it.
    Removed {
        /// Which row.
        row: RowId,
    },
}

impl Update {
    /// The row it is about.
    #[must_use]
    pub fn row(&self) -> RowId {
        match self {
            Self::Agent { row } => RowId::Agent(row.id),
            Self::Conversation { row } => RowId::Conversation(row.id),
            Self::Turn { row } => RowId::Turn(row.id),
            Self::Answer { row } => RowId::Answer(row.id),
            Self::Step { row } => RowId::Step(row.id),
            Self::Attachment { row } => RowId::Attachment(row.id),
            Self::Queued { row } => RowId::Queued(row.conversation_id),
            Self::Run { row } => RowId::Run(row.id),
            Self::RunNode { row } => RowId::RunNode(row.id),
            Self::RunText { row } => RowId::RunText(row.run_id),
            Self::History { .. } => RowId::History,
            Self::Text { of: row, .. } | Self::Removed { row } => *row,
        }
    }
}

/// Any row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(tag = "kind", content = "id", rename_all = "camelCase")]
pub enum RowId {
    /// An agent.
    Agent(AgentId),
    /// A conversation.
    Conversation(ConversationId),
    /// A turn.
    Turn(TurnId),
    /// An answer.
    Answer(AnswerId),
    /// A step.
    Step(StepId),
    /// A file beside an unsent question.
    Attachment(AttachmentId),
    /// The question that waits in a conversation.
    Queued(ConversationId),
    /// A run of a workflow.
    Run(RunId),
    /// What a node did in a run.
    RunNode(RunNodeId),
    /// The input and the output of a run.
    RunText(RunId),
    /// The history as a whole.
    History,
}
