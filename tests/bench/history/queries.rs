//! What is searched for, and a look at every text for comparison.

use rusqlite::Connection;

use crate::corpus::{Chance, Corpus};

/// Queries of one length and script.
pub(crate) struct Class {
    pub(crate) name: &'static str,
    pub(crate) queries: Vec<String>,
}

/// Every text of the history.
pub(crate) struct Texts(Vec<String>);

impl Texts {
    pub(crate) fn read(database: &Connection) -> rusqlite::Result<Self> {
        let mut statement = database.prepare(
            "SELECT question FROM turn UNION ALL SELECT text FROM answer UNION ALL SELECT title FROM conversation",
        )?;
        let texts = statement.query_map((), |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        Ok(Self(texts))
    }

    pub(crate) fn bytes(&self) -> usize {
        self.0.iter().map(String::len).sum()
    }

    /// How many hold a query, found by looking at all of them.
    pub(crate) fn holding(&self, query: &str) -> usize {
        self.0.iter().filter(|text| holds(text, query)).count()
    }

    /// `count` queries of so many Chinese characters as they stand in the texts.
    fn chinese(&self, length: usize, count: usize, chance: &mut Chance) -> Vec<String> {
        let mut found = Vec::new();
        while found.len() < count {
            let letters: Vec<char> = self.0[chance.below(self.0.len())].chars().collect();
            let at = chance.below(letters.len());
            let piece = letters.get(at..at + length).unwrap_or_default();
            if !piece.is_empty() && piece.iter().all(|c| matches!(c, '\u{4E00}'..='\u{9FFF}')) {
                found.push(piece.iter().collect());
            }
        }
        found
    }

    pub(crate) fn classes(&self, corpus: &Corpus, count: usize) -> Vec<Class> {
        let mut chance = Chance::new(17);
        let mut classes = Vec::new();
        for (name, length) in [("1 Chinese", 1), ("2 Chinese", 2), ("3 Chinese", 3), ("4 Chinese", 4), ("8 Chinese", 8)]
        {
            classes.push(Class { name, queries: self.chinese(length, count, &mut chance) });
        }
        let mut words = |name, from: usize, to: usize, longest: usize| {
            let word = |chance: &mut Chance| -> String {
                corpus.english[from + chance.below(to - from)].chars().take(longest).collect()
            };
            // A space behind it: the word is whole.
            let end = if longest == usize::MAX { " " } else { "" };
            let queries = (0..count).map(|_| word(&mut chance) + end).collect();
            classes.push(Class { name, queries });
        };
        words("common English", 0, 200, usize::MAX);
        words("rare English", 20_000, 60_000, usize::MAX);
        words("beginning, 2", 0, 2_000, 2);
        words("beginning, 3", 0, 20_000, 3);
        classes
    }
}

/// Both are lower case and free of accents, as everything that the corpus writes.
fn holds(text: &str, query: &str) -> bool {
    let (word, whole) = (query.trim(), query.ends_with(' '));
    if !word.is_ascii() {
        return text.contains(word);
    }
    let letter = |c: char| c.is_ascii_alphanumeric();
    text.match_indices(word).any(|(at, _)| {
        let begins_within = text[..at].ends_with(letter);
        let goes_on = text[at + word.len()..].starts_with(letter);
        !(begins_within || whole && goes_on)
    })
}
