use parlance_client::{Address, ApiKey, ErrorKind};

use super::*;

fn rejected(status: u16, message: &str, retry_after: Option<Duration>) -> Error {
    let kind = ErrorKind::Rejected { status, code: None, message: message.into(), retry_after };
    Error::Client(parlance_client::Error { kind, trace: Some("req-1".into()) })
}

#[test]
fn every_error_is_one_problem() {
    let page = |login| Error::Client(ErrorKind::WebPage { status: 200, login, retry_after: None }.into());
    let io = |kind| Error::Store(StoreError::Folder(io::Error::from(kind)));
    for (error, expected) in [
        (rejected(401, "", None), ProblemCode::KeyRejected),
        (rejected(403, "", None), ProblemCode::Forbidden),
        (rejected(429, "", None), ProblemCode::RateLimited),
        (rejected(502, "", None), ProblemCode::Overloaded),
        (rejected(400, "no", None), ProblemCode::Refused),
        (page(true), ProblemCode::LoginPage),
        (page(false), ProblemCode::NotThisApi),
        (Error::Client(ErrorKind::Cut(None).into()), ProblemCode::Cut),
        (Error::Client(ErrorKind::Silent { limit: Duration::from_secs(300) }.into()), ProblemCode::Timeout),
        (Error::Client(ErrorKind::TooLarge { limit: 1 << 20 }.into()), ProblemCode::TooLarge),
        (Error::Client(ErrorKind::Unmade(None).into()), ProblemCode::Internal),
        (VaultError::Missing.into(), ProblemCode::KeychainMissing),
        (VaultError::Locked.into(), ProblemCode::KeychainLocked),
        (VaultError::TimedOut.into(), ProblemCode::KeychainLocked),
        (VaultError::Denied.into(), ProblemCode::KeychainDenied),
        (VaultError::Failed("?".into()).into(), ProblemCode::KeychainDenied),
        (StoreError::Newer { found: 9, known: 1 }.into(), ProblemCode::NewerDatabase),
        (StoreError::DiskFull.into(), ProblemCode::DiskFull),
        (io(io::ErrorKind::StorageFull), ProblemCode::DiskFull),
        (io(io::ErrorKind::PermissionDenied), ProblemCode::Storage),
        (StoreError::Damaged.into(), ProblemCode::Damaged),
        (StoreError::Missing.into(), ProblemCode::HistoryMissing),
        (StoreError::BadBackup.into(), ProblemCode::BadBackup),
        (Error::KeyMissing, ProblemCode::KeyMissing),
        (Error::Gone("turn"), ProblemCode::Gone),
        (Address::parse("nonsense").unwrap_err().into(), ProblemCode::BadAddress),
        (parlance_protocol::UserId::parse("").unwrap_err().into(), ProblemCode::BadUserId),
        (ApiKey::parse("a\nb").unwrap_err().into(), ProblemCode::BadKey),
        (Refusal::QuestionEmpty.into(), ProblemCode::BadQuestion),
        (Refusal::StillAnswering.into(), ProblemCode::Refused),
        (Refusal::VariableMissing { key: "college".into() }.into(), ProblemCode::BadVariables),
        (Error::Agent("no model".into()), ProblemCode::AgentFailed),
        (Error::NoConversationId, ProblemCode::NotThisApi),
    ] {
        let problem = error.problem();
        assert_eq!(problem.code, expected, "{error:?}");
        assert!(!problem.detail.is_empty() && !problem.detail.contains('\n'), "{problem:?}");
    }
}

#[test]
fn a_problem_keeps_the_wait_and_the_request_id() {
    let problem = rejected(429, "slow\ndown", Some(Duration::from_millis(1_500))).problem();
    assert_eq!((problem.retry_after_ms, problem.trace.as_str()), (1_500, "req-1"));
    assert_eq!(problem.detail, "the server refused the request (429): slow down");
}

#[test]
fn what_the_platform_said_stands_apart_from_our_words_and_our_own_rules_have_names() {
    let told = |error: Error| (error.problem().said, error.problem().rule);
    assert_eq!(told(rejected(400, " 余额不足。 ", None)), ("余额不足。".into(), None));
    assert_eq!(told(Error::Agent("no model".into())), ("no model".into(), None));
    assert_eq!(told(Error::Agent(String::new())), (String::new(), None), "that it gave no reason is not its word");
    assert_eq!(told(Refusal::StillAnswering.into()), (String::new(), Some(Rule::StillAnswering)));
    assert_eq!(told(FileRefusal::NoText.into()), (String::new(), Some(Rule::NoText)));
    assert_eq!(told(Refusal::QuestionEmpty.into()), (String::new(), None));
}

#[test]
fn a_problem_that_an_earlier_parlance_kept_is_read() {
    let kept = r#"{"code":"agentFailed","detail":"the agent gave up: no","retryAfterMs":0,"trace":""}"#;
    let problem: Problem = serde_json::from_str(kept).unwrap();
    assert_eq!(problem, Problem::new(ProblemCode::AgentFailed, "the agent gave up: no"));
}
