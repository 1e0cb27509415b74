//! Every way of not answering, and what it means.

use std::time::Duration;

use parlance_client::{Category, Client, Dialect, Error, ErrorKind};
use parlance_protocol::{CreateConversation, GetAppConfigPreview, StopMessage};

use crate::scripted::{Scripted, json, response};
use crate::{KEY, ask, client};

const HTML: &str = "Content-Type: text/html\r\n";

/// The error of a call and of a question to a server that always answers so.
async fn both(answer: &[u8]) -> [Error; 2] {
    let called = Scripted::answering(answer).await;
    let asked = Scripted::answering(answer).await;
    let called = client(&called.address).call(&GetAppConfigPreview {}).await.unwrap_err();
    let (frames, error) = ask(&client(&asked.address), Dialect::V2).await;
    assert!(frames.is_empty());
    [called, error.unwrap()]
}

#[tokio::test]
async fn a_redirect_is_not_followed_and_the_other_side_hears_nothing() {
    for status in ["301 Moved", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"] {
        let elsewhere = Scripted::start([]).await;
        for to in [
            format!("{}/sso/login?service=x", elsewhere.address),
            format!("http://localhost:{}/api/proxy/api/v1/chat_query_v2", elsewhere.port),
        ] {
            for error in both(&response(status, &format!("Location: {to}\r\n"), "")).await {
                assert_eq!(error.category(), Category::LoginPage, "{status} to {to}");
                let ErrorKind::Redirected { to: Some(origin), .. } = error.kind else { panic!("{:?}", error.kind) };
                assert!(to.starts_with(&origin), "{to}");
            }
        }
        assert_eq!(elsewhere.connections(), 0, "{status}");
    }
}

#[tokio::test]
async fn a_redirect_that_stays_or_leads_nowhere_is_not_this_api() {
    for headers in ["Location: /api/v2\r\n", "", "Location: javascript:alert(1)\r\n"] {
        for error in both(&response("302 Found", headers, "")).await {
            let expected = if headers.contains("javascript") { Category::LoginPage } else { Category::NotThisApi };
            assert_eq!(error.category(), expected, "{headers}");
        }
    }
}

