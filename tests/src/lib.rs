//! Flows over all of Parlance; see `it` and `window`.
