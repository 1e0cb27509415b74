//! What the chores share with the tests of the window: a place to look at the window where nobody sits in front of it.

pub mod display;
