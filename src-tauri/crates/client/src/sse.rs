//! Cuts the bytes of a stream into whole frames.
//!
//! Every byte is looked at once, however small the pieces are that it comes in, and what is kept of an unfinished frame
//! is bounded. `eventsource-stream` reads the frames: fed with the raw pieces it would scan an unfinished line again
//! for each of them. Any way of cutting the same bytes into pieces gives the same events.

use std::convert::Infallible;
use std::iter;

use bytes::Buf;
use eventsource_stream::{Event, EventStream};
use futures_util::{FutureExt, StreamExt, stream};
use serde::de::IgnoredAny;

/// The most bytes of one frame.
pub(crate) const FRAME_LIMIT: usize = 16 << 20;

/// How much memory is kept ready for the next frame.
const HELD: usize = 1 << 16;

/// A frame of more bytes than the limit.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TooLarge;

/// The last piece of every stream: what is left counts as a frame, blank line or not.
pub(crate) const END: &[u8] = b"\n\n";

/// Bytes in, events out.
#[derive(Debug)]
pub(crate) struct Cutter {
    /// The most bytes of one frame, and of one line.
    limit: usize,
    /// The frame being collected: the lines that say something, each with its LF, and the line that is not whole yet.
    held: Vec<u8>,
    /// Where the line that is not whole begins.
    line: usize,
    /// The last line ended in CR, so that an LF that follows ends nothing.
    after_cr: bool,
    lines: usize,
    data_lines: usize,
    familiar: bool,
    #[cfg(test)]
    looked_at: usize,
}

impl Default for Cutter {
    fn default() -> Self {
        Self::with_limit(FRAME_LIMIT)
    }
}

impl Cutter {
    /// A cutter that refuses frames of more than so many bytes.
    pub(crate) fn with_limit(limit: usize) -> Self {
        Self {
            limit,
            held: Vec::new(),
            line: 0,
            after_cr: false,
            lines: 0,
            data_lines: 0,
            familiar: false,
            #[cfg(test)]
            looked_at: 0,
        }
    }

    /// How many bytes are kept of what is not whole yet.
    #[cfg(any(test, feature = "fuzzing"))]
    pub(crate) fn kept(&self) -> usize {
        self.held.len()
    }

    /// Whether any line so far was one of an event stream.
    pub(crate) fn familiar(&self) -> bool {
        self.familiar
    }

    /// The next event that is whole, of bytes that are taken from the piece; `None` when it has no more.
    ///
    /// A data line that holds a whole JSON object is an event at once, since some servers leave out blank lines.
    pub(crate) fn next_event(&mut self, piece: &mut impl Buf) -> Result<Option<Event>, TooLarge> {
        while piece.has_remaining() {
            let (taken, event) = self.take(piece.chunk())?;
            piece.advance(taken);
            if event.is_some() {
                return Ok(event);
            }
        }
        Ok(None)
    }

    /// Takes what there is of a line, or a whole frame; says how many bytes that is, and the event if it ends here.
    fn take(&mut self, bytes: &[u8]) -> Result<(usize, Option<Event>), TooLarge> {
        if std::mem::take(&mut self.after_cr) && bytes.starts_with(b"\n") {
            return Ok((1, None));
        }
        let found = memchr::memchr2(b'\n', b'\r', bytes);
        let end = found.unwrap_or(bytes.len());
        #[cfg(test)]
        {
            self.looked_at += found.map_or(end, |at| at + 1);
        }
        // Nearly all frames are one data line, and there as a whole: such a frame is read where it is.
        if self.held.is_empty() && bytes.starts_with(b"data:") && bytes[end..].starts_with(b"\n\n") && end < self.limit
        {
            self.familiar = true;
            return Ok((end + 2, read(&bytes[..end + 2], 1)));
        }
        // A body that is no stream, in the middle of one: most likely an error.
        if bytes.starts_with(b"{") && self.held.len() == self.line {
            self.held.extend_from_slice(b"data:");
        }
        self.held.extend_from_slice(&bytes[..end]);
        if self.held.len() - self.line > self.limit {
            return Err(TooLarge);
        }
        let Some(ending) = bytes.get(end) else { return Ok((end, None)) };
        self.after_cr = *ending == b'\r';
        let whole = self.end_line(&bytes[end + 1..]);
        if self.held.len() > self.limit {
            return Err(TooLarge);
        }
        Ok((end + 1, if whole { self.take_frame() } else { None }))
    }

