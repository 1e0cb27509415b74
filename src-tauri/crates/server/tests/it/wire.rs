//! What streams and replies are, to the byte.

use parlance_server::{Script, Server};
use serde_json::{Value, json};

use crate::support::{Caller, Reply, quick};

/// Ids and times by name, so that what is left can be compared.
fn normal(reply: &Reply) -> String {
    let first = &reply.events()[0];
    let mut text = reply.body.clone();
    for (key, name) in [("task_id", "TASK"), ("conversation_id", "INNER")] {
        text = text.replace(first[key].as_str().unwrap(), name);
    }
    for event in reply.events() {
        for key in ["created_at", "latency", "latency_first_resp", "start_time_first_resp"] {
            if let Some(number) = event.get(key).filter(|number| **number != json!(0)) {
                text = text.replace(&format!("\"{key}\":{number}"), &format!("\"{key}\":N"));
                text = text.replace(&format!("\"{key}\": {number}"), &format!("\"{key}\": N"));
            }
        }
    }
    text.replace("latency_first_resp\": 0", "latency_first_resp\": N")
        .replace("latency_first_resp\":0", "latency_first_resp\":N")
}

async fn asked(action: &str) -> Reply {
    let script = Script::new().say("早").say("上\n好");
    let server = Server::start(quick().with_script(&script)).await.unwrap();
    let caller = Caller::of(&server, 1);
    let conversation = caller.conversation().await;
    caller.call(action, json!({"AppConversationID": conversation, "Query": "你好 there"})).await
}

