//! An error for a person: a code that the window has words for, and facts for a report.

use std::error::Error as _;
use std::io;
use std::time::Duration;

use parlance_client::{Category, ErrorKind};
use serde::{Deserialize, Serialize};

use crate::error::{Error, FileRefusal, Refusal};
use crate::store::StoreError;
use crate::vault::VaultError;

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
    /// The key is a workflow's, which is run instead of asked.
    IsWorkflow,
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
    /// A variable is missing or breaks one of the agent's rules; `detail` says which.
    BadVariables,
    /// The file cannot go along; `detail` says why.
    BadFile,
    /// A file that is to be imported is no export.
    NotAnExport,
    /// Nobody stores this agent's files.
    NoUploads,
    /// The upload service does not accept its keys.
    UploadKeys,
    /// A link leads to no file any more.
    FileGone,
    /// It comes only when the person asks for it.
    AskFirst,
    /// The input of a workflow is wrong; `detail` says where.
    BadInput,
    /// The workflow failed and said why.
    WorkflowFailed,
    /// The platform ended the run and may have said why.
    WorkflowStopped,
    /// Nobody here knows whether the run was begun.
    RunUnknown,
    /// No keychain is running.
    KeychainMissing,
    /// The keychain is locked.
    KeychainLocked,
    /// The keychain, or the person at its prompt, said no.
    KeychainDenied,
    /// A file that the person asked for could not be written.
    FileNotWritten,
    /// The disk is full.
    DiskFull,
    /// The history was written by a newer Parlance.
    NewerDatabase,
    /// The file of the history is damaged, or no history at all.
    Damaged,
    /// There is no history where there was one.
    HistoryMissing,
    /// A backup is damaged.
    BadBackup,
    /// A part of a row of the history is damaged; the rest is there.
    PartDamaged,
    /// The history may not be written.
    ReadOnly,
    /// Nothing can be written in the data folder.
    FolderUnusable,
    /// Another program holds the history.
    Held,
    /// Another Parlance works in the same folder.
    OpenElsewhere,
    /// The person ended it.
    Cancelled,
    /// The history cannot be read or written.
    Storage,
    /// A mistake of ours.
    Internal,
}

/// Which rule of Parlance's own stands behind `Refused` and `BadFile`: no platform was asked, so the window words it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum Rule {
    /// An answer is still being written in this conversation.
    StillAnswering,
    /// Others came after this question.
    NotTheNewest,
    /// The platform answers a question so often and not once more.
    NoMoreAnswers,
    /// The platform has no name for this answer.
    NotOnPlatform,
    /// Nothing waits for this any more.
    NotWaiting,
    /// The choice before has not been taken yet.
    StillChoosing,
    /// A picture from elsewhere that nobody asked for.
    AskFirst,
    /// No picture that can be shown.
    NotAnImage,
    /// Nothing from elsewhere is fetched for this agent.
    Blocked,
    /// No file of the agent's own server.
    NotAFile,
    /// An address that leads to this machine or into its network.
    NotPublic,
    /// A name without a character.
    NameEmpty,
    /// A name that another one has.
    NameTaken,
    /// A file without a byte.
    FileEmpty,
    /// A file that is too large.
    FileTooLarge,
    /// More files than a question carries.
    TooManyFiles,
    /// Bytes where a text is needed.
    NoText,
    /// A file that was not read to its end.
    FileIncomplete,
    /// A file that is not ready.
    FileNotReady,
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
    /// What the platform said, in its own words and language, to be quoted; empty where it said nothing.
    #[serde(default)]
    pub said: String,
    /// Which rule of our own it breaks, where the code alone does not tell.
    #[serde(default)]
    pub rule: Option<Rule>,
}

impl Problem {
    /// A problem that only the shell can have: nobody asked us to wait, and no platform knows of it.
    #[must_use]
    pub fn new(code: ProblemCode, detail: &str) -> Self {
        Self {
            code,
            detail: detail.to_owned(),
            retry_after_ms: 0,
            trace: String::new(),
            said: String::new(),
            rule: None,
        }
    }

