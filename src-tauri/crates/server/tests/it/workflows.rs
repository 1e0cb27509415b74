//! Workflows: run, asked, resumed, and there after a restart.

use parlance_server::{AgentKind, Locale, Options, Server};
use serde_json::{Value, json};

use crate::support::{Caller, kept_in, quick};

/// A caller of the agent with that name.
pub(crate) fn caller_of(server: &Server, name: &str) -> Caller {
    let at = server.agents().iter().position(|agent| agent.name == name).unwrap();
    Caller::of(server, at)
}

async fn study_plan() -> (Server, Caller) {
    let server = Server::start(quick()).await.unwrap();
    let caller = caller_of(&server, "Study plan");
    (server, caller)
}

fn about(subject: &str) -> Value {
    json!({"InputData": json!({"subject": subject, "pace": "calm"}).to_string()})
}

/// Asks until the run rests.
pub(crate) async fn rested(caller: &Caller, id: &Value) -> Value {
    loop {
        let run = caller.call("query_run_app_process", json!({"RunID": id})).await.json();
        if run["status"] != "processing" {
            return run;
        }
        tokio::task::yield_now().await;
    }
}

pub(crate) fn output(run: &Value) -> Value {
    serde_json::from_str(run["output"].as_str().unwrap()).unwrap()
}

