//! An error for a person: a code that the window has words for, and facts for a report.

use serde::{Deserialize, Serialize};

/// What went wrong. A code exists only if the window does something different for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum ProblemCode {
    /// No connection to the agent's server.
    Offline,
    /// The server stayed silent for too long.
    Timeout,
    /// The server's certificate is not trusted.
    Tls,
    /// There is no key for this agent.
    KeyMissing,
    /// The platform does not accept the key.
    KeyRejected,
    /// The key is known, but may not do this.
    Forbidden,
    /// What was asked for is not there any more.
    Gone,
    /// Too many questions; wait.
    RateLimited,
    /// The platform or a gateway cannot answer now.
    Overloaded,
    /// The platform refused the request and said why.
    Refused,
    /// The agent gave up and said why.
    AgentFailed,
    /// The answer stopped before its end.
    Cut,
    /// The address answers, but not with the agent API.
    NotThisApi,
    /// The address leads to a login page.
    LoginPage,
    /// More than Parlance takes in one piece.
    TooLarge,
    /// The address is no address; `detail` says why.
    BadAddress,
    /// The user id breaks a rule; `detail` says which.
    BadUserId,
    /// The key cannot be a key; `detail` says why.
    BadKey,
    /// The question is empty or longer than the limit.
    BadQuestion,
    /// No keychain is running.
    KeychainMissing,
    /// The keychain is locked.
    KeychainLocked,
    /// The keychain, or the person at its prompt, said no.
    KeychainDenied,
    /// The disk is full.
    DiskFull,
    /// The history was written by a newer Parlance.
    NewerDatabase,
    /// The history cannot be read or written.
    Storage,
    /// A mistake of ours.
    Internal,
}

/// An error for a person; part of a failed answer's row, and the rejection of a command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// Which.
    pub code: ProblemCode,
    /// Facts in one English line, fit for a report: no key, no question, no answer in it.
    pub detail: String,
    /// How long to wait, when the platform says so; 0 otherwise.
    pub retry_after_ms: u32,
    /// The platform's request id; empty without one.
    pub trace: String,
}
