//! What a person typed, taken apart into what a text must hold, and the places where it does.
//!
//! White space parts the words, all of which must be there. What stands in quotes is found as it stands there, signs
//! included, from one word's beginning to a word's end. Elsewhere signs only part: `v1.2` is `v1` and right behind it
//! `2`. A word is found as a whole word, the last one also as the beginning of one, so that results come while it is
//! typed; Chinese, Japanese and Korean characters are found wherever they stand side by side. A word without a letter,
//! such as an emoji, is found as it stands. Nothing that is typed means anything else.

use std::ops::Range;

use parlance_tokens::{Class, class, fold};

use super::text::Text;

/// Tokens of one query that the index is asked for; the texts are looked at for the rest.
const MOST_TOKENS: usize = 24;
/// Shorter words are not taken for the beginning of a longer one.
const SHORTEST_BEGINNING: usize = 2;
/// So many words begin with so few characters that the index holds the beginning itself.
const SHORT_BEGINNING: usize = 3;
/// Begins the tokens of beginnings: no text has this character in a token.
const BEGINS: &str = "\u{E000}b";
/// Characters of a word that the index holds.
pub(crate) const LONGEST_TOKEN: usize = 40;

/// What a text must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Words(Vec<Term>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Term {
    /// Pieces with nothing but signs between them.
    Sequence(Vec<Piece>),
    /// These characters.
    Literal {
        chars: Vec<char>,
        /// They do not begin or end within a word.
        whole: bool,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    chars: Vec<char>,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    /// A word, or how one begins.
    Beginning,
    /// Characters of a script without spaces.
    Run,
}

impl Words {
    /// The words of a query.
    pub(crate) fn of(query: &str) -> Self {
        let mut terms = Vec::new();
        let mut end = "";
        for (quoted, segment) in segments(query) {
            end = if quoted { "" } else { segment };
            if quoted {
                terms.extend(literal(segment, true));
            } else {
                terms.extend(
                    segment.split_whitespace().filter_map(|word| sequence(word).or_else(|| literal(word, false))),
                );
            }
        }
        // Behind a space the last word is done.
        if !end.is_empty() && !end.ends_with(char::is_whitespace) {
            open(terms.last_mut());
        }
        Self(terms)
    }

    /// Exactly this text, also within words.
    pub(crate) fn exactly(text: &str) -> Self {
        Self(literal(text, false).into_iter().collect())
    }

    /// Whether nothing is asked for.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What the index is asked for; nothing when it knows none of the words.
    pub(crate) fn expression(&self) -> Option<String> {
        let mut tokens: Vec<String> = Vec::new();
        for term in &self.0 {
            let (pieces, all);
            match term {
                Term::Sequence(sequence) => pieces = sequence.as_slice(),
                Term::Literal { chars, whole: true } => {
                    all = taken_apart(chars.iter().copied());
                    pieces = all.as_slice();
                }
                // It may begin within a word, and the index holds whole ones.
                Term::Literal { .. } => continue,
            }
            tokens.extend(pieces.iter().flat_map(Piece::tokens));
        }
        tokens.dedup();
        if tokens.is_empty() {
            return None;
        }
        // Of a long text some places say enough.
        let step = tokens.len().div_ceil(MOST_TOKENS);
        Some(tokens.into_iter().step_by(step).collect::<Vec<_>>().join(" AND "))
    }

    /// All places of all words, in order and apart; nothing when a word is missing.
    pub(super) fn places(&self, text: &Text) -> Option<Vec<Range<usize>>> {
        let mut places = Vec::new();
        for term in &self.0 {
            let before = places.len();
            term.places(text, &mut places);
            if places.len() == before {
                return None;
            }
        }
        places.sort_by_key(|place| (place.start, place.end));
        places.dedup_by(|next, before| {
            let touch = next.start < before.end;
            if touch {
                before.end = before.end.max(next.end);
            }
            touch
        });
        Some(places)
    }
}

impl Term {
    fn places(&self, text: &Text, places: &mut Vec<Range<usize>>) {
        let first = match self {
            Self::Sequence(pieces) => pieces.first().and_then(|piece| piece.chars.first()),
            Self::Literal { chars, .. } => chars.first(),
        };
        let Some(first) = first else { return };
        let mut at = 0;
        while let Some(step) = text.chars[at..].iter().position(|char| char == first) {
            at += step;
            match self.end_at(text, at) {
                Some(end) => {
                    places.push(at..end);
                    at = end;
                }
                None => at += 1,
            }
        }
    }

