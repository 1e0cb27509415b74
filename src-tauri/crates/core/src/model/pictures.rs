//! What becomes of pictures from elsewhere.

use serde::{Deserialize, Serialize};

/// What becomes of pictures, sound and film in an agent's answers that are not on its own server: whoever keeps them
/// learns that they are looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum Pictures {
    /// They do not come.
    Blocked,
    /// Each comes when the person asks for it.
    #[default]
    Ask,
    /// They come by themselves.
    Allowed,
}
