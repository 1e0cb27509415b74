//! What known clients insist on, beside what other tests pin: fields that must be there, and nulls that must not.

use parlance_protocol::{AgentThought, ChatEvent, Interrupted, KnowledgeQuery, Retrieved, ThoughtResult, WordQuery};
use parlance_server::{Script, Server};
use serde_json::{Value, json};
use tokio::io::AsyncReadExt;

use crate::support::{Caller, quick};

/// What the official Python SDK wants of each event besides the common fields; without one of them it gives up.
const REQUIRED: &[(&str, &[&str])] = &[
    ("message", &["answer"]),
    ("message_cost", &["input_tokens", "output_tokens", "start_time_first_resp", "latency_first_resp", "latency"]),
    ("think_message", &["answer"]),
    ("tool_message_output_start", &["message_title"]),
    ("tool_message", &["answer", "message_title"]),
    ("tool_message_output_end", &["message_title"]),
    ("agent_thought", &["message_id", "position", "thought", "skill_type", "tool", "tool_input"]),
    ("agent_thought_end", &["position", "observation", "latency", "tool_latency", "thought_latency"]),
    ("agent_jump", &["jump_reason", "jump_latency", "jump_to", "message_id"]),
    ("agent_take_over", &["agent", "reason", "message_id"]),
    ("agent_intention", &["message_id", "intention", "data"]),
    ("knowledge_retrieve", &["message_id", "workspace_id", "dataset_ids", "query", "top_k", "score_threshold"]),
    ("knowledge_retrieve_end", &["message_id", "docs", "latency"]),
    ("qa_retrieve", &["message_id", "workspace_id", "dataset_ids", "query"]),
    ("qa_retrieve_end", &["message_id", "docs", "latency", "workspace_id", "dataset_ids", "query"]),
    ("terminology_retrieve_end", &["message_id", "docs", "latency", "workspace_id", "dataset_ids", "query"]),
    ("long_term_memory_retrieve", &["message_id", "query"]),
    ("long_term_memory_retrieve_end", &["message_id", "latency"]),
    ("interrupted", &["message_id", "interrupted_msg", "interrupted_type"]),
    ("suggestion", &["suggested_questions"]),
    ("agent_error", &["error_msg"]),
    ("message_failed", &["error", "error_msg", "message"]),
];

fn everything() -> Script {
    let title = || "Step".to_owned();
    let events = [
        ChatEvent::ThinkMessage { answer: "Hm".into() },
        ChatEvent::ToolMessageOutputStart { message_title: title() },
        ChatEvent::ToolMessage { answer: "{}".into(), message_title: title() },
        ChatEvent::ToolMessageOutputEnd { message_title: title() },
        ChatEvent::AgentThought(AgentThought::default()),
        ChatEvent::AgentThoughtEnd(ThoughtResult::default()),
        ChatEvent::AgentJump { jump_reason: title(), jump_latency: 0.5, jump_to: title() },
        ChatEvent::AgentTakeOver { agent: title(), reason: title() },
        ChatEvent::AgentIntention { intention: title(), data: json!({}) },
        ChatEvent::KnowledgeRetrieve(KnowledgeQuery::default()),
        ChatEvent::KnowledgeRetrieveEnd(Retrieved::default()),
        ChatEvent::QaRetrieve(WordQuery::default()),
        ChatEvent::QaRetrieveEnd(Retrieved::default()),
        ChatEvent::TerminologyRetrieveEnd(Retrieved::default()),
        ChatEvent::LongTermMemoryRetrieve { query: title() },
        ChatEvent::LongTermMemoryRetrieveEnd { answer: String::new(), latency: 0.5 },
        ChatEvent::Interrupted(Interrupted::default()),
        ChatEvent::Suggestion { suggested_questions: vec![title()] },
        ChatEvent::AgentError { error_msg: title() },
    ];
    let script = events.into_iter().fold(Script::new(), |script, event| script.event(event));
    script.say("So far.").fail("Out of paper.").say("All of it.").end()
}

async fn served(script: &Script) -> (Server, Caller, String) {
    let server = Server::start(quick().with_script(script)).await.unwrap();
    let caller = Caller::of(&server, 1);
    let conversation = caller.conversation().await;
    (server, caller, conversation)
}

#[tokio::test]
async fn every_event_has_the_fields_without_which_an_sdk_gives_up() {
    let (_server, caller, conversation) = served(&everything()).await;
    let mut events = caller.ask(&conversation, "?").await.events();
    events.extend(caller.ask(&conversation, "?").await.events());
    for (name, fields) in REQUIRED {
        let event = events.iter().find(|event| event["event"] == *name).unwrap_or_else(|| panic!("no {name}"));
        for field in *fields {
            assert!(!event[*field].is_null(), "{name} lacks {field}: {event}");
        }
    }
    for event in &events {
        for id in ["event", "task_id", "id", "conversation_id", "answer"] {
            assert!(event[id].is_string(), "{event}");
        }
        assert!(event["created_at"].is_i64(), "{event}");
        if event["event"].as_str().unwrap().ends_with("_retrieve_end") && event.get("docs").is_some() {
            assert!(event["docs"].is_object(), "{event}");
        }
    }
}

