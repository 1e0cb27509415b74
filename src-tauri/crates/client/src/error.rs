//! What can go wrong between here and the agent, and what each failure means.

use std::error::Error as _;
use std::time::Duration;

/// A failed call or a failed stream.
#[derive(Debug, thiserror::Error)]
#[error("{kind}")]
pub struct Error {
    /// What happened, with its facts.
    #[source]
    pub kind: ErrorKind,
    /// The platform's request id, which its staff can look up.
    pub trace: Option<String>,
}

/// What happened. No kind holds the key, and no cause names a URL.
#[derive(Debug, thiserror::Error)]
pub enum ErrorKind {
    /// No connection, or no host of that name.
    #[error("no connection to the agent's server")]
    Unreachable(#[source] reqwest::Error),
    /// A connection that could not be made safe.
    #[error("no safe connection to the agent's server")]
    Tls(#[source] reqwest::Error),
    /// Nothing came for as long as was waited.
    #[error("nothing came from the agent's server for {} s", limit.as_secs_f32())]
    Silent {
        /// How long was waited.
        limit: Duration,
    },
    /// The server sent us elsewhere. It was not followed.
    #[error("the server answered {status} and pointed elsewhere")]
    Redirected {
        /// The HTTP status.
        status: u16,
        /// Scheme, host and port that it pointed to, if it said.
        to: Option<String>,
        /// Whether it looks like a place to sign in.
        login: bool,
    },
    /// A page for people instead of an answer for programs.
    #[error("the server answered {status} with a web page")]
    WebPage {
        /// The HTTP status.
        status: u16,
        /// Whether it looks like a place to sign in.
        login: bool,
        /// How long the server asks to wait.
        retry_after: Option<Duration>,
    },
    /// The platform, or what stands in front of it, said no.
    #[error("the server refused the request ({status}): {message}")]
    Rejected {
        /// The HTTP status; 200 is possible.
        status: u16,
        /// The platform's word for the reason.
        code: Option<String>,
        /// The platform's sentence, at most 500 characters; may be empty.
        message: String,
        /// How long the server asks to wait.
        retry_after: Option<Duration>,
    },
    /// A good status, but not what this action answers.
    #[error("the server's answer is not one of this API: {what}")]
    Unfamiliar {
        /// What was found to be wrong.
        what: &'static str,
    },
    /// An address that is only known on this machine or in its network, and is not the agent's.
    #[error("{host} is not a public address")]
    NotPublic {
        /// The host.
        host: String,
    },
    /// More than is read.
    #[error("the answer is larger than {} MiB", limit >> 20)]
    TooLarge {
        /// Bytes.
        limit: usize,
    },
    /// The connection ended before the answer did.
    #[error("the answer stopped before its end")]
    Cut(#[source] Option<reqwest::Error>),
    /// The request could not even be made.
    #[error("the request could not be made")]
    Unmade(#[source] Option<reqwest::Error>),
}

/// What a failure means for the person who asked. One for each thing that the window does differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Category {
    /// No connection.
    Offline,
    /// A connection, and silence.
    Timeout,
    /// The certificate is not trusted, or the other side speaks no TLS.
    Tls,
    /// The key is wrong, revoked or expired.
    KeyRejected,
    /// The key is right, but may not do this.
    Forbidden,
    /// What was asked for is no longer there.
    Gone,
    /// Too many requests.
    RateLimited {
        /// How long the server asks to wait, at most a day.
        retry_after: Option<Duration>,
    },
    /// The server, or a gateway before it, is in trouble.
    Overloaded,
    /// The platform says no; its message says why.
    Refused,
    /// The key is a workflow's, which is run instead of asked.
    IsWorkflow,
    /// The agent itself failed.
    AgentFailed,
    /// The answer broke off.
    Cut,
    /// Something answers there, but not this API.
    NotThisApi,
    /// A page to sign in stands in front of the API.
    LoginPage,
    /// The answer, or the question, is too large.
    TooLarge,
    /// A mistake of ours.
    Internal,
}

impl Error {
    /// What the failure means. Exhaustive on purpose: a new kind must say it.
    #[must_use]
    pub fn category(&self) -> Category {
        match &self.kind {
            ErrorKind::Unreachable(_) => Category::Offline,
            ErrorKind::Tls(_) => Category::Tls,
            ErrorKind::Silent { .. } => Category::Timeout,
            ErrorKind::Redirected { login: true, .. } => Category::LoginPage,
            ErrorKind::Redirected { login: false, .. } | ErrorKind::Unfamiliar { .. } => Category::NotThisApi,
            ErrorKind::WebPage { status, login, retry_after } => page_category(*status, *login, *retry_after),
            ErrorKind::Rejected { status, code, message, retry_after } => {
                rejected_category(*status, code.as_deref(), message, *retry_after)
            }
            ErrorKind::NotPublic { .. } => Category::Refused,
            ErrorKind::TooLarge { .. } => Category::TooLarge,
            ErrorKind::Cut(_) => Category::Cut,
            ErrorKind::Unmade(_) => Category::Internal,
        }
    }

    /// Whether the server said that it has no such action. Then the action did nothing.
    #[must_use]
    pub fn is_missing(&self, action: &str) -> bool {
        match &self.kind {
            ErrorKind::Rejected { status, code, message, .. } => {
                let code = letters(code.as_deref().unwrap_or_default());
                let is_none = matches!(status, 404 | 405) || code == "404";
                NO_SUCH_ACTION.iter().any(|word| code.contains(word))
                    || is_none && !is_about_something_else(&format!("{code} {message}"), action)
            }
            ErrorKind::WebPage { status, .. } => matches!(status, 404 | 405),
            _ => false,
        }
    }
}

/// What a code says that speaks of an action.
const NO_SUCH_ACTION: [&str; 7] = [
    "invalidaction",
    "unknownaction",
    "actionnotfound",
    "apinotfound",
    "routenotfound",
    "methodnotfound",
    "unsupportedaction",
];

/// Whether words that something was not found speak of what the action was to be done to.
fn is_about_something_else(message: &str, action: &str) -> bool {
    const THINGS: [&str; 13] = [
        "conversation",
        "message",
        "session",
        "answer",
        "user",
        "file",
        "workflow",
        "run",
        "task",
        "memory",
        "会话",
        "消息",
        "文件",
    ];
    let message = message.to_lowercase();
    let rest = message.replace(action, "");
    rest.len() == message.len() && THINGS.iter().any(|thing| rest.contains(thing))
}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Self {
        Self { kind, trace: None }
    }
}

impl ErrorKind {
    /// What it means that no answer came at all. The URL is taken out of the cause.
    pub(crate) fn unanswered(cause: reqwest::Error, limit: Duration) -> Self {
        let cause = cause.without_url();
        if is_tls(&cause) {
            Self::Tls(cause)
        } else if cause.is_connect() || cause.is_dns() {
            Self::Unreachable(cause)
        } else if cause.is_timeout() {
            Self::Silent { limit }
        } else if cause.is_builder() {
            Self::Unmade(Some(cause))
        } else {
            Self::Cut(Some(cause))
        }
    }

    /// What it means that an answer broke off.
    pub(crate) fn broken_off(cause: reqwest::Error, limit: Duration) -> Self {
        if cause.is_timeout() { Self::Silent { limit } } else { Self::Cut(Some(cause.without_url())) }
    }
}

fn is_tls(cause: &reqwest::Error) -> bool {
    let mut next = cause.source();
    while let Some(error) = next {
        if error.is::<rustls::Error>() {
            return true;
        }
        // An `io::Error` shows the source of what it wraps, but not the wrapped error itself.
        next = match error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref) {
            Some(wrapped) => Some(wrapped),
            None => error.source(),
        };
    }
    false
}

fn page_category(status: u16, login: bool, retry_after: Option<Duration>) -> Category {
    match status {
        429 => Category::RateLimited { retry_after },
        413 => Category::TooLarge,
        500..=599 => Category::Overloaded,
        401 => Category::LoginPage,
        _ if login => Category::LoginPage,
        403 => Category::Forbidden,
        _ => Category::NotThisApi,
    }
}

fn rejected_category(status: u16, code: Option<&str>, message: &str, retry_after: Option<Duration>) -> Category {
    let code_as_status = code.and_then(|code| code.parse().ok()).filter(|code| (400..600).contains(code));
    match if status < 400 { code_as_status.unwrap_or(status) } else { status } {
        401 => Category::KeyRejected,
        403 => Category::Forbidden,
        404 if code.is_none() && message.is_empty() => Category::NotThisApi,
        404 | 410 => Category::Gone,
        405 => Category::NotThisApi,
        407 => Category::Offline,
        408 => Category::Timeout,
        413 => Category::TooLarge,
        429 => Category::RateLimited { retry_after },
        ..=499 if is_workflow(message) => Category::IsWorkflow,
        500 if !message.is_empty() => Category::AgentFailed,
        500..=599 => Category::Overloaded,
        _ => code.map_or(Category::Refused, |code| worded_category(code, retry_after)),
    }
}

/// No list of codes is public, so only words that can mean one thing are read.
fn worded_category(code: &str, retry_after: Option<Duration>) -> Category {
    let code = letters(code);
    let says = |words: &[&str]| words.iter().any(|word| code.contains(word));
    if says(&["apikey", "unauthor", "unauthenticated", "authfail", "authenticationfail"]) {
        Category::KeyRejected
    } else if says(&["forbidden", "accessdenied", "permissiondenied", "nopermission"]) {
        Category::Forbidden
    } else if says(&["ratelimit", "toomanyrequests", "throttl", "flowlimit"]) {
        Category::RateLimited { retry_after }
    } else if says(&["conversationnotfound", "conversationnotexist", "messagenotfound", "appnotfound"]) {
        Category::Gone
    } else {
        Category::Refused
    }
}

/// Whether a refusal says that chat actions do not take a workflow's key.
fn is_workflow(message: &str) -> bool {
    const NOT_ONE: [&str; 4] = ["not of a workflow", "not a workflow", "chat_query", "不是工作流"];
    const NO_CHAT: [&str; 7] =
        ["chat", "conversation", "app type", "not support", "run_app_workflow", "对话", "不支持"];
    let message = message.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| message.contains(word));
    says(&["workflow", "工作流"]) && says(&NO_CHAT) && !says(&NOT_ONE)
}

