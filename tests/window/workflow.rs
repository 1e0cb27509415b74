//! The workflow that comes along: run, asked, answered, looked at again after a restart; and pictures of its page.

use parlance_server::{Reply, Script};
use serde_json::{Value, json};

use crate::desk::{CONTROL, Desk, ENTER, Window};
use crate::platform::Platform;

const RUN: &str = "document.querySelector('[data-run-status]')?.dataset.runStatus";
const NODES: &str = "all('workflow-node').map((node) => node.dataset.status).join()";
const RUNS: &str = "document.querySelectorAll('[data-run-id]').length";

fn input(subject: &str, pace: &str) -> String {
    json!({ "subject": subject, "pace": pace }).to_string()
}

async fn run(window: &Window<'_>, input: &str) {
    let before = window.value(RUNS).await;
    window.fill("workflow-input", input).await;
    window.click("workflow-run").await;
    window.until(&format!("{RUNS} === {before} + 1")).await;
}

#[tokio::test]
async fn the_study_plan_is_run_answered_and_there_after_a_restart() {
    let desk = Desk::new("workflow");
    let window = desk.open().await;
    window.find_css("[data-testid=agent-item][aria-current=true][aria-label=Guide]").await;
    window.click("workflow-open").await;
    window.until("one('workflow-input')?.value.includes('\"subject\": \"\"')").await;
    window.click("workflow-run").await;
    window.until("document.body.innerText.includes('Line 2, column 14: The workflow needs “subject”.')").await;
    assert_eq!(window.value("one('workflow-input').ariaInvalid").await, "true");

    window.fill("workflow-input", "{\n  \"subject\": \"密钥\" \"pace\": 1\n}").await;
    window.click("workflow-run").await;
    window
        .until("document.body.innerText.includes('Line 2, column 19: A comma or a closing bracket must stand here.')")
        .await;
    assert_eq!(
        window.value("[document.activeElement === one('workflow-input'), one('workflow-input').selectionStart]").await,
        json!([true, 20])
    );
    assert_eq!(window.value(RUNS).await, 0, "nothing was run");
    window.photograph("workflow-fault").await;

    window.fill("workflow-input", &input("API keys", "calm")).await;
    window.press(&[CONTROL, ENTER]).await;
    window.until(&format!("{RUN} === 'interrupted' && {NODES} === 'success,success,success,interrupted'")).await;
    window.until("document.body.innerText.includes('How many days do you have?')").await;
    window.photograph("workflow-asks").await;
    window.kill().await;

    let window = desk.open().await;
    window.find_css("[data-testid=agent-item][aria-current=true][aria-label='Study plan']").await;
    window.until(&format!("{RUN} === 'interrupted' && one('workflow-input')?.value.includes('API keys')")).await;
    window.type_into("workflow-answer", "three").await;
    window.press(&[ENTER]).await;
    window.until(&format!("{RUN} === 'success' && all('workflow-node').length === 7")).await;
    window.reads("workflow-output", "API keys in three days, calmly").await;
    window.find_css("[data-testid=workflow-output] h1").await;

    window.press_named("New run").await;
    window.until("all('workflow-node').length === 0").await;
    run(&window, &input("asdf qwer", "")).await;
    window.until(&format!("{RUN} === 'success'")).await;
    window.reads("workflow-output", "says nothing about").await;
    window.quit().await;

    let window = desk.open().await;
    window.until(&format!("{RUNS} === 2 && {RUN} === 'success'")).await;
    window.script("document.querySelectorAll('[data-run-id]')[1].click()").await;
    window.reads("workflow-output", "API keys in three days, calmly").await;
    assert_eq!(window.value(NODES).await, ["success"; 7].join(","));
    window.photograph("workflow-done").await;
    window.click("agent-item").await;
    window.find("composer-input").await;
    window.quit().await;
}

fn reply(body: &Value) -> Reply {
    Reply::status(200).body(&body.to_string())
}

fn node(kind: &str, status: &str, more: Value) -> Value {
    let mut node =
        json!({ "nodeType": kind, "status": status, "costMs": 420, "costToken": 31, "input": "{\"query\":\"校历\"}" });
    if let (Some(node), Value::Object(more)) = (node.as_object_mut(), more) {
        node.extend(more);
    }
    node
}

