//! Several answers to one question: again, chosen, rated, deleted.

use parlance_server::{Script, Server};
use serde_json::{Value, json};

use crate::support::{Caller, Reply, quick};

async fn served(script: &Script) -> (Server, Caller, String) {
    let server = Server::start(quick().with_script(script)).await.unwrap();
    let caller = Caller::of(&server, 1);
    let conversation = caller.conversation().await;
    (server, caller, conversation)
}

fn id(reply: &Reply) -> Value {
    reply.events()[0]["id"].clone()
}

async fn again(caller: &Caller, conversation: &str, answer: &Value) -> Reply {
    caller.call("query_again_v2", json!({"AppConversationID": conversation, "MessageID": answer})).await
}

/// The texts of a turn: the answer that counts, then the others.
fn texts(turn: &Value) -> (String, Vec<String>) {
    let text = |answer: &Value| answer["Answer"].as_str().unwrap().to_owned();
    (text(&turn["AnswerInfo"]), turn["OtherAnswers"].as_array().unwrap().iter().map(text).collect())
}

fn words(of: &[&str]) -> Vec<String> {
    of.iter().map(|word| (*word).to_owned()).collect()
}

#[tokio::test]
async fn another_answer_counts_and_the_earlier_ones_stay_beside_it() {
    let script = Script::new().say("one").end().say("two").end().say("three");
    let (_server, caller, conversation) = served(&script).await;
    let first = caller.ask(&conversation, "Count").await;
    let second = again(&caller, &conversation, &id(&first)).await;
    assert_eq!((second.text().as_str(), second.names().last().unwrap().as_str()), ("two", "message_end"));
    assert_ne!(id(&second), id(&first));
    let body = json!({"AppConversationID": conversation, "MessageID": id(&second), "PubAgentJump": false});
    let third = caller.call("query_again", body).await;
    assert!(third.body.starts_with("event:text\ndata:data: {\"event\": \"message_start\""), "{}", third.body);
    let turns = caller.turns(&conversation).await;
    assert_eq!(turns.len(), 1, "it is one question");
    assert_eq!(texts(&turns[0]), ("three".into(), words(&["one", "two"])));
    let info = caller.call("get_message_info", json!({"MessageID": id(&first)})).await.json();
    assert_eq!(info["MessageInfo"], turns[0], "every answer leads to its question");
}

#[tokio::test]
async fn a_chosen_answer_counts_until_there_is_a_newer_one() {
    let script = Script::new().say("one").end().say("two").end().say("three");
    let (_server, caller, conversation) = served(&script).await;
    let first = caller.ask(&conversation, "Count").await;
    again(&caller, &conversation, &id(&first)).await;
    assert_eq!(caller.call("set_message_answer_used", json!({"MessageID": id(&first)})).await.body, "{}");
    assert_eq!(texts(&caller.turns(&conversation).await[0]), ("one".into(), words(&["two"])));
    again(&caller, &conversation, &id(&first)).await;
    assert_eq!(texts(&caller.turns(&conversation).await[0]), ("three".into(), words(&["one", "two"])));
}

#[tokio::test]
async fn while_another_answer_has_no_word_yet_the_earlier_one_counts() {
    let script = Script::new().say("one").end().start().wait().say("two");
    let (_server, caller, conversation) = served(&script).await;
    let first = caller.ask(&conversation, "Count").await;
    let running = tokio::spawn({
        let (caller, conversation, first) = (caller.clone(), conversation.clone(), id(&first));
        async move { again(&caller, &conversation, &first).await }
    });
    script.waiting().await;
    assert_eq!(texts(&caller.turns(&conversation).await[0]), ("one".into(), words(&[])));
    script.advance();
    assert_eq!(running.await.unwrap().text(), "two");
}

#[tokio::test]
async fn a_question_is_answered_again_ten_times_at_most() {
    let (_server, caller, conversation) = served(&Script::new()).await;
    let first = caller.ask(&conversation, "Echo").await;
    for _ in 0..10 {
        assert_eq!(again(&caller, &conversation, &id(&first)).await.text(), "Echo");
    }
    let refused = again(&caller, &conversation, &id(&first)).await;
    assert_eq!(refused.status, 400);
    assert!(refused.body.contains("10 times"), "{}", refused.body);
    assert_eq!(caller.turns(&conversation).await[0]["OtherAnswers"].as_array().unwrap().len(), 10);
}