    /// Keeps the line if it says something; says whether the frame is now whole. Of what comes next, some may be known.
    fn end_line(&mut self, next: &[u8]) -> bool {
        let line = &self.held[self.line..];
        if line.is_empty() {
            return true;
        }
        let name = &line[..memchr::memchr(b':', line).unwrap_or(line.len())];
        let is_data = name == b"data";
        let says = is_data || name == b"event";
        self.familiar |= says || matches!(name, b"" | b"id" | b"retry");
        self.data_lines += usize::from(is_data);
        // Where a blank line is known to follow, the frame need not be looked into to see its end.
        let whole = is_data && self.data_lines == 1 && !self.begins_blank(next) && is_whole(line);
        if says {
            self.lines += 1;
            self.held.push(b'\n');
            self.line = self.held.len();
        } else {
            self.held.truncate(self.line);
        }
        whole
    }

    /// Whether the bytes behind a line begin with a blank one.
    fn begins_blank(&self, bytes: &[u8]) -> bool {
        let next = if self.after_cr { bytes.strip_prefix(b"\n").unwrap_or(bytes) } else { bytes };
        matches!(next, [b'\n' | b'\r', ..])
    }

    /// Reads the frame that was collected, and begins the next one.
    fn take_frame(&mut self) -> Option<Event> {
        let lines = std::mem::take(&mut self.lines);
        let says = std::mem::take(&mut self.data_lines) > 0;
        self.held.push(b'\n');
        let event = says.then(|| read(&self.held, lines)).flatten();
        self.held.clear();
        self.held.shrink_to(HELD);
        self.line = 0;
        event
    }
}

/// Whether the data of a frame begins with a second `data:`, as the older dialect has it.
pub(crate) fn is_doubled(data: &str) -> bool {
    data.trim_start().starts_with("data:")
}

/// What a data line says: without `data:`, however often it is repeated, and without the space around.
pub(crate) fn payload(line: &str) -> &str {
    let mut rest = line.trim();
    while let Some(inner) = rest.strip_prefix("data:") {
        rest = inner.trim_start();
    }
    rest
}

fn is_whole(line: &[u8]) -> bool {
    std::str::from_utf8(line).is_ok_and(|line| {
        let said = payload(line);
        said == "[DONE]"
            || (said.starts_with('{') && said.ends_with('}') && serde_json::from_str::<IgnoredAny>(said).is_ok())
    })
}

/// Reads one whole frame of so many lines. A few are given in one piece, and as they are; `eventsource-stream` refuses them
/// if they are no text. Many are given one at a time: in one piece, the rest would be copied for each.
fn read(frame: &[u8], lines: usize) -> Option<Event> {
    let at_once = if lines <= 2 { first(iter::once(frame)) } else { None };
    at_once.or_else(|| first(String::from_utf8_lossy(frame).split_inclusive('\n')))
}

