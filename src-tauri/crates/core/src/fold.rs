//! Events of a stream become an answer and its steps.
//!
//! Pure: no clock, no I/O; the rows that come out depend on what the stream says, not on how it was cut.

use parlance_protocol::Frame;

use crate::id::StepId;
use crate::model::{Answer, AnswerState, Step, Timestamp};
use crate::problem::Problem;

/// An answer being written, with its steps.
#[derive(Debug)]
pub(crate) struct Writing {
    /// The row as it is now.
    pub(crate) answer: Answer,
    /// What the agent did so far, in order.
    pub(crate) steps: Vec<Step>,
    /// `https://host:port` of the agent, for links to documents on its object store.
    origin: String,
    ending: Option<Ending>,
}

/// What a frame changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Change {
    /// The answer's text goes on.
    AnswerText(String),
    /// The step's text goes on.
    StepText(StepId, String),
    /// The answer's row changed otherwise.
    Answer,
    /// The step is new, or its row changed otherwise.
    Step(StepId),
}

/// How the platform ended the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Ending {
    /// Well.
    Done,
    /// With these words of the platform, which may be empty.
    Failed(String),
}

impl Writing {
    /// Begins with an answer's row. `origin` is the agent's `https://host:port`, without a path.
    pub(crate) fn new(answer: Answer, origin: impl Into<String>) -> Self {
        Self { answer, steps: Vec::new(), origin: origin.into(), ending: None }
    }

    /// Takes one event. The changes are in the order in which a window must hear of them.
    pub(crate) fn fold(&mut self, _frame: &Frame, _now: Timestamp) -> Vec<Change> {
        Vec::new()
    }

    /// How the platform ended the answer, once it has.
    pub(crate) fn ended(&self) -> Option<Ending> {
        self.ending.clone()
    }

    /// Ends the answer here: gives out what was held back, closes running steps, sets the state.
    pub(crate) fn settle(&mut self, state: AnswerState, problem: Option<Problem>, now: Timestamp) -> Vec<Change> {
        self.answer.state = state;
        self.answer.problem = problem;
        self.answer.ended_at = now;
        vec![Change::Answer]
    }
}
