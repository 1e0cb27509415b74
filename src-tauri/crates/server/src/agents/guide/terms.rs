//! The telling words of a text: tokens without those that say nothing, English ones without their endings.

use parlance_tokens::{is_unspaced, tokens};

use crate::server::Locale;

/// English words that any question may hold.
const STOP_WORDS: &str = "a about actually again all also am an and any are as at be been but by can could d did do \
    does doing don done else ever explain for from get give go got had has have having he hello help her hey hi him his how \
    i if in into is it its just know let like ll m may me mean might much must my need no not of off on once or our \
    out please possible re s shall she should show so some such t tell than thank thanks that the their them then \
    there these they thing things this those to too up us use used using ve very via want was way we were what when \
    where which while who whose why will with without work works would yes you your";

/// Characters of Chinese questions that tell nothing of their subject. They cut a run as a space would.
const STOP_CHARACTERS: &str = "的了吗呢么吧啊呀哦嘛我你您他她它们怎样什哪谁何如为啥能可以要想请问该是有在和与或及把被给让对从到这那个些就都也还很太再又只才并不没无";

/// The language of a question, by its script.
pub(super) fn language(question: &str) -> Locale {
    if question.chars().any(is_unspaced) { Locale::ZhCn } else { Locale::En }
}

/// The other language.
pub(super) fn other(language: Locale) -> Locale {
    match language {
        Locale::En => Locale::ZhCn,
        Locale::ZhCn => Locale::En,
    }
}

/// All terms of a passage, for the index.
pub(super) fn of_passage(text: &str) -> String {
    let terms: Vec<_> = tokens(text).into_iter().map(stem).collect();
    terms.join(" ")
}

/// The telling terms of a question in the order of their appearance, each once: words, pairs of characters, and
/// characters that stand alone between those that say nothing.
pub(super) fn of_question(question: &str) -> Vec<String> {
    let spaced: String = question.chars().map(|c| if STOP_CHARACTERS.contains(c) { ' ' } else { c }).collect();
    let all = tokens(&spaced);
    let mut telling = Vec::new();
    for token in &all {
        let within_pair =
            is_single(token) && all.iter().any(|pair| pair != token && is_pair(pair) && pair.contains(token));
        let term = stem(token.clone());
        if !within_pair && !STOP_WORDS.split(' ').any(|word| word == token) && !telling.contains(&term) {
            telling.push(term);
        }
    }
    telling
}

/// Whether a term is one character of an unspaced script, which tells less than a word.
pub(super) fn is_single(term: &str) -> bool {
    term.chars().all(is_unspaced) && term.chars().count() == 1
}

fn is_pair(term: &str) -> bool {
    term.chars().all(is_unspaced) && term.chars().count() == 2
}

/// An English word without its ending, so that `deleting`, `deleted` and `delete` are one. Other tokens as they are.
fn stem(token: String) -> String {
    if token.len() < 4 || !token.bytes().all(|b| b.is_ascii_lowercase()) {
        return token;
    }
    let mut word = token.as_str();
    if let Some(base) = word.strip_suffix("ies").filter(|base| base.len() > 1) {
        return format!("{base}y");
    }
    if !word.ends_with("ss") && !word.ends_with("us") {
        word = word.strip_suffix('s').unwrap_or(word);
    }
    for ending in ["ing", "ed"] {
        if let Some(base) =
            word.strip_suffix(ending).filter(|base| base.len() > 2 && base.contains(['a', 'e', 'i', 'o', 'u', 'y']))
        {
            word = single_end(base);
            break;
        }
    }
    word.strip_suffix('e').filter(|base| base.len() > 2).unwrap_or(word).to_owned()
}

/// `stopp` is `stop`; `fill` and `pass` stay.
fn single_end(base: &str) -> &str {
    let mut ends = base.chars().rev();
    match (ends.next(), ends.next()) {
        (Some(last), Some(before)) if last == before && !"lsz".contains(last) => {
            base.get(..base.len() - 1).unwrap_or(base)
        }
        _ => base,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_english_word_are_one_term() {
        for forms in [
            &["delete", "deletes", "deleted", "deleting"][..],
            &["stop", "stops", "stopped", "stopping"],
            &["key", "keys"],
            &["query", "queries"],
            &["message", "messages"],
            &["install", "installed", "installing"],
        ] {
            let stems: Vec<_> = forms.iter().map(|form| stem((*form).to_owned())).collect();
            assert!(stems.windows(2).all(|pair| pair[0] == pair[1]), "{stems:?}");
        }
        assert_eq!(stem("string".into()), "string");
        assert_eq!(stem("is".into()), "is");
    }

    #[test]
    fn questions_lose_what_says_nothing() {
        assert_eq!(of_question("How can I delete a conversation?"), ["delet", "conversation"]);
        assert_eq!(of_question("我怎么删除会话？"), ["删除", "除会", "会话"]);
        assert_eq!(of_question("会话怎么删"), ["会话", "删"]);
        assert_eq!(of_question("How are you?"), Vec::<String>::new());
    }

    #[test]
    fn the_script_says_the_language() {
        assert_eq!(language("Where is my API key?"), Locale::En);
        assert_eq!(language("API key 在哪里"), Locale::ZhCn);
    }
}
