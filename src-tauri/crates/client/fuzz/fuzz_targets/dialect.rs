//! Any body in any pieces, whatever its type is said to be: the same frames and the same end, each frame the same by
//! itself, and an event that was understood is understood again from what is written of it.
#![no_main]

use std::cell::RefCell;
use std::fmt::Debug;

use libfuzzer_sys::fuzz_target;
use parlance_client::Told;
use parlance_client::fuzzing::{Decoder, KEY, answer, heard};
use parlance_protocol::{ChatEvent, Frame, WorkflowEvent, WorkflowFrame};
use tokio::runtime::{Builder, Runtime};

thread_local! {
    static RUNTIME: RefCell<Runtime> = RefCell::new(Builder::new_current_thread().enable_time().build().unwrap());
}

/// The frames of a body, and its end in words.
fn read<F: Told>(status: u16, content_type: &str, body: &[u8], size: usize) -> (Vec<F>, String) {
    let pieces = body.chunks(size).map(<[u8]>::to_vec).collect();
    let (frames, error) = RUNTIME.with_borrow(|runtime| runtime.block_on(answer(status, content_type, pieces)));
    let end = error.map_or_else(String::new, |error| format!("{error} {error:?}"));
    assert!(!end.contains(KEY), "an error holds the key: {end}");
    (frames, end)
}

/// The frames of a body, which are the same in any pieces.
fn frames<F: Told + Debug + PartialEq>(body: &[u8]) -> Vec<F> {
    let last = body.last().copied().unwrap_or_default();
    let status = [200, 200, 200, 204, 302, 401, 429, 502][usize::from(last % 8)];
    let content_type = ["text/event-stream", "application/json", "text/html", "text/plain"][usize::from(last / 8 % 4)];
    let whole = read(status, content_type, body, body.len().max(1));
    // Byte by byte, but for bodies that would take the time of many small ones.
    assert_eq!(read(status, content_type, body, 1 + body.len() / 256), whole);
    assert_eq!(read(status, content_type, body, usize::from(last / 4) + 2), whole);
    whole.0
}

fuzz_target!(|body: &[u8]| {
    for frame in frames::<Frame>(body) {
        let written = serde_json::to_string(&frame.event).unwrap();
        match Frame::read(written, "") {
            Ok(again) => assert_eq!(again.event, frame.event),
            Err(_) => assert!(matches!(frame.event, ChatEvent::Unknown(_)), "{frame:?}"),
        }
    }
    Decoder::default().push(body, |frame| {
        if let Ok(alone) = Frame::read(frame.raw.clone(), "text") {
            assert_eq!(frame, alone, "it is another after those before");
        }
    });
    for frame in frames::<WorkflowFrame>(body) {
        let written = serde_json::to_string(&frame.event).unwrap();
        match WorkflowFrame::read(written, "") {
            Ok(again) => assert_eq!(again.event, frame.event),
            Err(_) => assert!(matches!(frame.event, WorkflowEvent::Unknown(_)), "{frame:?}"),
        }
    }
    let data = String::from_utf8_lossy(body);
    let doubled = format!("data: data:{data}");
    assert_eq!(heard::<Frame>("text", &doubled), (heard::<Frame>("text", &data).0, true));
});
