//! What came from the platform, as it came.

use serde::{Deserialize, Serialize};

use super::Timestamp;

/// One event of an answer's stream, as it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Frame {
    /// When it came, by this machine's clock.
    pub at: Timestamp,
    /// Its JSON.
    pub raw: String,
}
