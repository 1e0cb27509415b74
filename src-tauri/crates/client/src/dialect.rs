//! How a question is put.

use std::fmt;
use std::str::FromStr;

/// How a question is put. How the answer is framed shows in its bytes, whatever was asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Dialect {
    /// The newer one, and the older where the platform has no other.
    #[default]
    Auto,
    /// `chat_query`.
    V1,
    /// `chat_query_v2`.
    V2,
}

/// A word that names no dialect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a dialect is auto, v1 or v2")]
pub struct UnknownDialect;

impl FromStr for Dialect {
    type Err = UnknownDialect;

    fn from_str(word: &str) -> Result<Self, UnknownDialect> {
        match word {
            "auto" => Ok(Self::Auto),
            "v1" => Ok(Self::V1),
            "v2" => Ok(Self::V2),
            _ => Err(UnknownDialect),
        }
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Auto => "auto",
            Self::V1 => "v1",
            Self::V2 => "v2",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dialect_is_named_as_on_the_command_line() {
        for dialect in [Dialect::Auto, Dialect::V1, Dialect::V2] {
            assert_eq!(dialect.to_string().parse(), Ok(dialect));
        }
        assert_eq!("v3".parse::<Dialect>(), Err(UnknownDialect));
    }
}
