//! Workflows: run, asked, resumed, triggered, and files that are not right.

use std::path::Path;

use parlance_server::{AgentKind, Locale, Options, Server};
use serde_json::{Value, json};

use crate::support::{Caller, kept_in, quick, read_until};

/// A caller of the agent with that name.
fn caller_of(server: &Server, name: &str) -> Caller {
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
async fn rested(caller: &Caller, id: &Value) -> Value {
    loop {
        let run = caller.call("query_run_app_process", json!({"RunID": id})).await.json();
        if run["status"] != "processing" {
            return run;
        }
        tokio::task::yield_now().await;
    }
}

fn output(run: &Value) -> Value {
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

const TRIGGERED: &str = r#"
name = "Echo"
[trigger]
name = "From outside"
key = "aTriggerKeyOf20Chars"
token = "aTriggerTokenOf22Chars"
[[input]]
key = "word"
required = true
[[node]]
id = "start"
kind = "start"
next = "sure"
[[node]]
id = "sure"
kind = "ask"
question = "Say {{start.word}}?"
choices = ["yes", "no"]
next = "end"
[[node]]
id = "end"
kind = "end"
output = "{{sure.answer}}: {{start.word}}"
"#;

async fn from_folder(folder: &Path, text: &str) -> Result<Server, String> {
    std::fs::write(folder.join("echo.toml"), text).unwrap();
    let options = Options { agents: Some(folder.to_owned()), ..quick() };
    Server::start(options).await.map_err(|error| error.to_string())
}

#[tokio::test]
async fn a_trigger_starts_a_run_with_its_own_key_and_token() {
    let folder = tempfile::tempdir().unwrap();
    let server = from_folder(folder.path(), TRIGGERED).await.unwrap();
    let caller = caller_of(&server, "Echo");
    let path = "/api/proxy/api/v1/trigger/webhook";
    for (query, bearer) in [
        ("?key=aTriggerKeyOf20Chars", ""),
        ("?key=aTriggerKeyOf20Chars", "Authorization: Bearer wrong\r\n"),
        ("?key=wrong", "Authorization: Bearer aTriggerTokenOf22Chars\r\n"),
        ("", "Authorization: Bearer aTriggerTokenOf22Chars\r\n"),
    ] {
        let refused = caller.post(&format!("{path}{query}"), bearer, r#"{"word": "a"}"#).await;
        assert_eq!(refused.status, 401, "{query} {bearer}");
        assert!(refused.body.contains("Authorization: Bearer"), "{}", refused.body);
    }
    let bearer = "Authorization: Bearer aTriggerTokenOf22Chars\r\n";
    let body = r#"{"word": "早"}"#;
    let started = caller.post(&format!("{path}?key=aTriggerKeyOf20Chars"), bearer, body).await.json();
    let id = &started["runID"];
    let wrong = caller.post(&format!("{path}?key=aTriggerKeyOf20Chars"), bearer, "{}").await;
    assert!(wrong.status == 400 && wrong.body.contains("word is required"), "{wrong:?}");

    let body = json!({"RunIDs": [id, "unknown"], "Page": 1, "Size": 10});
    let records = caller.call("query_trigger_run_records", body.clone()).await;
    assert!(!records.body.contains("aTriggerKey") && !records.body.contains("aTriggerToken"), "{}", records.body);
    let records = records.json();
    assert_eq!((&records["total"], &records["records"][0]["RunID"]), (&json!(1), id));
    assert_eq!(
        (&records["records"][0]["Status"], &records["records"][0]["Scene"]),
        (&json!("running"), &json!("production"))
    );
    let foreign = Caller::of(&server, 0).call("query_trigger_run_records", body).await.json();
    assert_eq!((&foreign["total"], &foreign["records"]), (&json!(0), &json!([])));
}

#[tokio::test]
async fn an_answer_that_is_no_choice_is_refused_and_the_run_still_waits() {
    let folder = tempfile::tempdir().unwrap();
    let server = from_folder(folder.path(), TRIGGERED).await.unwrap();
    let caller = caller_of(&server, "Echo");
    let run = caller.call("sync_run_app_workflow", json!({"InputData": r#"{"word": "a"}"#})).await.json();
    let resume = |input: &str| json!({"RunId": run["runId"], "Input": input});
    let refused = caller.call("sync_resume_app_workflow", resume("maybe")).await;
    assert!(refused.status == 400 && refused.body.contains("one of: yes, no"), "{refused:?}");
    let run = caller.call("sync_resume_app_workflow", resume("yes")).await.json();
    assert_eq!(output(&run)["output"], "yes: a");
}

#[tokio::test]
async fn a_stream_that_asks_says_so_and_ends() {
    let folder = tempfile::tempdir().unwrap();
    let twice = TRIGGERED.replace("next = \"end\"", "next = \"again\"").replace(
        "[[node]]\nid = \"end\"",
        "[[node]]\nid = \"again\"\nkind = \"ask\"\nquestion = \"Really?\"\nnext = \"end\"\n[[node]]\nid = \"end\"",
    );
    let server = from_folder(folder.path(), &twice).await.unwrap();
    let caller = caller_of(&server, "Echo");
    let run = caller.call("sync_run_app_workflow", json!({"InputData": r#"{"word": "a"}"#})).await.json();
    let body = json!({"RunId": run["runId"], "Input": "yes", "IsStream": true});
    let mut line = caller.connect(&caller.request("sync_resume_app_workflow", body)).await;
    let heard = read_until(&mut line, "flow_cost").await;
    assert!(heard.contains("\"flow_interrupted\"") && heard.contains("Really?"), "{heard}");
    assert_eq!(rested(&caller, &run["runId"]).await["lastInterruptedNodeId"], "again");
}

#[tokio::test]
async fn a_file_that_is_not_right_is_refused_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    for (from, to, line, words) in [
        ("kind = \"ask\"", "kind = \"python\"", 16, "no node of the kind \"python\""),
        ("next = \"end\"", "next = \"nowhere\"", 15, "leads to nowhere, and there is no such node"),
        ("next = \"end\"", "next = \"start\"", 11, "goes in a circle: start → sure → start"),
        ("next = \"end\"", "", 16, "needs `next`"),
        ("{{start.word}}?", "{{start.wrod}}?", 15, "the node start gives no wrod"),
        ("{{start.word}}?", "{{word}}?", 17, "write it as {{node.key}}"),
        ("choices = [", "text = \"x\"\nchoices = [", 16, "has no `text`"),
        ("id = \"sure\"", "id = \"start\"", 15, "two nodes with the id start"),
        ("aTriggerTokenOf22Chars", "short", 6, "16 or more letters and digits"),
        ("required = true", "requried = true", 9, "unknown field `requried`"),
        ("kind = \"start\"\nnext = \"sure\"", "kind = \"end\"\noutput = \"\"", 1, "needs a node of the kind start"),
    ] {
        let error = from_folder(folder.path(), &TRIGGERED.replacen(from, to, 1)).await.map(|_| ()).unwrap_err();
        assert!(error.contains("echo.toml") && error.contains(words), "{to}: {error}");
        assert!(error.contains(&format!("line {line}:")), "{to}: {error}");
    }
    let lonely = format!("{TRIGGERED}\n[[node]]\nid = \"island\"\nkind = \"end\"\noutput = \"\"\n");
    let error = from_folder(folder.path(), &lonely).await.map(|_| ()).unwrap_err();
    assert!(error.contains("Nothing leads to the node island"), "{error}");
}
