//! Workflows: run, asked after, answered, there after a restart; and what goes wrong with them.

mod built_in;

use std::time::Duration;

use parlance_core::{
    Agent, AgentDraft, AgentId, AgentKind, AnswerState, Error, InputFaultKind, Keep, KeyState, OpenedRun, ProblemCode,
    Run, RunId, RunStatus, RunWay, Update, VaultError,
};
use parlance_server::{Options, Reply, Script, Server};
use serde_json::{Value, json};

use crate::desk::{Desk, add};

const INPUT: &str = r#"{"subject": "API keys", "pace": "calm"}"#;

/// Adds the workflow that comes with the server.
async fn study_plan(desk: &Desk) -> Agent {
    let server = desk.server.as_ref().unwrap();
    let served = server.agents().last().unwrap();
    let draft = AgentDraft { address: server.base_url().to_owned(), ..AgentDraft::default() };
    desk.profile.add_agent(draft, served.api_key.clone(), Keep::Stored).await.unwrap()
}

/// A script that stands for a workflow.
async fn scripted(script: Script) -> Desk {
    let desk = Desk::with(script).await;
    desk.profile.choose_kind(desk.agent, AgentKind::Workflow).await.unwrap();
    desk
}

fn reply(body: Value) -> Reply {
    Reply::status(200).body(&body.to_string())
}

fn missing() -> Reply {
    Reply::status(404).body("404 page not found").header("content-type", "text/plain")
}

fn going() -> Value {
    json!({"runId": "r1", "status": "processing", "output": "", "steps": ["s"],
        "nodes": {"s": {"nodeType": "start", "status": "success", "costMs": 2}}})
}

fn done() -> Value {
    json!({"runId": "r1", "status": "success", "output": "{\"output\":\"All of it.\"}", "steps": ["s", "e"],
        "costMs": 1200, "costToken": 30,
        "nodes": {"s": {"nodeType": "start", "status": "success", "costMs": 2},
                  "e": {"nodeType": "end", "status": "success", "costMs": 4}}})
}

/// Lets time pass until a run fits.
async fn until(desk: &Desk, run: RunId, fits: impl Fn(&Run) -> bool) -> OpenedRun {
    tokio::time::timeout(Duration::from_secs(30), async {
        loop {
            desk.clock.advance(100);
            tokio::task::yield_now().await;
            let opened = desk.profile.open_run(run).await.unwrap();
            if fits(&opened.run) {
                return opened;
            }
        }
    })
    .await
    .expect("it comes to that")
}

async fn rested(desk: &Desk, run: RunId) -> OpenedRun {
    until(desk, run, |run| !run.status.goes_on()).await
}

async fn run(desk: &Desk, agent: AgentId) -> RunId {
    desk.profile.run_workflow(agent, INPUT.into(), RunWay::Background).await.unwrap().id
}

fn statuses(run: &OpenedRun) -> Vec<(&str, RunStatus)> {
    run.nodes.iter().map(|node| (node.node_id.as_str(), node.status)).collect()
}

