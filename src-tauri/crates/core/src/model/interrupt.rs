//! What an agent waits for before it goes on.

use serde::{Deserialize, Serialize};

/// What an agent waits for, and what has become of that.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Interrupt {
    /// What kind of thing it waits for.
    pub wants: Wants,
    /// The platform's id of a task; empty otherwise.
    pub task_id: String,
    /// How far it is.
    pub state: InterruptState,
    /// What the person answered; empty before that.
    pub answer: String,
    /// Why a task failed, in the platform's words; often empty.
    pub reason: String,
}

/// What kind of thing an agent waits for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum Wants {
    /// A yes or a no.
    Decision,
    /// Something that the person has to fill in.
    Input,
    /// The end of a task; nobody has to do anything.
    Task,
    /// Something of a kind without a name here.
    #[default]
    Other,
}

/// How far it is with what an agent waits for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum InterruptState {
    /// It still waits.
    #[default]
    Waiting,
    /// The person answered.
    Answered,
    /// The task came to a good end: its answer is a turn of its own.
    Succeeded,
    /// The task came to a bad end.
    Failed,
    /// The platform does not know the task any more.
    Lost,
}

impl Wants {
    /// What the platform's word for the kind means. `async_task` is the only documented one.
    #[must_use]
    pub fn of(kind: &str) -> Self {
        let kind = kind.to_lowercase();
        let has = |words: &[&str]| words.iter().any(|word| kind.contains(word));
        if has(&["async"]) {
            Self::Task
        } else if has(&["confirm", "approv"]) {
            Self::Decision
        } else if has(&["collect", "input", "form", "fill", "question"]) {
            Self::Input
        } else {
            Self::Other
        }
    }
}

impl Interrupt {
    /// Whether it waits for the person.
    #[must_use]
    pub fn waits_for_person(&self) -> bool {
        self.state == InterruptState::Waiting && self.wants != Wants::Task
    }

    /// Whether it waits for a task whose end can be asked for.
    #[must_use]
    pub fn waits_for_task(&self) -> bool {
        self.state == InterruptState::Waiting && self.wants == Wants::Task && !self.task_id.is_empty()
    }
}
