//! The key of one agent.

use std::fmt;

use zeroize::Zeroizing;

/// A key as the platform issues it: visible ASCII on one line.
///
/// It prints as `•••`, cannot be serialised, and its memory is wiped when the last copy goes.
#[derive(Clone)]
pub struct ApiKey(Zeroizing<String>);

/// Why a text is no key. The text itself is not repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ApiKeyError {
    /// Nothing but white space.
    #[error("an API key needs at least one character")]
    Empty,
    /// More than one line.
    #[error("an API key is one line, this one has a line break")]
    LineBreak,
    /// A character that no header can carry, or a space within.
    #[error("an API key holds visible ASCII only, character {position} is something else")]
    Character {
        /// Counted from 1, after trimming.
        position: usize,
    },
}

impl ApiKey {
    /// Takes a key as it was pasted; white space around it is dropped.
    ///
    /// # Errors
    /// The first rule that the text breaks.
    pub fn parse(pasted: &str) -> Result<Self, ApiKeyError> {
        let text = pasted.trim();
        if text.is_empty() {
            return Err(ApiKeyError::Empty);
        }
        if text.contains(['\n', '\r']) {
            return Err(ApiKeyError::LineBreak);
        }
        match text.chars().position(|c| !c.is_ascii_graphic()) {
            Some(at) => Err(ApiKeyError::Character { position: at + 1 }),
            None => Ok(Self(Zeroizing::new(text.to_owned()))),
        }
    }

    /// The key itself, for a header or a keychain and for nothing else.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The last four characters, so that a person can tell two keys apart; empty for a key so short that they would
    /// give it away.
    #[must_use]
    pub fn last4(&self) -> &str {
        if self.0.len() < 12 { "" } else { &self.0[self.0.len() - 4..] }
    }

    /// The text without the key, should it hold it.
    pub(crate) fn scrub(&self, text: &str) -> String {
        text.replace(self.reveal(), "•••")
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("•••")
    }
}

impl fmt::Display for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("•••")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_trimmed_and_must_be_one_line_of_visible_ascii() {
        assert_eq!(ApiKey::parse("  d2k7m1pq9s4c73f0a1bg\n").unwrap().reveal(), "d2k7m1pq9s4c73f0a1bg");
        assert_eq!(ApiKey::parse(" \t\n").unwrap_err(), ApiKeyError::Empty);
        assert_eq!(ApiKey::parse("one\ntwo").unwrap_err(), ApiKeyError::LineBreak);
        assert_eq!(ApiKey::parse("a b").unwrap_err(), ApiKeyError::Character { position: 2 });
        assert_eq!(ApiKey::parse("ab密").unwrap_err(), ApiKeyError::Character { position: 3 });
    }

    #[test]
    fn a_key_never_prints() {
        let key = ApiKey::parse("d2k7m1pq9s4c73f0a1bg").unwrap();
        assert_eq!(format!("{key} {key:?} {:?}", Some(&key)), "••• ••• Some(•••)");
        assert_eq!(key.last4(), "a1bg");
        assert_eq!(ApiKey::parse("short").unwrap().last4(), "");
        assert_eq!(key.scrub("no app for d2k7m1pq9s4c73f0a1bg"), "no app for •••");
    }
}