#[tokio::test]
async fn the_sample_asks_on_the_way_and_makes_a_plan_of_the_guide() {
    let (server, caller) = study_plan().await;
    assert_eq!(server.agents().last().map(|agent| agent.kind), Some(AgentKind::Workflow));
    let run = caller.call("sync_run_app_workflow", about("API keys")).await.json();
    assert_eq!((&run["status"], &run["lastInterruptedNodeId"]), (&json!("interrupted"), &json!("days")));
    assert!(output(&run)["question"].as_str().unwrap().contains("How many days"), "{run}");
    let body = json!({"RunId": run["runId"], "Input": r#"{"query":"three"}"#});
    let run = caller.call("sync_resume_app_workflow", body).await.json();
    assert_eq!((&run["status"], &run["code"]), (&json!("success"), &json!(0)));
    let plan = output(&run)["output"].as_str().unwrap().to_owned();
    assert!(plan.contains("API keys in three days, calmly") && plan.contains("   - "), "{plan}");
    assert_eq!(run["steps"], json!(["start", "find", "found", "days", "pace", "calm", "end"]));
    let nodes = run["nodes"].as_object().unwrap();
    assert_eq!(nodes.len(), 7);
    for (id, node) in nodes {
        assert_eq!(node["status"], "success", "{id}");
        for key in ["input", "output"] {
            assert!(node[key].is_string(), "{id} {node}");
        }
        assert!(node["costMs"].is_i64() && node["costToken"].is_i64() && node["nodeType"].is_string(), "{node}");
    }
    assert!(run["costToken"].as_i64().unwrap() > 20, "{run}");
}

#[tokio::test]
async fn a_run_is_started_looked_after_and_resumed_without_waiting() {
    let (_server, caller) = study_plan().await;
    let started = caller.call("run_app_workflow", about("keyboard shortcuts")).await.json();
    let id = &started["runId"];
    assert_eq!(id.as_str().unwrap().len(), 32);
    assert_eq!(rested(&caller, id).await["status"], "interrupted");
    // One SDK spells the key as the query does.
    let resumed = caller.call("async_resume_app_workflow", json!({"RunID": id, "Input": "2"})).await.json();
    assert_eq!(&resumed["runId"], id);
    let run = rested(&caller, id).await;
    assert!(output(&run)["output"].as_str().unwrap().contains("in 2 days"), "{run}");
    let again = caller.call("async_resume_app_workflow", json!({"RunId": id, "Input": "2"})).await;
    assert!(again.status == 400 && again.body.contains("its status is success"), "{again:?}");
}

#[tokio::test]
async fn a_resumed_run_streams_what_it_does() {
    let (_server, caller) = study_plan().await;
    let run = caller.call("sync_run_app_workflow", about("API keys")).await.json();
    let body = json!({"RunId": run["runId"], "Input": "5", "IsStream": true});
    let reply = caller.call("sync_resume_app_workflow", body).await;
    assert!(reply.head.contains("content-type: text/event-stream"), "{}", reply.head);
    let mut names = reply.names();
    names.dedup();
    assert_eq!(
        names,
        [
            "flow_start",
            "tool_message_output_start",
            "tool_message",
            "tool_message_output_end",
            "message_output_start",
            "message",
            "message_output_end",
            "flow_cost",
            "flow_end"
        ]
    );
    for event in reply.events() {
        assert_eq!(event["run_id"], run["runId"]);
        assert!(event["task_id"].is_string() && event["id"].is_string(), "{event}");
        if event["event"].as_str().unwrap().starts_with("message") {
            assert!(event["think_message_id"].is_string(), "{event}");
        }
    }
    let end = rested(&caller, &run["runId"]).await;
    assert_eq!(output(&end)["output"], reply.text());
}

#[tokio::test]
async fn what_the_guide_does_not_hold_takes_the_other_way() {
    let (_server, caller) = study_plan().await;
    let body = json!({"InputData": r#"{"subject": "asdf qwer"}"#, "NoDebug": true});
    let run = caller.call("sync_run_app_workflow", body).await.json();
    assert_eq!((&run["status"], &run["nodes"]), (&json!("success"), &json!({})), "nothing failed, so no node is shown");
    assert!(output(&run)["output"].as_str().unwrap().contains("says nothing about asdf"), "{run}");
}

#[tokio::test]
async fn inputs_are_checked_before_a_run_begins() {
    let (_server, caller) = study_plan().await;
    for (input, words) in [
        (json!(null), "subject is required"),
        (json!("{}"), "subject is required"),
        (json!("[1]"), "JSON object as text"),
        (json!({"subject": "x"}), "does not fit"),
        (json!(r#"{"subject": {"a": 1}}"#), "The input subject must be a text"),
        (json!(r#"{"subject": "x", "pace": "odd"}"#), "one of: calm, quick"),
    ] {
        for action in ["run_app_workflow", "sync_run_app_workflow"] {
            let refused = caller.call(action, json!({"InputData": input})).await;
            assert!(refused.status == 400 && refused.body.contains(words), "{input}: {refused:?}");
        }
    }
}

#[tokio::test]
async fn a_workflow_does_not_chat_and_an_agent_is_not_run() {
    let (server, caller) = study_plan().await;
    let made = caller.call("create_conversation", json!({})).await;
    assert!(made.status == 400 && made.body.contains("run_app_workflow"), "{made:?}");
    let run = Caller::of(&server, 0).call("run_app_workflow", json!({"InputData": "{}"})).await;
    assert!(run.status == 400 && run.body.contains("chat_query_v2"), "{run:?}");
    let config = caller.call("get_app_config_preview", json!({})).await.json();
    assert_eq!((&config["Name"], &config["VariableConfigs"][0]["Key"]), (&json!("Study plan"), &json!("subject")));
}

#[tokio::test]
async fn a_run_that_waits_still_waits_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(Options { locale: Locale::ZhCn, ..kept_in(folder.path()) }).await.unwrap();
    let body = json!({"InputData": r#"{"subject": "密钥", "pace": "快速"}"#});
    let run = caller_of(&server, "学习计划").call("sync_run_app_workflow", body).await.json();
    assert_eq!(run["status"], "interrupted");
    server.stop().await;
    let server = Server::start(Options { locale: Locale::ZhCn, ..kept_in(folder.path()) }).await.unwrap();
    let caller = caller_of(&server, "学习计划");
    let body = json!({"RunId": run["runId"], "Input": "三"});
    let run = caller.call("sync_resume_app_workflow", body).await.json();
    assert!(output(&run)["output"].as_str().unwrap().contains("三 天快速学会：密钥"), "{run}");
}

#[tokio::test]
async fn a_foreign_run_is_none() {
    let (server, caller) = study_plan().await;
    let run = caller.call("sync_run_app_workflow", about("API keys")).await.json();
    let body = json!({"RunID": run["runId"], "Input": "1"});
    for other in [caller.named("you"), Caller::of(&server, 0)] {
        for action in ["query_run_app_process", "async_resume_app_workflow", "sync_resume_app_workflow"] {
            let refused = other.call(action, body.clone()).await;
            assert!(refused.status == 400 && !refused.body.contains("days"), "{action} {refused:?}");
        }
    }
    assert_eq!(rested(&caller, &run["runId"]).await["status"], "interrupted");
}

#[tokio::test]
async fn a_run_that_the_server_is_stopped_in_says_so_afterwards() {
    let folder = tempfile::tempdir().unwrap();
    let slow = Options { pace: std::time::Duration::from_secs(3600), ..kept_in(folder.path()) };
    let server = Server::start(slow).await.unwrap();
    let caller = caller_of(&server, "Study plan");
    let started = caller.call("run_app_workflow", about("API keys")).await.json();
    let run = caller.call("query_run_app_process", json!({"RunID": started["runId"]})).await.json();
    assert_eq!((&run["status"], &run["output"]), (&json!("processing"), &json!("")));
    server.stop().await;
    let server = Server::start(kept_in(folder.path())).await.unwrap();
    let caller = caller_of(&server, "Study plan");
    let run = caller.call("query_run_app_process", json!({"RunID": started["runId"]})).await.json();
    assert_eq!(run["status"], "stopped");
    assert!(run["message"].as_str().unwrap().starts_with("The server"), "{run}");
}
