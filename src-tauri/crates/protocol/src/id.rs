//! Ids, each its own type: `conversation_id` of a stream is not `AppConversationID`.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(#[serde(deserialize_with = "crate::lenient::text")] String);

        impl $name {
            /// Takes the id as it came; no shape is checked, since deployments differ.
            pub fn new(id: impl Into<String>) -> Self {
                Self(id.into())
            }

            /// The id as the wire spells it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Whether the platform left it out.
            #[must_use]
            pub fn is_empty(&self) -> bool {
                self.0.is_empty()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id!(
    /// A conversation as requests name it (an xid of 20 characters).
    AppConversationId
);
id!(
    /// The inner model conversation that streams name (a ULID). It goes into no request.
    InnerConversationId
);
id!(
    /// One answer; the id that regenerate, feedback, delete and stop take.
    MessageId
);
id!(
    /// One question with all its answers.
    QueryId
);
id!(
    /// The running answer; equal to its message id on current platforms.
    TaskId
);
id!(
    /// One run of a workflow.
    RunId
);

/// The caller's name for the person who asks: 1 to 20 characters, letters, digits, `_` and `-`.
///
/// The platform scopes conversations by (agent, user id): changing it hides what was there before.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct UserId(String);

/// Why a text is no user id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserIdError {
    /// No character at all.
    Empty,
    /// More than 20 characters.
    TooLong {
        /// How many there are.
        characters: usize,
    },
    /// A character that the platform refuses.
    Character(char),
}

impl fmt::Display for UserIdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("a user id needs at least one character"),
            Self::TooLong { characters } => write!(f, "a user id has at most 20 characters, this one has {characters}"),
            Self::Character(found) => {
                write!(f, "a user id holds letters, digits, `_` and `-` only, not {found:?}")
            }
        }
    }
}

impl std::error::Error for UserIdError {}

impl UserId {
    /// The most characters that the platform takes.
    pub const MAX: usize = 20;

    /// Checks length and characters.
    ///
    /// # Errors
    /// The first rule that the text breaks.
    pub fn parse(text: &str) -> Result<Self, UserIdError> {
        let characters = text.chars().count();
        if characters == 0 {
            return Err(UserIdError::Empty);
        }
        if characters > Self::MAX {
            return Err(UserIdError::TooLong { characters });
        }
        match text.chars().find(|c| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))) {
            Some(found) => Err(UserIdError::Character(found)),
            None => Ok(Self(text.to_owned())),
        }
    }

    /// The id as the wire spells it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for UserId {
    type Error = UserIdError;

    fn try_from(text: String) -> Result<Self, UserIdError> {
        Self::parse(&text)
    }
}

impl From<UserId> for String {
    fn from(id: UserId) -> Self {
        id.0
    }
}

impl fmt::Display for UserId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_id_is_counted_in_characters_not_bytes() {
        assert!(UserId::parse("a_b-9").is_ok());
        assert!(UserId::parse(&"x".repeat(20)).is_ok());
        assert_eq!(UserId::parse(&"x".repeat(21)), Err(UserIdError::TooLong { characters: 21 }));
        assert_eq!(UserId::parse(""), Err(UserIdError::Empty));
        assert_eq!(UserId::parse("学生"), Err(UserIdError::Character('学')));
    }
}
