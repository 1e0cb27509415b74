//! Questions that only ask for more of the one before: "tell me more", "再详细一点".

use parlance_tokens::{is_unspaced, tokens};

use super::terms;

/// How far back the question is looked for that others ask more of.
pub(super) const BACK: i64 = 20;

/// English words that ask for more, each as it is typed.
const MORE: [&str; 9] = ["more", "detail", "details", "detailed", "elaborate", "continue", "further", "why", "else"];
/// Chinese ones, and "go on".
const MORE_PHRASES: [&str; 16] = [
    "go on",
    "更多",
    "详细",
    "详情",
    "细节",
    "继续",
    "展开",
    "具体",
    "接着",
    "然后",
    "还有",
    "多说",
    "多讲",
    "为什么",
    "往下",
    "补充",
];
/// What may stand around those.
const AROUND: [&str; 12] = ["一点", "一些", "一下", "点", "得", "更", "说", "讲", "介绍", "下去", "来", "看看"];

/// Whether a question says nothing but that more is wanted.
pub(super) fn is_follow_up(question: &str) -> bool {
    let mut rest: String = question.chars().take(100).collect::<String>().to_lowercase();
    let mut asks = false;
    for phrase in MORE_PHRASES {
        asks |= rest.contains(phrase);
        rest = rest.replace(phrase, " ");
    }
    for phrase in AROUND {
        rest = rest.replace(phrase, " ");
    }
    let rest: String = rest.chars().map(|c| if is_unspaced(c) && terms::says_nothing(c) { ' ' } else { c }).collect();
    tokens(&rest).iter().all(|token| {
        let more = MORE.contains(&token.as_str());
        asks |= more;
        more || terms::is_stop_word(token)
    }) && asks
}

/// The question that is meant and how many times more was asked of it before, by what was asked, newest first.
pub(super) fn meant(before: &[String]) -> Option<(&str, usize)> {
    let at = before.iter().position(|question| !is_follow_up(question))?;
    Some((&before[at], at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_asks_for_more_is_told_from_what_asks_for_something() {
        for question in [
            "tell me more",
            "More, please!",
            "Can you explain that in more detail?",
            "go on",
            "why?",
            "what else",
            "再详细一点",
            "能说得更具体些吗？",
            "继续",
            "还有呢",
            "为什么",
            "展开说说",
            "多讲一点",
        ] {
            assert!(is_follow_up(question), "{question}");
        }
        for question in [
            "more about keys",
            "Why is the first word late?",
            "hello",
            "thanks",
            "",
            "?",
            "还有别的快捷键吗",
            "为什么第一个字要等那么久",
            "你好",
            "谢谢",
        ] {
            assert!(!is_follow_up(question), "{question}");
        }
    }

    #[test]
    fn more_of_more_is_more_of_the_first() {
        let asked = ["more".to_owned(), "继续".to_owned(), "What is a turn?".to_owned(), "Older?".to_owned()];
        assert_eq!(meant(&asked), Some(("What is a turn?", 2)));
        assert_eq!(meant(&asked[..2]), None);
    }
}
