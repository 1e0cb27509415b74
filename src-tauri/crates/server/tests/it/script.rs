//! Scripts do what tests will rely on.

use parlance_server::{Dialect, Reply, Script, Server};
use serde_json::json;
use tokio::io::AsyncReadExt;

use crate::support::{Caller, quick};

async fn served(script: &Script) -> (Server, Caller, String) {
    let server = Server::start(quick().with_script(script)).await.unwrap();
    let caller = Caller::of(&server, 1);
    let conversation = caller.conversation().await;
    (server, caller, conversation)
}

#[tokio::test]
async fn each_question_has_its_list_and_the_last_is_used_again() {
    let script = Script::new().say("one").end().words("two and more").end();
    let (_server, caller, conversation) = served(&script).await;
    let mut heard = Vec::new();
    for _ in 0..3 {
        heard.push(caller.ask(&conversation, "?").await.text());
    }
    assert_eq!(heard, ["one", "two and more", "two and more"]);
    script.say("three");
    assert_eq!(caller.ask(&conversation, "?").await.text(), "three", "lists may be added at any time");
}

#[tokio::test]
async fn a_cut_answer_has_all_its_text_and_no_end() {
    let script = Script::new().say("The first half").cut();
    let (_server, caller, conversation) = served(&script).await;
    let reply = caller.ask(&conversation, "?").await;
    assert_eq!((reply.text().as_str(), reply.whole), ("The first half", false));
    assert_eq!(caller.turns(&conversation).await[0]["AnswerInfo"]["Answer"], "The first half");
}

#[tokio::test]
async fn a_closed_answer_is_whole_for_http_and_lacks_its_last_event() {
    let script = Script::new().say("The first half").close();
    let (_server, caller, conversation) = served(&script).await;
    let reply = caller.ask(&conversation, "?").await;
    assert!(reply.whole);
    assert_eq!(reply.names(), ["message_start", "message_output_start", "message"]);
}

#[tokio::test]
async fn a_reset_is_one() {
    let script = Script::new().say("The first half").wait().reset();
    let (_server, caller, conversation) = served(&script).await;
    let body = json!({"UserID": "me", "AppConversationID": conversation, "Query": "?"}).to_string();
    let (host, key, length) = (&caller.address, &caller.key, body.len());
    let mut line = caller.connect(&format!("POST /api/v1/chat_query_v2 HTTP/1.1\r\nHost: {host}\r\nApikey: {key}\r\nContent-Length: {length}\r\n\r\n{body}")).await;
    script.waiting().await;
    script.advance();
    let mut bytes = Vec::new();
    let error = line.read_to_end(&mut bytes).await.unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);
}

