//! Short texts made of long ones, for lists.

/// The most characters of a title that is made.
const TITLE: usize = 40;
/// The most characters of a preview.
const PREVIEW: usize = 120;
/// What is looked at for either; the rest of a long text cannot matter.
const HEAD: usize = 2_000;

/// A title made of a question: its first sentence, at most 40 characters.
pub(crate) fn title(question: &str) -> String {
    let plain = plain(question);
    let end = plain.char_indices().find_map(|(at, c)| match c {
        '。' | '？' | '！' => Some(at + if c == '。' { 0 } else { c.len_utf8() }),
        '.' | '?' | '!' if plain[at + 1..].starts_with(' ') || plain.len() == at + 1 => {
            Some(at + usize::from(c != '.'))
        }
        _ => None,
    });
    let sentence = end.filter(|&end| end > 0).map_or(plain.as_str(), |end| &plain[..end]);
    cut(sentence, TITLE)
}

/// The beginning of a text as one line without its marks, for a list.
pub(crate) fn beginning(markdown: &str) -> String {
    cut(&plain(markdown), PREVIEW)
}

fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some(_) => {
            let kept: String = text.chars().take(most - 1).collect();
            format!("{}…", kept.trim_end())
        }
    }
}

/// One line: white space folded, marks of Markdown that stand where marks stand left out.
fn plain(markdown: &str) -> String {
    let head = markdown.char_indices().nth(HEAD).map_or(markdown, |(end, _)| &markdown[..end]);
    let words = head.lines().filter_map(line).flat_map(|line| {
        let line = without_stars(&without_links(line));
        line.split_whitespace().map(without_emphasis).filter(|word| !word.is_empty()).collect::<Vec<_>>()
    });
    words.collect::<Vec<_>>().join(" ")
}

/// A line without the mark it begins with; `None` for a line that is nothing but a mark.
fn line(line: &str) -> Option<&str> {
    let line = line.trim();
    let rule = line.len() >= 3 && line.chars().all(|c| matches!(c, '-' | '*' | '_' | '=' | '|' | ':' | ' '));
    if rule || line.starts_with("```") || line.starts_with("~~~") {
        return None;
    }
    let heading = line.trim_start_matches('#');
    let line = if heading.starts_with(' ') { heading } else { line };
    let line = line.trim_start_matches(['>', ' ']);
    Some(["- [ ] ", "- [x] ", "- ", "* ", "+ "].into_iter().find_map(|mark| line.strip_prefix(mark)).unwrap_or(line))
}

/// `[words](address)` and `![words](address)` read as their words.
fn without_links(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('[') {
        let Some((words, tail)) = after.split_once("](") else { break };
        let Some((_, tail)) = tail.split_once(')') else { break };
        plain.push_str(before.strip_suffix('!').unwrap_or(before));
        plain.push_str(words);
        rest = tail;
    }
    plain + rest
}

/// `*words*` read as their words: a star before a word with its partner behind one. Stars of a sum stay.
fn without_stars(line: &str) -> String {
    let star = |at: usize| line[at..].starts_with('*') && !line[at..].starts_with("**") && !line[..at].ends_with('*');
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let stars: Vec<usize> = line.match_indices('*').map(|(at, _)| at).filter(|&at| star(at)).collect();
    let opens = |at: usize| word(line[at + 1..].chars().next()) && !word(line[..at].chars().next_back());
    let closes = |at: usize| word(line[..at].chars().next_back()) && !word(line[at + 1..].chars().next());
    let mut left_out = Vec::new();
    let mut rest = stars.as_slice();
    while let Some(open) = rest.iter().position(|&at| opens(at)) {
        let Some(close) = rest[open + 1..].iter().position(|&at| closes(at)) else { break };
        left_out.extend([rest[open], rest[open + 1 + close]]);
        rest = &rest[open + close + 2..];
    }
    line.char_indices().filter(|(at, _)| !left_out.contains(at)).map(|(_, c)| c).collect()
}

/// Pairs of `**`, `__`, `~~` and backticks say nothing in a list; single ones may be part of a name or a sum.
fn without_emphasis(word: &str) -> String {
    word.replace("**", "").replace("__", "").replace("~~", "").replace('`', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_the_first_sentence_of_the_question() {
        assert_eq!(title("How do I add an agent? I have a key."), "How do I add an agent?");
        assert_eq!(title("怎么添加智能体？我有密钥。"), "怎么添加智能体？");
        assert_eq!(title("校历在哪里。谢谢"), "校历在哪里");
        assert_eq!(title("Explain v1.2 to me. Thanks"), "Explain v1.2 to me");
        assert_eq!(title("  one\n\n two "), "one two");
        assert_eq!(title("."), ".");
        assert_eq!(title(""), "");
    }

    #[test]
    fn a_title_has_at_most_forty_characters() {
        let long = title(&"早".repeat(100));
        assert_eq!(long.chars().count(), 40);
        assert!(long.ends_with('…'));
        assert_eq!(title(&"早".repeat(40)), "早".repeat(40));
    }

    #[test]
    fn a_preview_reads_without_marks() {
        let text = "## Hello\n\n> **Bold**, `code` and [a link](https://x.edu/a)\n\n---\n- one\n- two_and_three\n```rust\nx * y\n```";
        assert_eq!(beginning(text), "Hello Bold, code and a link one two_and_three x * y");
        assert_eq!(
            beginning("They differ in *cost, and only that*, 不是 *结果*。"),
            "They differ in cost, and only that, 不是 结果。"
        );
        assert_eq!(beginning("2*3*4, a * b * c, *one"), "2*3*4, a * b * c, *one");
        assert_eq!(beginning("|a|b|\n|---|---|\n|1|2|"), "|a|b| |1|2|");
        assert_eq!(beginning(&"x".repeat(5_000)).chars().count(), 120);
    }
}
