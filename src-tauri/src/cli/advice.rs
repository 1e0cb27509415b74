//! What went wrong and what to do, in one line.

use parlance_client::{Category, Error};
use parlance_core::ProblemCode;

/// The client's error as a sentence with advice.
pub(super) fn sentence(error: &Error) -> String {
    format!("{}; {}", one_line(&error.to_string()), advice(error.category()))
}

/// What to do about a failure of the network or the platform.
pub(super) fn advice(category: Category) -> &'static str {
    match category {
        Category::Offline => "check the address and the network",
        Category::Timeout => "try again later, or allow more with --timeout",
        Category::Tls => "add the server's root certificate to the system's trust store",
        Category::KeyRejected => "check the API key and that it belongs to this address",
        Category::Forbidden => "the key may not do this; ask whoever gave it to you",
        Category::Gone => "check the conversation's id, or begin a new one by leaving --conversation out",
        Category::RateLimited { .. } => "wait a little and ask again",
        Category::Overloaded => "the platform is busy; ask again later",
        Category::Cut => "the answer may still be finished on the platform; ask again if it is not",
        Category::NotThisApi => "the address should look like https://HOST/api/proxy/api/v1",
        Category::LoginPage => "the address leads to a login page; ask for the address of the agent API",
        Category::TooLarge => "ask for less in one answer",
        Category::Refused | Category::AgentFailed => "change the request, or show this to whoever built the agent",
        Category::Internal => "please report this",
    }
}

/// The profile's error as a sentence with advice.
pub(super) fn of_the_profile(error: &parlance_core::Error) -> String {
    if let parlance_core::Error::Client(error) = error {
        return sentence(error);
    }
    let advice = match error.problem().code {
        ProblemCode::KeyMissing => "open Parlance and enter the agent's key again, or use --base-url",
        ProblemCode::KeychainMissing | ProblemCode::KeychainLocked | ProblemCode::KeychainDenied => {
            "unlock the system's keychain, or use --base-url with the key in PARLANCE_API_KEY"
        }
        ProblemCode::BadAddress | ProblemCode::BadUserId | ProblemCode::BadKey => {
            "open Parlance and enter the agent again"
        }
        ProblemCode::DiskFull => "make room on the disk",
        ProblemCode::NewerDatabase => "use the newer Parlance, or another folder with --data-dir",
        ProblemCode::Storage => "check the data folder, or choose another with --data-dir",
        // The sentence says it itself.
        _ => return one_line(&error.to_string()),
    };
    format!("{}; {advice}", one_line(&error.to_string()))
}

/// A platform's words may have line breaks; what is said is one line.
pub(super) fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
