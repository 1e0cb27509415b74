//! The server over real sockets.

#![expect(clippy::unwrap_used, reason = "a test may fail anywhere, also in what its helpers expect")]

mod alternates;
mod continuing;
mod guide;
mod isolation;
mod requests;
mod script;
mod streams;
mod support;
mod wire;
