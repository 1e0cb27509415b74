//! A profile against a real server that says what the test tells it.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by stopping, in its helpers too")]

mod agents;
mod answers;
mod conversations;
mod desk;
mod keys;
mod rows;
mod store;
