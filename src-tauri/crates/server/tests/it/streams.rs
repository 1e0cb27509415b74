//! Answers that run: many at once, unheard, stopped, and after a restart.

use parlance_server::{Script, Server};
use serde_json::{Value, json};
use tokio::io::AsyncReadExt;

use crate::support::{Caller, id_in, kept_in, quick, read_until};

#[tokio::test]
async fn forty_streams_run_at_once_and_keep_their_words_apart() {
    let server = Server::start(quick().with_script(&Script::new())).await.unwrap();
    let caller = Caller::of(&server, 1);
    let asking = (0..40).map(|number| {
        let caller = caller.named(&format!("user{number}"));
        tokio::spawn(async move {
            let conversation = caller.conversation().await;
            let reply = caller.ask(&conversation, &format!("question {number}")).await;
            assert_eq!(reply.text(), format!("question {number}"));
            assert_eq!(caller.turns(&conversation).await.len(), 1);
        })
    });
    for asked in asking.collect::<Vec<_>>() {
        asked.await.unwrap();
    }
}

#[tokio::test]
async fn an_answer_is_finished_and_stored_though_its_client_has_left() {
    let script = Script::new().say("Heard, ").wait().say("unheard.");
    let server = Server::start(quick().with_script(&script)).await.unwrap();
    let caller = Caller::of(&server, 1);
    let conversation = caller.conversation().await;
    let mut line = caller.connect(&caller.question(&conversation)).await;
    let head = read_until(&mut line, "Heard, ").await;
    drop(line);
    script.dropped().await;
    assert_eq!(script.requests_for("stop_message").len(), 0);
    script.advance();
    // Nobody hears the end, so that the history has to be asked for it.
    let id = id_in(&head);
    let text = loop {
        let turn = caller.call("get_message_info", json!({"MessageID": id})).await.json()["MessageInfo"].clone();
        if let Some(text) = turn["AnswerInfo"]["Answer"].as_str().filter(|text| text.ends_with("unheard.")) {
            break text.to_owned();
        }
        tokio::task::yield_now().await;
    };
    assert_eq!(text, "Heard, unheard.");
}

#[tokio::test]
async fn a_stopped_answer_ends_in_order_and_keeps_its_text() {
    let script = Script::new().say("So far").wait().say(" and no further");
    let server = Server::start(quick().with_script(&script)).await.unwrap();
    let caller = Caller::of(&server, 1);
    for key in ["MessageID", "TaskID"] {
        let conversation = caller.conversation().await;
        let mut line = caller.connect(&caller.question(&conversation)).await;
        let head = read_until(&mut line, "So far").await;
        let id = &id_in(&head);
        assert_eq!(caller.call("stop_message", json!({key: id})).await.body, "{}");
        read_until(&mut line, "message_end").await;
        let turn = caller.turns(&conversation).await.remove(0);
        assert_eq!(turn["AnswerInfo"]["Answer"], "So far");
        let again = caller.call("stop_message", json!({key: id})).await;
        assert_eq!(again.body, "{}", "an answer that has ended may be stopped");
    }
}

#[tokio::test]
async fn an_answer_stopped_before_its_first_word_is_stored_empty() {
    let script = Script::new().start().wait().say("Too late");
    let server = Server::start(quick().with_script(&script)).await.unwrap();
    let caller = Caller::of(&server, 1);
    let conversation = caller.conversation().await;
    let mut line = caller.connect(&caller.question(&conversation)).await;
    let head = read_until(&mut line, "message_start").await;
    let id = &id_in(&head);
    assert!(caller.turns(&conversation).await[0].get("AnswerInfo").is_none(), "there is no answer yet");
    caller.call("stop_message", json!({"MessageID": id})).await;
    read_until(&mut line, "message_end").await;
    assert_eq!(caller.turns(&conversation).await[0]["AnswerInfo"]["Answer"], "");
}

#[tokio::test]
async fn everything_is_there_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(kept_in(folder.path())).await.unwrap();
    let caller = Caller::of(&server, 0);
    let conversation = caller.conversation().await;
    caller.ask(&conversation, "What is a turn?").await;
    let before = caller.turns(&conversation).await;
    server.stop().await;

    let server = Server::start(kept_in(folder.path())).await.unwrap();
    let caller = Caller::of(&server, 0);
    assert_eq!(caller.turns(&conversation).await, before);
    let citations: Value = serde_json::from_str(before[0]["AnswerInfo"]["TracingJsonStr"].as_str().unwrap()).unwrap();
    assert_eq!(citations[1]["event"], "knowledge_retrieve_end");
}

#[tokio::test]
async fn a_server_that_stops_ends_its_answers_and_stores_them() {
    let folder = tempfile::tempdir().unwrap();
    let script = Script::new().say("Up to here").silence();
    let server = Server::start(kept_in(folder.path()).with_script(&script)).await.unwrap();
    let caller = Caller::of(&server, 1);
    let conversation = caller.conversation().await;
    let mut line = caller.connect(&caller.question(&conversation)).await;
    read_until(&mut line, "Up to here").await;
    server.stop().await;
    let mut rest = String::new();
    line.read_to_string(&mut rest).await.unwrap();
    assert!(rest.contains("message_end"), "{rest}");

    let server = Server::start(kept_in(folder.path()).with_script(&script)).await.unwrap();
    let turns = Caller::of(&server, 1).turns(&conversation).await;
    assert_eq!(turns[0]["AnswerInfo"]["Answer"], "Up to here");
}

#[tokio::test]
async fn a_blocking_answer_that_fails_says_so() {
    let script = Script::new().say("Half").fail("Out of paper.");
    let server = Server::start(quick().with_script(&script)).await.unwrap();
    let caller = Caller::of(&server, 1);
    let conversation = caller.conversation().await;
    let body = json!({"AppConversationID": conversation, "Query": "?", "ResponseMode": "blocking"});
    let reply = caller.call("chat_query_v2", body).await.json();
    assert_eq!((&reply["event"], &reply["error"]), (&json!("message_failed"), &json!("Out of paper.")));
}
