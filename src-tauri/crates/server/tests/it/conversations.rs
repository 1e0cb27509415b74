//! Conversations: their order, their variables, and emptying them.

use parlance_protocol::{VariableConfig, VariableType};
use parlance_server::{Script, Server};
use serde_json::{Value, json};

use crate::requests::refusal;
use crate::support::{Caller, quick, read_until};

async fn served(script: &Script) -> (Server, Caller) {
    let server = Server::start(quick().with_script(script)).await.unwrap();
    let caller = Caller::of(&server, 1);
    (server, caller)
}

async fn listed(caller: &Caller) -> Vec<Value> {
    let list = caller.call("get_conversation_list", json!({})).await.json();
    list["ConversationList"].as_array().unwrap().clone()
}

#[tokio::test]
async fn the_list_shows_the_latest_conversation_first_and_a_new_name() {
    let (_server, caller) = served(&Script::new()).await;
    let (older, newer) = (caller.conversation().await, caller.conversation().await);
    let renamed =
        caller.call("update_conversation", json!({"AppConversationID": older, "ConversationName": "旧"})).await;
    assert_eq!(renamed.body, "{}");
    let list = listed(&caller).await;
    assert_eq!((&list[0]["AppConversationID"], &list[1]["ConversationName"]), (&json!(newer), &json!("旧")));
    assert_eq!(list[0]["CreateTime"].as_str().unwrap().len(), "2025-08-13 08:00:05".len());
    assert_eq!((&list[0]["LastChatTime"], &list[0]["EmptyConversation"]), (&json!(""), &json!(true)));
    assert_eq!(caller.call("delete_conversation", json!({"AppConversationID": older})).await.body, "{}");
    let gone = caller.ask(&older, "Are you there?").await;
    assert_eq!(refusal(&gone).0, 400);
}

#[tokio::test]
async fn a_conversation_is_put_on_top_and_taken_back() {
    let (_server, caller) = served(&Script::new()).await;
    let (older, newer) = (caller.conversation().await, caller.conversation().await);
    let first = async || listed(&caller).await[0]["AppConversationID"].clone();
    assert_eq!(first().await, json!(newer));
    assert_eq!(caller.call("set_conversation_top", json!({"AppConversationID": older})).await.body, "{}");
    caller.ask(&newer, "Hello").await;
    assert_eq!(first().await, json!(older));
    assert_eq!(caller.call("cancel_conversation_top", json!({"AppConversationID": older})).await.body, "{}");
    assert_eq!(first().await, json!(newer));
}

#[tokio::test]
async fn an_emptied_conversation_stays_with_its_name_and_stops_what_runs() {
    let script = Script::new().say("One.").end().say("Two ").wait().say("three.");
    let (_server, caller) = served(&script).await;
    let conversation = caller.conversation().await;
    let name = json!({"AppConversationID": conversation, "ConversationName": "Kept"});
    caller.call("update_conversation", name).await;
    caller.ask(&conversation, "?").await;
    let mut line = caller.connect(&caller.question(&conversation)).await;
    read_until(&mut line, "Two ").await;
    assert_eq!(caller.call("clear_message", json!({"AppConversationID": conversation})).await.body, "{}");
    read_until(&mut line, "message_end").await;
    assert_eq!(caller.turns(&conversation).await, Vec::<Value>::new());
    let list = listed(&caller).await;
    assert_eq!((&list[0]["ConversationName"], &list[0]["EmptyConversation"]), (&json!("Kept"), &json!(true)));
}

fn with_variables() -> Script {
    let text = VariableConfig { key: "course".into(), required: true, text_max_length: 4, ..VariableConfig::default() };
    let choice = VariableConfig {
        key: "level".into(),
        variable_type: VariableType::Enum,
        enum_values: vec!["easy".into(), "hard".into()],
        ..VariableConfig::default()
    };
    Script::new().variable(text).variable(choice)
}

const WRONG: [(&str, &str); 5] = [
    ("{}", "course is required"),
    (r#"{"course": ""}"#, "course is required"),
    (r#"{"course": "too long"}"#, "more than 4 characters"),
    (r#"{"course": "线性代数", "level": "odd"}"#, "one of: easy, hard"),
    (r#"{"course": 7}"#, "expected a string"),
];

#[tokio::test]
async fn variables_are_checked_when_a_conversation_is_made() {
    let (_server, caller) = served(&with_variables()).await;
    for (inputs, words) in WRONG {
        let inputs: Value = serde_json::from_str(inputs).unwrap();
        let (status, message) = refusal(&caller.call("create_conversation", json!({"Inputs": inputs})).await);
        assert_eq!(status, 400);
        assert!(message.contains(words), "{message}");
    }
    assert_eq!(refusal(&caller.call("create_conversation", json!({})).await).0, 400, "no variables at all");
    assert_eq!(listed(&caller).await, Vec::<Value>::new());
}

#[tokio::test]
async fn variables_are_read_and_changed_by_the_same_rules() {
    let (_server, caller) = served(&with_variables()).await;
    let good = json!({"course": "线性代数", "level": "hard"});
    let made = caller.call("create_conversation", json!({"Inputs": good})).await.json();
    let id = &made["Conversation"]["AppConversationID"];
    let read = async || caller.call("get_conversation_inputs", json!({"AppConversationID": id})).await.body;
    assert_eq!(read().await, r#"{"Inputs":{"course":"线性代数","level":"hard"},"BaseResp":null}"#);
    for (inputs, words) in WRONG {
        let inputs: Value = serde_json::from_str(inputs).unwrap();
        let body = json!({"AppConversationID": id, "Inputs": inputs});
        let (status, message) = refusal(&caller.call("update_conversation", body).await);
        assert!(status == 400 && message.contains(words), "{message}");
    }
    let named = json!({"AppConversationID": id, "ConversationName": "Algebra"});
    assert_eq!(caller.call("update_conversation", named).await.body, "{}");
    let body = json!({"AppConversationID": id, "Inputs": {"course": "几何"}});
    assert_eq!(caller.call("update_conversation", body).await.body, "{}");
    assert_eq!(read().await, r#"{"Inputs":{"course":"几何"},"BaseResp":null}"#);
    let list = listed(&caller).await;
    assert_eq!(list[0]["ConversationName"], "Algebra");
}
