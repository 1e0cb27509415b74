//! Reasoning that sits inside an answer's text, told from the text.
//!
//! Known spellings: `<think>…</think>`, and a fence opened with ```` ```ys_think ````. A tag inside code is text: an
//! answer may well speak about tags. What comes out does not depend on how the text was cut.

const OPEN: &str = "<think>";
const CLOSE: &str = "</think>";
const FENCE: &str = "```";
const FENCE_OPEN: &str = "```ys_think";
const FENCE_CLOSE: &str = "\n```";

/// A part of what was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// Of the answer.
    Text(String),
    /// Of the reasoning.
    Think(String),
    /// The reasoning ends.
    ThinkEnd,
}

#[derive(Debug, Default)]
pub(super) struct Splitter {
    /// What may yet turn out to be the beginning of a mark.
    held: String,
    mode: Mode,
    line: Line,
    /// Whether the part at hand has said anything; newlines before that are dropped.
    begun: bool,
    /// Whether the answer has said anything.
    spoken: bool,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Mode {
    #[default]
    Text,
    /// Between the tags.
    Tag,
    /// The rest of the line that opens a fence.
    FenceHead,
    Fence,
    /// The rest of the line that closes a fence.
    FenceTail,
}

/// The line at hand, as far as code is concerned.
#[derive(Debug)]
struct Line {
    in_fence: bool,
    only_spaces: bool,
    leading_ticks: u8,
    odd_ticks: bool,
}

impl Default for Line {
    fn default() -> Self {
        Self { in_fence: false, only_spaces: true, leading_ticks: 0, odd_ticks: false }
    }
}

impl Line {
    fn pass(&mut self, c: char) {
        match c {
            '\n' => *self = Self { in_fence: self.in_fence, ..Self::default() },
            '`' if self.only_spaces || (1..3).contains(&self.leading_ticks) => {
                self.only_spaces = false;
                self.leading_ticks += 1;
                self.odd_ticks = !self.odd_ticks;
                if self.leading_ticks == 3 {
                    self.in_fence = !self.in_fence;
                    self.odd_ticks = false;
                }
            }
            '`' => self.odd_ticks = !self.odd_ticks,
            ' ' if self.only_spaces => {}
            _ => {
                self.only_spaces = false;
                // A run of one or two ticks has ended: later ones on this line open no fence.
                self.leading_ticks = 3;
            }
        }
    }

    fn in_code(&self) -> bool {
        self.in_fence || self.odd_ticks
    }
}

enum Seen {
    Whole,
    /// More text must come before one can tell.
    Part,
    No,
}

fn see(rest: &str, mark: &str) -> Seen {
    if rest.starts_with(mark) {
        Seen::Whole
    } else if mark.starts_with(rest) {
        Seen::Part
    } else {
        Seen::No
    }
}

#[derive(Default)]
struct Pieces(Vec<Piece>);

impl Pieces {
    fn text(&mut self, c: char) {
        match self.0.last_mut() {
            Some(Piece::Text(text)) => text.push(c),
            _ => self.0.push(Piece::Text(c.into())),
        }
    }

    fn think(&mut self, c: char) {
        match self.0.last_mut() {
            Some(Piece::Think(text)) => text.push(c),
            _ => self.0.push(Piece::Think(c.into())),
        }
    }
}

impl Splitter {
    /// Takes the next piece of what was said.
    pub(super) fn push(&mut self, text: &str) -> Vec<Piece> {
        let mut buffer = std::mem::take(&mut self.held);
        buffer.push_str(text);
        let mut pieces = Pieces::default();
        let mut at = 0;
        while let Some(c) = buffer[at..].chars().next() {
            match self.step(&buffer[at..], c, &mut pieces) {
                Some(taken) => at += taken,
                None => break,
            }
        }
        buffer.drain(..at);
        self.held = buffer;
        pieces.0
    }

    /// No more will come: what was held back is what it looks like.
    pub(super) fn finish(&mut self) -> Vec<Piece> {
        let held = std::mem::take(&mut self.held);
        let mut pieces = Pieces::default();
        let thinking = self.thinking();
        for c in held.chars() {
            if thinking {
                self.think(c, &mut pieces)
            } else {
                self.text(c, &mut pieces)
            };
        }
        if thinking {
            pieces.0.push(Piece::ThinkEnd);
        }
        *self = Self::default();
        pieces.0
    }

    /// Whether the text at hand is reasoning.
    pub(super) fn thinking(&self) -> bool {
        matches!(self.mode, Mode::Tag | Mode::FenceHead | Mode::Fence)
    }

