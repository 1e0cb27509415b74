//! The person's choices.

use serde::{Deserialize, Serialize};

/// The person's choices. They hold no secret.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// Light, dark, or as the system.
    pub theme: Theme,
    /// `en`, `zh-CN`, or empty for the system's.
    pub locale: String,
    /// The agent that was open last, as its id; empty without one.
    pub agent: String,
    /// The conversation that was open last, as its id; empty without one.
    pub conversation: String,
    /// Whether the details panel is open.
    pub details: bool,
    /// Whether no questions are suggested below an answer.
    pub suggestions_hidden: bool,
    /// How much of what an answer took is said below it.
    pub footer: Footer,
    /// What sends a question.
    pub send_key: SendKey,
    /// What the copy button of an answer copies.
    pub copy_as: CopyForm,
    /// A formula does not begin with a single dollar, whatever follows.
    pub plain_dollars: bool,
    /// For how many days conversations that nobody uses are kept here; 0 for ever.
    pub keep_days: u32,
    /// How large everything in the window is.
    pub zoom: Zoom,
}

/// How large everything in the window is, in percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(transparent)]
pub struct Zoom(u16);

impl Zoom {
    /// As a factor, within what can be read and used: whatever was stored, the window stays one.
    #[must_use]
    pub fn factor(self) -> f64 {
        f64::from(self.0.clamp(50, 200)) / 100.0
    }
}

impl Default for Zoom {
    fn default() -> Self {
        Self(100)
    }
}

/// What sends a question. Ctrl+Enter, on a Mac ⌘Enter, always does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum SendKey {
    /// Enter alone; Shift+Enter breaks the line.
    #[default]
    Enter,
    /// Only together with Ctrl or ⌘; Enter alone breaks the line.
    ModEnter,
}

/// How much of what an answer took is said below it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum Footer {
    /// Nothing.
    Off,
    /// All tokens, and the whole time.
    Short,
    /// Tokens in and out, the time to the first, and the whole time.
    #[default]
    Full,
}

/// A form in which an answer is copied.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum CopyForm {
    /// As it was written.
    #[default]
    Markdown,
    /// Without any marks.
    Plain,
    /// With headings, tables and formulas.
    Rich,
}

/// Which colours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}