#[tokio::test]
async fn a_question_may_be_answered_without_a_stream() {
    let script = Script::new().status(429, r#"{"message":"slow down"}"#, &[("Retry-After", "7")]).say("Better now.");
    let (_server, caller, conversation) = served(&script).await;
    let refused = caller.ask(&conversation, "?").await;
    assert_eq!((refused.status, refused.body.as_str()), (429, r#"{"message":"slow down"}"#));
    assert!(refused.head.contains("retry-after: 7\r\n"), "{}", refused.head);
    assert_eq!(caller.ask(&conversation, "?").await.text(), "Better now.");
    assert_eq!(caller.turns(&conversation).await.len(), 1, "a refused question is not stored");
}

#[tokio::test]
async fn any_action_may_be_answered_otherwise_for_a_while() {
    let script = Script::new();
    let (_server, caller, _) = served(&script).await;
    script.on("get_app_config_preview", Reply::status(302).header("location", "http://127.0.0.1:9/login"));
    assert_eq!(caller.call("get_app_config_preview", json!({})).await.status, 302);
    script.again("get_app_config_preview");
    assert_eq!(caller.call("get_app_config_preview", json!({})).await.json()["Name"], "Script");
}

#[tokio::test]
async fn requests_are_kept_as_they_came() {
    let script = Script::agent("Echo").greeting("Hi.").questions(&["What?"]);
    let (_server, caller, conversation) = served(&script).await;
    caller.ask(&conversation, "Say this").await;
    let seen = script.seen("chat_query_v2").await;
    assert_eq!((seen.method.as_str(), seen.path.as_str()), ("POST", "/api/proxy/api/v1/chat_query_v2"));
    assert_eq!(seen.headers["apikey"], script.api_key());
    assert_eq!(seen.body["Query"], "Say this");
    assert_eq!(script.requests().len(), 2);
    let config = caller.call("get_app_config_preview", json!({})).await.json();
    assert_eq!(
        (&config["Name"], &config["OpenMessage"], &config["MessageTimes"]),
        (&json!("Echo"), &json!("Hi."), &json!(1))
    );
}

#[tokio::test]
async fn streams_are_written_as_oddly_as_asked() {
    let plain = Script::new().say("早上").say("好");
    let (_server, caller, conversation) = served(&plain).await;
    let text = caller.ask(&conversation, "?").await.body;
    let odd =
        Script::new().say("早上").say("好").dialect(Dialect::V1).crlf().bom().no_space().comments().byte_at_a_time();
    let (_server, caller, conversation) = served(&odd).await;
    let reply = caller.ask(&conversation, "?").await;
    assert!(text.starts_with("event:text\ndata: {\"event\":\"message_start\""), "{text}");
    let start = "\u{feff}: still here\r\nid: 7\r\nretry: 1000\r\nevent:text\r\ndata:data:{\"event\": \"message_start\"";
    assert!(reply.body.starts_with(start), "{}", reply.body);
    assert_eq!(reply.text(), "早上好");
    assert_eq!(reply.body.matches('\u{feff}').count(), 1);
}

#[tokio::test]
async fn raw_bytes_stand_alone() {
    let script = Script::new().raw("data: {\"event\":\"done\"}\n\n").close();
    let (_server, caller, conversation) = served(&script).await;
    assert_eq!(caller.ask(&conversation, "?").await.body, "data: {\"event\":\"done\"}\n\n");
}

#[tokio::test]
async fn an_interruption_has_its_kind_and_its_words_and_the_next_question_goes_on() {
    let script = Script::new().say("One moment.").interrupt("confirm", "Delete all of it?").end().say("Deleted.");
    let (_server, caller, conversation) = served(&script).await;
    let reply = caller.ask(&conversation, "Delete.").await;
    let why = reply.events().into_iter().find(|event| event["event"] == "interrupted").unwrap();
    assert_eq!((&why["interrupted_type"], &why["interrupted_msg"]), (&json!("confirm"), &json!("Delete all of it?")));
    assert_eq!(why["message_id"], reply.events()[0]["id"]);
    assert_eq!(caller.ask(&conversation, "Yes").await.text(), "Deleted.");
}

#[tokio::test]
async fn a_task_goes_on_after_its_answer_and_its_end_is_a_message_of_its_own() {
    let script = Script::new().task("I am at it.").end();
    let (_server, caller, conversation) = served(&script).await;
    let mut origins = Vec::new();
    for _ in 0..3 {
        let reply = caller.ask(&conversation, "Go.").await;
        let why = reply.events().into_iter().find(|event| event["event"] == "interrupted").unwrap();
        assert_eq!(why["interrupted_type"], "async_task");
        assert_ne!(why["task_id"], reply.events()[0]["task_id"], "the task is not the answer");
        origins.push((why["task_id"].clone(), reply.events()[0]["id"].clone()));
    }
    let ask = json!({"AppConversationID": conversation,
        "TaskIDs": origins.iter().map(|(task, _)| task.clone()).collect::<Vec<_>>()});
    let statuses = |reply: serde_json::Value| {
        let infos = reply["Infos"].as_array().unwrap().clone();
        infos.iter().map(|info| info["Status"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(statuses(caller.call("query_skill_async_task", ask.clone()).await.json()), ["PROCESSING"; 3]);
    script.finish_task("All is done.").await;
    script.fail_task("No paper.").await;
    script.lose_task().await;
    let told = caller.call("query_skill_async_task", ask).await.json();
    assert_eq!(statuses(told.clone()), ["SUCCEED", "FAILED", "INVALID"]);
    assert_eq!(
        (&told["Infos"][0]["OriginMessageID"], &told["Infos"][1]["Reason"]),
        (&origins[0].1, &json!("No paper."))
    );
    let late = caller.turns(&conversation).await.pop().unwrap();
    assert_eq!((&late["SendByAsyncWorkflow"], &late["Query"]), (&json!(true), &json!("")));
    assert_eq!(late["AnswerInfo"]["Answer"], "All is done.");
    assert_eq!(late["AnswerInfo"]["MessageID"], told["Infos"][0]["MessageID"]);
}
