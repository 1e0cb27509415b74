//! Any bytes in any pieces: the same events, and no more kept than the limit allows.
#![no_main]

use libfuzzer_sys::fuzz_target;
use parlance_client::fuzzing::cut;

/// Small, so that the fuzzer finds its way above it.
const LIMIT: usize = 256;

fuzz_target!(|stream: &[u8]| {
    let whole = cut([stream], LIMIT);
    assert_eq!(cut(stream.chunks(1), LIMIT), whole);
    let size = usize::from(stream.last().copied().unwrap_or_default()) + 2;
    assert_eq!(cut(stream.chunks(size), LIMIT), whole);
    // A byte that is no text becomes a mark of three.
    assert!(whole.events.iter().all(|(_, data)| data.len() <= 3 * LIMIT));
});
