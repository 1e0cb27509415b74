//! The parts that read what comes over the wire, each without a wire: for the fuzz targets, the property tests and the
//! benches. Nothing here belongs to what the crate promises.

use std::convert::Infallible;
use std::fmt::Debug;
use std::time::Duration;

use eventsource_stream::Event;
use futures_util::{StreamExt, stream};
use parlance_protocol::{Before, Endpoint, Frame, from_value};
use reqwest::Response;
use serde_json::{Map, Value};

use crate::answering::{Answering, Reading};
use crate::error::Error;
use crate::key::ApiKey;
use crate::reply::Head;
use crate::sse::{self, Cutter, END};
use crate::told::{Heard, Told, hear};

#[cfg(test)]
mod properties;

/// The key that every reading here is done with.
pub const KEY: &str = "d2k7m1pq9s4c73f0a1bg";

const IDLE: Duration = Duration::from_secs(60);

/// What the cutter made of a stream.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Cut {
    /// Name and data of each event.
    pub events: Vec<(String, String)>,
    /// A frame was larger than the limit. Nothing was read behind it.
    pub too_large: bool,
}

/// Cuts pieces into events, with a limit of bytes for one frame.
///
/// # Panics
/// When more is kept of an unfinished frame than the limit allows.
pub fn cut<'a>(pieces: impl IntoIterator<Item = &'a [u8]>, limit: usize) -> Cut {
    let mut cutter = Cutter::with_limit(limit);
    let mut cut = Cut::default();
    for piece in pieces {
        drain(&mut cutter, piece, &mut cut);
        if cut.too_large {
            return cut;
        }
        // A line that is not whole, and the lines before it.
        assert!(cutter.kept() <= 2 * limit, "{} bytes are kept", cutter.kept());
    }
    drain(&mut cutter, END, &mut cut);
    cut
}

fn drain(cutter: &mut Cutter, mut piece: &[u8], cut: &mut Cut) {
    loop {
        match cutter.next_event(&mut piece) {
            Ok(Some(event)) => cut.events.push((event.event, event.data)),
            Ok(None) => return,
            Err(_) => {
                cut.too_large = true;
                return;
            }
        }
    }
}

/// A stream read to its typed events, piece by piece, as an answer is.
#[derive(Debug, Default)]
pub struct Decoder {
    cutter: Cutter,
    before: Before,
}

impl Decoder {
    /// Takes the next piece and hands on each event that is whole.
    ///
    /// # Panics
    /// When a frame is larger than the limit.
    pub fn push(&mut self, mut piece: &[u8], mut each: impl FnMut(Frame)) {
        while let Some(event) = self.cutter.next_event(&mut piece).expect("recordings hold no frame beyond the limit") {
            if let Heard::Frame(frame) = hear::<Frame>(&mut self.before, event) {
                each(frame);
            }
        }
    }
}

/// What the data of one frame is taken for, in words that can be compared, and whether it is framed as in the older
/// dialect.
#[must_use]
pub fn heard<F: Told + Debug>(name: &str, data: &str) -> (String, bool) {
    let event = Event { event: name.to_owned(), data: data.to_owned(), ..Event::default() };
    (format!("{:?}", hear::<F>(&mut F::Before::default(), event)), sse::is_doubled(data))
}

/// Status and type of a response that is not there.
fn response<T: Into<reqwest::Body>>(status: u16, content_type: &str, body: T) -> Response {
    let head = http::Response::builder().status(status).header("content-type", content_type);
    head.body(body).expect("the callers give a status and a type that exist").into()
}

fn key() -> ApiKey {
    ApiKey::parse(KEY).expect("it is a key")
}

/// Reads the answer to a question from pieces, as it is read from a connection: its frames, and the error that it ended
/// with if it did.
///
/// # Panics
/// When the status or the content type cannot be ones, or the reading panics.
pub async fn answer<F: Told>(status: u16, content_type: &str, pieces: Vec<Vec<u8>>) -> (Vec<F>, Option<Error>) {
    let body = reqwest::Body::wrap_stream(stream::iter(pieces.into_iter().map(Ok::<_, Infallible>)));
    let mut frames = Vec::new();
    let mut answering = match Reading::new(response(status, content_type, body), key(), IDLE).opened().await {
        Ok(reading) => Answering::new(reading),
        Err(error) => return (frames, Some(error)),
    };
    while let Some(item) = answering.next().await {
        match item {
            Ok(frame) => frames.push(frame),
            Err(error) => return (frames, Some(error)),
        }
    }
    (frames, None)
}

/// Judges a whole body as the reply to an action.
///
/// # Errors
/// As the call of an action.
///
/// # Panics
/// When the status or the content type cannot be ones, or the judging panics.
pub fn judge(status: u16, content_type: &str, body: &[u8]) -> Result<Map<String, Value>, Error> {
    Head::of(&response(status, content_type, "")).judge(body, &key())
}

/// Reads a judged reply as the answer of an action. What was understood of it must be understood the same when it is
/// written and read again.
///
/// # Panics
/// When it is not.
pub fn reread<E: Endpoint>(object: &Map<String, Value>) {
    let read = |value| from_value::<E::Response>(value).ok().and_then(|read| serde_json::to_value(read).ok());
    if let Some(once) = read(Value::Object(object.clone())) {
        assert_eq!(read(once.clone()), Some(once), "{}", E::ACTION);
    }
}
