//! The actions.

pub(crate) mod agent;
pub(crate) mod answers;
pub(crate) mod chat;
pub(crate) mod conversations;
pub(crate) mod files;
pub(crate) mod memories;
pub(crate) mod messages;
pub(crate) mod triggers;
pub(crate) mod workflows;