#[tokio::test]
async fn a_run_asks_is_answered_and_is_there_after_a_restart() {
    let desk = Desk::with(Script::new()).await;
    let agent = study_plan(&desk).await;
    assert_eq!(agent.kind, AgentKind::Workflow, "its platform speaks of runs");
    let id = run(&desk, agent.id).await;
    let waits = rested(&desk, id).await;
    assert_eq!((waits.run.status, waits.run.preview.as_str()), (RunStatus::Interrupted, "API keys · calm"));
    assert!(waits.run.question.contains("How many days"), "{waits:?}");
    assert_eq!(statuses(&waits).last(), Some(&("days", RunStatus::Interrupted)));

    let desk = desk.reopened().await;
    desk.profile.answer_run(id, "three".into(), false).await.unwrap();
    let done = rested(&desk, id).await;
    assert_eq!((done.run.status, done.run.question.as_str()), (RunStatus::Success, ""));
    assert!(done.text.output.contains("API keys in three days, calmly"), "{done:?}");
    assert_eq!(
        done.nodes.iter().map(|node| (node.node_id.as_str(), node.kind.as_str())).collect::<Vec<_>>(),
        [
            ("start", "start"),
            ("find", "knowledge"),
            ("found", "condition"),
            ("days", "ask"),
            ("pace", "condition"),
            ("calm", "template"),
            ("end", "end")
        ]
    );
    assert!(done.run.tokens > 20 && done.nodes.iter().all(|node| node.status == RunStatus::Success), "{done:?}");
    assert_eq!(done.run.nodes[..4], waits.run.nodes[..4], "a node keeps its row");

    let desk = desk.reopened().await;
    let opened = desk.profile.workflow(agent.id).await.unwrap();
    assert_eq!(opened.runs, std::slice::from_ref(&done.run));
    assert_eq!(desk.profile.open_run(id).await.unwrap(), done);
    let refused = desk.profile.answer_run(id, "four".into(), false).await.unwrap_err().problem();
    assert_eq!(refused.code, ProblemCode::Refused);

    let again = desk.profile.run_again(id).await.unwrap();
    assert_ne!(again.id, id);
    rested(&desk, again.id).await;
    let runs = desk.profile.workflow(agent.id).await.unwrap().runs;
    assert_eq!(runs.iter().map(|run| run.id).collect::<Vec<_>>(), [again.id, id], "the newest first");
    desk.profile.remove_run(id).await.unwrap();
    assert_eq!(desk.profile.workflow(agent.id).await.unwrap().runs.len(), 1);
    desk.profile.restore_run(id).await.unwrap();
    assert_eq!(desk.profile.open_run(id).await.unwrap(), done, "with all that came of it");
    assert_eq!(desk.profile.workflow(agent.id).await.unwrap().runs, runs, "at its old place");

    desk.profile.remove_run(id).await.unwrap();
    let desk = desk.reopened().await;
    assert_eq!(desk.profile.restore_run(id).await.unwrap_err().problem().code, ProblemCode::Gone);
    assert_eq!(desk.profile.workflow(agent.id).await.unwrap().runs.len(), 1, "it was gone from the disk at once");
}

#[tokio::test]
async fn a_run_in_one_call_is_the_same_run() {
    let desk = Desk::with(Script::new()).await;
    let agent = study_plan(&desk).await;
    let input = r#"{"subject": "asdf qwer"}"#.to_owned();
    let started = desk.profile.run_workflow(agent.id, input, RunWay::OneCall).await.unwrap();
    let done = rested(&desk, started.id).await;
    assert_eq!((done.run.status, done.run.way), (RunStatus::Success, RunWay::OneCall));
    assert!(!done.run.platform_id.is_empty() && done.text.output.contains("says nothing"), "{done:?}");
}

#[tokio::test]
async fn a_run_that_goes_on_is_asked_after_again_after_a_restart() {
    let script =
        Script::new().on("run_app_workflow", reply(json!({"runId": "r1"}))).on("query_run_app_process", reply(going()));
    let desk = scripted(script).await;
    let id = run(&desk, desk.agent).await;
    let seen = until(&desk, id, |run| run.nodes.len() == 1).await;
    assert_eq!((seen.run.status, seen.run.platform_id.as_str()), (RunStatus::Processing, "r1"));
    let sent = desk.script.seen("run_app_workflow").await.body;
    assert_eq!((&sent["InputData"], &sent["NoDebug"]), (&json!(INPUT), &json!(false)));

    let desk = desk.reopened().await;
    desk.script.on("query_run_app_process", reply(done()));
    let done = rested(&desk, id).await;
    assert_eq!((done.run.status, done.run.took_ms, done.run.tokens), (RunStatus::Success, 1200, 30));
    assert_eq!(done.text.output, "{\"output\":\"All of it.\"}");
    assert_eq!(desk.script.requests_for("run_app_workflow").len(), 1, "nothing is run twice");
}