/// The places of all nulls in a value.
fn nulls(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Null => found.push(at.to_owned()),
        Value::Array(items) => items.iter().for_each(|item| nulls(item, &format!("{at}[]"), found)),
        Value::Object(map) => map.iter().for_each(|(key, value)| nulls(value, &format!("{at}.{key}"), found)),
        _ => {}
    }
}

#[tokio::test]
async fn no_success_holds_a_null_but_for_the_status_of_no_meaning() {
    let (server, caller, conversation) = served(&everything()).await;
    let body = json!({"AppConversationID": conversation, "Query": "?", "QueryExtends": null});
    let answer = caller.call("chat_query_v2", body).await.events()[0]["id"].clone();
    let ids = json!({
        "AppConversationID": conversation, "ConversationID": conversation, "MessageID": answer, "TaskIDs": [answer],
        "RunIDs": [], "LikeType": 0, "UserVariables": [],
    });
    for action in [
        "get_app_config_preview",
        "get_app",
        "get_opening_config",
        "get_app_user_variables",
        "set_app_user_variables",
        "list_oauth2_token",
        "query_message_oauth_status",
        "create_conversation",
        "get_conversation_list",
        "get_conversation_inputs",
        "get_conversation_messages",
        "get_message_info",
        "get_suggested_questions",
        "query_skill_async_task",
        "feedback",
        "set_message_answer_used",
        "list_long_memory",
        "clear_long_memory",
        "query_trigger_run_records",
    ] {
        let reply = caller.call(action, ids.clone()).await;
        assert!(reply.status == 200 && reply.head.contains("application/json"), "{action} {reply:?}");
        let mut found = Vec::new();
        nulls(&reply.json(), "", &mut found);
        found.retain(|at| at != ".BaseResp");
        assert_eq!(found, Vec::<String>::new(), "{action} {}", reply.body);
    }
    let last = server.agents().len() - 1;
    let workflow = Caller::of(&server, last);
    let body = json!({"InputData": r#"{"subject": "keys"}"#});
    let run = workflow.call("sync_run_app_workflow", body.clone()).await.json();
    let started = workflow.call("run_app_workflow", body).await.json();
    let early = workflow.call("query_run_app_process", json!({"RunID": started["runId"]})).await.json();
    for run in [run, early] {
        let mut found = Vec::new();
        nulls(&run, "", &mut found);
        assert_eq!(found, Vec::<String>::new(), "{run}");
        assert!(run["runId"].is_string() && run["status"].is_string() && run["output"].is_string(), "{run}");
        assert!(run["steps"].is_array() && run["nodes"].is_object(), "{run}");
    }
}

#[tokio::test]
async fn times_in_lists_are_texts_and_a_blocking_answer_is_whole() {
    let (_server, caller, conversation) = served(&Script::new()).await;
    let body = json!({"AppConversationID": conversation, "Query": "Echo", "ResponseMode": "blocking"});
    let whole = caller.call("chat_query_v2", body).await.json();
    for field in ["event", "task_id", "id", "conversation_id", "answer"] {
        assert!(whole[field].as_str().is_some_and(|text| !text.is_empty()), "{field} in {whole}");
    }
    let list = caller.call("get_conversation_list", json!({})).await.json();
    for field in ["CreateTime", "LastChatTime"] {
        assert!(list["ConversationList"][0][field].is_string(), "{list}");
    }
}

#[tokio::test]
async fn the_three_words_of_an_error_are_in_no_good_body() {
    let words = r#"{"ResponseMetadata":{"Error":{"Code":"x"}}}"#;
    let (server, caller, conversation) = served(&Script::new().remember(words).say(words)).await;
    let named = json!({"AppConversationID": conversation, "ConversationName": words});
    caller.call("update_conversation", named).await;
    caller.ask(&conversation, words).await;
    let variables = json!([{"Name": "x", "Value": words}]);
    let body = json!({"ConversationID": conversation, "UserVariables": variables});
    caller.call("set_app_user_variables", body).await;
    let ids = json!({"AppConversationID": conversation, "ConversationID": conversation});
    for action in ["get_conversation_list", "get_conversation_messages", "list_long_memory", "get_app_user_variables"] {
        let reply = caller.call(action, ids.clone()).await;
        let value = reply.json().to_string();
        assert!(value.contains("ResponseMetadata"), "{action} gives the text back: {value}");
        assert!(!reply.body.contains("ResponseMetadata"), "{action} {}", reply.body);
    }
    let workflow = Caller::of(&server, server.agents().len() - 1);
    let body = json!({"InputData": json!({"subject": words}).to_string()});
    let run = workflow.call("sync_run_app_workflow", body).await;
    assert!(run.status == 200 && !run.body.contains("ResponseMetadata"), "{run:?}");
}

#[tokio::test]
async fn user_ids_are_taken_as_clients_in_use_write_them() {
    let (_server, caller, _) = served(&Script::new()).await;
    for user in ["a_b-c", "20-characters-and-more-than-that", "学生"] {
        let conversation = caller.named(user).conversation().await;
        assert_eq!(caller.named(user).ask(&conversation, "Echo").await.text(), "Echo", "{user}");
    }
    let endless = caller.named(&"x".repeat(300)).call("get_conversation_list", json!({})).await;
    assert!(endless.status == 400 && endless.body.contains("256 characters"), "{endless:?}");
}

/// The chunks of a transfer, as one who reads the socket gets them.
fn chunks(raw: &[u8]) -> Vec<String> {
    let text = String::from_utf8(raw.to_vec()).unwrap();
    let (_, mut rest) = text.split_once("\r\n\r\n").unwrap();
    let mut found = Vec::new();
    while let Some((length, after)) = rest.split_once("\r\n") {
        let length = usize::from_str_radix(length, 16).unwrap();
        if length == 0 {
            break;
        }
        found.push(after[..length].to_owned());
        rest = &after[length + 2..];
    }
    found
}

/// Some clients take what one read gives for one whole frame.
#[tokio::test]
async fn every_frame_is_a_chunk_of_its_own_and_those_of_text_are_small() {
    let server = Server::start(quick()).await.unwrap();
    let caller = Caller::of(&server, 0);
    let conversation = caller.conversation().await;
    for action in ["chat_query", "chat_query_v2"] {
        let body = json!({"AppConversationID": conversation, "Query": "What is a turn?"});
        let mut line = caller.connect(&caller.request(action, body)).await;
        let mut raw = Vec::new();
        while !raw.ends_with(b"\r\n0\r\n\r\n") {
            assert!(line.read_buf(&mut raw).await.unwrap() > 0);
        }
        let chunks = chunks(&raw);
        assert!(chunks.len() > 20, "{chunks:?}");
        for chunk in chunks {
            assert!(chunk.starts_with("event:text\ndata:") && chunk.ends_with("}\n\n"), "{chunk}");
            assert_eq!(chunk.lines().count(), 3, "{chunk}");
            assert!(
                chunk.contains("knowledge_retrieve") || chunk.contains("suggestion") || chunk.len() < 1024,
                "{chunk}"
            );
        }
    }
}

/// Some clients take the id of the first piece of text and read the record as soon as the stream ends.
#[tokio::test]
async fn the_record_is_there_when_the_stream_ends_under_the_id_of_its_first_text() {
    let (_server, caller, conversation) = served(&Script::new()).await;
    for number in 0..20 {
        let reply = caller.ask(&conversation, &format!("question {number}")).await;
        let first = reply.events().into_iter().find(|event| event["event"] == "message").unwrap();
        let info = caller.call("get_message_info", json!({"MessageID": first["id"]})).await.json();
        assert_eq!(info["MessageInfo"]["AnswerInfo"]["Answer"], reply.text(), "{info}");
        assert_eq!(info["MessageInfo"]["AnswerInfo"]["MessageID"], first["id"]);
    }
}

#[tokio::test]
async fn what_has_nothing_to_say_says_an_empty_object() {
    let (_server, caller, conversation) = served(&Script::new().remember("tea").say("Noted.")).await;
    let answer = caller.ask(&conversation, "Remember tea").await.events()[0]["id"].clone();
    let memory = caller.call("list_long_memory", json!({})).await.json()["Items"][0]["MemoryID"].clone();
    let ids = json!({
        "AppConversationID": conversation, "ConversationID": conversation, "MessageID": answer, "LikeType": 1,
        "ConversationName": "校历", "MemoryID": memory, "Memory": "coffee", "MemoryIDs": [memory],
        "UserVariables": [{"Name": "a", "Value": "b"}],
    });
    for action in [
        "update_conversation",
        "set_conversation_top",
        "cancel_conversation_top",
        "set_app_user_variables",
        "feedback",
        "set_message_answer_used",
        "stop_message",
        "update_long_memory",
        "delete_long_memory",
        "clear_long_memory",
        "delete_message",
        "clear_message",
        "delete_conversation",
    ] {
        let reply = caller.call(action, ids.clone()).await;
        assert_eq!((reply.status, reply.body.as_str()), (200, "{}"), "{action}");
    }
}
