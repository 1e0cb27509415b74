//! An answer, or a workflow's run, as it comes: a stream of frames.
//!
//! Whether the body is a stream or one JSON object shows in its first byte. The stream ends behind the event that ends
//! the answer; whatever the connection does after that does not matter. Without such an event the answer was cut.

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream::{self, BoxStream, Stream, StreamExt};
use parlance_protocol::Frame;
use reqwest::Response;

use crate::capability::{Form, Learned};
use crate::error::{Error, ErrorKind};
use crate::key::ApiKey;
use crate::reply::{self, Head};
use crate::sse::{self, Cutter, END, FRAME_LIMIT};
use crate::told::{Heard, Told, hear};

/// An answer as it comes, or a workflow's run where `F` is [`parlance_protocol::WorkflowFrame`]. Dropping it closes the
/// connection; the platform goes on answering unless told to stop.
///
/// It ends without an error only where the platform ended it, or waits for somebody.
pub struct Answering<F = Frame> {
    frames: BoxStream<'static, Result<F, Error>>,
}

impl<F: Told> Answering<F> {
    pub(crate) fn new(reading: Reading<F>) -> Self {
        let frames = stream::unfold(reading, |mut reading| async move {
            let item = reading.next().await?;
            Some((item, reading))
        });
        Self { frames: frames.boxed() }
    }
}

impl<F> Stream for Answering<F> {
    type Item = Result<F, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.frames.poll_next_unpin(context)
    }
}

impl<F> fmt::Debug for Answering<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Answering")
    }
}

/// A response being read.
pub(crate) struct Reading<F: Told> {
    response: Response,
    head: Head,
    key: ApiKey,
    idle: Duration,
    state: State,
    cutter: Cutter,
    /// What was not taken yet of the piece that came last.
    left: Bytes,
    before: F::Before,
    ready: VecDeque<F>,
    /// The last event may have been the end.
    may_end: bool,
    /// Whom to tell what the answer looks like; once.
    learned: Option<Learned>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Unopened,
    Streaming,
    Over,
}

/// What a body is, by its first byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Body {
    Unknown,
    Whole,
    Stream,
}

impl<F: Told> Reading<F> {
    pub(crate) fn new(response: Response, key: ApiKey, idle: Duration) -> Self {
        Self {
            head: Head::of(&response),
            response,
            key,
            idle,
            state: State::Unopened,
            cutter: Cutter::default(),
            left: Bytes::new(),
            before: F::Before::default(),
            ready: VecDeque::new(),
            may_end: false,
            learned: None,
        }
    }

    /// Says whom to tell what the answer looks like.
    pub(crate) fn telling(self, learned: Learned) -> Self {
        Self { learned: Some(learned), ..self }
    }

    /// Reads as far as is needed to know of an error that came in place of the answer. Where the server says that it
    /// streams, that is not at all: the first byte may be a minute away.
    pub(crate) async fn opened(mut self) -> Result<Self, Error> {
        if !self.head.says_stream() || !self.head.may_stream() {
            self.open().await?;
        }
        Ok(self)
    }

    async fn open(&mut self) -> Result<(), Error> {
        if !self.head.may_stream() {
            return self.refused().await;
        }
        let mut begun = Vec::new();
        loop {
            match body(&mut begun) {
                Body::Unknown => {}
                Body::Whole => return self.whole(begun).await,
                Body::Stream => {
                    self.left = begun.into();
                    self.state = State::Streaming;
                    return Ok(());
                }
            }
            match self.piece().await? {
                Some(piece) => begun.extend_from_slice(&piece),
                None => return Err(self.head.error(ErrorKind::Cut(None))),
            }
        }
    }

    /// A response that its head already shows to be no answer. Its body is read for a reason, but not needed.
    async fn refused(&mut self) -> Result<(), Error> {
        let body = reply::whole(&mut self.response, Vec::new(), self.idle).await.unwrap_or_default();
        match self.head.judge(&body, &self.key) {
            Ok(_) => Err(self.head.error(ErrorKind::Unfamiliar { what: "its status and its body disagree" })),
            Err(error) => Err(error),
        }
    }