#[tokio::test]
async fn an_answer_of_another_conversation_is_not_answered_again_here() {
    let (_server, caller, conversation) = served(&Script::new()).await;
    let first = caller.ask(&conversation, "Echo").await;
    let elsewhere = caller.conversation().await;
    assert_eq!(again(&caller, &elsewhere, &id(&first)).await.status, 400);
    assert_eq!(again(&caller, "nowhere", &id(&first)).await.status, 400);
    assert_eq!(caller.turns(&elsewhere).await, Vec::<Value>::new());
}

#[tokio::test]
async fn the_last_rating_counts_and_none_takes_it_back() {
    let (_server, caller, conversation) = served(&Script::new()).await;
    let answer = id(&caller.ask(&conversation, "Echo").await);
    let info = json!({"ProblemCategories": ["wrong"], "ProblemDetail": "The year."});
    for (like, given) in [(json!(1), json!(null)), (json!(-1), info), (json!("0"), json!(null))] {
        let body = json!({"MessageID": answer, "LikeType": like, "FeedbackInfo": given});
        assert_eq!(caller.call("feedback", body).await.body, "{}");
        let kept = caller.turns(&conversation).await[0]["AnswerInfo"].clone();
        let number = like.as_i64().unwrap_or(0);
        assert_eq!((&kept["Like"], kept.get("FeedbackInfo").unwrap_or(&Value::Null)), (&json!(number), &given));
    }
    let refused = caller.call("feedback", json!({"MessageID": answer, "LikeType": 2})).await;
    assert!(refused.status == 400 && refused.body.contains("LikeType must be 1"), "{refused:?}");
}

#[tokio::test]
async fn an_answer_is_deleted_alone_and_the_last_one_with_its_question() {
    let script = Script::new().say("one").end().say("two").end().say("three");
    let (_server, caller, conversation) = served(&script).await;
    let first = caller.ask(&conversation, "Count").await;
    let second = again(&caller, &conversation, &id(&first)).await;
    // The official Python SDK sends both keys, one of them empty.
    assert_eq!(caller.call("delete_message", json!({"MessageID": id(&second), "QueryID": ""})).await.body, "{}");
    assert_eq!(texts(&caller.turns(&conversation).await[0]), ("one".into(), words(&[])));
    assert_eq!(caller.call("delete_message", json!({"MessageID": id(&first)})).await.body, "{}");
    assert_eq!(caller.turns(&conversation).await, Vec::<Value>::new());
    assert_eq!(caller.call("delete_message", json!({"MessageID": id(&first)})).await.status, 400, "it is gone");
}

#[tokio::test]
async fn a_question_is_deleted_with_all_its_answers_also_while_one_is_written() {
    let script = Script::new().say("one").end().say("two").wait().say("never");
    let (_server, caller, conversation) = served(&script).await;
    let first = caller.ask(&conversation, "Count").await;
    let running = tokio::spawn({
        let (caller, conversation, first) = (caller.clone(), conversation.clone(), id(&first));
        async move { again(&caller, &conversation, &first).await }
    });
    script.waiting().await;
    let question = caller.turns(&conversation).await[0]["QueryID"].clone();
    assert_eq!(caller.call("delete_message", json!({"QueryID": question})).await.body, "{}");
    assert_eq!(running.await.unwrap().text(), "two", "what was being written was stopped");
    assert_eq!(caller.turns(&conversation).await, Vec::<Value>::new());
}

#[tokio::test]
async fn what_to_delete_must_be_one_thing() {
    let (_server, caller, conversation) = served(&Script::new()).await;
    let answer = id(&caller.ask(&conversation, "Echo").await);
    let question = caller.turns(&conversation).await[0]["QueryID"].clone();
    for body in [json!({}), json!({"MessageID": answer, "QueryID": question})] {
        let refused = caller.call("delete_message", body).await;
        assert!(refused.status == 400 && refused.body.contains("one thing to delete"), "{refused:?}");
    }
    assert_eq!(caller.turns(&conversation).await.len(), 1);
}

#[tokio::test]
async fn a_script_may_refuse_to_answer_again() {
    let script = Script::new().say("one").end().status(429, r#"{"message":"slow down"}"#, &[]).say("two");
    let (_server, caller, conversation) = served(&script).await;
    let first = caller.ask(&conversation, "Count").await;
    assert_eq!(again(&caller, &conversation, &id(&first)).await.status, 429);
    assert_eq!(again(&caller, &conversation, &id(&first)).await.text(), "two");
}
