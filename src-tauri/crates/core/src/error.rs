//! Why an action of a profile failed.

use parlance_client::{AddressError, ApiKeyError};
use parlance_protocol::UserIdError;

use crate::problem::Problem;
use crate::store::StoreError;
use crate::vault::VaultError;

/// Why an action of a profile failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The agent's server, or the way to it.
    #[error(transparent)]
    Client(#[from] parlance_client::Error),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The keychain.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// There is no key for this agent.
    #[error("there is no key for this agent")]
    KeyMissing,
    /// The row is not there any more.
    #[error("there is no such {0} any more")]
    Gone(&'static str),
    /// What was entered as an address is none.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// What was entered as a user id is none.
    #[error(transparent)]
    UserId(#[from] UserIdError),
    /// What was entered as a key is none.
    #[error(transparent)]
    Key(#[from] ApiKeyError),
    /// Parlance does not do this.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The agent gave up, in the platform's words, which may be none.
    #[error("the agent gave up: {}", if .0.is_empty() { "it gave no reason" } else { .0 })]
    Agent(String),
    /// The platform began a conversation and did not say which.
    #[error("the platform began a conversation without an id")]
    NoConversationId,
}

/// What Parlance does not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A question without a word.
    #[error("a question needs at least one character")]
    QuestionEmpty,
    /// A question that no agent takes.
    #[error("a question has at most {most} characters, this one has {characters}")]
    QuestionTooLong {
        /// How many it has.
        characters: usize,
        /// How many it may have.
        most: usize,
    },
    /// Two answers at a time in one conversation.
    #[error("an answer is still being written in this conversation")]
    StillAnswering,
    /// A retry of what went well.
    #[error("this question has its answer")]
    Answered,
    /// A name without a character.
    #[error("a name needs at least one character")]
    NameEmpty,
    /// No agent, or more than one, of this name.
    #[error("there are {0} agents of this name")]
    AgentsOfThatName(usize),
}

impl Error {
    /// The same for a person.
    #[must_use]
    pub fn problem(&self) -> Problem {
        Problem::from(self)
    }
}
