//! Nobody reaches what belongs to another key or another user id, by any action.

use std::collections::BTreeSet;

use parlance_server::{Script, Server};
use serde_json::{Value, json};

use crate::support::{Caller, quick};

/// What somebody else gets.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Gets {
    /// A refusal, as if there were nothing.
    Nothing,
    /// A success that holds and changes nothing of mine: what the agent says to anyone, or what is theirs.
    Own,
}
use Gets::{Nothing, Own};

/// Every action, with every id of mine in its body, and what others get. A new action has to be added here.
const ACTIONS: &[(&str, Gets)] = &[
    ("get_app_config_preview", Own),
    ("get_app", Own),
    ("get_opening_config", Nothing),
    ("get_app_user_variables", Nothing),
    ("set_app_user_variables", Nothing),
    ("list_oauth2_token", Own),
    ("query_message_oauth_status", Nothing),
    ("create_conversation", Own),
    ("get_conversation_list", Own),
    ("get_conversation_inputs", Nothing),
    ("update_conversation", Nothing),
    ("set_conversation_top", Nothing),
    ("cancel_conversation_top", Nothing),
    ("clear_message", Nothing),
    ("delete_conversation", Nothing),
    ("chat_query", Nothing),
    ("chat_query_v2", Nothing),
    ("query_again", Nothing),
    ("query_again_v2", Nothing),
    ("chat_continue", Nothing),
    ("stop_message", Nothing),
    ("get_conversation_messages", Nothing),
    ("get_message_info", Nothing),
    ("get_suggested_questions", Nothing),
    ("query_skill_async_task", Nothing),
    ("delete_message", Nothing),
    ("feedback", Nothing),
    ("set_message_answer_used", Nothing),
    ("list_long_memory", Own),
    ("update_long_memory", Nothing),
    ("delete_long_memory", Nothing),
    ("clear_long_memory", Own),
    ("run_app_workflow", Nothing),
    ("sync_run_app_workflow", Nothing),
    ("query_run_app_process", Nothing),
    ("async_resume_app_workflow", Nothing),
    ("sync_resume_app_workflow", Nothing),
    ("query_trigger_run_records", Own),
    // Opened by a key and a token of its own; see the tests of workflows.
    ("trigger/webhook", Nothing),
];

/// The actions that the router serves, from its own text.
fn served() -> BTreeSet<String> {
    let types = include_str!("../../src/router.rs").split("at::<protocol::").skip(1);
    types.map(|rest| snake(rest.split('>').next().unwrap())).collect()
}

fn snake(name: &str) -> String {
    let mut snake = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(c.to_ascii_lowercase());
    }
    snake.replace("trigger_webhook", "trigger/webhook")
}

#[test]
fn no_action_is_forgotten_here() {
    let listed: BTreeSet<String> = ACTIONS.iter().map(|(action, _)| (*action).to_owned()).collect();
    assert_eq!(served(), listed);
}

/// Everything of mine that can be read.
async fn all_of(me: &Caller, ids: &Value) -> Vec<String> {
    let mut all = Vec::new();
    for action in [
        "get_conversation_list",
        "get_conversation_inputs",
        "get_conversation_messages",
        "get_app_user_variables",
        "list_long_memory",
    ] {
        let reply = me.call(action, ids.clone()).await;
        assert_eq!(reply.status, 200, "{action} {reply:?}");
        all.push(reply.body);
    }
    all
}

