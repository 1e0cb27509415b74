//! The telling words of a text: tokens without those that say nothing, English ones without their endings.

use std::collections::HashSet;

use parlance_tokens::{is_unspaced, tokens};

use crate::server::Locale;

/// The most characters of a question that are looked at.
const MOST_CHARACTERS: usize = 4000;
/// The most terms of a question; SQLite bounds the depth of an expression.
const MOST_TERMS: usize = 64;
/// English words that any question may hold.
const STOP_WORDS: &str = "a about actually again all also am an and any are as at be been but by can could d did do \
    does doing don done else ever explain for from get give go got had happen has have having he hello help her hey hi him his how \
    i if in into is it its just know let like ll m may me mean might more much must my need no not of off on once or our \
    out please possible re s shall she should show so some such t tell than thank thanks that the their them then \
    there these they thing things this those to too up us use used using ve very via want was way we were what when \
    where which while who whose why will with without work works would yes you your";

/// What the whole guide is about. It tells something only where nothing else does.
const SUBJECT: &str = "parlance";
/// Characters of Chinese questions that tell nothing of their subject. They cut a run as a space would.
const STOP_CHARACTERS: &str = "的了吗呢么吧啊呀哦嘛我你您他她它们怎样什哪谁何如为啥能可以要想请问该是有在和与或及把被给让对从到这那个些就都也还很太再又只才并好";

/// Everyday words beside the guide's own, as terms: those of one line count as the same in a question.
const SAME: &[&str] = &[
    "agent bot assistant",
    "answer reply response",
    "citation source reference",
    "compare diff",
    "conversation chat thread session dialog",
    "computer laptop pc machine",
    "cost price pay free",
    "dark night",
    "theme mode appearance",
    "privat privacy confidential",
    "mathematic math latex formula",
    "delete remove erase rid",
    "file attach attachment upload",
    "keep store save kept stored",
    "key password secret",
    "network internet offline wifi",
    "picture image photo",
    "question prompt",
    "regenerate again anew",
    "status code",
    "rename title",
    "stop cancel abort",
    "stream generat",
    "会话 聊天 对话",
    "保存 存储 存放 存",
    "停止 停下 取消 中止 停",
    "删除 删掉 移除 清除 删",
    "回答 回复 答复",
    "图片 照片",
    "添加 加",
    "收费 免费 价格 少钱",
    "智能 机器 助手 bot agent",
    "深色 黑色 暗色 暗黑 夜间",
    "赞 点赞 评价",
    "引用 来源 出处",
    "对比 比较 对照",
    "公式 数学",
    "许可 协议 开源",
    "语言 界面",
    "草稿 没写 写完",
    "离线 断网 联网 网络 没网",
    "重命 改名 命名 名字",
];

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

/// All terms of a question.
pub(super) fn all_of_question(question: &str) -> HashSet<String> {
    let begin: String = question.chars().take(MOST_CHARACTERS).collect();
    tokens(&begin).into_iter().map(stem).collect()
}

/// The telling terms of a question in the order of their appearance, each once: words, pairs of characters, and
/// characters that stand alone between those that say nothing. A very long question is known by its beginning.
pub(super) fn of_question(question: &str) -> Vec<String> {
    let begin = question.chars().take(MOST_CHARACTERS);
    let spaced: String = begin.map(|c| if STOP_CHARACTERS.contains(c) { ' ' } else { c }).collect();
    let all = tokens(&spaced);
    let in_pairs: HashSet<char> = all.iter().filter(|token| is_pair(token)).flat_map(|pair| pair.chars()).collect();
    let about_all = all.iter().any(|token| token == SUBJECT);
    let mut telling = Vec::new();
    for token in all {
        let within_pair = is_single(&token) && token.chars().all(|c| in_pairs.contains(&c));
        let term = stem(token.clone());
        let says_nothing =
            term.len() == 1 || token == SUBJECT || STOP_WORDS.split(' ').any(|word| word == token || word == term);
        if !within_pair && !says_nothing && !telling.contains(&term) {
            telling.push(term);
        }
        if telling.len() == MOST_TERMS {
            break;
        }
    }
    if telling.is_empty() && about_all {
        telling.push(stem(SUBJECT.to_owned()));
    }
    telling
}

/// A question's term with the terms that count as the same, itself first.
pub(super) fn alike(term: &str) -> Vec<String> {
    let mut all = vec![term.to_owned()];
    for line in SAME {
        let terms: Vec<_> = line.split(' ').map(|word| stem(word.to_owned())).collect();
        if terms.iter().any(|other| other == term) {
            all.extend(terms.into_iter().filter(|other| other != term));
        }
    }
    all
}

/// Whether a character of a Chinese question tells nothing of its subject.
pub(super) fn says_nothing(c: char) -> bool {
    STOP_CHARACTERS.contains(c)
}

/// Whether an English word tells nothing of a question's subject.
pub(super) fn is_stop_word(token: &str) -> bool {
    token.len() == 1 || STOP_WORDS.split(' ').any(|word| word == token)
}

/// Whether two words are one of which a letter was mistyped, left out, put in, or changed places with the next.
pub(super) fn is_mistyped(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let (short, long) = (short.as_bytes(), long.as_bytes());
    let same = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    let (short, long) = (&short[same..], &long[same..]);
    match long.len() - short.len() {
        0 if long.len() >= 2 && short[0] == long[1] && short[1] == long[0] => short[2..] == long[2..],
        0 => !long.is_empty() && short[1..] == long[1..],
        1 => *short == long[1..],
        _ => false,
    }
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
    fn a_slip_of_one_letter_is_forgiven() {
        for mistyped in ["convrsation", "converstaion", "conversaation", "xonversation", "conversatiom"] {
            assert!(is_mistyped(mistyped, "conversation") && is_mistyped("conversation", mistyped), "{mistyped}");
        }
        for other in ["conversation", "conservation", "conversion", "stop"] {
            assert!(!is_mistyped(other, "conversation"), "{other}");
        }
    }

    #[test]
    fn everyday_words_count_as_the_guides_own() {
        assert!(alike("bot").contains(&"agent".to_owned()));
        assert!(alike("聊天").contains(&"会话".to_owned()));
        assert_eq!(alike("keyboard"), ["keyboard"]);
    }

    #[test]
    fn the_script_says_the_language() {
        assert_eq!(language("Where is my API key?"), Locale::En);
        assert_eq!(language("API key 在哪里"), Locale::ZhCn);
    }
}
