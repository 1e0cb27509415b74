//! Search tokens of a text or a query: one function, so that both always agree.
//!
//! Compatibility forms, letter case and accents do not count (see [`fold`]). Scripts that write spaces give their words; runs of Chinese,
//! Japanese and Korean, which do not, give every character and every overlapping pair. A token holds letters, digits
//! and their marks only, so that SQLite's `ascii` tokenizer takes tokens joined by spaces apart exactly as they are.
//! Nothing is stemmed and no word is dropped here: what a word means is the caller's business.

mod fold;

use unicode_normalization::char::is_combining_mark;

pub use fold::{Fold, Folded, fold};

/// The tokens of `text` in reading order; in unspaced runs each character comes before the pair that it begins.
#[must_use]
pub fn tokens(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut word = String::new();
    let mut last_unspaced = None;
    for Folded { char: c, .. } in fold(text) {
        match class(c) {
            Class::Unspaced => {
                end_word(&mut word, &mut found);
                if let Some(before) = last_unspaced.replace(c) {
                    found.push([before, c].iter().collect());
                }
                found.push(c.to_string());
            }
            Class::Letter => {
                last_unspaced = None;
                word.push(c);
            }
            Class::Mark if word.is_empty() => {}
            Class::Mark => word.push(c),
            Class::Between => {
                last_unspaced = None;
                end_word(&mut word, &mut found);
            }
        }
    }
    end_word(&mut word, &mut found);
    found
}

/// A text without what does not count when texts are compared.
#[must_use]
pub fn folded(text: &str) -> String {
    fold(text).map(|folded| folded.char).collect()
}

/// What a folded character is to the tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// A token of its own, and half of a pair.
    Unspaced,
    /// A part of a word.
    Letter,
    /// A part of the word before it; without one it is nothing.
    Mark,
    /// Neither: it ends words and runs.
    Between,
}

/// What a folded character is to the tokens.
#[must_use]
pub fn class(c: char) -> Class {
    if c.is_ascii() {
        if c.is_ascii_alphanumeric() { Class::Letter } else { Class::Between }
    } else if is_unspaced(c) {
        Class::Unspaced
    } else if c.is_alphanumeric() {
        Class::Letter
    } else if is_combining_mark(c) {
        Class::Mark
    } else {
        Class::Between
    }
}

fn end_word(word: &mut String, found: &mut Vec<String>) {
    if !word.is_empty() {
        found.push(std::mem::take(word));
    }
}

/// Whether the script of `c` is written without spaces between words (Korean writes some, but inflects its words at
/// their ends, so that pairs find more). Such a token is one or two of these characters and nothing else.
#[must_use]
pub fn is_unspaced(c: char) -> bool {
    c.is_alphanumeric()
        && matches!(c,
            '\u{1100}'..='\u{11FF}'        // Hangul letters
            | '\u{2E80}'..='\u{2FDF}'      // radicals
            | '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{3029}' | '\u{3031}'..='\u{3035}' | '\u{3038}'..='\u{303C}'
            | '\u{3040}'..='\u{30FF}'      // kana
            | '\u{3100}'..='\u{312F}' | '\u{31A0}'..='\u{31BF}' // bopomofo
            | '\u{3130}'..='\u{318F}' | '\u{A960}'..='\u{A97F}' | '\u{AC00}'..='\u{D7FF}' // Hangul
            | '\u{31F0}'..='\u{31FF}'      // small kana
            | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
            | '\u{1AFF0}'..='\u{1B16F}'    // kana of old texts
            | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_are_lower_case_and_free_of_punctuation() {
        assert_eq!(tokens("Where's my API-key, v2?"), ["where", "s", "my", "api", "key", "v2"]);
        assert_eq!(tokens("  …—! "), Vec::<String>::new());
    }

    #[test]
    fn unspaced_runs_give_characters_and_overlapping_pairs() {
        assert_eq!(tokens("天气很"), ["天", "天气", "气", "气很", "很"]);
        assert_eq!(tokens("东京タワー"), ["东", "东京", "京", "京タ", "タ", "タワ", "ワ", "ワー", "ー"]);
        assert_eq!(tokens("한국"), ["한", "한국", "국"]);
    }

    #[test]
    fn a_word_between_characters_ends_the_run() {
        assert_eq!(tokens("用API密钥"), ["用", "api", "密", "密钥", "钥"]);
        assert_eq!(tokens("会话。列表"), ["会", "会话", "话", "列", "列表", "表"]);
    }

    #[test]
    fn compatibility_forms_do_not_count() {
        assert_eq!(tokens("ＡＰＩ ﬁle ｶﾞ"), tokens("api file ガ"));
    }

    #[test]
    fn accents_do_not_count() {
        assert_eq!(tokens("Café Übung"), tokens("cafe ubung"));
    }

    #[test]
    fn marks_stay_with_their_word() {
        assert_eq!(tokens("हिन्दी"), ["हिन्दी"]);
        assert_eq!(tokens("cafe\u{301}"), tokens("café"));
        assert_eq!(tokens("İstanbul").len(), 1);
    }

    proptest! {
        #[test]
        fn a_token_is_found_again_when_it_is_the_query(text in "\\PC{0,80}") {
            for token in tokens(&text) {
                prop_assert!(!token.is_empty());
                prop_assert!(tokens(&token).contains(&token), "{token:?}");
                prop_assert!(!token.contains(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric()));
            }
        }

        #[test]
        fn every_pair_of_a_run_is_a_token(text in "[一-龥ぁ-ん가-힣]{2,40}") {
            let found = tokens(&text);
            let characters: Vec<char> = text.chars().collect();
            for pair in characters.windows(2) {
                prop_assert!(found.contains(&pair.iter().collect::<String>()));
            }
        }

        #[test]
        fn what_stands_around_a_text_leaves_its_tokens(before in "\\PC{0,20}", text in "\\PC{0,40}", after in "\\PC{0,20}") {
            let all = tokens(&format!("{before} {text} {after}"));
            for token in tokens(&text) {
                prop_assert!(all.contains(&token), "{token:?}");
            }
        }
    }
}
