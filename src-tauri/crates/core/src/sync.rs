//! The platform's history meets ours.
//!
//! Pure. Nothing of ours is lost, and nothing is written when nothing differs.

use parlance_protocol::MessageInfo;

use crate::id::ConversationId;
use crate::model::{Answer, Step, Timestamp, Turn};

/// A turn of ours with its answers, and how many steps each of them has.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Twin {
    /// The turn.
    pub(crate) turn: Turn,
    /// Its answers, oldest first, as `turn.answers` names them.
    pub(crate) answers: Vec<Answer>,
}

/// A row to write: it replaces the one with its id, or is new.
///
/// A turn comes before its answers, an answer before its steps. Sequence numbers may be dealt anew within one merge,
/// so they collide until all rows of it are written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Merge {
    /// A turn.
    Turn(Turn),
    /// An answer.
    Answer(Answer),
    /// A step.
    Step(Step),
}

/// Where a history belongs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    /// The conversation here.
    pub(crate) conversation: ConversationId,
    /// `https://host:port` of the agent, for links to documents on its object store.
    pub(crate) origin: &'a str,
}

/// What must be written so that our rows say what the platform's history says.
pub(crate) fn merge(_place: Place<'_>, _rows: &[Twin], _history: &[MessageInfo], _now: Timestamp) -> Vec<Merge> {
    Vec::new()
}
