//! One HTML page: nothing in it runs, and nothing is fetched by looking at it.

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html};

use super::words::Words;
use super::{Document, Told, ToldAnswer, source, titled, when};
use crate::model::{Agent, Conversation, Include, Values};

const STYLE: &str = include_str!("page.css");

pub(super) struct Page;

impl Document for Page {
    fn begin(&self, title: &str, words: &Words) -> String {
        format!(
            "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n<title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n",
            words.tag,
            escaped(title)
        )
    }

    fn between(&self) -> &'static str {
        ""
    }

    fn head(&self, conversation: &Conversation, agent: &Agent, include: Include, words: &Words) -> String {
        let mut text = format!(
            "<main>\n<header>\n<h1 dir=\"auto\">{}</h1>\n<p class=\"facts\">{}: {} · {}: {}</p>\n",
            escaped(titled(conversation, words)),
            words.agent,
            escaped(&agent.name),
            words.begun,
            when::minute(conversation.created_at)
        );
        if include.variables {
            text.push_str(&values(&conversation.values, words));
        }
        text.push_str("</header>\n");
        text
    }

    fn turn(&self, told: &Told, words: &Words) -> String {
        let turn = &told.turn;
        let mut text = format!(
            "<section class=\"turn\">\n<div class=\"question\">\n<h2>{} <time>{}</time></h2>\n<p class=\"words\" dir=\"auto\">{}</p>\n",
            words.question,
            when::minute(turn.asked_at),
            escaped(&turn.question)
        );
        for file in &turn.files {
            text.push_str(&format!("<p class=\"facts\">{}: {}</p>\n", words.files, escaped(&file.name)));
        }
        text.push_str(&values(&told.values, words));
        text.push_str("</div>\n");
        for answer in &told.answers {
            text.push_str(&written(answer, words));
        }
        text.push_str("</section>\n");
        text
    }

    fn foot(&self) -> &'static str {
        "</main>\n"
    }

    fn end(&self) -> &'static str {
        "</body>\n</html>\n"
    }
}

fn written(told: &ToldAnswer, words: &Words) -> String {
    let ToldAnswer { answer, place, thoughts, citations, metrics } = told;
    let mut text = format!("<article class=\"answer\">\n<h3>{}</h3>\n", words.answer_of(*place));
    if !thoughts.is_empty() {
        text.push_str(&format!("<details>\n<summary>{}</summary>\n", words.thoughts));
        for step in thoughts {
            let (kind, title) = (words.kind(step.kind), escaped(&step.title));
            text.push_str(&format!("<p><b>{kind}</b> <span dir=\"auto\">{title}</span></p>\n"));
            if !step.text.is_empty() {
                text.push_str(&format!("<p class=\"words\" dir=\"auto\">{}</p>\n", escaped(&step.text)));
            }
        }
        text.push_str("</details>\n");
    }
    text.push_str(&format!("<div dir=\"auto\">{}</div>\n", rendered(&answer.text)));
    if let Some(ending) = words.ending(answer) {
        text.push_str(&format!("<p class=\"facts\">({ending})</p>\n"));
    }
    if !citations.is_empty() {
        text.push_str(&format!("<h4>{}</h4>\n<ol class=\"citations\">\n", words.citations));
        for citation in citations {
            let source = escaped(&source(citation, words));
            let source = match address(&citation.link) {
                Some(link) => format!("<a href=\"{}\" rel=\"noreferrer noopener\">{source}</a>", escaped(link)),
                None => source,
            };
            text.push_str(&format!(
                "<li>{source}<blockquote dir=\"auto\">{}</blockquote></li>\n",
                escaped(&citation.text)
            ));
        }
        text.push_str("</ol>\n");
    }
    let facts = if *metrics { words.metrics(answer) } else { String::new() };
    if !facts.is_empty() {
        text.push_str(&format!("<p class=\"facts\">{facts}</p>\n"));
    }
    text.push_str("</article>\n");
    text
}

fn values(values: &Values, words: &Words) -> String {
    if values.is_empty() {
        return String::new();
    }
    let pairs: Vec<String> =
        values.iter().map(|(key, value)| format!("{} = {}", escaped(key), escaped(value))).collect();
    format!("<p class=\"facts\" dir=\"auto\">{}: {}</p>\n", words.variables, pairs.join("; "))
}

/// An answer's Markdown. HTML in it is shown as it was written, pictures are named and linked, formulas are text.
fn rendered(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_MATH;
    let mut open = Vec::new();
    let events = Parser::new_ext(markdown, options).map(move |event| safe(event, &mut open));
    let mut page = String::with_capacity(markdown.len() * 3 / 2);
    html::push_html(&mut page, events);
    page
}

/// `open` says of each open link whether it leads anywhere.
fn safe<'a>(event: Event<'a>, open: &mut Vec<bool>) -> Event<'a> {
    match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        Event::InlineMath(text) => formula("span", &text),
        Event::DisplayMath(text) => formula("div", &text),
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
            let link = address(&dest_url);
            open.push(link.is_some());
            Event::InlineHtml(match link {
                Some(link) => format!("<a href=\"{}\" rel=\"noreferrer noopener\">", escaped(link)).into(),
                None => CowStr::Borrowed(""),
            })
        }
        Event::End(TagEnd::Link | TagEnd::Image) => {
            let closes = open.pop().unwrap_or_default();
            Event::InlineHtml(CowStr::Borrowed(if closes { "</a>" } else { "" }))
        }
        other => other,
    }
}

fn formula<'a>(element: &str, text: &str) -> Event<'a> {
    Event::InlineHtml(format!("<{element} class=\"formula\"><code>{}</code></{element}>", escaped(text)).into())
}

/// An address that a click may open.
pub(super) fn address(link: &str) -> Option<&str> {
    let lower = link.trim().to_ascii_lowercase();
    ["https://", "http://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme)).then(|| link.trim())
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\0' => safe.push('\u{fffd}'),
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::rendered;

    #[test]
    fn what_an_answer_holds_neither_runs_nor_calls_anybody() {
        let hostile = "<script>alert(1)</script>\n\nText <img src=x onerror=alert(1)> and ![a picture](https://evil.example/p.png)\n\n\
            [click](javascript:alert(1)) [fine](https://x.edu/?a=1&b=\"2\") <https://y.edu>\n\n$a < b$ and\n\n$$\n<b>x</b>\n$$\n";
        let page = rendered(hostile);
        for forbidden in ["<script", "<img", "javascript:", "<b>x", "src="] {
            let bare = page.replace("&lt;img src=x", "");
            assert!(!bare.contains(forbidden), "{forbidden}: {page}");
        }
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{page}");
        assert!(
            page.contains("<a href=\"https://evil.example/p.png\" rel=\"noreferrer noopener\">a picture</a>"),
            "{page}"
        );
        assert!(page.contains("click") && page.contains("<code>a &lt; b</code>"), "{page}");
    }

    #[test]
    fn an_answer_is_a_page_with_its_tables_and_its_code() {
        let page = rendered("| a | b |\n|---|--:|\n| 1 | 2 |\n\n```rust\nlet x = 1 < 2;\n```\n\n- [x] done\n");
        for expected in ["<table>", "<td style=\"text-align: right\">2</td>", "let x = 1 &lt; 2;", "checkbox"] {
            assert!(page.contains(expected), "{expected}: {page}");
        }
    }
}
