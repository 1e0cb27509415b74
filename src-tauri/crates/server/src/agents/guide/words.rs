//! The frame of words around what the Guide quotes, and the pieces in which it speaks.

use parlance_tokens::is_unspaced;

use crate::server::Locale;

/// The Guide's own words in one language.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) greeting: &'static str,
    /// Before one passage.
    pub(super) found_one: &'static str,
    /// Before several.
    pub(super) found_some: &'static str,
    /// Before more of what was asked last.
    pub(super) found_more: &'static str,
    /// Where there is no more.
    pub(super) no_more: &'static str,
    /// Before what was written down.
    pub(super) noted: &'static str,
    /// Before the list of what it can answer.
    pub(super) nothing: &'static str,
    /// What the collection of passages is called.
    pub(super) collection: &'static str,
}

const EN: Words = Words {
    greeting: "Hello! I am the **Guide**. I answer questions about Parlance by quoting its user guide, in English or \
               Chinese. Ask me anything about it.\n\n你好！也可以用中文向我提问。",
    found_one: "The user guide says:",
    found_some: "This is what the user guide says:",
    found_more: "Near that, the user guide also says:",
    noted: "I wrote this down as a long-term memory:",
    no_more: "That is all the user guide says about it. You could ask about something else.",
    nothing: "I found nothing about that in the user guide, and I do not guess. I can answer questions about these \
              subjects:",
    collection: "Parlance user guide",
};

const ZH_CN: Words = Words {
    greeting: "你好！我是 **Guide**。我引用 Parlance 的用户指南来回答问题，中文、英文都可以。关于 Parlance \
               的问题，请尽管问。\n\nHello! You can ask me in English, too.",
    found_one: "用户指南里是这样说的：",
    found_some: "用户指南里有这些内容：",
    found_more: "与此相关的，用户指南里还有：",
    noted: "已经记为一条长期记忆：",
    no_more: "关于这一点，用户指南里就这些内容了。可以问问别的。",
    nothing: "用户指南里没有找到相关内容，我不会凭空猜测。我可以回答这些方面的问题：",
    collection: "Parlance 用户指南",
};

pub(super) fn of(language: Locale) -> &'static Words {
    match language {
        Locale::En => &EN,
        Locale::ZhCn => &ZH_CN,
    }
}

/// Cuts a text into the pieces in which it is said: a word with the space after it, or two characters of Chinese.
/// Together they are the text.
pub(crate) fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (piece, left) = rest.split_at(piece_length(rest));
        rest = left;
        (!piece.is_empty()).then_some(piece)
    })
}

fn piece_length(text: &str) -> usize {
    let mut unspaced = 0;
    let mut after_space = false;
    for (at, c) in text.char_indices() {
        if unspaced == 2 || (after_space && !c.is_whitespace()) || (at > 0 && unspaced == 0 && is_unspaced(c)) {
            return at;
        }
        unspaced += usize::from(is_unspaced(c));
        after_space = c.is_whitespace();
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_small_and_make_the_whole_text() {
        let text = "**按 Enter 键**发送问题，  then `wait`.\n\n- one\n- 二三四五\n";
        let cut: Vec<_> = pieces(text).collect();
        assert_eq!(cut.concat(), text);
        assert!(cut.iter().all(|piece| piece.chars().count() < 16), "{cut:?}");
        assert!(cut.contains(&"Enter ") && cut.contains(&"二三"), "{cut:?}");
        assert_eq!(pieces("").count(), 0);
    }
}
