//! Texts that become a part of the question. Pure.

use super::kinds::extension;

/// The question with these texts, each under its name, in fences that nothing in it can close.
pub(crate) fn with_texts(question: &str, texts: &[(String, String)]) -> String {
    let mut whole = question.trim_end().to_owned();
    if texts.is_empty() {
        return question.to_owned();
    }
    for (name, text) in texts {
        let fence = fence(text);
        let language = extension(name).filter(|word| word.bytes().all(|b| b.is_ascii_alphanumeric()));
        if !whole.is_empty() {
            whole.push_str("\n\n");
        }
        whole.push_str(&format!("**{}**\n\n{fence}{}\n", escaped(name), language.unwrap_or_default()));
        whole.push_str(text.trim_end_matches('\n'));
        whole.push_str(&format!("\n{fence}"));
    }
    whole
}

/// One backtick more than the longest run of them, and at least three.
fn fence(text: &str) -> String {
    let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or_default();
    "`".repeat(3.max(longest + 1))
}

/// A name as Markdown shows it.
fn escaped(name: &str) -> String {
    let mut escaped = String::with_capacity(name.len());
    for letter in name.chars() {
        if "\\`*_[]<>".contains(letter) {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(name: &str, text: &str) -> (String, String) {
        (name.to_owned(), text.to_owned())
    }

    #[test]
    fn a_question_without_texts_stays_as_it_is() {
        assert_eq!(with_texts(" Why? \n", &[]), " Why? \n");
    }

    #[test]
    fn texts_stand_under_their_names_in_fences_that_they_cannot_close() {
        let texts = [text("notes_1.md", "# A\n```\nx\n```\n"), text("plain", "早")];
        assert_eq!(
            with_texts("Why?\n", &texts),
            "Why?\n\n**notes\\_1.md**\n\n````md\n# A\n```\nx\n```\n````\n\n**plain**\n\n```\n早\n```"
        );
        assert_eq!(with_texts("", &texts[1..]), "**plain**\n\n```\n早\n```");
    }
}
