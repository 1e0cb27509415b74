//! What the agent did, what it cited, and the panel beside it.

use std::fs;

use parlance_protocol::ChatEvent;
use parlance_server::Script;
use serde_json::{Value, json};

use crate::desk::{CONTROL, DOWN, Desk, ENTER, ESCAPE, Window};
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

/// With what the platform adds for itself.
const TOKENS: &str = r"/in \d{3} · out \d{3}/.test(text('details-panel'))";

/// Nothing sticks out of the window, which would let it scroll as a whole.
const STILL: &str = "[document.body, document.querySelector('main'), document.querySelector('main').parentElement]
    .every((one) => one.scrollHeight <= one.clientHeight + 1)";

const QUESTION: &str = "reqwest reports a certificate error. How do I trust the campus root?";

/// Clicks the last element that fits, wherever it is.
async fn click_css(window: &Window<'_>, css: &str) {
    window.until(&format!("document.querySelector({css:?})")).await;
    window.script(&format!("const all = document.querySelectorAll({css:?}); all[all.length - 1].click()")).await;
}

async fn unfold(window: &Window<'_>, kind: &str) {
    let line = format!("[data-testid=step][data-kind={kind}] > button");
    click_css(window, &line).await;
    window.until(&format!("document.querySelector('{line}').ariaExpanded === 'true'")).await;
}

/// The whole answer of `everything` is there.
async fn answered(window: &Window<'_>, platform: &Platform, script: &Script) {
    window.add(platform, script).await;
    window.ask(QUESTION).await;
    window.until("answer('streaming') && document.querySelector('[data-testid=step][data-running]')").await;
    script.advance();
    window.answer("done").await;
}

async fn turn_to(window: &Window<'_>, page: &str) {
    window.find_css(&format!("[role=tab][data-page={page}]")).await.click().await.expect("the page turns");
    window.until(&format!("document.querySelector('[role=tab][data-page={page}]').ariaSelected === 'true'")).await;
}

#[tokio::test]
async fn every_family_of_events_is_a_step_of_its_kind_and_unfolds() {
    let script = everything(&Script::agent("Campus"));
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("details-steps").size(1280, 900);
    let window = desk.open().await;
    window.add(&platform, &script).await;
    window.ask(QUESTION).await;
    window.until("/[1-9] s/.test(document.querySelector('[data-testid=step][data-running]')?.innerText)").await;
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
    window.quit().await;
}

#[tokio::test]
async fn passages_open_from_the_text_and_from_below_it() {
    let script = everything(&Script::agent("Campus"));
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("details-citations").size(1280, 900);
    let window = desk.open().await;
    answered(&window, &platform, &script).await;

    assert_eq!(window.count("citation").await, 5, "three of documents, a prepared answer and a memory");
    let marks =
        "[...one('answer-text').querySelectorAll('button[aria-label^=Citation]')].map((mark) => mark.innerText)";
    assert_eq!(window.value(marks).await, json!(["1", "3", "4"]));
    let text = window.text("answer-text").await;
    assert!(
        text.contains("a[9]") && text.contains("m²") && text.contains("HTTPS_PROXY[3]") && text.contains("curl [1]"),
        "{text}"
    );

    click_css(&window, "[data-testid=answer-text] button[aria-label^='Citation 1,']").await;
    window.until("dialog()?.innerText.includes('Clients must trust the root certificate')").await;
    window
        .until("dialog().innerText.includes('page 12') && dialog().innerText.includes('Open at docs.example.edu')")
        .await;
    window.photograph("details-mark").await;
    window.press(&[ESCAPE]).await;
    window.until("!dialog()").await;
    window.press_named("Citation 4, FAQ").await;
    window.until("dialog()?.innerText.includes('Which port?')").await;
    window.press(&[ESCAPE]).await;
    window.until("!dialog()").await;

    click_css(&window, "section[aria-label=Citations] > button[aria-expanded=false]").await;
    window.until("all('citation').length === 5 && one('citation').innerText.includes('Prefers short answers.')").await;
    window.script("document.querySelector('[data-testid=message-log]').scrollTop = 1e9").await;
    window.photograph("details-passages").await;
    window.quit().await;
}