fn letters(code: &str) -> String {
    code.chars().filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rejected(status: u16, code: Option<&str>, message: &str) -> Error {
        let (code, message) = (code.map(str::to_owned), message.to_owned());
        ErrorKind::Rejected { status, code, message, retry_after: None }.into()
    }

    #[test]
    fn a_refusal_means_what_its_status_or_else_its_code_says() {
        for (status, code, message, expected) in [
            (401, None, "", Category::KeyRejected),
            (403, None, "", Category::Forbidden),
            (404, None, "", Category::NotThisApi),
            (404, Some("ConversationNotFound"), "gone", Category::Gone),
            (429, None, "", Category::RateLimited { retry_after: None }),
            (500, Some("InternalError"), "the model broke", Category::AgentFailed),
            (500, None, "", Category::Overloaded),
            (504, None, "", Category::Overloaded),
            (200, Some("401"), "bad key", Category::KeyRejected),
            (200, Some("InvalidApiKey"), "bad key", Category::KeyRejected),
            (200, Some("InvalidParameter"), "conversation not found", Category::Refused),
            (400, None, "no", Category::Refused),
            (
                400,
                Some("InvalidParameter"),
                "This key is a workflow's, and workflows do not chat.",
                Category::IsWorkflow,
            ),
            (200, Some("400"), "工作流应用不支持对话", Category::IsWorkflow),
            (400, None, "This key is that of an agent that chats, not of a workflow.", Category::Refused),
            (400, None, "the workflow tool is out of order", Category::Refused),
        ] {
            assert_eq!(rejected(status, code, message).category(), expected, "{status} {code:?} {message}");
        }
    }

    #[test]
    fn only_a_missing_action_is_a_missing_action() {
        let missing = |error: Error| error.is_missing("get_message_info");
        assert!(missing(rejected(404, None, "404 page not found")));
        assert!(missing(rejected(404, Some("NotFound"), "This server has no action get_message_info.")));
        assert!(missing(rejected(200, Some("InvalidActionOrVersion"), "")));
        assert!(missing(rejected(200, Some("404"), "")));
        assert!(!missing(rejected(404, Some("404"), "message not found")));
        assert!(!missing(rejected(404, Some("ConversationNotFound"), "no such conversation")));
        assert!(!missing(rejected(502, None, "")));
        assert!(!missing(Error::from(ErrorKind::Cut(None))));
    }
}
