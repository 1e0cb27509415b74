//! What a person thinks of an answer.

use serde::{Deserialize, Serialize};

use crate::problem::Problem;

/// What a person thinks of one answer, and whether the platform knows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Feedback {
    /// The verdict.
    pub rating: Rating,
    /// What was said with it; kept when it could not be sent, so that nothing has to be written twice.
    pub reason: Reason,
    /// Whether the platform knows.
    pub delivery: Delivery,
    /// Why the platform did not take the last rating: then `rating` is the one before.
    pub problem: Option<Problem>,
}

/// A verdict on an answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum Rating {
    /// None, or none any more.
    #[default]
    None,
    /// Good.
    Like,
    /// Not good.
    Dislike,
}

/// What is wrong with an answer, for those who build the agent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Reason {
    /// Chosen from a list, in the words that the person saw.
    pub problems: Vec<String>,
    /// In the person's own words.
    pub comment: String,
}

impl Reason {
    /// Whether nothing was said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.problems.is_empty() && self.comment.is_empty()
    }
}

/// How far something that a person did has come on its way to the platform.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum Delivery {
    /// The platform knows, or there is nothing to know.
    #[default]
    Settled,
    /// On its way.
    Sending,
    /// The platform could not be reached: it is sent with the next contact.
    Waiting,
}
