//! What the chores share with the tests: a place to look at the window where nobody sits in front of it, and a Python
//! with the platform's own SDK.

pub mod display;
pub mod python;
