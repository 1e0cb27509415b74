//! What an agent asks for before it answers, and what a person gave.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::id::PresetId;

/// Values of variables, by key. A blank value is none, and is not in it.
pub type Values = BTreeMap<String, String>;

/// One variable that an agent's conversations take.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Variable {
    /// The key on the wire.
    pub key: String,
    /// The label.
    pub name: String,
    /// What to enter.
    pub description: String,
    /// Whether a conversation needs it.
    pub required: bool,
    /// The field it is entered in.
    pub kind: VariableKind,
    /// The choices of an `Choice`.
    pub choices: Vec<String>,
    /// The most characters; 0 is no limit.
    pub max_length: u32,
}

/// The field a variable is entered in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum VariableKind {
    /// One line.
    #[default]
    Text,
    /// Several lines.
    Paragraph,
    /// One of a list.
    Choice,
}

/// Values that a person kept under a name, to be used again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Preset {
    /// Its id here.
    pub id: PresetId,
    /// The person's name for it; an agent has no two of one name.
    pub name: String,
    /// The values.
    pub values: Values,
}
