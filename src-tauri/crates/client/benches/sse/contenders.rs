//! Those who read in this process. Each returns how many events it read, and looks at every answer's text.

use std::borrow::Cow;
use std::convert::Infallible;
use std::hint::black_box;

use eventsource_stream::EventStream;
use futures_util::{FutureExt as _, StreamExt as _, stream};
use parlance_client::fuzzing::Decoder;
use parlance_client::{Address, ApiKey, Client, Dialect};
use parlance_protocol::{Before, ChatQuery, Frame, UserId};
use serde::Deserialize;

/// Parlance's own reading, all of it.
pub(crate) fn ours(pieces: &[&[u8]]) -> usize {
    let (mut decoder, mut count) = (Decoder::default(), 0);
    for piece in pieces {
        decoder.push(piece, |frame| {
            black_box(&frame.event);
            count += 1;
        });
    }
    count
}

/// `eventsource-stream` with the pieces as they come, and the same typed events.
pub(crate) fn eventsource_alone(pieces: &[&[u8]]) -> usize {
    let events = EventStream::new(stream::iter(pieces).map(|piece| Ok::<_, Infallible>(*piece)));
    let mut before = Before::default();
    let frames = events.map(|event| {
        let event = event.unwrap();
        black_box(Frame::read_after(&mut before, event.data, &event.event).unwrap());
    });
    // Everything is there, so that this never waits.
    frames.count().now_or_never().unwrap()
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "reading them is what is measured")]
struct Borrowed<'a> {
    #[serde(borrow)]
    event: Cow<'a, str>,
    #[serde(borrow)]
    task_id: Cow<'a, str>,
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow)]
    conversation_id: Cow<'a, str>,
    #[serde(borrow)]
    answer: Cow<'a, str>,
    created_at: i64,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "reading them is what is measured")]
struct Owned {
    event: String,
    task_id: String,
    id: String,
    conversation_id: String,
    answer: String,
    created_at: i64,
}

/// The least that can be done for events that can be kept: find the lines, read the JSON in place. It knows no field but
/// `data`, no line end but LF, and no limit.
pub(crate) fn floor(pieces: &[&[u8]]) -> usize {
    scan(pieces, |data| drop(black_box(serde_json::from_slice::<Owned>(data).unwrap())))
}

/// The same with events that are gone with the next piece.
pub(crate) fn borrowed_floor(pieces: &[&[u8]]) -> usize {
    scan(pieces, |data| drop(black_box(serde_json::from_slice::<Borrowed<'_>>(data).unwrap())))
}

fn scan(pieces: &[&[u8]], each: impl Fn(&[u8])) -> usize {
    let (mut kept, mut count) = (Vec::new(), 0);
    let mut line = |line: &[u8]| {
        if let Some(data) = line.strip_prefix(b"data:") {
            each(data);
            count += 1;
        }
    };
    for piece in pieces {
        let mut rest = *piece;
        while let Some(at) = memchr::memchr(b'\n', rest) {
            if kept.is_empty() {
                line(&rest[..at]);
            } else {
                kept.extend_from_slice(&rest[..at]);
                line(&kept);
                kept.clear();
            }
            rest = &rest[at + 1..];
        }
        kept.extend_from_slice(rest);
    }
    count
}

/// A question asked with Parlance's client.
pub(crate) async fn asked(base_url: &str) -> usize {
    let key = ApiKey::parse("d2k7m1pq9s4c73f0a1bg").unwrap();
    let client = Client::new(Address::parse(base_url).unwrap(), key, UserId::parse("bench").unwrap()).unwrap();
    let question = ChatQuery::default();
    let answering = client.ask(&question, Dialect::V2).await.unwrap();
    answering.map(|frame| black_box(frame.unwrap())).count().await
}
