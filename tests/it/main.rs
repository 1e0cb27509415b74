//! Flows over all crates, and the command line.

mod cli;
mod sdk;
