//! Flows over all of Parlance; see `it` and `window`. What is here is shared by the tests and the benches of the window.

pub mod desk;
pub mod outside;
pub mod platform;
