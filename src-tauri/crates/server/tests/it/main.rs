//! The server over real sockets.

mod guide;
mod isolation;
mod requests;
mod script;
mod streams;
mod support;
mod wire;