fn first(pieces: impl Iterator<Item: AsRef<[u8]>>) -> Option<Event> {
    let pieces = pieces.map(Ok::<_, Infallible>);
    EventStream::new(stream::iter(pieces)).next().now_or_never().flatten().and_then(Result::ok)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn events<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Vec<(String, String)> {
        let mut cutter = Cutter::default();
        let mut out = Vec::new();
        for mut piece in pieces.into_iter().chain([END]) {
            while let Some(event) = cutter.next_event(&mut piece).unwrap() {
                out.push((event.event, event.data));
            }
        }
        out
    }

    fn datas(stream: &str) -> Vec<String> {
        events([stream.as_bytes()]).into_iter().map(|(_, data)| payload(&data).to_owned()).collect()
    }

    const EVERY_FORM: &str = "event:text\ndata:data: {\"a\": \"早上好\"}\n\n\
        : a comment\r\nevent: text\r\ndata:{\"a\":2}\r\n\r\n\
        id: 7\rretry: 10\rdata: {\"a\":3}\r\r\
        data\ndata: one\ndata: two\n\n\
        data:{\"a\":4}\ndata:{\"a\":5}\nnonsense\n\
        data: {\ndata:  \"a\": \"😀\"}\nevent: late\n\n\
        {\"ResponseMetadata\":{}}\n\
        data: [DONE]\n\ndata:{\"no\":\"blank line\"}";

    #[test]
    fn every_form_of_a_frame_is_cut() {
        assert_eq!(
            datas(EVERY_FORM),
            [
                r#"{"a": "早上好"}"#,
                r#"{"a":2}"#,
                r#"{"a":3}"#,
                "one\ntwo",
                r#"{"a":4}"#,
                r#"{"a":5}"#,
                "{\n \"a\": \"😀\"}",
                r#"{"ResponseMetadata":{}}"#,
                "[DONE]",
                r#"{"no":"blank line"}"#,
            ]
        );
    }

    #[test]
    fn the_event_line_names_the_event_and_only_that_one() {
        let named = events([b"event:text\ndata:{}\n\nevent: dance\ndata:{}\n\nevent: lost\n\ndata:{}\n\n".as_slice()]);
        let names: Vec<_> = named.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["text", "dance", "message"]);
    }

    #[test]
    fn a_frame_cut_at_every_byte_is_the_same_frame() {
        let whole = events([EVERY_FORM.as_bytes()]);
        for at in 0..=EVERY_FORM.len() {
            let (head, tail) = EVERY_FORM.as_bytes().split_at(at);
            assert_eq!(events([head, tail]), whole, "cut at {at}");
        }
        assert_eq!(events(EVERY_FORM.as_bytes().chunks(1)), whole);
    }

    #[test]
    fn bytes_that_are_no_text_do_not_stop_the_stream() {
        let heard = events([b"data: {\"a\":\"\xff\"}\n\ndata:{}\n\n".as_slice()]);
        assert_eq!(heard.len(), 2);
        assert_eq!(heard[0].1, "{\"a\":\"\u{fffd}\"}");
    }

    #[test]
    fn a_line_of_8_mib_in_small_pieces_is_looked_at_once() {
        let mut stream = b"data: {\"a\":\"".to_vec();
        stream.resize(8 << 20, b'x');
        stream.extend_from_slice(b"\"}\n\n");
        let mut cutter = Cutter::default();
        let mut heard = 0;
        for mut piece in stream.chunks(700) {
            while cutter.next_event(&mut piece).unwrap().is_some() {
                heard += 1;
            }
        }
        assert_eq!((heard, cutter.looked_at), (1, stream.len()));
    }

    #[test]
    fn a_frame_of_more_than_the_limit_is_refused_while_it_comes() {
        let mut cutter = Cutter::default();
        assert_eq!(cutter.next_event(&mut b"data: ".as_slice()), Ok(None));
        assert_eq!(cutter.next_event(&mut vec![b'x'; FRAME_LIMIT].as_slice()), Err(TooLarge));

        let mut cutter = Cutter::default();
        let line = format!("data: {}\n", "x".repeat(1 << 20));
        let refused_at = (1..).find(|_| cutter.next_event(&mut line.as_bytes()).is_err());
        assert_eq!(refused_at, Some(16));
    }

    #[test]
    fn the_limit_is_the_same_for_a_frame_in_one_piece_and_in_many() {
        for length in 14..=18 {
            let frame = format!("data:{}\n\n", "x".repeat(length - "data:\n".len()));
            let outcome = |size: usize| {
                let mut cutter = Cutter::with_limit(16);
                frame.as_bytes().chunks(size).find_map(|mut piece| cutter.next_event(&mut piece).transpose())
            };
            assert_eq!(outcome(frame.len()).unwrap().is_ok(), length <= 16, "{length}");
            assert_eq!(outcome(1), outcome(frame.len()), "{length}");
        }
    }

    fn piece_of_a_stream() -> impl Strategy<Value = String> {
        prop::sample::select(vec![
            "data:",
            "data: ",
            "event:",
            "event: x",
            "{\"a\":1}",
            "{\"a\":\"早😀\"}",
            "{",
            "}",
            "[DONE]",
            "\n",
            "\n\n",
            "\r",
            "\r\n",
            "\r\n\r\n",
            ":",
            ": ping",
            "id:1",
            "retry: 5",
            " ",
            "x",
            "\u{feff}",
        ])
        .prop_map(str::to_owned)
    }

    proptest! {
        #[test]
        fn any_way_of_cutting_the_bytes_gives_the_same_events(
            parts in prop::collection::vec(piece_of_a_stream(), 0..60),
            cuts in prop::collection::vec(0usize..400, 0..12),
        ) {
            let stream = parts.concat().into_bytes();
            let mut cuts: Vec<usize> = cuts.into_iter().map(|at| at.min(stream.len())).collect();
            cuts.extend([0, stream.len()]);
            cuts.sort_unstable();
            let pieces = cuts.windows(2).map(|pair| &stream[pair[0]..pair[1]]);
            prop_assert_eq!(events(pieces), events([stream.as_slice()]));
        }
    }
}