    /// A problem that the platform put into words.
    #[must_use]
    pub(crate) fn in_words(code: ProblemCode, said: &str) -> Self {
        Self { said: said.to_owned(), ..Self::new(code, said) }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        Self::from(&error)
    }
}

impl From<&Error> for Problem {
    fn from(error: &Error) -> Self {
        let mut problem =
            Self { said: said(error).to_owned(), rule: rule(error), ..Self::new(code(error), &detail(error)) };
        if let Error::Client(client) = error {
            problem.trace = client.trace.clone().unwrap_or_default();
            if let Category::RateLimited { retry_after } = client.category() {
                problem.retry_after_ms = retry_after.map_or(0, millis);
            }
        }
        problem
    }
}

/// The only place that says which error is which problem.
fn code(error: &Error) -> ProblemCode {
    match error {
        Error::Client(client) => category_code(client.category()),
        Error::Store(store) => store_code(store),
        Error::Vault(vault) => match vault {
            VaultError::Missing => ProblemCode::KeychainMissing,
            VaultError::Locked | VaultError::TimedOut => ProblemCode::KeychainLocked,
            VaultError::Denied | VaultError::Failed(_) => ProblemCode::KeychainDenied,
        },
        Error::KeyMissing => ProblemCode::KeyMissing,
        Error::Gone(_) => ProblemCode::Gone,
        Error::Address(_) => ProblemCode::BadAddress,
        Error::UserId(_) => ProblemCode::BadUserId,
        Error::Key(_) => ProblemCode::BadKey,
        Error::Refused(Refusal::AskFirst) => ProblemCode::AskFirst,
        Error::Refused(Refusal::QuestionEmpty | Refusal::QuestionTooLong { .. }) => ProblemCode::BadQuestion,
        Error::Attachment(_) => ProblemCode::BadFile,
        Error::NotAnExport => ProblemCode::NotAnExport,
        Error::NoUploads => ProblemCode::NoUploads,
        Error::UploadKeys(_) => ProblemCode::UploadKeys,
        Error::FileGone(_) => ProblemCode::FileGone,
        Error::Disk { cause, .. } if cause.kind() == io::ErrorKind::StorageFull => ProblemCode::DiskFull,
        Error::Disk { doing: "saved", .. } => ProblemCode::FileNotWritten,
        Error::Disk { .. } => ProblemCode::Storage,
        Error::Refused(
            Refusal::VariableMissing { .. } | Refusal::VariableTooLong { .. } | Refusal::VariableNotAChoice { .. },
        ) => ProblemCode::BadVariables,
        Error::Refused(
            Refusal::StillAnswering
            | Refusal::NotTheNewest
            | Refusal::NoMoreAnswers { .. }
            | Refusal::NotOnPlatform
            | Refusal::StillChoosing
            | Refusal::NotWaiting
            | Refusal::NameEmpty
            | Refusal::NameTaken
            | Refusal::Blocked
            | Refusal::NotAnImage
            | Refusal::NotAFile,
        )
        | Error::NotOneAgent { .. } => ProblemCode::Refused,
        Error::Input(_) => ProblemCode::BadInput,
        Error::Agent(_) => ProblemCode::AgentFailed,
        Error::File(cause) if cause.kind() == io::ErrorKind::StorageFull => ProblemCode::DiskFull,
        Error::File(_) => ProblemCode::FileNotWritten,
        Error::BuiltIn(code, _) => *code,
        Error::NoConversationId => ProblemCode::NotThisApi,
    }
}

