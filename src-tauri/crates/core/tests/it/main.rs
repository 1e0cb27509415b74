//! A profile against a real server that says what the test tells it.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by stopping, in its helpers too")]

mod agents;
mod alternates;
mod answers;
mod backups;
mod conversations;
mod damage;
mod desk;
mod feedback;
mod files;
mod index;
mod inspection;
mod interrupts;
mod keys;
mod library;
mod lists;
mod media;
mod presets;
mod queue;
mod recovery;
mod rows;
mod salvage;
mod search;
mod steps;
mod stopped;
mod storage;
mod store;
mod suggestions;
mod torn;
mod transfer;
mod turns;
mod variables;
mod workflows;
