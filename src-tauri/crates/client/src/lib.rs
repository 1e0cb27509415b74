//! The agent platform's actions and streams over HTTP.
//!
//! [`Client`] is one agent's door. This crate promises that the key goes to one origin only, that nothing is asked
//! twice, and that every failure is classified once ([`Category`]). It refuses to store anything, to decide what a
//! frame means for an answer, and to word a failure for people.

mod address;
mod answering;
mod client;
mod dialect;
mod error;
mod key;
mod reply;
mod sse;

pub use address::{Address, AddressError};
pub use answering::Answering;
pub use client::{Client, Options};
pub use dialect::{Dialect, UnknownDialect};
pub use error::{Category, Error, ErrorKind};
pub use key::{ApiKey, ApiKeyError};
