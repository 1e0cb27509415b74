//! The built-in agent server: the platform's protocol over HTTP on this computer, so that Parlance and other people's
//! clients reach the agents that come with it like any other agent.
//!
//! It promises the framing of both dialects to the byte, that nobody reaches what belongs to another key or another
//! user id, that an answer is finished and stored whether or not anyone still listens, and that all of it is there
//! after a restart. It refuses to call a model, to ask anything of the network, and to serve web pages of other origins.

mod agents;
mod answering;
mod dialect;
mod error;
mod guard;
mod handlers;
mod id;
mod inputs;
#[cfg(feature = "script")]
mod line;
mod needs;
mod refusal;
mod router;
mod runs;
mod server;
mod signed;
mod store;
mod stream;

#[cfg(feature = "script")]
pub use agents::script::{Reply, Script, Seen};
pub use agents::{AgentKind, ServedAgent};
pub use dialect::Dialect;
pub use error::Error;
pub use server::{Locale, Options, Server};