    async fn whole(&mut self, begun: Vec<u8>) -> Result<(), Error> {
        let read = reply::whole(&mut self.response, begun, self.idle).await;
        let bytes = read.map_err(|kind| self.head.error(kind))?;
        let object = self.head.judge(&bytes, &self.key)?;
        let raw = serde_json::Value::Object(object.clone()).to_string();
        let frames = F::of_whole(object, raw)
            .ok_or_else(|| self.head.error(ErrorKind::Unfamiliar { what: "it is no answer to a question" }))?;
        self.learn(Form::Whole);
        self.ready.extend(frames);
        self.state = State::Over;
        Ok(())
    }

    fn learn(&mut self, form: Form) {
        if let Some(learned) = self.learned.take() {
            learned.note(form);
        }
    }

    async fn next(&mut self) -> Option<Result<F, Error>> {
        let next = self.frame().await.transpose();
        match &next {
            Some(Ok(frame)) if self.state == State::Streaming => {
                self.may_end = frame.may_be_last() || self.may_end && !frame.goes_on();
                if frame.is_last() {
                    self.state = State::Over;
                }
            }
            Some(Err(_)) => {
                self.state = State::Over;
                self.ready.clear();
            }
            _ => {}
        }
        next
    }

    async fn frame(&mut self) -> Result<Option<F>, Error> {
        if self.state == State::Unopened {
            self.open().await?;
        }
        if let Some(frame) = self.ready.pop_front() {
            return Ok(Some(frame));
        }
        let mut at_end = false;
        while self.state == State::Streaming {
            let event = self.cutter.next_event(&mut self.left);
            match event.map_err(|_| self.head.error(ErrorKind::TooLarge { limit: FRAME_LIMIT }))? {
                Some(event) => {
                    let form = if sse::is_doubled(&event.data) { Form::V1 } else { Form::V2 };
                    match hear::<F>(&mut self.before, event) {
                        Heard::Frame(frame) => {
                            self.learn(form);
                            return Ok(Some(frame));
                        }
                        Heard::Done => self.state = State::Over,
                        Heard::Object(map, raw) => match self.head.refusal(&map, &self.key) {
                            Some(refusal) => return Err(refusal),
                            None => return Ok(Some(F::nameless(map, raw))),
                        },
                        // What is left at the end is half a frame: the end itself is the news.
                        Heard::Unreadable(frame) if !at_end => return Ok(Some(frame)),
                        Heard::Unreadable(_) | Heard::Noise => {}
                    }
                }
                None if at_end && self.may_end => self.state = State::Over,
                None if at_end => return Err(self.head.error(self.ended())),
                None => match self.piece().await? {
                    Some(piece) => self.left = piece,
                    None => {
                        at_end = true;
                        self.left = Bytes::from_static(END);
                    }
                },
            }
        }
        Ok(None)
    }

    /// What an end without an end event means.
    fn ended(&self) -> ErrorKind {
        if self.cutter.familiar() {
            ErrorKind::Cut(None)
        } else {
            ErrorKind::Unfamiliar { what: "it is neither JSON nor a stream of events" }
        }
    }

    async fn piece(&mut self) -> Result<Option<Bytes>, Error> {
        reply::piece(&mut self.response, self.idle).await.map_err(|kind| self.head.error(kind))
    }
}

/// What the body is, as far as can be told. A byte order mark and white space before the first byte are dropped.
fn body(begun: &mut Vec<u8>) -> Body {
    const MARK: &[u8] = b"\xef\xbb\xbf";
    if begun.len() < MARK.len() && MARK.starts_with(begun) {
        return Body::Unknown;
    }
    let unmarked = begun.strip_prefix(MARK).unwrap_or(begun);
    let blank = begun.len() - unmarked.trim_ascii_start().len();
    begun.drain(..blank);
    match begun.first() {
        None => Body::Unknown,
        Some(b'{' | b'[' | b'<' | b'"' | b'n') => Body::Whole,
        Some(_) => Body::Stream,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_known_by_its_first_byte_behind_marks_and_blanks() {
        for (begun, expected) in [
            ("", Body::Unknown),
            (" \r\n", Body::Unknown),
            ("\u{feff}", Body::Unknown),
            ("\u{feff}\n{", Body::Whole),
            ("<html>", Body::Whole),
            ("null", Body::Whole),
            ("\u{feff}event:text", Body::Stream),
            (": ping", Body::Stream),
            ("data:{", Body::Stream),
        ] {
            assert_eq!(body(&mut begun.as_bytes().to_vec()), expected, "{begun:?}");
        }
        assert_eq!(body(&mut b"\xef".to_vec()), Body::Unknown);
        assert_eq!(body(&mut b"\xef\xbb".to_vec()), Body::Unknown);
    }
}