    /// Where it ends when it begins here.
    fn end_at(&self, text: &Text, at: usize) -> Option<usize> {
        match self {
            Self::Literal { chars, whole } => {
                let end = at + chars.len();
                let is_there = text.chars.get(at..end) == Some(chars.as_slice());
                (is_there && !(*whole && (text.cuts_word(at) || text.cuts_word(end)))).then_some(end)
            }
            Self::Sequence(pieces) => {
                let mut end = pieces.first()?.end_at(text, at)?;
                for piece in &pieces[1..] {
                    end = piece.end_at(text, text.past_signs(end))?;
                }
                Some(end)
            }
        }
    }
}

impl Piece {
    fn end_at(&self, text: &Text, at: usize) -> Option<usize> {
        if self.kind == Kind::Run {
            let mut next = at;
            for (index, &char) in self.chars.iter().enumerate() {
                let place = if index == 0 { next } else { text.past_marks(next) };
                if text.chars.get(place) != Some(&char) {
                    return None;
                }
                next = place + 1;
            }
            return Some(next);
        }
        let end = at + self.chars.len();
        let is_there = text.chars.get(at..end) == Some(self.chars.as_slice()) && !text.word_before(at);
        (is_there && (self.kind == Kind::Beginning || !text.cuts_word(end))).then_some(end)
    }

    /// The tokens by which the index finds it, as the index is asked.
    fn tokens(&self) -> Vec<String> {
        let quoted = |chars: &[char]| format!("\"{}\"", chars.iter().collect::<String>());
        match (self.kind, self.chars.len()) {
            (Kind::Run, 1) => vec![quoted(&self.chars)],
            (Kind::Run, _) => self.chars.windows(2).map(quoted).collect(),
            (Kind::Beginning, ..=SHORT_BEGINNING) => {
                vec![format!("\"{BEGINS}{}\"", self.chars.iter().collect::<String>())]
            }
            // A long word is held by its beginning.
            (Kind::Beginning, length) if length < LONGEST_TOKEN => vec![format!("{} *", quoted(&self.chars))],
            (_, length) => vec![quoted(&self.chars[..length.min(LONGEST_TOKEN)])],
        }
    }
}

/// The tokens of how a word begins, for the index to hold beside the word's own.
pub(crate) fn beginnings(token: &str) -> impl Iterator<Item = String> {
    let is_word = token.chars().next().is_some_and(|first| class(first) == Class::Letter);
    let ends = token.char_indices().map(|(at, char)| at + char.len_utf8()).take(SHORT_BEGINNING);
    ends.skip(SHORTEST_BEGINNING - 1).filter(move |_| is_word).map(move |end| format!("{BEGINS}{}", &token[..end]))
}

/// The query at its quotes; an open one goes to the end.
fn segments(query: &str) -> Vec<(bool, &str)> {
    query.split(['"', '“', '”', '„', '＂']).enumerate().map(|(index, segment)| (index % 2 == 1, segment)).collect()
}

fn literal(text: &str, whole: bool) -> Option<Term> {
    let folded = Text::of(text).chars;
    // Some signs fold into one with a space before it.
    let chars: Vec<char> = folded.iter().collect::<String>().trim().chars().collect();
    (!chars.is_empty()).then_some(Term::Literal { chars, whole })
}

fn sequence(word: &str) -> Option<Term> {
    let pieces = taken_apart(fold(word).map(|folded| folded.char));
    (!pieces.is_empty()).then_some(Term::Sequence(pieces))
}

/// Words and runs; the signs between them are left out.
fn taken_apart(chars: impl Iterator<Item = char>) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut going_on = None;
    for char in chars {
        let kind = match class(char) {
            Class::Unspaced => Kind::Run,
            Class::Letter => Kind::Word,
            Class::Mark if going_on == Some(Kind::Word) => Kind::Word,
            Class::Mark => continue,
            Class::Between => {
                going_on = None;
                continue;
            }
        };
        match pieces.last_mut().filter(|_| going_on == Some(kind)) {
            Some(piece) => piece.chars.push(char),
            None => pieces.push(Piece { chars: vec![char], kind }),
        }
        going_on = Some(kind);
    }
    pieces
}

/// The last word may go on.
fn open(term: Option<&mut Term>) {
    if let Some(Term::Sequence(pieces)) = term
        && let Some(last) = pieces.last_mut()
        && last.kind == Kind::Word
        && last.chars.len() >= SHORTEST_BEGINNING
    {
        last.kind = Kind::Beginning;
    }
}

#[cfg(test)]
mod tests;
