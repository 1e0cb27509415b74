//! What is accepted, and how everything else is refused.

use parlance_server::{Options, Script, Server};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::support::{Caller, Reply, quick, read};

async fn guide() -> (Server, Caller) {
    let server = Server::start(quick()).await.unwrap();
    let caller = Caller::of(&server, 0);
    (server, caller)
}

pub(crate) fn refusal(reply: &Reply) -> (u16, String) {
    let error = &reply.json()["ResponseMetadata"]["Error"];
    assert!(error["Code"].is_string(), "{reply:?}");
    (reply.status, error["Message"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn both_bases_lead_to_an_action_also_with_slashes_too_many() {
    let (_server, caller) = guide().await;
    let key = format!("apikey: {}\r\n", caller.key);
    for path in [
        "/api/proxy/api/v1/get_app_config_preview",
        "/api/proxy/api/v1//get_app_config_preview",
        "/api/v1/get_app_config_preview/",
        "/api/v1/get_app",
    ] {
        let reply = caller.post(path, &key, r#"{"UserID":"me"}"#).await;
        assert_eq!((reply.status, &reply.json()["Name"]), (200, &json!("Guide")), "{path}");
    }
}

#[tokio::test]
async fn the_key_may_come_in_the_body_and_the_header_goes_before() {
    let (_server, caller) = guide().await;
    let body = json!({"AppKey": caller.key, "UserID": "me"}).to_string();
    assert_eq!(caller.post("/api/v1/get_conversation_list", "", &body).await.status, 200);
    let wrong = caller.post("/api/v1/get_conversation_list", "APIKEY: wrong\r\n", &body).await;
    assert_eq!(wrong.status, 401);
    let deprecated = caller.call("get_conversation_list", json!({"AppKey": "an app id"})).await;
    assert_eq!(deprecated.status, 200);
}

#[tokio::test]
async fn a_missing_and_a_wrong_key_are_two_sentences() {
    let (_server, caller) = guide().await;
    let missing = refusal(&caller.post("/api/v1/get_app", "", "{}").await);
    let wrong = refusal(&Caller { key: "nonsense".into(), ..caller }.call("get_app", json!({})).await);
    assert_eq!((missing.0, wrong.0), (401, 401));
    assert!(missing.1.contains("missing") && wrong.1.contains("No agent"), "{missing:?} {wrong:?}");
}

#[tokio::test]
async fn keys_of_json_come_in_any_case_and_unknown_ones_do_not_matter() {
    let (_server, caller) = guide().await;
    let id = caller.conversation().await;
    let key = format!("Apikey: {}\r\n", caller.key);
    let body =
        json!({"appconversationid": id, "query": "What is a turn?", "user_id": "me", "UserName": 7, "Inputs": null});
    let reply = caller.post("/api/v1/chat_query_v2", &key, &body.to_string()).await;
    assert_eq!(reply.names().last().unwrap(), "message_end");
}

#[tokio::test]
async fn a_message_is_read_with_get_as_well() {
    let (_server, caller) = guide().await;
    let id = caller.conversation().await;
    let answer = caller.ask(&id, "What is a turn?").await.events()[0]["id"].clone();
    let body = json!({"UserID": "me", "MessageID": answer}).to_string();
    let (host, key, length) = (&caller.address, &caller.key, body.len());
    let request = format!(
        "GET /api/proxy/api/v1/get_message_info HTTP/1.1\r\nHost: {host}\r\nApikey: {key}\r\n\
         Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    );
    assert_eq!(caller.raw(&request).await.json()["MessageInfo"]["Query"], "What is a turn?");
}

#[tokio::test]
async fn a_limit_counts_the_newest_turns_and_nonsense_is_the_platforms_own() {
    let server = Server::start(quick().with_script(&Script::new())).await.unwrap();
    let caller = Caller::of(&server, 1);
    let id = caller.conversation().await;
    for question in ["one", "two", "three"] {
        caller.ask(&id, question).await;
    }
    for (limit, expected) in [(json!(2), 2), (json!("1"), 1), (json!(-4), 3), (json!(1000), 3), (json!(null), 3)] {
        let body = json!({"AppConversationID": id, "Limit": limit});
        let listed = caller.call("get_conversation_messages", body).await.json()["Messages"].clone();
        let listed = listed.as_array().unwrap();
        assert_eq!((listed.len(), &listed[expected - 1]["Query"]), (expected, &json!("three")), "{limit}");
    }
}

#[tokio::test]
async fn what_is_no_request_is_refused_in_a_sentence() {
    let (_server, caller) = guide().await;
    let key = format!("Apikey: {}\r\n", caller.key);
    let id = caller.conversation().await;
    for (action, body, status, words) in [
        ("get_conversation_list", "{", 400, "not JSON"),
        ("get_conversation_list", "[1]", 400, "object"),
        ("get_conversation_list", "{}", 400, "UserID is missing"),
        ("create_conversation", r#"{"UserID":"me","Inputs":[1]}"#, 400, "does not fit create_conversation"),
        (
            "chat_query_v2",
            &format!(r#"{{"UserID":"me","AppConversationID":"{id}","Query":" "}}"#),
            400,
            "question is empty",
        ),
        ("chat_query_v2", r#"{"UserID":"me","AppConversationID":"x","Query":"y"}"#, 400, "no such conversation"),
        ("get_message_info", r#"{"UserID":"me","MessageID":"x"}"#, 400, "no such message"),
        ("stop_message", r#"{"UserID":"me","TaskID":"x"}"#, 400, "no such message"),
        ("dance", r#"{"UserID":"me"}"#, 404, "no action dance"),
    ] {
        let (found, message) = refusal(&caller.post(&format!("/api/v1/{action}"), &key, body).await);
        assert_eq!(found, status, "{action} {body}");
        assert!(message.contains(words), "{action} {body}: {message}");
    }
    assert_eq!(refusal(&caller.post("/elsewhere", &key, "{}").await).0, 404);
    let put = format!("PUT /api/v1/get_app HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", caller.address);
    assert_eq!(refusal(&caller.raw(&put).await).0, 405);
}

#[tokio::test]
async fn what_is_forgotten_and_what_does_not_fit_is_named() {
    let (_server, caller) = guide().await;
    let id = caller.conversation().await;
    for (action, body, words) in [
        ("chat_query_v2", json!({"Query": "?"}), "AppConversationID is missing. create_conversation"),
        ("chat_query_v2", json!({"Query": "?", "AppConversationID": " "}), "AppConversationID is missing"),
        ("query_again_v2", json!({"AppConversationID": id}), "MessageID is missing"),
        ("stop_message", json!({}), "MessageID (or TaskID) is missing"),
        ("query_run_app_process", json!({"RunId": null}), "RunID is missing. run_app_workflow"),
        ("get_app_user_variables", json!({}), "ConversationID is missing"),
        ("create_conversation", json!({"inputs": {"a": 1}}), ", in inputs: invalid type: integer `1`"),
        ("chat_query_v2", json!({"AppConversationID": id, "Query": {"a": 1}}), ", in Query: expected a text"),
        ("sync_run_app_workflow", json!({"InputData": {"a": 1}}), ", in InputData: expected a text"),
        (
            "chat_query_v2",
            json!({"AppConversationID": id, "Query": "?", "ResponseMode": "fast"}),
            ", in ResponseMode: unknown variant `fast`",
        ),
    ] {
        let (status, message) = refusal(&caller.call(action, body.clone()).await);
        assert!(status == 400 && message.contains(words), "{action} {body}: {message}");
    }
}

#[tokio::test]
async fn a_mark_before_the_body_does_not_matter_and_another_encoding_is_named() {
    let (_server, caller) = guide().await;
    let key = format!("Apikey: {}\r\n", caller.key);
    let marked = caller.post("/api/v1/get_conversation_list", &key, "\u{feff}{\"UserID\":\"me\"}").await;
    assert_eq!(marked.status, 200, "{marked:?}");
    let half = r#"{"UserID":"me","ConversationName":"\ud83d"}"#;
    assert_eq!(caller.post("/api/v1/get_conversation_list", &key, half).await.status, 200);

    let head = format!(
        "POST /api/v1/get_app HTTP/1.1\r\nHost: {}\r\n{key}Content-Length: 15\r\nConnection: close\r\n\r\n",
        caller.address
    );
    let mut line = caller.connect(&head).await;
    // 你 as GBK has it.
    line.write_all(b"{\"UserID\":\"\xc4\xe3\"}").await.unwrap();
    let mut bytes = Vec::new();
    line.read_to_end(&mut bytes).await.unwrap();
    let (status, message) = refusal(&read(&bytes));
    assert!(status == 400 && message.contains("UTF-8"), "{message}");
}

#[tokio::test]
async fn a_question_of_many_pages_is_taken_and_more_than_that_is_refused_cleanly() {
    let (_server, caller) = guide().await;
    let id = caller.conversation().await;
    assert_eq!(caller.ask(&id, &"很长的问题。".repeat(40_000)).await.names().last().unwrap(), "message_end");
    let too_large = caller.ask(&id, &"x".repeat(17 * 1024 * 1024)).await;
    assert_eq!(refusal(&too_large).0, 413);
}

#[tokio::test]
async fn a_stream_waits_for_the_end_of_the_request() {
    let (_server, caller) = guide().await;
    let id = caller.conversation().await;
    let body = json!({"UserID": "me", "AppConversationID": id, "Query": "What is a turn?"}).to_string();
    let (host, key, length) = (&caller.address, &caller.key, body.len() + 100_000);
    let head = format!(
        "POST /api/v1/chat_query_v2 HTTP/1.1\r\nHost: {host}\r\nApikey: {key}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    );
    let mut line = caller.connect(&head).await;
    line.write_all(&[b' '; 100_000]).await.unwrap();
    let mut bytes = Vec::new();
    line.read_to_end(&mut bytes).await.unwrap();
    let reply = read(&bytes);
    assert!(reply.whole && reply.names().last().unwrap() == "message_end", "{reply:?}");
}

#[tokio::test]
async fn other_host_names_and_pages_of_other_sites_are_refused() {
    let (_server, caller) = guide().await;
    let key = &caller.key;
    for (host, origin, status) in [
        ("localhost:1234", "", 200),
        ("127.0.0.1", "Origin: http://localhost:5173\r\n", 200),
        ("rebound.example", "", 403),
        ("127.0.0.1", "Origin: https://evil.example\r\n", 403),
        ("127.0.0.1", "Origin: null\r\n", 403),
    ] {
        let request = format!(
            "POST /api/v1/get_app HTTP/1.1\r\nHost: {host}\r\n{origin}Apikey: {key}\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{{}}"
        );
        let reply = caller.raw(&request).await;
        assert_eq!(reply.status, status, "{host} {origin}");
        assert!(!reply.head.contains("access-control-allow-origin: *"), "{}", reply.head);
    }
}

#[tokio::test]
async fn only_the_page_that_the_server_was_started_for_may_read_answers() {
    let page = "http://localhost:5173";
    let started_for = |origin: Option<&str>| Options { allow_origin: origin.map(str::to_owned), ..quick() };
    for (allowed, origin, status, permitted) in [
        (None, page, 204, false),
        (Some(page), page, 204, true),
        (Some(page), "http://localhost:5174", 204, false),
        (Some("https://app.example"), "https://app.example", 204, true),
        (Some("https://app.example"), "https://evil.example", 403, false),
        (Some("https://app.example"), "https://app.example.evil.example", 403, false),
    ] {
        let server = Server::start(started_for(allowed)).await.unwrap();
        let caller = Caller::of(&server, 0);
        let (host, key) = (&caller.address, &caller.key);
        let ask = format!(
            "OPTIONS /api/v1/chat_query_v2 HTTP/1.1\r\nHost: {host}\r\nOrigin: {origin}\r\nAccess-Control-Request-Method: POST\r\n\
             Access-Control-Request-Headers: apikey, x-of-its-own\r\nAccess-Control-Request-Private-Network: true\r\nConnection: close\r\n\r\n"
        );
        let asked = caller.raw(&ask).await;
        let head = format!("access-control-allow-origin: {origin}\r\n");
        assert_eq!((asked.status, asked.head.contains(&head)), (status, permitted), "{allowed:?} {origin} {asked:?}");
        for head in
            ["access-control-allow-headers: apikey, x-of-its-own\r\n", "access-control-allow-private-network: true"]
        {
            assert_eq!(asked.head.contains(head), permitted, "{asked:?}");
        }
        let post = caller.post("/api/v1/get_app", &format!("Apikey: {key}\r\nOrigin: {origin}\r\n"), "{}").await;
        assert_eq!(post.head.contains(&head), permitted, "{post:?}");
    }
}

#[tokio::test]
async fn a_server_that_cannot_start_says_why() {
    let server = Server::start(quick()).await.unwrap();
    let taken = Caller::of(&server, 0).address.parse().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    for (options, words) in [
        (Options { listen: taken, ..quick() }, "could not listen on 127.0.0.1"),
        (Options { key: Some("with space".into()), ..quick() }, "printable ASCII"),
        (Options { data: Some(file.join("below")), ..quick() }, "could not make the folder"),
        (Options { agents: Some(file.clone()), ..quick() }, "could not read the agents in"),
    ] {
        let error = Server::start(options).await.map(|_| ()).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    }
}
