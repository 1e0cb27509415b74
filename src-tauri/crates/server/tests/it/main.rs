//! The server over real sockets.

#![expect(clippy::unwrap_used, reason = "a test may fail anywhere, also in what its helpers expect")]

mod alternates;
mod clients;
mod continuing;
mod conversations;
mod files;
mod folder;
mod guide;
mod habits;
mod isolation;
mod memories;
mod requests;
mod script;
mod streams;
mod support;
mod wire;
mod workflows;