fn going() -> Value {
    json!({ "runId": "r1", "status": "processing", "output": "", "steps": ["start", "d2k7m1pq9s4c73f0a1bg", "loop", "ask_model"],
        "nodes": { "start": node("start", "success", json!({})),
            "d2k7m1pq9s4c73f0a1bg": node("knowledge", "success", json!({ "nodeName": "Find the regulations 查找规定" })),
            "loop": node("loop", "processing", json!({ "loopBlock": { "steps": ["read"], "status": "processing",
                "nodes": { "read": node("http_request", "success", json!({})) } } })),
            "ask_model": node("llm", "to_start", json!({ "costMs": 0, "costToken": 0 })) } })
}

#[tokio::test]
async fn a_run_elsewhere_goes_on_over_a_restart_and_says_what_went_wrong() {
    let script = Script::agent("Regulations").on("run_app_workflow", reply(&json!({ "runId": "r1" })));
    let script = script.on("query_run_app_process", reply(&going()));
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("workflow-elsewhere");
    let window = desk.open().await;
    window.add(&platform, &script).await;
    window.script("document.querySelectorAll('[data-testid=agent-item]')[2].dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true }))").await;
    window.choose("Use as a workflow").await;
    window.find("workflow-input").await;
    run(&window, "{\"n\": 12345678901234567890}").await;
    window.until(&format!("{RUN} === 'processing' && {NODES} === 'success,success,processing,success,to_start'")).await;
    window.photograph("workflow-running").await;
    window.quit().await;

    let window = desk.open().await;
    window.until(&format!("{RUN} === 'processing' && all('workflow-node').length === 5")).await;
    let failed = json!({ "runId": "r1", "status": "failed", "code": 1, "message": "the model is out of credit", "output": "",
        "steps": ["start", "ask_model"], "nodes": { "start": node("start", "success", json!({})),
        "ask_model": node("llm", "failed", json!({ "message": "402 payment required" })) } });
    script.on("query_run_app_process", reply(&failed));
    window.until(&format!("{RUN} === 'failed'")).await;
    window.reads("error-banner", "The workflow failed").await;
    window.press_named("Details").await;
    window.reads("error-banner", "the model is out of credit").await;
    window.until("document.body.innerText.includes('402 payment required')").await;
    window.photograph("workflow-problem").await;

    let done = json!({ "runId": "r1", "status": "success", "costMs": 2400, "costToken": 62,
        "output": json!({ "summary": "Two **rules** apply.", "hits": [{ "id": 12_345_678_901_234_567_890_u64 }], "raw": "{\"a\": [1, 2]}" }).to_string(),
        "steps": ["start"], "nodes": { "start": node("start", "success", json!({})) } });
    script.on("query_run_app_process", reply(&done));
    window.click("retry").await;
    window.until(&format!("{RUNS} === 2 && {RUN} === 'success'")).await;
    window.reads("workflow-output", "Two rules apply.").await;
    window.reads("workflow-output", "12345678901234567890").await;
    window.photograph("workflow-output").await;
    window.quit().await;
}

#[tokio::test]
async fn the_page_is_photographed_in_both_themes_languages_and_sizes() {
    let mut desk = Desk::new("workflow-gallery").size(1440, 900);
    for locale in ["en", "zh-CN"] {
        desk = desk.locale(locale);
        let window = desk.open().await;
        window.click("workflow-open").await;
        window.find("workflow-input").await;
        for theme in ["light", "dark"] {
            window.click("settings-open").await;
            let choice = format!("[data-testid=settings-theme] [data-value={theme}]");
            window.find_css(&choice).await.click().await.expect("a theme");
            window.press(&[crate::desk::ESCAPE]).await;
            window.until("!dialog()").await;
            for (width, height) in [(560, 640), (900, 640), (1440, 900)] {
                window.resize(width, height).await;
                pictures(&window, &format!("{locale}-{theme}-{width}")).await;
            }
        }
        window.quit().await;
    }
}

async fn pictures(window: &Window<'_>, name: &str) {
    let picture = async |state: &str| window.photograph(&format!("gallery/workflow-{state}-{name}")).await;
    window.press(&[CONTROL, 'n']).await;
    window.until("all('workflow-node').length === 0").await;
    window.fill("workflow-input", "{\n  \"subject\": \"\",\n  \"pace\": \"calm\"\n}").await;
    picture("1-empty").await;
    window.fill("workflow-input", &input("API keys", "")).await;
    window.click("workflow-run").await;
    window.until(&format!("{RUN} === 'interrupted'")).await;
    window.find("workflow-answer").await;
    picture("2-asks").await;
    window.type_into("workflow-answer", "3").await;
    window.press(&[ENTER]).await;
    window.until(&format!("{RUN} === 'success'")).await;
    picture("3-done").await;
}
