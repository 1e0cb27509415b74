//! Coming back to an answer that was left.

use parlance_server::{Script, Server};
use serde_json::json;

use crate::support::{Caller, id_in, kept_in, quick, read_until};

async fn served(script: &Script) -> (Server, Caller, String) {
    let server = Server::start(quick().with_script(script)).await.unwrap();
    let caller = Caller::of(&server, 1);
    let conversation = caller.conversation().await;
    (server, caller, conversation)
}

#[tokio::test]
async fn a_running_answer_is_heard_from_its_beginning_in_either_framing() {
    let script = Script::new().think("Hm").think("m").say("The ").say("first ").wait().say("and the ").say("last.");
    let (_server, caller, conversation) = served(&script).await;
    let mut first = caller.connect(&caller.question(&conversation)).await;
    let id = id_in(&read_until(&mut first, "first ").await);
    script.waiting().await;
    drop(first);
    script.dropped().await;
    for (standard, prefix, text) in [
        (json!(true), "event:text\ndata: {\"event\":\"message_start\"", "\"answer\":\"The first \""),
        (json!(null), "event:text\ndata:data: {\"event\": \"message_start\"", "\"answer\": \"The first \""),
    ] {
        let body = json!({"MessageID": id, "RespDataStandard": standard});
        let mut line = caller.connect(&caller.request("chat_continue", body)).await;
        let heard = read_until(&mut line, text).await;
        assert!(heard.contains(prefix) && heard.contains("Hmm"), "{heard}");
    }
    let mut line = caller.connect(&caller.request("chat_continue", json!({"MessageID": id}))).await;
    read_until(&mut line, "The first ").await;
    script.advance();
    let rest = read_until(&mut line, "message_end").await;
    assert!(
        rest.contains("\"and the \"") && rest.contains("\"last.\""),
        "what follows comes in its own pieces: {rest}"
    );
}

#[tokio::test]
async fn two_listeners_hear_the_same_end() {
    let script = Script::new().say("Half ").wait().say("whole.");
    let (_server, caller, conversation) = served(&script).await;
    let mut one = caller.connect(&caller.question(&conversation)).await;
    let id = id_in(&read_until(&mut one, "Half ").await);
    script.waiting().await;
    let mut two = caller.connect(&caller.request("chat_continue", json!({"MessageID": id}))).await;
    read_until(&mut two, "Half ").await;
    script.advance();
    for line in [&mut one, &mut two] {
        let heard = read_until(line, "message_end").await;
        assert_eq!(heard.matches("whole.").count(), 1, "{heard}");
    }
}

#[tokio::test]
async fn an_answer_that_has_ended_is_told_as_it_is_stored_also_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let script = Script::new().think("Hm.").say("All ").say("of it.").end().say("Half").fail("Out of paper.");
    let server = Server::start(kept_in(folder.path()).with_script(&script)).await.unwrap();
    let caller = Caller::of(&server, 1);
    let conversation = caller.conversation().await;
    let good = caller.ask(&conversation, "?").await.events()[0]["id"].clone();
    let bad = caller.ask(&conversation, "?").await.events()[0]["id"].clone();
    server.stop().await;
    let server = Server::start(kept_in(folder.path()).with_script(&script)).await.unwrap();
    let caller = Caller::of(&server, 1);
    let told = caller.call("chat_continue", json!({"MessageID": good, "RespDataStandard": true})).await;
    assert_eq!(told.names(), ["message_start", "message_output_start", "message", "message_output_end", "message_end"]);
    assert_eq!((told.text().as_str(), &told.events()[0]["id"]), ("All of it.", &good));
    let told = caller.call("chat_continue", json!({"MessageID": bad, "RespDataStandard": true})).await;
    assert!(told.names().contains(&"message_failed".to_owned()) && told.text() == "Half", "{told:?}");
}
