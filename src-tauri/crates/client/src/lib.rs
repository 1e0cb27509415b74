//! The agent platform's actions and streams over HTTP.
//!
//! [`Client`] is one agent's door. This crate promises that the key goes to one origin only, that nothing is asked
//! twice, and that every failure is classified once ([`Category`]). It refuses to store anything, to decide what a
//! frame means for an answer, and to word a failure for people.

mod address;
mod answering;
mod asking;
mod capability;
mod client;
mod curl;
mod dialect;
mod download;
mod error;
#[cfg(any(test, feature = "fuzzing"))]
#[doc(hidden)]
pub mod fuzzing;
mod key;
mod outside;
mod reply;
mod signature;
mod sse;
mod told;
mod uploads;

pub use address::{Address, AddressError, Link};
pub use answering::Answering;
pub use capability::{Capabilities, Capability, Form};
pub use client::{Client, Options};
pub use curl::curl;
pub use dialect::{Dialect, UnknownDialect};
pub use download::{Download, fetch};
pub use error::{Category, Error, ErrorKind};
pub use key::{ApiKey, ApiKeyError};
pub use outside::{Wanted, fetch_public};
pub use signature::{Signature, Unsigned, UploadKeys, sign};
pub use told::Told;
pub use uploads::{NewFile, Uploads, UploadsError};
