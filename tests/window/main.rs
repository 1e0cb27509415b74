//! The real window over WebDriver: one flow a file, each test on a desk of its own.

mod accessibility;
mod adding;
mod alternates;
mod attaching;
mod broken;
mod damaged;
mod details;
mod first;
mod gallery;
mod history;
mod hostile;
mod interrupts;
mod keeping;
mod keychain;
mod large;
mod lists;
mod media;
mod offline;
mod problems;
mod rendering;
mod searching;
mod secrets;
mod states;
mod streaming;
mod terminal;
mod transfer;
mod turns;
mod variables;
mod workflow;
mod writing;
mod zoom;

use parlance_tests::{desk, platform};
