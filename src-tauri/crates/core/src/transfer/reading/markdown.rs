//! Markdown: answers as the agent wrote them, questions quoted.

use super::page::address;
use super::{Document, Told, ToldAnswer, source, titled, when};
use crate::model::{Agent, Conversation, Include, Values};
use crate::transfer::reading::words::Words;

pub(super) struct Markdown;

impl Document for Markdown {
    fn between(&self) -> &'static str {
        "\n---\n\n"
    }

    fn head(&self, conversation: &Conversation, agent: &Agent, include: Include, words: &Words) -> String {
        let mut text = format!(
            "# {}\n\n- {}: {}\n- {}: {}\n",
            plain(titled(conversation, words)),
            words.agent,
            plain(&agent.name),
            words.begun,
            when::minute(conversation.created_at)
        );
        if include.variables && !conversation.values.is_empty() {
            text.push_str(&format!("- {}: {}\n", words.variables, values(&conversation.values)));
        }
        text
    }

    fn turn(&self, told: &Told, words: &Words) -> String {
        let turn = &told.turn;
        let mut text =
            format!("\n## {} · {}\n\n{}", words.question, when::minute(turn.asked_at), quoted(&turn.question));
        for file in &turn.files {
            text.push_str(&format!("\n- {}: {}\n", words.files, plain(&file.name)));
        }
        if !told.values.is_empty() {
            text.push_str(&format!("\n- {}: {}\n", words.variables, values(&told.values)));
        }
        for answer in &told.answers {
            text.push_str(&written(answer, words));
        }
        text
    }
}

fn written(told: &ToldAnswer, words: &Words) -> String {
    let ToldAnswer { answer, place, thoughts, citations, metrics } = told;
    let mut text = format!("\n### {}\n", words.answer_of(*place));
    if !thoughts.is_empty() {
        text.push_str(&format!("\n> **{}**\n", words.thoughts));
        for step in thoughts {
            text.push_str(&format!(">\n> *{}* {}\n{}", words.kind(step.kind), plain(&step.title), quoted(&step.text)));
        }
    }
    text.push_str(&format!("\n{}\n", answer.text.trim_end()));
    if let Some(ending) = words.ending(answer) {
        text.push_str(&format!("\n*({ending})*\n"));
    }
    if !citations.is_empty() {
        text.push_str(&format!("\n**{}**\n\n", words.citations));
        for (number, citation) in (1..).zip(citations) {
            // What does not end where it should would go on as Markdown.
            let whole = |link: &&str| !link.contains(|c: char| c.is_whitespace() || matches!(c, '<' | '>'));
            let link = address(&citation.link).filter(whole).map_or_else(String::new, |link| format!(" <{link}>"));
            text.push_str(&format!("{number}. {}{link}\n", plain(&source(citation, words))));
            for line in citation.text.lines() {
                text.push_str(&format!("   > {line}\n"));
            }
        }
    }
    let facts = if *metrics { words.metrics(answer) } else { String::new() };
    if facts.is_empty() { text } else { format!("{text}\n*{facts}*\n") }
}

fn quoted(text: &str) -> String {
    text.lines().map(|line| if line.is_empty() { ">\n".to_owned() } else { format!("> {line}\n") }).collect()
}

fn values(values: &Values) -> String {
    let pairs: Vec<String> = values.iter().map(|(key, value)| format!("{} = {}", plain(key), plain(value))).collect();
    pairs.join("; ")
}

/// Words in one line that no mark turns into anything else.
fn plain(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        if "\\`*_{}[]<>#|~$".contains(letter) {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}
