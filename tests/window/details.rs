//! What the agent did, what it cited, and the panel beside it.

use parlance_protocol::ChatEvent;
use parlance_server::Script;
use serde_json::{Value, json};

use crate::desk::{Desk, Window};
use crate::platform::Platform;

fn event(fields: Value) -> ChatEvent {
    serde_json::from_value(fields).expect("an event")
}

fn passage(document: &str, text: &str, score: f64, page: u32) -> Value {
    json!({ "output": text, "metadata": { "document_name": document, "dataset_name": "Campus network", "score": score,
        "document_url": "https://docs.example.edu/handbook", "orientations": [{ "page_number": page }] } })
}

/// One of every family, told while a test may look on.
fn everything(script: &Script) -> Script {
    let found = json!({ "outputList": [
        passage("Handbook.pdf", "Clients must trust the root certificate of the campus.", 0.91, 12),
        passage("Handbook.pdf", "The certificate can be downloaded from the information centre.", 0.84, 13),
        passage("Proxies.md", "Command line programs read HTTPS_PROXY.", 0.71, 0),
    ] });
    let faq = json!({ "outputList": [{ "output": "Q: Which port? A: 8080.", "metadata": { "dataset_name": "FAQ", "score": 0.66 } }] });
    script
        .event(event(json!({ "event": "agent_intention", "intention": "network trouble", "data": { "topic": "certificates" } })))
        .event(event(json!({ "event": "agent_jump", "jump_to": "Network desk", "jump_reason": "It knows the proxies.", "jump_latency": 0.2 })))
        .event(event(json!({ "event": "agent_take_over", "agent": "Network desk", "reason": "Asked to." })))
        .think("The certificate is most likely not trusted. First the code, then the proxy.")
        .event(event(json!({ "event": "knowledge_retrieve", "query": "root certificate", "dataset_ids": ["d1"], "top_k": 3, "score_threshold": 0.5 })))
        .wait()
        .event(event(json!({ "event": "knowledge_retrieve_end", "docs": found, "latency": 0.4 })))
        .event(event(json!({ "event": "qa_retrieve", "query": "port" })))
        .event(event(json!({ "event": "qa_retrieve_end", "query": "port", "docs": faq, "latency": 0.1 })))
        .event(event(json!({ "event": "terminology_retrieve_end", "query": "TLS", "docs": { "outputList": [] }, "latency": 0.1 })))
        .event(event(json!({ "event": "knowledge_graph_retrieve_end", "query": "campus", "docs": { "outputList": [] }, "latency": 0.3 })))
        .event(event(json!({ "event": "long_term_memory_retrieve", "query": "habits" })))
        .event(event(json!({ "event": "long_term_memory_retrieve_end", "answer": "Prefers **short** answers.", "latency": 0.1 })))
        .event(event(json!({ "event": "agent_thought", "position": 1, "thought": "A look at the chain helps.", "tool": "openssl", "tool_input": "{\"host\":\"campus.example.edu\",\"port\":443}" })))
        .event(event(json!({ "event": "agent_thought_end", "position": 1, "observation": "{\"verified\":false,\"depth\":2}", "latency": 1.2 })))
        .event(event(json!({ "event": "deep_search_query", "content": "certificate pinning reqwest" })))
        .event(event(json!({ "event": "deep_search_query_end" })))
        .event(event(json!({ "event": "flow_start", "run_id": "01KRUN" })))
        .event(event(json!({ "event": "flow_end", "run_id": "01KRUN" })))
        .event(event(json!({ "event": "dance", "tempo": 120 })))
        .event(event(json!({ "event": "interrupted", "interrupted_msg": "The rest is being computed.", "interrupted_type": "async_task" })))
        .say("Do not switch the check off. Give the client the root certificate [1] and, where there is a proxy, set `HTTPS_PROXY[3]` 【3】. ")
        .say("The port is known[^4]; a[9] and m² are nothing.\n\n```sh\ncurl [1]\n```\n")
        .event(event(json!({ "event": "message_cost", "input_tokens": 966, "output_tokens": 318, "latency": 4.81, "latency_first_resp": 620 })))
        .end()
}

const KINDS: [&str; 14] = [
    "intention",
    "jump",
    "take-over",
    "think",
    "knowledge",
    "qa",
    "terminology",
    "graph",
    "memory",
    "tool",
    "deep-search",
    "flow",
    "other",
    "interrupt",
];

async fn unfold(window: &Window<'_>, kind: &str) {
    window.find_css(&format!("[data-testid=step][data-kind={kind}] > button")).await.click().await.expect("it unfolds");
    window
        .until(&format!(
            "document.querySelector('[data-testid=step][data-kind={kind}] > button').ariaExpanded === 'true'"
        ))
        .await;
}

#[tokio::test]
async fn every_family_of_events_is_a_step_of_its_kind_and_unfolds() {
    let script = everything(&Script::agent("Campus"));
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("details-steps").size(1280, 900);
    let window = desk.open().await;
    window.add(&platform, &script).await;
    window.ask("reqwest reports a certificate error. How do I trust the campus root?").await;
    window.until("answer('streaming') && document.querySelector('[data-testid=step][data-running]')").await;
    window.until("/[1-9] s/.test(document.querySelector('[data-testid=step][data-running]').innerText)").await;
    window.photograph("details-steps-running").await;
    script.advance();
    window.answer("done").await;
    let kinds = window.value("[...new Set(all('step').map((step) => step.dataset.kind))]").await;
    for kind in KINDS {
        assert!(kinds.as_array().expect("a list").contains(&json!(kind)), "{kind} is missing in {kinds}");
    }
    let line = window.value("document.querySelector('[data-testid=step][data-kind=graph]').innerText").await;
    assert!(line.as_str().is_some_and(|line| line.contains("nothing found")), "{line}");
    window.script("document.querySelector('[data-testid=message-log]').scrollTop = 0").await;
    window.photograph("details-steps").await;
    for kind in ["jump", "knowledge", "qa", "terminology", "memory", "tool", "other"] {
        unfold(&window, kind).await;
    }
    window.script("document.querySelector('[data-kind=knowledge]').scrollIntoView()").await;
    window.photograph("details-steps-open").await;
    window.script("document.querySelector('[data-kind=tool]').scrollIntoView()").await;
    window.photograph("details-steps-tool").await;
    window.quit().await;
}
