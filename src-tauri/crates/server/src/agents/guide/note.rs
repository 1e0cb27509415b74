//! What the Guide is told to write down: "remember that …", "记住…".

/// The most characters of a note.
const MOST: usize = 1000;
const ASKING: [&str; 8] = [
    "please remember that",
    "remember that",
    "please remember",
    "remember",
    "请帮我记住",
    "帮我记住",
    "请记住",
    "记住",
];

/// What is to be written down, if that is what is said. A question whether or how to remember is a question.
pub(super) fn of(said: &str) -> Option<String> {
    let said = said.trim();
    let lower = said.to_lowercase();
    let asking = ASKING.iter().find(|asking| lower.starts_with(**asking))?;
    // Lower case may be longer or shorter than what was typed, but not that of these words.
    let rest = said.get(asking.len()..)?;
    let is_word = asking.is_ascii() && rest.starts_with(char::is_alphanumeric);
    let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || ":,：，".contains(c));
    let is_question = rest.ends_with(['?', '？', '吗']);
    if rest.is_empty() || is_word || is_question { None } else { Some(rest.chars().take(MOST).collect()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_is_told_from_what_is_asked() {
        for (said, note) in [
            ("Remember that I like tea.", "I like tea."),
            (" please remember: my term ends in July", "my term ends in July"),
            ("记住，我喜欢茶", "我喜欢茶"),
            ("请帮我记住 七月放假", "七月放假"),
        ] {
            assert_eq!(of(said).as_deref(), Some(note), "{said}");
        }
        for said in [
            "Remember",
            "remember me?",
            "Does it remember drafts?",
            "remembered things",
            "记住密码吗",
            "记住了吗？",
            "",
        ] {
            assert_eq!(of(said), None, "{said}");
        }
        assert_eq!(of(&format!("remember {}", "x".repeat(2000))).unwrap().len(), MOST);
    }
}
