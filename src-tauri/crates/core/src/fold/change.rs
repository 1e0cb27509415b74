//! What a frame changed, for whoever tells the window and the store.

use crate::id::StepId;

/// What a frame changed. Of one row there is either one text or one whole row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Change {
    /// The answer's text goes on.
    AnswerText(String),
    /// The step's text goes on.
    StepText(StepId, String),
    /// The answer's row changed otherwise; it may have more text, too.
    Answer,
    /// The step is new, or its row changed otherwise; it may have more text, too.
    Step(StepId),
}

/// Changes of one call: steps in the order they were touched, then the answer.
#[derive(Debug, Default)]
pub(super) struct Changes {
    steps: Vec<(StepId, Option<String>)>,
    /// What the answer's text goes on with.
    pub(super) text: String,
    /// Whether the answer's row changed otherwise.
    pub(super) answer: bool,
}

impl Changes {
    /// A step's text goes on, or, without one, its row changed.
    pub(super) fn step(&mut self, id: StepId, text: Option<&str>) {
        match (self.steps.iter_mut().find(|(known, _)| *known == id), text) {
            (Some((_, Some(known))), Some(more)) => known.push_str(more),
            (Some((_, known)), None) => *known = None,
            (Some((_, None)), Some(_)) => {}
            (None, _) => self.steps.push((id, text.map(str::to_owned))),
        }
    }

    pub(super) fn take(&mut self) -> Vec<Change> {
        let Self { steps, text, answer } = std::mem::take(self);
        let mut changes: Vec<Change> = steps
            .into_iter()
            .map(|(id, text)| match text {
                Some(text) => Change::StepText(id, text),
                None => Change::Step(id),
            })
            .collect();
        if answer {
            changes.push(Change::Answer);
        } else if !text.is_empty() {
            changes.push(Change::AnswerText(text));
        }
        changes
    }
}
