//! Flows over all crates.