#[tokio::test]
async fn a_v2_stream_is_exact_to_the_byte() {
    let reply = asked("chat_query_v2").await;
    assert!(reply.whole && reply.body.ends_with("}\n\n"), "{reply:?}");
    insta::assert_snapshot!(normal(&reply).replace("\n\n", "\n¶\n"), @r#"
    event:text
    data: {"event":"message_start","task_id":"TASK","id":"TASK","conversation_id":"INNER","answer":"","created_at":0}
    ¶
    event:text
    data: {"event":"message_output_start","task_id":"TASK","id":"TASK","conversation_id":"INNER","answer":"","created_at":0}
    ¶
    event:text
    data: {"event":"message","task_id":"TASK","id":"TASK","conversation_id":"INNER","answer":"早","created_at":N}
    ¶
    event:text
    data: {"event":"message","task_id":"TASK","id":"TASK","conversation_id":"INNER","answer":"上\n好","created_at":N}
    ¶
    event:text
    data: {"event":"message_output_end","task_id":"TASK","id":"TASK","conversation_id":"INNER","answer":"","created_at":0}
    ¶
    event:text
    data: {"event":"message_cost","task_id":"TASK","id":"TASK","conversation_id":"INNER","answer":"","created_at":0,"input_tokens":4,"latency":N,"latency_first_resp":N,"output_tokens":4,"start_time_first_resp":N}
    ¶
    event:text
    data: {"event":"message_end","task_id":"TASK","id":"TASK","conversation_id":"INNER","answer":"","created_at":0}
    ¶
    "#);
}

#[tokio::test]
async fn a_v1_stream_is_exact_to_the_byte() {
    let reply = asked("chat_query").await;
    assert!(reply.whole && reply.body.ends_with("}\n\n"), "{reply:?}");
    insta::assert_snapshot!(normal(&reply).replace("\n\n", "\n¶\n"), @r#"
    event:text
    data:data: {"event": "message_start", "task_id": "TASK", "id": "TASK", "conversation_id": "INNER", "answer": "", "created_at": 0}
    ¶
    event:text
    data:data: {"event": "message_output_start", "task_id": "TASK", "id": "TASK", "conversation_id": "INNER", "answer": "", "created_at": 0}
    ¶
    event:text
    data:data: {"event": "message", "task_id": "TASK", "id": "TASK", "conversation_id": "INNER", "answer": "早", "created_at": N}
    ¶
    event:text
    data:data: {"event": "message", "task_id": "TASK", "id": "TASK", "conversation_id": "INNER", "answer": "上\n好", "created_at": N}
    ¶
    event:text
    data:data: {"event": "message_output_end", "task_id": "TASK", "id": "TASK", "conversation_id": "INNER", "answer": "", "created_at": 0}
    ¶
    event:text
    data:data: {"event": "message_cost", "task_id": "TASK", "id": "TASK", "conversation_id": "INNER", "answer": "", "created_at": 0, "input_tokens": 4, "latency": N, "latency_first_resp": N, "output_tokens": 4, "start_time_first_resp": N}
    ¶
    event:text
    data:data: {"event": "message_end", "task_id": "TASK", "id": "TASK", "conversation_id": "INNER", "answer": "", "created_at": 0}
    ¶
    "#);
}

#[tokio::test]
async fn streams_are_neither_cached_nor_compressed() {
    let reply = asked("chat_query_v2").await;
    assert_eq!(reply.status, 200);
    assert!(reply.head.contains("content-type: text/event-stream\r\n"), "{}", reply.head);
    assert!(reply.head.contains("cache-control: no-cache\r\n"), "{}", reply.head);
    assert!(!reply.head.contains("content-encoding"), "{}", reply.head);
}

#[tokio::test]
async fn every_event_carries_all_ids_and_the_same_ones() {
    let reply = asked("chat_query_v2").await;
    for event in reply.events() {
        assert_eq!(event["id"], event["task_id"]);
        assert_eq!(event["id"], reply.events()[0]["id"]);
        assert!(event["conversation_id"].as_str().is_some_and(|id| id.len() == 26), "{event}");
        assert!(event["answer"].is_string() && event["created_at"].is_i64(), "{event}");
    }
}

#[tokio::test]
async fn a_new_conversation_is_spelt_as_the_platform_does() {
    let server = Server::start(quick()).await.unwrap();
    let caller = Caller::of(&server, 0);
    let reply = caller.call("create_conversation", json!({"Inputs": null})).await;
    let id = reply.json()["Conversation"]["AppConversationID"].as_str().unwrap().to_owned();
    assert_eq!(id.len(), 20);
    insta::assert_snapshot!(
        reply.body.replace(&id, "ID"),
        @r#"{"Conversation":{"AppConversationID":"ID","ConversationName":"新的会话","CreateTime":"","LastChatTime":"","EmptyConversation":false},"BaseResp":null}"#
    );
}

#[tokio::test]
async fn a_turn_in_the_history_holds_what_known_clients_insist_on() {
    let script = Script::new().say("早上好");
    let server = Server::start(quick().with_script(&script)).await.unwrap();
    let caller = Caller::of(&server, 1);
    let conversation = caller.conversation().await;
    let files = json!({"Files": [{"Name": "a.pdf", "Path": "upload/full/a", "Size": 7, "Url": ""}]});
    let body = json!({"AppConversationID": conversation, "Query": "早", "QueryExtends": files});
    let answer = caller.call("chat_query_v2", body).await.events()[0]["id"].clone();
    let mut turn = caller.turns(&conversation).await.remove(0);
    assert_eq!(turn["AnswerInfo"]["MessageID"], answer);
    assert_eq!(turn["AnswerInfo"]["TaskID"], answer);
    for (pointer, name) in
        [("/ConversationID", 26), ("/QueryID", 20), ("/AnswerInfo/MessageID", 26), ("/AnswerInfo/TaskID", 26)]
    {
        let id = turn.pointer_mut(pointer).unwrap();
        assert_eq!(id.as_str().unwrap().len(), name);
        *id = "ID".into();
    }
    for pointer in ["/AnswerInfo/CreatedTime", "/AnswerInfo/Latency"] {
        assert!(turn.pointer(pointer).unwrap().is_number());
        *turn.pointer_mut(pointer).unwrap() = Value::Null;
    }
    insta::assert_json_snapshot!(turn, @r#"
    {
      "AnswerInfo": {
        "Answer": "早上好",
        "CreatedTime": null,
        "Latency": null,
        "Like": 0,
        "MessageID": "ID",
        "RetrieverResource": false,
        "TaskID": "ID",
        "TotalTokens": 6,
        "TracingJsonStr": ""
      },
      "ConversationID": "ID",
      "Inputs": {},
      "OtherAnswers": [],
      "Query": "早",
      "QueryExtends": {
        "Files": [
          {
            "Name": "a.pdf",
            "Path": "upload/full/a",
            "Size": 7,
            "Url": "",
            "name": "a.pdf",
            "path": "upload/full/a",
            "size": 7,
            "url": ""
          }
        ]
      },
      "QueryID": "ID",
      "SendByAsyncWorkflow": false,
      "SendByTrigger": false,
      "UserMessage": {
        "Messages": [
          {
            "text": "早",
            "type": "text"
          }
        ]
      }
    }
    "#);
}

#[tokio::test]
async fn no_success_holds_the_words_that_the_python_sdk_takes_for_an_error() {
    let server = Server::start(quick().with_script(&Script::new())).await.unwrap();
    let caller = Caller::of(&server, 1);
    let conversation = caller.conversation().await;
    let question = r#"What is "ResponseMetadata" with Code and Error?"#;
    let body = json!({"AppConversationID": conversation, "Query": question, "ResponseMode": "blocking"});
    let blocking = caller.call("chat_query_v2", body).await;
    assert_eq!(blocking.json()["answer"], question);
    assert!(!blocking.body.contains("ResponseMetadata"), "{}", blocking.body);
    let history = caller.call("get_conversation_messages", json!({"AppConversationID": conversation})).await;
    assert!(!history.body.contains("ResponseMetadata"), "{}", history.body);
}

#[tokio::test]
async fn a_blocking_answer_comes_in_one_piece_in_either_dialect() {
    let script = Script::new().think("Hm").think("m.").say("早").say("上好");
    let server = Server::start(quick().with_script(&script)).await.unwrap();
    let caller = Caller::of(&server, 1);
    let conversation = caller.conversation().await;
    let body = json!({"AppConversationID": conversation, "Query": "早", "ResponseMode": "blocking"});

    let v2 = caller.call("chat_query_v2", body.clone()).await.json();
    assert_eq!(v2["event"], "message");
    assert_eq!(v2["answer"], "早上好");
    assert_eq!(v2["think_messages"], json!(["Hmm."]));
    assert_eq!(v2["id"], v2["task_id"]);
    assert!(v2["created_at"].is_i64() && v2["conversation_id"].is_string(), "{v2}");

    let v1 = caller.call("chat_query", body).await;
    assert_eq!(v1.names(), ["message_end"]);
    assert_eq!(v1.events()[0]["answer"], "早上好");
    assert!(v1.body.starts_with("event:text\ndata:data: {\"event\": \"message_end\", "), "{}", v1.body);
}

#[tokio::test]
async fn a_failure_says_why_in_every_field_that_clients_look_at() {
    let script = Script::new().say("So far").fail("The model is tired.");
    let server = Server::start(quick().with_script(&script)).await.unwrap();
    let caller = Caller::of(&server, 1);
    let conversation = caller.conversation().await;
    let reply = caller.ask(&conversation, "Why?").await;
    let failed = reply.events().into_iter().find(|event| event["event"] == "message_failed").unwrap();
    for key in ["error", "error_msg", "message"] {
        assert_eq!(failed[key], "The model is tired.");
    }
    assert_eq!(reply.names().last().unwrap(), "message_end");
    assert_eq!(caller.turns(&conversation).await[0]["AnswerInfo"]["Answer"], "So far");
}
