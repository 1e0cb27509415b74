//! The user guide, cut at its headings.

use crate::server::Locale;

/// The pages: language, file name without its ending, Markdown.
const PAGES: &[(&str, &str, &str)] = include!(concat!(env!("OUT_DIR"), "/guide.rs"));

/// One section of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Passage {
    pub(super) language: Locale,
    /// The page's id.
    pub(super) document: String,
    /// The page's title.
    pub(super) title: String,
    /// The section's id.
    pub(super) segment: String,
    /// The section's heading; the page's title for what stands before the first.
    pub(super) heading: String,
    /// Markdown, as it stands.
    pub(super) body: String,
}

/// All sections of the guide in the order of their pages.
pub(super) fn passages() -> Vec<Passage> {
    PAGES
        .iter()
        .flat_map(|(locale, name, text)| {
            let language = if *locale == "zh-CN" { Locale::ZhCn } else { Locale::En };
            sections(language, &format!("{locale}/{name}"), text)
        })
        .collect()
}

fn sections(language: Locale, document: &str, text: &str) -> Vec<Passage> {
    let mut title = document.to_owned();
    let mut found: Vec<(String, String)> = vec![(String::new(), String::new())];
    let mut fenced = false;
    for line in text.lines() {
        fenced ^= line.trim_start().starts_with("```");
        match line.strip_prefix("# ").filter(|_| !fenced) {
            Some(heading) => title = heading.trim().to_owned(),
            None => match (line.strip_prefix("## ").filter(|_| !fenced), found.last_mut()) {
                (None, Some((_, body))) => body.extend([line, "\n"]),
                (heading, _) => found.push((heading.unwrap_or_default().trim().to_owned(), String::new())),
            },
        }
    }
    let passage = |(number, (heading, body)): (usize, (String, String))| Passage {
        language,
        document: document.to_owned(),
        title: title.clone(),
        segment: format!("{document}#{number}"),
        heading: if heading.is_empty() { title.clone() } else { heading },
        body: body.trim().to_owned(),
    };
    found.into_iter().enumerate().map(passage).filter(|passage| !passage.body.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_cut_at_its_headings_and_not_inside_code() {
        let page =
            "# Title\n\nBefore.\n\n## First?\n\n- a\n- b\n\n```sh\n## no heading\n```\n\n## Empty\n\n## Last\nEnd.\n";
        let cut: Vec<_> = sections(Locale::En, "en/page", page)
            .into_iter()
            .map(|passage| (passage.segment, passage.title, passage.heading, passage.body))
            .collect();
        let row = |segment: &str, heading: &str, body: &str| {
            (segment.to_owned(), "Title".to_owned(), heading.to_owned(), body.to_owned())
        };
        assert_eq!(
            cut,
            [
                row("en/page#0", "Title", "Before."),
                row("en/page#1", "First?", "- a\n- b\n\n```sh\n## no heading\n```"),
                row("en/page#3", "Last", "End."),
            ]
        );
    }

    #[test]
    fn the_guide_has_both_languages() {
        let passages = passages();
        for language in [Locale::En, Locale::ZhCn] {
            assert!(passages.iter().filter(|passage| passage.language == language).count() > 20, "{language:?}");
        }
    }
}
