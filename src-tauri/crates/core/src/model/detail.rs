//! How much of what an agent does is shown.

use serde::{Deserialize, Serialize};

/// How much of what an agent does is shown between a question and its answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum Detail {
    /// Nothing but what waits for the person.
    Off,
    /// A line each, which opens.
    #[default]
    Summary,
    /// All of it.
    Full,
}
