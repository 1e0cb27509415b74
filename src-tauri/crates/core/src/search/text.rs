//! A text in the form in which it is compared, and where each character of that form stands in it.

use parlance_tokens::{Class, class, fold};

/// A folded text; white space of any length is one space.
#[derive(Debug, Default)]
pub(super) struct Text {
    pub(super) chars: Vec<char>,
    /// The bytes of the text as it was written that each character stands for.
    pub(super) spans: Vec<(usize, usize)>,
}

impl Text {
    pub(super) fn of(text: &str) -> Self {
        let mut folded = Self { chars: Vec::with_capacity(text.len()), spans: Vec::with_capacity(text.len()) };
        for at in fold(text) {
            let char = if at.char.is_whitespace() { ' ' } else { at.char };
            match folded.spans.last_mut() {
                Some(span) if char == ' ' && folded.chars.last() == Some(&' ') => span.1 = at.end,
                _ => {
                    folded.chars.push(char);
                    folded.spans.push((at.start, at.end));
                }
            }
        }
        folded
    }

    /// Whether the character at a place is a part of a word; the end is none.
    pub(super) fn in_word(&self, at: usize) -> bool {
        match self.class(at) {
            Some(Class::Letter) => true,
            Some(Class::Mark) => at > 0 && self.in_word(at - 1),
            _ => false,
        }
    }

    /// Whether a word stands right before a place.
    pub(super) fn word_before(&self, at: usize) -> bool {
        at > 0 && self.in_word(at - 1)
    }

    /// Whether a word goes on across a place.
    pub(super) fn cuts_word(&self, at: usize) -> bool {
        self.word_before(at) && self.in_word(at)
    }

    /// The first place from one on that holds more than a sign between words.
    pub(super) fn past_signs(&self, mut at: usize) -> usize {
        while self.class(at).is_some_and(|class| matches!(class, Class::Between | Class::Mark)) {
            at += 1;
        }
        at
    }

    /// The first place from one on that is no mark without a word.
    pub(super) fn past_marks(&self, mut at: usize) -> usize {
        while self.class(at) == Some(Class::Mark) {
            at += 1;
        }
        at
    }

    fn class(&self, at: usize) -> Option<Class> {
        self.chars.get(at).copied().map(class)
    }
}
