//! The list of conversations, as it is asked for and given: page by page.

use serde::{Deserialize, Serialize};

use crate::id::{AgentId, ConversationId};
use crate::model::{Conversation, Timestamp};

/// Which conversations are listed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ListQuery {
    /// Of this agent; of all without one.
    pub agent: Option<AgentId>,
    /// Those in the archive instead of those that are not.
    pub archived: bool,
    /// With this tag; empty for all.
    pub tag: String,
    /// With these words in the title or in the newest text; empty for all. Forms and cases of letters do not count.
    pub text: String,
}

/// A place in the list, behind a conversation that may have moved since.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ListCursor {
    /// Among the pinned ones.
    pub pinned: bool,
    /// Its time.
    pub active_at: Timestamp,
    /// Its id, which decides between equal times.
    pub id: ConversationId,
}

/// Some conversations of a list: the pinned ones first, each part with the last active first.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ListPage {
    /// In order.
    pub rows: Vec<Conversation>,
    /// Where the next page begins; absent at the end of the list.
    pub more: Option<ListCursor>,
}

/// A tag in use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Tag {
    /// Its name, which is what it is.
    pub name: String,
    /// How many conversations have it.
    pub conversations: u32,
}

/// What there is to know of a conversation beside its row.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ConversationFacts {
    /// Questions.
    pub turns: u32,
    /// Answers, alternates among them.
    pub answers: u32,
    /// Files of questions.
    pub files: u32,
    /// Tokens of questions and their contexts, where the platform told them.
    pub input_tokens: u32,
    /// Tokens of answers, where the platform told them.
    pub output_tokens: u32,
    /// All tokens.
    pub total_tokens: u32,
    /// Answers whose tokens are not known.
    pub uncounted: u32,
    /// Bytes of the texts here.
    pub text_bytes: u32,
}