fn category_code(category: Category) -> ProblemCode {
    match category {
        Category::Offline => ProblemCode::Offline,
        Category::Timeout => ProblemCode::Timeout,
        Category::Tls => ProblemCode::Tls,
        Category::KeyRejected => ProblemCode::KeyRejected,
        Category::Forbidden => ProblemCode::Forbidden,
        Category::Gone => ProblemCode::Gone,
        Category::RateLimited { .. } => ProblemCode::RateLimited,
        Category::Overloaded => ProblemCode::Overloaded,
        Category::Refused => ProblemCode::Refused,
        Category::IsWorkflow => ProblemCode::IsWorkflow,
        Category::AgentFailed => ProblemCode::AgentFailed,
        Category::Cut => ProblemCode::Cut,
        Category::NotThisApi => ProblemCode::NotThisApi,
        Category::LoginPage => ProblemCode::LoginPage,
        Category::TooLarge => ProblemCode::TooLarge,
        Category::Internal => ProblemCode::Internal,
    }
}

fn store_code(error: &StoreError) -> ProblemCode {
    match error {
        StoreError::Newer { .. } => ProblemCode::NewerDatabase,
        StoreError::DiskFull => ProblemCode::DiskFull,
        StoreError::Folder(cause) if cause.kind() == io::ErrorKind::StorageFull => ProblemCode::DiskFull,
        StoreError::Damaged => ProblemCode::Damaged,
        StoreError::Missing => ProblemCode::HistoryMissing,
        StoreError::BadBackup => ProblemCode::BadBackup,
        StoreError::NoPermission => ProblemCode::ReadOnly,
        StoreError::Busy => ProblemCode::Held,
        StoreError::Cancelled => ProblemCode::Cancelled,
        StoreError::Folder(_) | StoreError::Sqlite(_) | StoreError::Closed => ProblemCode::Storage,
        StoreError::Json(_) => ProblemCode::Internal,
    }
}

/// The platform's own words, as it wrote them.
fn said(error: &Error) -> &str {
    match error {
        Error::Agent(words) => words.trim(),
        Error::Client(client) => match &client.kind {
            ErrorKind::Rejected { message, .. } => message.trim(),
            _ => "",
        },
        _ => "",
    }
}

fn rule(error: &Error) -> Option<Rule> {
    Some(match error {
        Error::Client(client) if matches!(client.kind, ErrorKind::NotPublic { .. }) => Rule::NotPublic,
        Error::Refused(refusal) => match refusal {
            Refusal::StillAnswering => Rule::StillAnswering,
            Refusal::NotTheNewest => Rule::NotTheNewest,
            Refusal::NoMoreAnswers { .. } => Rule::NoMoreAnswers,
            Refusal::NotOnPlatform => Rule::NotOnPlatform,
            Refusal::NotWaiting => Rule::NotWaiting,
            Refusal::StillChoosing => Rule::StillChoosing,
            Refusal::AskFirst => Rule::AskFirst,
            Refusal::NotAnImage => Rule::NotAnImage,
            Refusal::Blocked => Rule::Blocked,
            Refusal::NotAFile => Rule::NotAFile,
            Refusal::NameEmpty => Rule::NameEmpty,
            Refusal::NameTaken => Rule::NameTaken,
            // Their codes tell it all.
            Refusal::QuestionEmpty
            | Refusal::QuestionTooLong { .. }
            | Refusal::VariableMissing { .. }
            | Refusal::VariableTooLong { .. }
            | Refusal::VariableNotAChoice { .. } => return None,
        },
        Error::Attachment(refusal) => match refusal {
            FileRefusal::Empty => Rule::FileEmpty,
            FileRefusal::TooLarge { .. } => Rule::FileTooLarge,
            FileRefusal::TooMany { .. } => Rule::TooManyFiles,
            FileRefusal::NoText => Rule::NoText,
            FileRefusal::Incomplete => Rule::FileIncomplete,
            FileRefusal::NotReady => Rule::FileNotReady,
        },
        _ => return None,
    })
}

/// The error and, for the network, what stands behind it, in one line.
fn detail(error: &Error) -> String {
    let mut words = error.to_string();
    if let Error::Client(client) = error {
        let mut next = client.kind.source();
        while let Some(cause) = next {
            let said = cause.to_string();
            if !words.contains(&said) {
                words.push_str(": ");
                words.push_str(&said);
            }
            next = cause.source();
        }
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn millis(wait: Duration) -> u32 {
    u32::try_from(wait.as_millis()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