#[tokio::test]
async fn nobody_reaches_what_is_another_keys_or_another_users() {
    let mine = Script::new().remember("A secret wish").say("A secret.").end().start().wait().say("Never said.");
    let server = Server::start(quick().with_script(&mine).with_script(&Script::agent("Other"))).await.unwrap();
    let me = Caller::of(&server, 1);
    let made = me.call("create_conversation", json!({"Inputs": {"word": "secret"}})).await.json();
    let conversation = made["Conversation"]["AppConversationID"].as_str().unwrap().to_owned();
    let answer = me.ask(&conversation, "Tell me a secret").await.events()[0]["id"].clone();
    let variables = json!([{"Name": "secret", "Value": "secret", "Scope": "Agent"}]);
    let body = json!({"ConversationID": conversation, "UserVariables": variables});
    assert_eq!(me.call("set_app_user_variables", body).await.status, 200);
    let question = me.turns(&conversation).await[0]["QueryID"].clone();
    let memory = me.call("list_long_memory", json!({})).await.json()["Items"][0]["MemoryID"].clone();
    let ids = json!({
        "AppConversationID": conversation, "ConversationID": conversation, "MessageID": answer, "TaskID": answer,
        "TaskIDs": [answer], "MemoryID": memory, "Memory": "Mine now", "MemoryIDs": [memory], "RunID": answer,
        "RunIDs": [answer], "Query": "?", "ConversationName": "Mine now", "Inputs": {"word": "theirs"}, "LikeType": 1,
        "Input": "1", "UserVariables": [{"Name": "secret", "Value": "theirs"}],
    });
    let running = tokio::spawn({
        let (me, conversation) = (me.clone(), conversation.clone());
        async move { me.ask(&conversation, "Another").await }
    });
    mine.waiting().await;
    let before = all_of(&me, &ids).await;

    for other in [me.named("you"), me.named("ME"), Caller::of(&server, 2), Caller::of(&server, 0)] {
        for (action, gets) in ACTIONS {
            let mut bodies = vec![ids.clone()];
            if *action == "delete_message" {
                bodies = vec![json!({"MessageID": answer}), json!({"QueryID": question})];
            }
            for body in bodies {
                let reply = other.call(action, body).await;
                let expected = if *action == "trigger/webhook" { 401 } else { 400 };
                assert_eq!(reply.status, if *gets == Own { 200 } else { expected }, "{action} {reply:?}");
                assert!(!reply.body.contains("secret"), "{action} {reply:?}");
            }
        }
        let list = other.call("list_long_memory", json!({})).await.json();
        assert_eq!(list["Items"], json!([]));
    }

    assert_eq!(all_of(&me, &ids).await, before, "nothing was changed");
    mine.advance();
    assert_eq!(running.await.unwrap().text(), "Never said.", "and nothing was stopped");
}

#[tokio::test]
async fn every_action_wants_the_key_of_an_agent_and_all_but_the_greeting_a_user() {
    let server = Server::start(quick()).await.unwrap();
    let me = Caller::of(&server, 0);
    let nobody = Caller { key: "nonsense".into(), ..me.clone() };
    for (action, _) in ACTIONS {
        let reply = nobody.call(action, json!({})).await;
        assert_eq!(reply.status, 401, "{action} {reply:?}");
        let error = &reply.json()["ResponseMetadata"]["Error"];
        assert!(error["Code"] == "Unauthorized" && error["Message"].is_string(), "{action} {reply:?}");
        if ["get_app_config_preview", "get_app", "trigger/webhook"].contains(action) {
            continue;
        }
        let path = format!("/api/v1/{action}");
        let reply = me.post(&path, &format!("Apikey: {}\r\n", me.key), "{}").await;
        assert!(reply.status == 400 && reply.body.contains("UserID is missing"), "{action} {reply:?}");
    }
}

/// Bodies that are wrong in their types. Each is refused in words, and nothing breaks.
#[tokio::test]
async fn every_action_refuses_ill_typed_fields_and_survives_missing_ones() {
    let server = Server::start(quick().with_script(&Script::new())).await.unwrap();
    let me = Caller::of(&server, 1);
    let ill = json!({
        "AppConversationID": {"a": 1}, "ConversationID": [1], "MessageID": {"a": 1}, "TaskID": [1], "TaskIDs": "x",
        "MemoryID": {"a": 1}, "MemoryIDs": 7, "RunID": [1], "RunIDs": 7, "Query": {"a": 1}, "Inputs": [1], "Input": [1],
        "InputData": {"a": 1}, "UserVariables": 7, "LikeType": "much", "ListOpt": 7, "QueryID": [1],
    });
    for (action, gets) in ACTIONS.iter().filter(|(action, _)| *action != "trigger/webhook") {
        let reply = me.call(action, json!({})).await;
        assert!(reply.status == 200 || reply.status == 400, "{action} {reply:?}");
        assert_ne!(reply.body.trim(), "null", "{action}");
        let reply = me.call(action, ill.clone()).await;
        let words = reply.json()["ResponseMetadata"]["Error"]["Message"].as_str().unwrap_or_default().len();
        assert!(reply.status == 400 && words > 20 || *gets == Own && reply.status == 200, "{action} {reply:?}");
    }
}