    /// Takes what stands at the beginning of `rest` and returns its bytes; `None` when more must come first.
    fn step(&mut self, rest: &str, c: char, pieces: &mut Pieces) -> Option<usize> {
        match self.mode {
            Mode::Text => self.step_in_text(rest, c, pieces),
            Mode::Tag => match see(rest, CLOSE) {
                Seen::Whole => Some(self.close(Mode::Text, CLOSE.len(), pieces)),
                Seen::Part => None,
                Seen::No => Some(self.think(c, pieces)),
            },
            Mode::Fence => {
                let mark = if self.begun { FENCE_CLOSE } else { FENCE };
                match see(rest, mark) {
                    Seen::Whole => Some(self.close(Mode::FenceTail, mark.len(), pieces)),
                    Seen::Part => None,
                    Seen::No => Some(self.think(c, pieces)),
                }
            }
            Mode::FenceHead | Mode::FenceTail => {
                if c == '\n' {
                    self.mode = if self.mode == Mode::FenceHead { Mode::Fence } else { Mode::Text };
                    self.line = Line::default();
                }
                Some(c.len_utf8())
            }
        }
    }

    fn step_in_text(&mut self, rest: &str, c: char, pieces: &mut Pieces) -> Option<usize> {
        if !self.line.in_code() {
            match see(rest, OPEN) {
                Seen::Whole => return Some(self.open(Mode::Tag, OPEN.len())),
                Seen::Part => return None,
                Seen::No => {}
            }
            if self.line.only_spaces {
                match see(rest, FENCE_OPEN) {
                    Seen::Whole => return Some(self.open(Mode::FenceHead, FENCE_OPEN.len())),
                    Seen::Part => return None,
                    Seen::No => {}
                }
            }
        }
        Some(self.text(c, pieces))
    }

    fn open(&mut self, mode: Mode, taken: usize) -> usize {
        self.mode = mode;
        self.begun = false;
        taken
    }

    fn close(&mut self, mode: Mode, taken: usize, pieces: &mut Pieces) -> usize {
        self.mode = mode;
        self.begun = self.spoken;
        pieces.0.push(Piece::ThinkEnd);
        taken
    }

    fn text(&mut self, c: char, pieces: &mut Pieces) -> usize {
        if self.begun || !matches!(c, '\n' | '\r') {
            self.begun = true;
            self.spoken = true;
            self.line.pass(c);
            pieces.text(c);
        }
        c.len_utf8()
    }

    fn think(&mut self, c: char, pieces: &mut Pieces) -> usize {
        if self.begun || !matches!(c, '\n' | '\r') {
            self.begun = true;
            pieces.think(c);
        }
        c.len_utf8()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The text and the reasonings of what was said in these pieces.
    fn split<'a>(said: impl IntoIterator<Item = &'a str>) -> (String, Vec<String>) {
        let mut splitter = Splitter::default();
        let mut pieces: Vec<Piece> = said.into_iter().flat_map(|text| splitter.push(text)).collect();
        pieces.extend(splitter.finish());
        let (mut text, mut thoughts, mut open) = (String::new(), Vec::new(), String::new());
        for piece in pieces {
            match piece {
                Piece::Text(piece) => text.push_str(&piece),
                Piece::Think(piece) => open.push_str(&piece),
                Piece::ThinkEnd => thoughts.push(std::mem::take(&mut open)),
            }
        }
        (text, thoughts)
    }

    #[test]
    fn reasoning_is_told_from_text() {
        for (said, text, thoughts) in [
            ("晚安", "晚安", &[][..]),
            ("<think>想一想</think>\n\n晚安", "晚安", &["想一想"]),
            ("<think>\n想\n</think>好<think>再想</think>完", "好完", &["想\n", "再想"]),
            ("<think>没有说完", "", &["没有说完"]),
            ("```ys_think\n想\n第二行\n```\n好", "好", &["想\n第二行"]),
            ("```ys_think\n```\n好", "好", &[""]),
            ("好\n```ys_think\n想\n```", "好\n", &["想"]),
            ("写作 `<think>`，如此", "写作 `<think>`，如此", &[]),
            ("```html\n<think>\n```\n完", "```html\n<think>\n```\n完", &[]),
            ("``a` b<think>c</think>", "``a` b<think>c</think>", &[]),
            ("1 < 2 <thin", "1 < 2 <thin", &[]),
            ("<think></thinkx</think>", "", &["</thinkx"]),
        ] {
            assert_eq!(split([said]), (text.into(), thoughts.iter().map(ToString::to_string).collect()), "{said:?}");
        }
    }

    proptest! {
        #[test]
        fn where_the_text_is_cut_does_not_matter(
            parts in prop::collection::vec(
                prop::sample::select(vec![
                    "<think>", "</think>", "```ys_think", "```", "`", "\n", "<", "th", "ink>", "想", "a", " ", "ys_", "\r\n",
                ]),
                0..24,
            ),
        ) {
            let said: String = parts.concat();
            let whole = split([said.as_str()]);
            prop_assert_eq!(&split(parts.iter().copied()), &whole);
            let characters: Vec<String> = said.chars().map(String::from).collect();
            prop_assert_eq!(&split(characters.iter().map(String::as_str)), &whole);
        }
    }
}
