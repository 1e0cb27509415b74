//! Flows over all crates, and the command line.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by stopping, in its helpers too")]

mod cli;
mod sdk;
