//! What the types make of the wire, and what they send.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod change;
mod events;
mod exchanges;
mod sent;
mod values;
