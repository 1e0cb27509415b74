//! What is shown of a text that was found: its first place and what stands around it, on one line.

use std::ops::Range;

use super::text::Text;
use crate::model::Mark;

/// Characters before the first place, and in all.
const BEFORE: usize = 40;
const LENGTH: usize = 200;
/// Stands where a text was cut.
const CUT: char = '…';

/// A line with the places marked.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Snippet {
    pub(super) snippet: String,
    pub(super) marks: Vec<Mark>,
}

impl Snippet {
    /// `places` are those of the folded text, in order and apart.
    pub(super) fn of(text: &str, folded: &Text, places: &[Range<usize>]) -> Self {
        let first = places.first().map_or(0, |place| place.start);
        let begin = first.saturating_sub(BEFORE);
        let end = (begin + LENGTH).min(folded.spans.len());
        let bytes =
            folded.spans.get(begin).map_or(0, |span| span.0)..folded.spans[begin..end].last().map_or(0, |span| span.1);
        let mut line = Line::default();
        if text[..bytes.start].contains(|c: char| !c.is_whitespace()) {
            line.push(CUT);
        }
        let mut marked =
            places.iter().map(|place| folded.spans[place.start].0..folded.spans[place.end - 1].1).peekable();
        let mut marks: Vec<Mark> = Vec::new();
        let mut open = None;
        let mut shown_from = bytes.start;
        for (at, char) in text[bytes.clone()].char_indices().map(|(at, char)| (bytes.start + at, char)) {
            while let Some(place) = marked.next_if(|place| place.end <= at) {
                marks.extend(
                    open.take().filter(|_| place.end > bytes.start).map(|start| Mark { start, end: line.units }),
                );
            }
            if open.is_none() && marked.peek().is_some_and(|place| place.start <= at) {
                open = Some(line.units);
            }
            if open.is_none() && at >= shown_from {
                let end = at + markup(&text[at..], text[..at].chars().next_back());
                // What was found is shown, whatever it is.
                if marked.peek().is_none_or(|place| end <= place.start) {
                    shown_from = end;
                }
            }
            if at >= shown_from {
                line.push(char);
            }
        }
        marks.extend(open.map(|start| Mark { start, end: line.units }));
        if text[bytes.end..].contains(|c: char| !c.is_whitespace()) {
            line.push(CUT);
        }
        let end = line.end();
        for mark in &mut marks {
            mark.end = mark.end.min(end);
        }
        marks.retain(|mark| mark.start < mark.end);
        Self { snippet: line.text, marks }
    }
}

/// The bytes of Markdown that a text begins with and that are no words: on one line they only disturb.
fn markup(text: &str, before: Option<char>) -> usize {
    let pairs = ["**", "~~", "`"];
    if let Some(pair) = pairs.iter().find(|pair| text.starts_with(**pair)) {
        return pair.len();
    }
    if before.is_none_or(|char| char == '\n') {
        let hashes = text.len() - text.trim_start_matches('#').len();
        if (1..=6).contains(&hashes) && text[hashes..].starts_with(' ') {
            return hashes;
        }
        if text.starts_with("> ") {
            return 1;
        }
    }
    let within_line = |end: &usize| !text[..*end].contains(char::is_whitespace);
    if text.starts_with("](") {
        return text.find(')').filter(within_line).map_or(0, |end| end + 1);
    }
    let link = ["![", "["].into_iter().find(|begin| text.starts_with(begin));
    let closes = |end: usize| text[end..].starts_with("](") && !text[..end].contains('\n');
    link.filter(|_| text.find(']').is_some_and(closes)).map_or(0, str::len)
}

/// Grows by a character; white space of any length is one space.
#[derive(Debug, Default)]
struct Line {
    text: String,
    units: u32,
}

impl Line {
    /// Without a space at its end.
    fn end(&mut self) -> u32 {
        if self.text.ends_with(' ') {
            self.text.pop();
            self.units -= 1;
        }
        self.units
    }

    fn push(&mut self, char: char) {
        let char = if char.is_whitespace() || char.is_control() { ' ' } else { char };
        if char == ' ' && (self.text.is_empty() || self.text.ends_with(' ')) {
            return;
        }
        self.text.push(char);
        self.units += if char.len_utf16() == 2 { 2 } else { 1 };
    }
}

#[cfg(test)]
mod tests {
    use super::super::words::Words;
    use super::*;

    /// The snippet with its marks in brackets.
    fn shown(text: &str, query: &str) -> String {
        let folded = Text::of(text);
        let found = Snippet::of(text, &folded, &Words::of(query).places(&folded).unwrap());
        let units: Vec<u16> = found.snippet.encode_utf16().collect();
        let mut shown = String::new();
        let mut at = 0;
        for Mark { start, end } in found.marks {
            let (start, end) = (start as usize, end as usize);
            shown += &String::from_utf16(&units[at..start]).unwrap();
            shown += &format!("[{}]", String::from_utf16(&units[start..end]).unwrap());
            at = end;
        }
        shown + &String::from_utf16(&units[at..]).unwrap()
    }

    #[test]
    fn marks_lie_on_the_text_as_it_was_written() {
        assert_eq!(shown("我想去Ｃafé 吃饭😀", "cafe 饭"), "我想去[Ｃafé] 吃[饭]😀");
        assert_eq!(shown("😀😀 the ﬁle, a File", "file"), "😀😀 the [ﬁle], a [File]");
    }

    #[test]
    fn a_text_of_many_lines_is_one() {
        assert_eq!(shown("one\n\n  two\tthree\n", "two"), "one [two] three");
        assert_eq!(shown("第一行\r\n第二行", "\"一行 第二\""), "第[一行 第二]行");
    }

    #[test]
    fn marks_of_markdown_are_left_out_but_for_those_that_were_found() {
        assert_eq!(shown("the root, **not** the `old` one", "not"), "the root, [not] the old one");
        assert_eq!(
            shown("# Keys\n> see [the *notes*](https://example.org/a_b) 和~~旧~~说明", "notes"),
            "Keys see the *[notes]* 和旧说明"
        );
        assert_eq!(shown("a ** b `x`", "\"** b\""), "a [** b] x");
        assert_eq!(shown("a[0] = #1, 2 * 3, __init__ ![p](x.png)", "init"), "a[0] = #1, 2 * 3, __[init]__ p");
        assert_eq!(shown("[a link that was cut](https://exam", "link"), "a [link] that was cut](https://exam");
    }

    #[test]
    fn a_long_text_is_cut_around_the_first_place() {
        let long = format!("{} needle {}", "hay ".repeat(100), "straw ".repeat(100));
        let shown = shown(&long, "needle");
        assert!(shown.starts_with('…') && shown.ends_with('…') && shown.contains(" [needle] straw"), "{shown}");
        assert!(shown.chars().count() <= LENGTH + 4, "{shown}");
    }
}
