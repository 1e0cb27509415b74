//! A turn that was deleted here before it was deleted on the platform.

use serde::{Deserialize, Serialize};

use crate::problem::Problem;

/// A turn that was deleted here. Until the platform has deleted it, too, its context holds what is gone here.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Removal {
    /// Why the platform will not delete it. Without one it is asked with the next contact.
    pub problem: Option<Problem>,
}
