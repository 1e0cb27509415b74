//! Ids of rows: made once, never changed, sortable by when they were made.

use std::fmt;
use std::str::FromStr;

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use serde::{Deserialize, Serialize};
use ulid::Ulid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "bindings", derive(specta::Type))]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(#[cfg_attr(feature = "bindings", specta(type = String))] Ulid);

        impl $name {
            /// A new id, made now.
            #[must_use]
            pub fn make() -> Self {
                Self(Ulid::generate())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = ulid::DecodeError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ulid::from_string(text).map(Self)
            }
        }

        impl TryFrom<String> for $name {
            type Error = ulid::DecodeError;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.to_string()
            }
        }

        impl ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(self.to_string().into())
            }
        }

        impl FromSql for $name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                value.as_str()?.parse().map_err(FromSqlError::other)
            }
        }
    };
}

id!(
    /// An agent that was added here.
    AgentId
);
id!(
    /// A conversation here; the platform's own id is a column.
    ConversationId
);
id!(
    /// One question with its answers.
    TurnId
);
id!(
    /// One answer.
    AnswerId
);
id!(
    /// A file that goes along with a question.
    AttachmentId
);
id!(
    /// One thing the agent did.
    StepId
);
id!(
    /// Values that a person kept under a name.
    PresetId
);
id!(
    /// One run of a workflow here; the platform's own id is a column.
    RunId
);
id!(
    /// What one node did in a run.
    RunNodeId
);