#[tokio::test]
async fn a_result_that_is_not_a_text_is_its_json() {
    let mut odd = done();
    odd["output"] = json!({"a": [1, 12_345_678_901_234_567_890_u64]});
    odd["nodes"]["e"]["input"] = json!(["q"]);
    let script =
        Script::new().on("run_app_workflow", reply(json!({"runId": "r1"}))).on("query_run_app_process", reply(odd));
    let desk = scripted(script).await;
    let done = rested(&desk, run(&desk, desk.agent).await).await;
    assert_eq!((done.run.status, done.run.problem), (RunStatus::Success, None));
    assert_eq!(done.text.output, r#"{"a":[1,12345678901234567890]}"#);
    let end = done.nodes.iter().find(|node| node.node_id == "e").unwrap();
    assert_eq!(end.input, r#"["q"]"#);
}

#[tokio::test]
async fn a_run_that_was_never_confirmed_is_unknown_after_a_restart() {
    let desk = scripted(Script::new().on("run_app_workflow", Reply::silence())).await;
    let id = run(&desk, desk.agent).await;
    desk.script.seen("run_app_workflow").await;
    let desk = desk.reopened().await;
    let row = desk.profile.open_run(id).await.unwrap().run;
    assert_eq!((row.status, row.watched), (RunStatus::Unknown, false));
    assert_eq!(row.problem.map(|problem| problem.code), Some(ProblemCode::RunUnknown));
}

#[tokio::test]
async fn a_failed_run_says_why_and_which_node_it_was() {
    let failed = json!({"runId": "r1", "status": "failed", "code": 1, "message": "the model is out", "output": "",
        "steps": ["s", "m"], "nodes": {"s": {"nodeType": "start", "status": "success"},
        "m": {"nodeType": "llm", "status": "failed", "message": "no credit"}}});
    let script =
        Script::new().on("run_app_workflow", reply(json!({"runId": "r1"}))).on("query_run_app_process", reply(failed));
    let desk = scripted(script).await;
    let id = run(&desk, desk.agent).await;
    let row = rested(&desk, id).await;
    let problem = row.run.problem.clone().unwrap();
    assert_eq!((row.run.status, problem.code), (RunStatus::Failed, ProblemCode::WorkflowFailed));
    assert_eq!((problem.detail.as_str(), row.nodes[1].message.as_str()), ("the model is out", "no credit"));
}

#[tokio::test]
async fn a_run_that_the_platform_did_not_take_is_begun_anew_in_its_own_row() {
    let desk = scripted(Script::new().on("run_app_workflow", Reply::status(401))).await;
    let id = run(&desk, desk.agent).await;
    let row = rested(&desk, id).await.run;
    assert_eq!((row.status, row.problem.unwrap().code), (RunStatus::Failed, ProblemCode::KeyRejected));
    desk.script.on("run_app_workflow", reply(json!({"runId": "r1"}))).on("query_run_app_process", reply(done()));
    assert_eq!(desk.profile.run_again(id).await.unwrap().id, id);
    let row = rested(&desk, id).await.run;
    assert_eq!((row.status, row.problem), (RunStatus::Success, None));
}

#[tokio::test]
async fn a_lost_answer_to_the_beginning_does_not_begin_twice() {
    let desk = scripted(Script::new().on("run_app_workflow", Reply::status(504))).await;
    let id = run(&desk, desk.agent).await;
    let row = rested(&desk, id).await.run;
    assert_eq!((row.status, row.problem.unwrap().code), (RunStatus::Unknown, ProblemCode::RunUnknown));
    assert_eq!(desk.script.requests_for("run_app_workflow").len(), 1);
}

#[tokio::test]
async fn trouble_on_the_way_is_said_and_passes() {
    let script = Script::new()
        .on("run_app_workflow", reply(json!({"runId": "r1"})))
        .on("query_run_app_process", Reply::status(502));
    let desk = scripted(script).await;
    let id = run(&desk, desk.agent).await;
    let row = until(&desk, id, |run| run.problem.is_some()).await.run;
    assert_eq!((row.status, row.watched), (RunStatus::Processing, true));
    assert_eq!(row.problem.unwrap().code, ProblemCode::Overloaded);
    desk.script.on("query_run_app_process", reply(going()));
    until(&desk, id, |run| run.problem.is_none() && run.nodes.len() == 1).await;
    desk.script.on("query_run_app_process", reply(done()));
    assert_eq!(rested(&desk, id).await.run.status, RunStatus::Success);
}

#[tokio::test]
async fn trouble_that_stays_ends_the_asking_until_the_key_is_replaced() {
    let script = Script::new()
        .on("run_app_workflow", reply(json!({"runId": "r1"})))
        .on("query_run_app_process", Reply::status(401));
    let desk = scripted(script).await;
    let id = run(&desk, desk.agent).await;
    let row = until(&desk, id, |run| !run.watched).await.run;
    assert_eq!((row.status, row.problem.unwrap().code), (RunStatus::Processing, ProblemCode::KeyRejected));
    desk.script.on("query_run_app_process", reply(done()));
    let key = desk.script.api_key().to_owned();
    desk.profile.replace_key(desk.agent, key, Keep::Stored).await.unwrap();
    assert_eq!(rested(&desk, id).await.run.status, RunStatus::Success);
}

#[tokio::test]
async fn a_run_is_let_go_and_asked_after_again() {
    let script =
        Script::new().on("run_app_workflow", reply(json!({"runId": "r1"}))).on("query_run_app_process", reply(going()));
    let desk = scripted(script).await;
    let id = run(&desk, desk.agent).await;
    until(&desk, id, |run| run.nodes.len() == 1).await;
    desk.profile.unwatch(id).await.unwrap();
    let row = desk.profile.open_run(id).await.unwrap().run;
    assert_eq!((row.status, row.watched), (RunStatus::Processing, false));
    let desk = desk.reopened().await;
    desk.script.on("query_run_app_process", reply(done()));
    desk.clock.advance(60_000);
    assert!(!desk.profile.open_run(id).await.unwrap().run.watched, "a person let it go");
    desk.profile.watch_again(id).await.unwrap();
    assert_eq!(rested(&desk, id).await.run.status, RunStatus::Success);
}

#[tokio::test]
async fn where_nothing_runs_in_the_background_one_call_does() {
    let waits = json!({"runId": "r1", "status": "interrupted", "output": "Which year?"});
    let script = Script::new()
        .on("run_app_workflow", missing())
        .on("async_resume_app_workflow", missing())
        .on("sync_run_app_workflow", reply(waits))
        .on("sync_resume_app_workflow", reply(done()))
        .on("query_run_app_process", reply(done()));
    let desk = scripted(script).await;
    let id = run(&desk, desk.agent).await;
    let row = rested(&desk, id).await.run;
    assert_eq!((row.status, row.way, row.question.as_str()), (RunStatus::Interrupted, RunWay::OneCall, "Which year?"));
    desk.profile.answer_run(id, r#"{"year": 2026}"#.into(), true).await.unwrap();
    assert_eq!(rested(&desk, id).await.run.status, RunStatus::Success);
    assert_eq!(desk.script.seen("sync_resume_app_workflow").await.body["Input"], r#"{"year": 2026}"#);
}

#[tokio::test]
async fn an_answer_that_is_not_taken_leaves_the_run_waiting() {
    let waits = json!({"runId": "r1", "status": "interrupted", "output": "Which year?"});
    let script = Script::new()
        .on("run_app_workflow", reply(json!({"runId": "r1"})))
        .on("query_run_app_process", reply(waits))
        .on("async_resume_app_workflow", Reply::status(400).body(r#"{"message":"one of: 1, 2"}"#));
    let desk = scripted(script).await;
    let id = run(&desk, desk.agent).await;
    rested(&desk, id).await;
    for _ in 0..2 {
        let problem = desk.profile.answer_run(id, "3".into(), false).await.unwrap_err().problem();
        assert_eq!(problem.code, ProblemCode::Refused);
        assert!(problem.detail.contains("one of: 1, 2"), "{problem:?}");
    }
    let row = desk.profile.open_run(id).await.unwrap().run;
    assert_eq!((row.status, row.question.as_str()), (RunStatus::Interrupted, "Which year?"));
    let sent = desk.script.seen("async_resume_app_workflow").await.body;
    assert_eq!((&sent["RunId"], &sent["Input"]), (&json!("r1"), &json!(r#"{"query":"3"}"#)));
}

#[tokio::test]
async fn a_wrong_input_is_not_run_and_says_where() {
    let desk = Desk::with(Script::new()).await;
    let agent = study_plan(&desk).await.id;
    for (input, line, column, kind) in [
        ("{\n  \"subject\": \"a\",\n}", 2, 17, InputFaultKind::TrailingComma),
        ("{\"pace\": \"calm\"}", 1, 1, InputFaultKind::Missing),
        ("{\"subject\": \"a\", \"pace\": \"odd\"}", 1, 26, InputFaultKind::NotAChoice),
    ] {
        let fault = desk.profile.check_input(agent, input.into()).await.unwrap().unwrap();
        assert_eq!((fault.line, fault.column, fault.kind), (line, column, kind), "{input}");
        let refused = desk.profile.run_workflow(agent, input.into(), RunWay::Background).await.unwrap_err();
        assert!(matches!(&refused, Error::Input(found) if *found == fault), "{refused:?}");
        let problem = refused.problem();
        assert_eq!(problem.code, ProblemCode::BadInput);
        assert!(problem.detail.contains(&format!("line {line}, column {column}")), "{problem:?}");
    }
    assert!(desk.profile.workflow(agent).await.unwrap().runs.is_empty());
    desk.profile.save_input(agent, "{\n".into()).await.unwrap();
    let desk = desk.reopened().await;
    assert_eq!(desk.profile.workflow(agent).await.unwrap().draft, "{\n", "what is being written stays");
}

#[tokio::test]
async fn a_workflow_that_is_asked_says_that_it_is_one() {
    let refusal = r#"{"message":"This key is a workflow's, and workflows do not chat."}"#;
    let script = Script::new().on("create_conversation", Reply::status(400).body(refusal));
    let mut desk = Desk::with(script).await;
    let turn = desk.ask("Hello?").await;
    let answer = desk.settled(turn).await;
    assert_eq!((answer.state, answer.problem.unwrap().code), (AnswerState::Failed, ProblemCode::IsWorkflow));
}

#[tokio::test]
async fn a_choice_of_the_person_counts_more_than_the_guess() {
    let desk = Desk::with(Script::new()).await;
    let server = desk.server.as_ref().unwrap();
    let chat = add(&desk.profile, server, &desk.script).await;
    assert_eq!(chat.kind, AgentKind::Chat);
    let key = server.agents().last().unwrap().api_key.clone();
    let draft = AgentDraft { address: server.base_url().to_owned(), ..AgentDraft::default() };
    assert_eq!(desk.profile.probe(draft.clone(), key.clone()).await.unwrap().kind, AgentKind::Workflow);
    let chosen = AgentDraft { kind: Some(AgentKind::Chat), ..draft };
    assert_eq!(desk.profile.add_agent(chosen, key, Keep::Stored).await.unwrap().kind, AgentKind::Chat);
}

#[tokio::test]
async fn the_window_hears_of_a_run_and_then_of_its_rest_with_all_that_belongs_to_it() {
    let script =
        Script::new().on("run_app_workflow", reply(json!({"runId": "r1"}))).on("query_run_app_process", reply(done()));
    let mut desk = scripted(script).await;
    let id = run(&desk, desk.agent).await;
    rested(&desk, id).await;
    let mut heard = Vec::new();
    while heard.last().is_none_or(|last| last != "Success") {
        heard.push(
            desk.told(|update| match update {
                Update::Run { row } => Some(format!("{:?}", row.status)),
                Update::RunNode { row } => Some(row.node_id.clone()),
                Update::RunText { .. } => Some("text".into()),
                _ => None,
            })
            .await,
        );
    }
    assert_eq!(heard, ["ToStart", "Processing", "s", "e", "text", "Success"]);
}
