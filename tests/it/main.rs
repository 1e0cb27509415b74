//! Flows over all crates, and the command line.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by stopping, in its helpers too")]

mod ask;
mod cli;
mod doctor;
mod sdk;