#[tokio::test]
async fn every_answer_that_is_none_means_one_thing() {
    let envelope = r#"{"ResponseMetadata":{"RequestId":"R1","Error":{"Code":"InvalidParameter","Message":"no such"}}}"#;
    let login = "<!doctype html><title>统一身份认证</title>";
    for (answer, expected) in [
        (response("200 OK", HTML, login), Category::LoginPage),
        (response("200 OK", "Content-Type: application/json\r\n", login), Category::LoginPage),
        (response("200 OK", HTML, "<h1>Welcome</h1>"), Category::NotThisApi),
        (response("200 OK", "", "welcome"), Category::NotThisApi),
        (json("200 OK", r#"{"status":"ok"}"#), Category::NotThisApi),
        (json("200 OK", "[]"), Category::NotThisApi),
        (json("200 OK", envelope), Category::Refused),
        (json("200 OK", &format!("{envelope}null")), Category::Refused),
        (json("400 Bad Request", envelope), Category::Refused),
        (json("200 OK", r#"{"BaseResp":{"StatusCode":7,"StatusMessage":"no"}}"#), Category::Refused),
        (json("200 OK", r#"{"code":7,"msg":"no"}"#), Category::Refused),
        (json("401 Unauthorized", r#"{"message":"no"}"#), Category::KeyRejected),
        (response("401 Unauthorized", "", ""), Category::KeyRejected),
        (json("403 Forbidden", "{}"), Category::Forbidden),
        (response("404 Not Found", "", "404 page not found"), Category::NotThisApi),
        (json("404 Not Found", r#"{"code":404,"msg":"conversation not found"}"#), Category::Gone),
        (response("413 Too Large", HTML, "<h1>413</h1>"), Category::TooLarge),
        (response("429 Too Many", "Retry-After: 7\r\n", ""), limited(7)),
        (response("429 Too Many", "Retry-After: 99999999\r\n", HTML), limited(86_400)),
        (
            response(
                "429 Too Many",
                "Date: Wed, 21 Oct 2015 07:28:00 GMT\r\nRetry-After: Wed, 21 Oct 2015 07:28:30 GMT\r\n",
                "",
            ),
            limited(30),
        ),
        (response("429 Too Many", "", ""), Category::RateLimited { retry_after: None }),
        (response("502 Bad Gateway", HTML, "<h1>502</h1>"), Category::Overloaded),
        (response("504 Gateway Timeout", "", ""), Category::Overloaded),
        (json("500 Oops", r#"{"message":"the model broke"}"#), Category::AgentFailed),
        // A body that breaks off does not hide its status.
        (b"HTTP/1.1 401 No\r\nContent-Length: 99\r\n\r\n{\"mes".to_vec(), Category::KeyRejected),
    ] {
        for error in both(&answer).await {
            assert_eq!(error.category(), expected, "{error:?} for {}", String::from_utf8_lossy(&answer));
        }
    }
}

fn limited(seconds: u64) -> Category {
    Category::RateLimited { retry_after: Some(Duration::from_secs(seconds)) }
}

#[tokio::test]
async fn a_request_id_is_kept_from_the_body_or_the_headers() {
    let body = json("200 OK", r#"{"ResponseMetadata":{"RequestId":"R1","Error":{"Code":"X","Message":"m"}}}"#);
    assert_eq!(both(&body).await.map(|error| error.trace), [Some("R1".to_owned()), Some("R1".to_owned())]);
    let header = response("502 Bad Gateway", "X-Request-Id: H1\r\n", "");
    assert_eq!(both(&header).await.map(|error| error.trace), [Some("H1".to_owned()), Some("H1".to_owned())]);
}

#[tokio::test]
async fn no_error_shows_the_key() {
    let echo = json("401 No", &format!(r#"{{"code":"{KEY}","message":"no app for {KEY}"}}"#));
    for error in both(&echo).await {
        assert!(!format!("{error} {error:?}").contains(KEY), "{error:?}");
    }
    let nowhere = Scripted::start([]).await;
    let gone = format!("http://127.0.0.1:{}", closed_port().await);
    let error = client(&gone).call(&GetAppConfigPreview {}).await.unwrap_err();
    assert_eq!(error.category(), Category::Offline);
    assert!(!format!("{error} {error:?} {:?}", client(&gone)).contains(KEY), "{error:?}");
    assert_eq!(nowhere.connections(), 0);
}

/// A port that nobody listens on.
async fn closed_port() -> u16 {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    listener.local_addr().unwrap().port()
}

#[tokio::test]
async fn a_host_that_does_not_exist_is_offline() {
    let error = client("https://no-such-host.invalid").call(&GetAppConfigPreview {}).await.unwrap_err();
    assert_eq!(error.category(), Category::Offline, "{error:?}");
}

#[tokio::test]
async fn an_answer_to_a_call_is_read_in_any_case_with_or_without_null() {
    let said = r#"{"conversation":{"appConversationID":"d2k7","conversationName":"新的会话"},"baseResp":null}null"#;
    let server = Scripted::answering(json("200 OK", said)).await;
    let made = client(&server.address).call(&CreateConversation::default()).await.unwrap();
    assert_eq!(made.id().unwrap().as_str(), "d2k7");
    assert_eq!(made.conversation.conversation_name, "新的会话");
    for empty in ["{}", "null", ""] {
        let server = Scripted::answering(json("200 OK", empty)).await;
        assert!(client(&server.address).call(&StopMessage::default()).await.is_ok(), "{empty:?}");
    }
}

#[tokio::test]
async fn a_compressed_answer_to_a_call_is_read() {
    let packed = b"\x1f\x8b\x08\0\0\0\0\0\x02\x03\xabV\xf2K\xccMU\xb2Rr/\xcdLIU\xaa\x05\0\xc5\xb6\xa7\xf1\x10\0\0\0";
    let server =
        Scripted::answering(response("200 OK", "Content-Type: application/json\r\nContent-Encoding: gzip\r\n", packed))
            .await;
    assert_eq!(client(&server.address).call(&GetAppConfigPreview {}).await.unwrap().name, "Guide");
}

#[tokio::test]
async fn an_answer_to_a_call_of_more_than_32_mib_is_refused() {
    let server = Scripted::answering(json("200 OK", &format!(r#"{{"Name":"{}"}}"#, "x".repeat(33 << 20)))).await;
    let error = client(&server.address).call(&GetAppConfigPreview {}).await.unwrap_err();
    assert_eq!(error.category(), Category::TooLarge);
}

/// Where an old platform says in its way that it has no `chat_query_v2`.
async fn falls_back(refusal: Vec<u8>) -> (Client, Scripted) {
    let v1 = "event:text\ndata:data: {\"event\": \"message_end\", \"answer\": \"早\"}\n\n";
    let stream = || response("200 OK", "Content-Type: text/event-stream\r\nConnection: close\r\n", v1);
    let script = [vec![refusal], vec![stream()], vec![stream()]];
    let script = script.map(|sent| sent.into_iter().map(crate::scripted::Step::Send).collect());
    let server = Scripted::start(script).await;
    let client = client(&server.address);
    for _ in 0..2 {
        let (frames, error) = ask(&client, Dialect::Auto).await;
        assert!(error.is_none() && frames.len() == 1, "{error:?}");
    }
    (client, server)
}

#[tokio::test]
async fn the_older_dialect_is_used_and_remembered_where_the_newer_does_not_exist() {
    let close = "Connection: close\r\n";
    for refusal in [
        response("404 Not Found", close, "404 page not found"),
        response("404 Not Found", &format!("{close}{HTML}"), "<h1>404</h1>"),
        response(
            "200 OK",
            &format!("{close}Content-Type: application/json\r\n"),
            r#"{"ResponseMetadata":{"Error":{"Code":"InvalidActionOrVersion","Message":"no such action"}}}"#,
        ),
    ] {
        let (_, server) = falls_back(refusal).await;
        let paths: Vec<_> = server
            .heard()
            .iter()
            .map(|request| request.head.split(' ').nth(1).unwrap().rsplit('/').next().unwrap().to_owned())
            .collect();
        assert_eq!(paths, ["chat_query_v2", "chat_query", "chat_query"]);
    }
}

#[tokio::test]
async fn any_other_refusal_is_not_asked_again() {
    for refusal in [
        response("502 Bad Gateway", "", ""),
        response("504 Gateway Timeout", HTML, "<h1>504</h1>"),
        response("401 Unauthorized", "", ""),
        json("404 Not Found", r#"{"ResponseMetadata":{"Error":{"Code":"ConversationNotFound","Message":"m"}}}"#),
        Vec::new(),
    ] {
        let server = Scripted::start([vec![crate::scripted::Step::Send(refusal)]]).await;
        let (_, error) = ask(&client(&server.address), Dialect::Auto).await;
        assert!(error.is_some());
        assert_eq!((server.heard().len(), server.connections()), (1, 1), "{error:?}");
    }
}
