//! Why an action of a profile failed.

use parlance_client::{AddressError, ApiKeyError};
use parlance_protocol::UserIdError;

use crate::model::InputFault;
use crate::problem::{Problem, ProblemCode};
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
    /// An input that no workflow takes.
    #[error("the input is wrong at line {}, column {}", .0.line, .0.column)]
    Input(InputFault),
    /// No agent, or more than one, has the name that was given.
    #[error("{}", not_one_agent(.name, *.found, .known))]
    NotOneAgent {
        /// The name.
        name: String,
        /// How many have it.
        found: usize,
        /// The names of all agents.
        known: Vec<String>,
    },
    /// The agent gave up, in the platform's words, which may be none.
    #[error("the agent gave up: {}", if .0.is_empty() { "it gave no reason" } else { .0 })]
    Agent(String),
    /// A file that the person asked for cannot be written.
    #[error("the file cannot be written: {0}")]
    File(#[source] std::io::Error),
    /// A file that cannot go along with a question.
    #[error(transparent)]
    Attachment(#[from] FileRefusal),
    /// Something else was to be imported.
    #[error("the file is no export of Parlance")]
    NotAnExport,
    /// Nobody stores this agent's files.
    #[error("there is no upload service for this agent's files, or no secret key of it")]
    NoUploads,
    /// The upload service takes neither the keys nor what they may do.
    #[error("the upload service refused the keys: {0}")]
    UploadKeys(#[source] parlance_client::Error),
    /// A link leads to no file any more.
    #[error("the file is not there any more: {0}")]
    FileGone(String),
    /// Bytes could not be read from or written to the disk.
    #[error("the file cannot be {doing}")]
    Disk {
        /// `read`, `kept` or `saved`.
        doing: &'static str,
        /// Why.
        #[source]
        cause: std::io::Error,
    },
    /// The built-in agent's server could not start.
    #[error("the built-in agent's server could not start: {1}")]
    BuiltIn(ProblemCode, String),
    /// The platform began a conversation and did not say which.
    #[error("the platform began a conversation without an id")]
    NoConversationId,
}

/// What Parlance does not do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
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
    /// Another answer to a question that others came after, or another question in its place.
    #[error("only the newest question can be answered once more or asked in other words")]
    NotTheNewest,
    /// More answers than the platform gives.
    #[error("the platform answers a question at most {most} times more")]
    NoMoreAnswers {
        /// How many.
        most: usize,
    },
    /// Something about an answer that the platform has no name for.
    #[error("the platform does not know this answer")]
    NotOnPlatform,
    /// An answer to what does not wait for one.
    #[error("nothing waits for this answer any more")]
    NotWaiting,
    /// Two choices among the same answers at a time.
    #[error("the platform has not taken the last choice yet")]
    StillChoosing,
    /// Something from elsewhere, or something large, that nobody asked for.
    #[error("what is large or not the agent's own is fetched only when it is asked for")]
    AskFirst,
    /// Something from elsewhere, of an agent whose answers show nothing from there.
    #[error("nothing from elsewhere is shown in this agent's answers")]
    Blocked,
    /// Something that was to be a picture.
    #[error("this is no picture that can be shown")]
    NotAnImage,
    /// A link that leads to no file of the agent's.
    #[error("only files of the agent's own server are saved")]
    NotAFile,
    /// A name without a character.
    #[error("a name needs at least one character")]
    NameEmpty,
    /// A name that another one has.
    #[error("there is another one of this name")]
    NameTaken,
    /// A variable without the value that the agent needs.
    #[error("the agent needs the variable {key}")]
    VariableMissing {
        /// Which.
        key: String,
    },
    /// A value that the agent does not take.
    #[error("the variable {key} has at most {most} characters, not {characters}")]
    VariableTooLong {
        /// Of which variable.
        key: String,
        /// How many it has.
        characters: usize,
        /// How many it may have.
        most: usize,
    },
    /// A value that is none of those to choose from.
    #[error("the value of the variable {key} is none of its choices")]
    VariableNotAChoice {
        /// Of which variable.
        key: String,
    },
}

/// Why a file cannot go along with a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FileRefusal {
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// Larger than what can be stored.
    #[error("a file has at most {most} bytes")]
    TooLarge {
        /// How many it may have.
        most: u32,
    },
    /// More files than a question carries.
    #[error("a question carries at most {most} files")]
    TooMany {
        /// How many.
        most: usize,
    },
    /// Bytes that are no text, where a text is needed.
    #[error("the file is no text in UTF-8")]
    NoText,
    /// Bytes that came out of order, or not at all.
    #[error("the file was not read to its end")]
    Incomplete,
    /// A file that is not ready.
    #[error("a file is still being uploaded, or could not be")]
    NotReady,
}

/// A person at the command line is told which names would do.
fn not_one_agent(name: &str, found: usize, known: &[String]) -> String {
    if found > 1 {
        return format!("{found} agents are named {name}; rename one of them in Parlance");
    }
    if known.is_empty() {
        return format!("there is no agent named {name}, and no other; open Parlance and add it");
    }
    format!("there is no agent named {name}; there are: {}", known.join(", "))
}

impl Error {
    /// The same for a person.
    #[must_use]
    pub fn problem(&self) -> Problem {
        Problem::from(self)
    }
}
