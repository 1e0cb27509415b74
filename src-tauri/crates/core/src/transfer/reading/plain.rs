//! Plain text: an answer's words without its marks.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::words::Words;
use super::{Document, Told, ToldAnswer, source, titled, when};
use crate::model::{Agent, Conversation, Include, Values};

const RULE: &str = "----------------------------------------------------------------------";

pub(super) struct Plain;

impl Document for Plain {
    fn between(&self) -> &'static str {
        "\n======================================================================\n\n"
    }

    fn head(&self, conversation: &Conversation, agent: &Agent, include: Include, words: &Words) -> String {
        let mut text = format!(
            "{}\n\n{}: {}\n{}: {}\n",
            titled(conversation, words),
            words.agent,
            agent.name,
            words.begun,
            when::minute(conversation.created_at)
        );
        if include.variables && !conversation.values.is_empty() {
            text.push_str(&format!("{}: {}\n", words.variables, values(&conversation.values)));
        }
        text
    }

    fn turn(&self, told: &Told, words: &Words) -> String {
        let turn = &told.turn;
        let asked = when::minute(turn.asked_at);
        let mut text = format!("\n{RULE}\n{} · {asked}\n\n{}\n", words.question, turn.question.trim_end());
        for file in &turn.files {
            text.push_str(&format!("{}: {}\n", words.files, file.name));
        }
        if !told.values.is_empty() {
            text.push_str(&format!("{}: {}\n", words.variables, values(&told.values)));
        }
        for answer in &told.answers {
            text.push_str(&written(answer, words));
        }
        text
    }
}

fn written(told: &ToldAnswer, words: &Words) -> String {
    let ToldAnswer { answer, place, thoughts, citations, metrics } = told;
    let mut text = format!("\n{}\n\n", words.answer_of(*place));
    for step in thoughts {
        text.push_str(&format!("  [{}] {}\n", words.kind(step.kind), step.title));
        text.extend(step.text.lines().map(|line| format!("    {line}\n")));
    }
    if !thoughts.is_empty() {
        text.push('\n');
    }
    text.push_str(&format!("{}\n", without_marks(&answer.text)));
    if let Some(ending) = words.ending(answer) {
        text.push_str(&format!("({ending})\n"));
    }
    if !citations.is_empty() {
        text.push_str(&format!("\n{}:\n", words.citations));
        for (number, citation) in (1..).zip(citations) {
            text.push_str(&format!("  {number}. {} {}\n", source(citation, words), citation.link));
            text.extend(citation.text.lines().map(|line| format!("     {line}\n")));
        }
    }
    let facts = if *metrics { words.metrics(answer) } else { String::new() };
    if facts.is_empty() { text } else { format!("{text}\n{facts}\n") }
}

fn values(values: &Values) -> String {
    values.iter().map(|(key, value)| format!("{key} = {value}")).collect::<Vec<_>>().join("; ")
}

/// The words of a Markdown text: lists keep their signs, tables their cells, links their addresses.
fn without_marks(markdown: &str) -> String {
    let mut plain = Unmarked::default();
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    for event in Parser::new_ext(markdown, options) {
        plain.take(event);
    }
    plain.text.trim_end().to_owned()
}

#[derive(Default)]
struct Unmarked {
    text: String,
    /// The number of the next item of each open list; none where it has signs.
    lists: Vec<Option<u64>>,
    link: String,
}

impl Unmarked {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text)
            | Event::Code(text)
            | Event::Html(text)
            | Event::InlineHtml(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text) => self.text.push_str(&text),
            Event::FootnoteReference(name) => self.text.push_str(&format!("[{name}]")),
            Event::SoftBreak | Event::HardBreak => self.break_line(),
            Event::Rule => self.text.push_str("* * *\n\n"),
            Event::TaskListMarker(done) => self.text.push_str(if done { "[x] " } else { "[ ] " }),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::List(first) => {
                if !self.lists.is_empty() {
                    self.end_line();
                }
                self.lists.push(first);
            }
            Tag::Item => {
                let indent = "  ".repeat(self.lists.len().saturating_sub(1));
                let sign = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".to_owned(),
                };
                self.text.push_str(&format!("{indent}{sign}"));
            }
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => self.link = dest_url.into_string(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph if !self.lists.is_empty() => self.end_line(),
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::Table | TagEnd::HtmlBlock => {
                self.end_line();
                self.text.push('\n');
            }
            TagEnd::Item | TagEnd::TableHead | TagEnd::TableRow => self.end_line(),
            TagEnd::TableCell => self.text.push('\t'),
            TagEnd::List(_) => {
                self.lists.pop();
                if self.lists.is_empty() {
                    self.text.push('\n');
                }
            }
            TagEnd::Link | TagEnd::Image => {
                let link = std::mem::take(&mut self.link);
                if !link.is_empty() && !self.text.ends_with(&link) {
                    self.text.push_str(&format!(" ({link})"));
                }
            }
            _ => {}
        }
    }

    fn break_line(&mut self) {
        self.text.push('\n');
        self.text.push_str(&"  ".repeat(self.lists.len()));
    }

    fn end_line(&mut self) {
        let kept = self.text.trim_end_matches(['\t', '\n', ' ']).len();
        self.text.truncate(kept);
        self.text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::without_marks;

    #[test]
    fn an_answer_without_its_marks_keeps_its_lists_its_cells_and_its_addresses() {
        let markdown = "# Two *ways*\n\nFirst **merge**, see [notes](https://x.edu/n).\n\n1. Split\n   - left\n   - [x] right\n2. 归并\n\n| a | b |\n|---|---|\n| 1 | `2` |\n\n```rust\nfn main() {}\n```\n";
        assert_eq!(
            without_marks(markdown),
            "Two ways\n\nFirst merge, see notes (https://x.edu/n).\n\n1. Split\n  - left\n  - [x] right\n2. 归并\n\na\tb\n1\t2\n\nfn main() {}"
        );
    }
}