#[tokio::test]
async fn the_panel_shows_ids_times_events_and_the_request_without_the_key_after_a_restart_too() {
    let script = everything(&Script::agent("Campus"));
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("details-panel").size(1440, 900);
    let window = desk.open().await;
    answered(&window, &platform, &script).await;
    window.press(&[CONTROL, 'i']).await;
    window.find("details-panel").await;
    window.until(TOKENS).await;
    let rows = "[...one('details-panel').querySelectorAll('li[data-kind]')].map((row) => row.dataset.kind)";
    window.until(&format!("{rows}.length > 10")).await;
    let rows = window.value(rows).await;
    for kind in ["think", "knowledge", "tool", "jump", "writing"] {
        assert!(rows.as_array().expect("a list").contains(&json!(kind)), "{kind} is missing in {rows}");
    }
    window.photograph("details-panel-process").await;
    // The platform's own record holds the searches of this answer; it is learned behind it.
    window.until("one('details-panel').querySelector('[role=tree]')").await;
    window.script("document.querySelector('[data-testid=details-panel] [role=treeitem]').click()").await;
    window
        .until("/query:?\\s*root certificate/.test(one('details-panel').querySelector('[role=tree]').innerText)")
        .await;
    window.script("document.querySelector('[data-testid=details-panel] [role=tree]').scrollIntoView(false)").await;
    window.photograph("details-panel-trace").await;

    window.press_named("Copy as cURL").await;
    window.until("document.body.innerText.includes('PARLANCE_API_KEY')").await;
    let line = window.clipboard();
    assert!(
        line.contains("chat_query_v2") && line.contains("certificate error") && line.contains("$PARLANCE_API_KEY"),
        "{line}"
    );
    assert!(!line.contains(script.api_key()), "the key is not in it");

    turn_to(&window, "citations").await;
    window.until("one('details-panel').querySelectorAll('[data-testid=citation]').length === 5").await;
    window.photograph("details-panel-citations").await;

    turn_to(&window, "events").await;
    window.until("all('raw-event').length > 10").await;
    window.photograph("details-panel-events").await;
    window
        .find_css("[data-testid=details-panel] input")
        .await
        .send_keys("knowledge_retrieve")
        .await
        .expect("it is typed");
    window.until("all('raw-event').length === 2 && all('raw-event').every((one) => one.dataset.event.startsWith('knowledge_retrieve'))").await;
    click_css(&window, "[data-testid=raw-event] [data-walk]").await;
    window.until("one('raw-event').querySelector('figure')?.innerText.includes('outputList')").await;
    window.script("document.querySelector('[data-testid=raw-event] [data-walk]').focus()").await;
    window.press(&['j']).await;
    window.until("document.activeElement === one('raw-event').querySelector('[data-walk]')").await;
    window.press(&['k']).await;
    window.press(&[DOWN]).await;
    window.press(&[ENTER]).await;
    window.until("!one('raw-event').querySelector('figure')").await;
    window.press_named("Save").await;
    window.until("document.body.innerText.includes('Saved as')").await;
    let home = fs::read_dir(desk.folder().join("home")).expect("the home folder");
    let names: Vec<String> = home.flatten().map(|file| file.file_name().to_string_lossy().into_owned()).collect();
    let saved = names.iter().find(|name| name.starts_with("Parlance events - ")).expect("the file is there");
    let text = fs::read_to_string(desk.folder().join("home").join(saved)).expect("it can be read");
    assert!(text.lines().count() > 20 && text.lines().all(|line| line.starts_with("{\"at\":")), "{text}");
    window.quit().await;

    let window = desk.open().await;
    window.find("details-panel").await;
    window.until(TOKENS).await;
    turn_to(&window, "events").await;
    window.until("all('raw-event').length > 10").await;
    window.quit().await;
}

#[tokio::test]
async fn a_long_stream_stays_light_and_the_panel_follows_the_turn_that_is_chosen() {
    let script = Script::agent("Campus").say("First.").end();
    for number in 0..1_500 {
        script.say(&format!("word{number} "));
    }
    script.end();
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("details-follow").size(1440, 900);
    let window = desk.open().await;
    window.add(&platform, &script).await;
    window.ask("One?").await;
    window.answer("done").await;
    window.click("details-toggle").await;
    turn_to(&window, "events").await;
    window.ask("Many?").await;
    window.until("answer('done') && text('answer-text').includes('word1499')").await;
    window.until("/1,50\\d events/.test(text('details-panel'))").await;
    let there = window.count("raw-event").await;
    assert!(there < 100, "only what is in sight is in the page, not {there}");
    // The first turn's answer is chosen, and the panel goes there.
    window.script("document.querySelector('[data-testid=message-log]').scrollTop = 0").await;
    window.until("document.querySelector('[data-testid=question-text]')?.innerText === 'One?'").await;
    window.script("document.querySelector(\"[aria-label='Details of this answer']\").click()").await;
    window.until("text('details-panel').includes('One?') && /^\\d events/m.test(text('details-panel'))").await;
    window.press_named("Newest").await;
    window.until("/1,50\\d events/.test(text('details-panel'))").await;
    window.quit().await;
}

#[tokio::test]
async fn the_panel_fits_every_width_theme_and_language() {
    let script = everything(&Script::agent("课程助教 Campus"));
    let platform = Platform::with(&[&script]).await;
    let mut desk = Desk::new("details-looks").size(1440, 900);
    let window = desk.open().await;
    answered(&window, &platform, &script).await;
    window.click("details-toggle").await;
    window.find("details-panel").await;
    // Everything that the agent did is unfolded from here on, also after a restart.
    click_css(&window, "button[aria-label='How much of the steps is shown']").await;
    window.find_css("[role=menuitemradio][data-value=full]").await.click().await.expect("it is chosen");
    window.until("document.querySelector('[data-kind=tool] figure')").await;
    window.quit().await;
    for locale in ["en", "zh-CN"] {
        desk = desk.locale(locale);
        let window = desk.open().await;
        window.answer("done").await;
        for theme in ["light", "dark"] {
            window.script(&format!("document.documentElement.dataset.theme = '{theme}'")).await;
            window.resize(1440, 900).await;
            for kind in ["intention", "knowledge", "tool"] {
                let step = format!("[data-testid=step][data-kind={kind}]");
                window.until(&format!("document.querySelector('{step} > div')")).await;
                window.script(&format!("document.querySelector('{step}').scrollIntoView()")).await;
                window.photograph(&format!("details-looks/{locale}-{theme}-steps-{kind}")).await;
            }
            for page in ["events", "citations", "process"] {
                turn_to(&window, page).await;
                window.until(STILL).await;
                window.photograph(&format!("details-looks/{locale}-{theme}-{page}")).await;
            }
            for width in [900, 560] {
                window.resize(width, 700).await;
                window.until("!one('details-panel')").await;
                window.photograph(&format!("details-looks/{locale}-{theme}-{width}-closed")).await;
                window.click("details-toggle").await;
                window.find("details-panel").await;
                window.photograph(&format!("details-looks/{locale}-{theme}-{width}-open")).await;
                window.press(&[ESCAPE]).await;
                window.until("!one('details-panel')").await;
            }
            window.resize(1440, 900).await;
            window.find("details-panel").await;
        }
        window.quit().await;
    }
}
