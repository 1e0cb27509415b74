//! The form in which texts are compared: compatibility forms, letter case and accents do not count.
//!
//! Folding knows where each of its characters came from, so that a place found in the folded text can be shown in the
//! text as it was written. A character with the marks behind it is folded as one cluster; clusters do not depend on each
//! other, so that folding a whole text and folding its clusters one by one give the same.

use unicode_normalization::char::{canonical_combining_class, decompose_compatible, is_combining_mark};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// One folded character and the bytes of the text that it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Folded {
    /// The character.
    pub char: char,
    /// The first byte of its cluster in the text.
    pub start: usize,
    /// The byte behind its cluster.
    pub end: usize,
}

/// A text's folded characters, one after the other.
#[must_use]
pub fn fold(text: &str) -> Fold<'_> {
    Fold { text, at: 0, cluster: Vec::new(), next: 0, from: 0 }
}

/// See [`fold`].
#[derive(Debug)]
pub struct Fold<'a> {
    text: &'a str,
    at: usize,
    /// A cluster of more than one character, or one that folds into more than one; read from `next` on.
    cluster: Vec<char>,
    next: usize,
    from: usize,
}

impl Iterator for Fold<'_> {
    type Item = Folded;

    fn next(&mut self) -> Option<Folded> {
        loop {
            if let Some(&char) = self.cluster.get(self.next) {
                self.next += 1;
                return Some(Folded { char, start: self.from, end: self.at });
            }
            let mut rest = self.text[self.at..].chars();
            let first = rest.next()?;
            self.from = self.at;
            self.at += first.len_utf8();
            let follows = rest.next().filter(|&next| !begins_cluster(next));
            if follows.is_none()
                && let Some(char) = plain(first)
            {
                return Some(Folded { char, start: self.from, end: self.at });
            }
            let more = if follows.is_some() { self.text[self.at..].chars() } else { "".chars() };
            self.at += more.take_while(|&next| !begins_cluster(next)).map(char::len_utf8).sum::<usize>();
            self.cluster.clear();
            self.next = 0;
            fold_cluster(&self.text[self.from..self.at], &mut self.cluster);
        }
    }
}

/// What most characters of most texts fold into, without a look at any table.
fn plain(c: char) -> Option<char> {
    match c {
        '\0'..='\x7F' => Some(c.to_ascii_lowercase()),
        // Chinese and kana as they are usually written, and the punctuation between.
        '\u{4E00}'..='\u{9FFF}' | '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FE}' | '\u{3001}'..='\u{3020}' => {
            Some(c)
        }
        _ => None,
    }
}

/// Whether nothing before `c` can change what it folds into.
fn begins_cluster(c: char) -> bool {
    if matches!(c, '\0'..='\u{2FF}' | '\u{3001}'..='\u{3029}' | '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FE}' | '\u{4E00}'..='\u{9FFF}')
    {
        return true;
    }
    let mut first = None;
    decompose_compatible(c, |part| first = first.or(Some(part)));
    let first = first.unwrap_or(c);
    canonical_combining_class(first) == 0
        && !is_combining_mark(first)
        && is_nfc_quick(std::iter::once(first)) == IsNormalized::Yes
}

fn fold_cluster(cluster: &str, folded: &mut Vec<char>) {
    // Lower case can take a letter apart (`İ`), so the text is taken apart and composed again behind it.
    folded.extend(cluster.nfkc().flat_map(char::to_lowercase).nfkd().filter(|&c| !is_accent(c)).nfc());
}

/// A mark over or under a letter that is left out when people type in a hurry. Marks of other scripts are letters.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn folded(text: &str) -> String {
        fold(text).map(|folded| folded.char).collect()
    }

    #[test]
    fn case_width_and_accents_do_not_count() {
        assert_eq!(folded("Ｃafé ＡＰＩ"), "cafe api");
        assert_eq!(folded("cafe\u{301}"), "cafe");
        assert_eq!(folded("Ünïcödé ﬁle ½"), "unicode file 1⁄2");
        assert_eq!(folded("İstanbul"), "istanbul");
        assert_eq!(folded("Йод"), "иод");
    }

    #[test]
    fn marks_that_are_letters_stay() {
        assert_eq!(folded("ｶﾞ"), "ガ");
        assert_eq!(folded("か\u{3099}"), "が");
        assert_eq!(folded("हिन्दी"), "हिन्दी");
        assert_eq!(folded("\u{1112}\u{1161}\u{11AB}"), "한");
    }

    #[test]
    fn each_character_knows_where_it_came_from() {
        let places: Vec<_> = fold("aﬁe\u{301}天").map(|folded| (folded.char, folded.start, folded.end)).collect();
        assert_eq!(places, [('a', 0, 1), ('f', 1, 4), ('i', 1, 4), ('e', 4, 7), ('天', 7, 10)]);
    }

    proptest! {
        #[test]
        fn folding_clusters_is_folding_the_text(text in "[\\PC\u{300}-\u{36F}\u{3099}\u{309A}\u{FF9E}\u{1100}-\u{11FF}가-힣]{0,40}") {
            let whole: String = text.nfkc().flat_map(char::to_lowercase).nfkd().filter(|&c| !is_accent(c)).nfc().collect();
            prop_assert_eq!(folded(&text), whole);
        }

        #[test]
        fn what_is_folded_stays_so(text in "\\PC{0,40}") {
            let once = folded(&text);
            prop_assert_eq!(folded(&once), once.clone());
        }

        #[test]
        fn places_are_in_order_and_on_characters(text in "\\PC{0,40}") {
            let mut before = 0;
            for Folded { start, end, .. } in fold(&text) {
                prop_assert!(before <= start && start < end && text.is_char_boundary(start) && text.is_char_boundary(end));
                before = start;
            }
        }
    }
}
