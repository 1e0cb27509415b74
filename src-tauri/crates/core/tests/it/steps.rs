//! What the agent does on its way, and how much of it is shown.

use parlance_core::{Detail, StepKind};
use parlance_protocol::ChatEvent;
use parlance_server::Script;

use crate::desk::Desk;

/// An event of a stream.
fn event(json: &str) -> ChatEvent {
    serde_json::from_str(json).unwrap()
}

/// One of every family, in the order in which a platform might tell them.
const EVERYTHING: [&str; 17] = [
    r#"{"event":"agent_intention","intention":"facts","data":{"slot":1}}"#,
    r#"{"event":"agent_jump","jump_reason":"it knows","jump_latency":0.2,"jump_to":"Registry"}"#,
    r#"{"event":"agent_take_over","agent":"Registry","reason":"asked to"}"#,
    r#"{"event":"think_message","answer":"Hm."}"#,
    r#"{"event":"knowledge_retrieve","query":"term"}"#,
    r#"{"event":"knowledge_retrieve_end","docs":{"outputList":[]},"latency":0.1}"#,
    r#"{"event":"qa_retrieve_end","query":"term","docs":[],"latency":0.1}"#,
    r#"{"event":"terminology_retrieve_end","query":"term","docs":[]}"#,
    r#"{"event":"knowledge_graph_retrieve_end","query":"term","docs":[]}"#,
    r#"{"event":"long_term_memory_retrieve_end","answer":"likes tea","latency":0.1}"#,
    r#"{"event":"agent_thought","position":1,"tool":"weather","tool_input":"{}"}"#,
    r#"{"event":"agent_thought_end","position":1,"observation":"sunny","latency":0.5}"#,
    r#"{"event":"deep_search_query","content":"term dates"}"#,
    r#"{"event":"flow_start","run_id":"r1"}"#,
    r#"{"event":"flow_end","run_id":"r1"}"#,
    r#"{"event":"interrupted","interrupted_msg":"soon","interrupted_type":"async_task"}"#,
    r#"{"event":"dance","tempo":120}"#,
];

#[tokio::test]
async fn every_family_of_events_is_a_step_after_a_restart_too() {
    let script = EVERYTHING.iter().fold(Script::new(), |script, json| script.event(event(json)));
    let mut desk = Desk::with(script.say("Done.")).await;
    let turn = desk.ask("Do everything.").await;
    desk.settled(turn).await;
    let before = desk.page().await.steps;
    let kinds: Vec<StepKind> = before.iter().map(|step| step.kind).collect();
    assert_eq!(
        kinds,
        [
            StepKind::Intention,
            StepKind::Jump,
            StepKind::TakeOver,
            StepKind::Think,
            StepKind::Knowledge,
            StepKind::Qa,
            StepKind::Terminology,
            StepKind::Graph,
            StepKind::Memory,
            StepKind::Tool,
            StepKind::DeepSearch,
            StepKind::Flow,
            StepKind::Interrupt,
            StepKind::Other,
        ]
    );
    assert!(before.iter().all(|step| !step.running));
    let desk = desk.reopened().await;
    assert_eq!(desk.page().await.steps, before);
}

#[tokio::test]
async fn how_much_is_shown_is_kept_with_the_agent() {
    let desk = Desk::with(Script::new()).await;
    let shown = async |desk: &Desk| desk.profile.snapshot().await.unwrap().agents[0].detail;
    assert_eq!(shown(&desk).await, Detail::Summary);
    desk.profile.set_detail(desk.agent, Detail::Full).await.unwrap();
    let desk = desk.reopened().await;
    assert_eq!(shown(&desk).await, Detail::Full);
}

#[tokio::test]
async fn a_search_that_a_stop_cut_short_has_found_neither_something_nor_nothing() {
    let search = event(r#"{"event":"knowledge_retrieve","query":"term"}"#);
    let mut desk = Desk::with(Script::new().event(search).wait()).await;
    let turn = desk.ask("When does the term begin?").await;
    desk.script.waiting().await;
    let answer = loop {
        let page = desk.page().await;
        if !page.steps.is_empty() {
            break page.answers[0].id;
        }
        tokio::task::yield_now().await;
    };
    desk.profile.stop(answer).await.unwrap();
    desk.settled(turn).await;
    let step = desk.page().await.steps.remove(0);
    assert!(step.cut && !step.running && step.citations.is_empty());
}
