//! Hostile answers in the real window. The corpus is in `tests/fixtures/hostile`: each file is an answer that tries to run
//! something, to load something or to lead somewhere; some are only too large or too deep. In the files `⟪text×9⟫` stands
//! for nine times the text, `⟦202E⟧` for a character that should not stand in a file, `SINK` for a server that listens.
//!
//! What is watched: a function that every payload calls if it can run; the server, which nobody may ask for anything; every
//! command that the page sends to the core; what the page's policy had to forbid. That the watch sees something is shown by
//! the same corpus in a page that renders it as many programs do.

mod control;
mod sink;

use std::fs;
use std::path::Path;

use parlance_protocol::ChatEvent;
use parlance_server::Script;
use serde_json::{Value, json};

use crate::desk::{Desk, Window};
use crate::platform::Platform;
use sink::Sink;

/// Executions by payload and requests by path, as one page let them happen.
#[derive(Debug, Default)]
struct Harm {
    executed: Vec<String>,
    requested: Vec<String>,
}

impl Harm {
    fn none(&self) -> bool {
        self.executed.is_empty() && self.requested.is_empty()
    }
}

struct Payload {
    name: String,
    text: String,
}

fn corpus(sink: &str) -> Vec<Payload> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/hostile");
    let mut all: Vec<_> = fs::read_dir(folder)
        .expect("the corpus is there")
        .map(|file| file.expect("a file").path())
        .map(|path| Payload {
            name: path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
            text: expanded(&fs::read_to_string(&path).expect("a text"), sink),
        })
        .collect();
    all.sort_by(|one, other| one.name.cmp(&other.name));
    all
}

fn expanded(written: &str, sink: &str) -> String {
    let mut text = String::new();
    let mut rest = written;
    while let Some(at) = rest.find('⟦') {
        let (before, after) = rest.split_at(at);
        let (digits, after) = after["⟦".len()..].split_once('⟧').expect("a mark ends");
        let point = u32::from_str_radix(digits, 16).expect("a code point");
        text.push_str(before);
        // Half a pair has no place in UTF-8.
        text.push(char::from_u32(point).unwrap_or('\u{fffd}'));
        rest = after;
    }
    text.push_str(rest);
    while let Some(at) = text.find('⟪') {
        let end = text[at..].find('⟫').expect("a repetition ends") + at;
        let (piece, times) = text["⟪".len() + at..end].rsplit_once('×').expect("so often");
        let repeated = piece.repeat(times.parse().expect("a number"));
        text.replace_range(at..end + "⟫".len(), &repeated);
    }
    text.replace("SINK", sink)
}

/// Payloads that may stand together in one answer; those that swallow what comes after them, or are large, stand alone.
fn answers(corpus: &[Payload]) -> Vec<String> {
    const TOGETHER: usize = 4;
    let swallows = |text: &str| {
        let lower = text.to_lowercase();
        ["<script", "<style", "<textarea", "<pre", "<!", "<?", "```", "~~~"].iter().any(|mark| lower.contains(mark))
    };
    let mut answers = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    for Payload { text, .. } in corpus {
        if swallows(text) || text.len() > 4_000 {
            answers.push(text.clone());
            continue;
        }
        open.push(text);
        if open.len() == TOGETHER {
            answers.push(open.join("\n\n---\n\n"));
            open.clear();
        }
    }
    answers.push(open.join("\n\n---\n\n"));
    answers
}

/// The canary, and an ear at every command that leaves for the core. What would leave the program is only noted.
const WATCH: &str = r#"
    window.executed = [];
    window.canary = (name) => { executed.push(String(name)); };
    window.forbidden = [];
    document.addEventListener("securitypolicyviolation", (event) => forbidden.push(`${event.violatedDirective} ${event.blockedURI}`));
    window.commands = [];
    const send = window.fetch;
    const held = new Set(["open_link", "save_text", "save_linked", "show_saved", "set_pictures"]);
    window.fetch = (to, request) => {
        const command = decodeURIComponent(new URL(to).pathname.slice(1));
        const given = typeof request?.body === "string" ? JSON.parse(request.body) : {};
        commands.push([new URL(to).protocol === "ipc:" ? command : String(to), given]);
        if (!held.has(command)) return send(to, request);
        const answer = command.startsWith("save") ? { name: "x", folder: "/", runs: false } : null;
        return Promise.resolve(new Response(JSON.stringify(answer), { headers: { "Content-Type": "application/json", "Tauri-Response": "ok" } }));
    };"#;

/// Does to an answer what a curious person does: points at everything, goes through it, presses it.
const POKE: &str = r#"
    const place = one("answer");
    for (const element of place.querySelectorAll("[data-testid=answer-text] *")) {
        for (const type of ["pointerover", "pointerenter", "mouseover", "mousemove", "animationstart", "toggle"])
            element.dispatchEvent(new Event(type, { bubbles: true }));
    }
    for (const element of place.querySelectorAll("[data-testid=answer-text] :is(a, button, summary, input)")) {
        // What opens over the rest is not pressed: the next question could not be asked.
        if (!element.isConnected || /^(?:Enlarge|Show the file|Actions for)/.test(element.ariaLabel ?? "")) continue;
        element.focus({ preventScroll: true });
        element.click();
    }"#;

/// What may be sent while an answer comes and is only looked at.
const QUIET: [&str; 7] =
    ["ask", "painted", "save_draft", "refresh", "open_conversation", "save_settings", "plugin:__TAURI_CHANNEL__|fetch"];

#[tokio::test]
async fn no_hostile_answer_runs_loads_or_sends_anything_in_the_window() {
    let sink = Sink::listen().await;
    let corpus = corpus(&sink.url());
    assert!(corpus.len() >= 120, "{} payloads", corpus.len());
    let answers = answers(&corpus);
    let script = Script::new();
    for answer in &answers {
        script.say(answer).end();
    }
    script.say("Still **here**.").end();
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("hostile");
    let window = desk.open().await;
    window.add(&platform, &script).await;
    window.script(WATCH).await;
    let page = window.value("location.href").await;

    for number in 1..=answers.len() {
        window.ask(&format!("Number {number}")).await;
        window.until(&format!("text('question-text') === 'Number {number}' && answer('done')")).await;
        assert_only(&window, &QUIET, &answers[number - 1]).await;
        window.value(&format!("(() => {{ {POKE} }})()")).await;
        assert_pressed_well(&window, &answers[number - 1]).await;
    }

    window.ask("Are you there?").await;
    window.until("answer('done') && text('answer-text') === 'Still here.'").await;
    window.script("document.querySelector('[data-testid=message-log]').scrollTop -= 2000").await;
    window
        .until(
            "one('message-log').scrollTop + one('message-log').clientHeight < one('message-log').scrollHeight - 1000",
        )
        .await;
    window.fill("composer-input", "I can still write.").await;
    window.until("one('composer-input').value === 'I can still write.'").await;
    assert_eq!(window.value("location.href").await, page, "the page is the same");
    assert_eq!(window.value("forbidden").await, json!([]), "nothing even tried");
    let playing = "[...document.querySelectorAll('audio, video')].some((media) => media.autoplay || !media.paused)";
    assert_eq!(window.value(playing).await, json!(false), "nothing plays by itself");
    window.photograph("hostile").await;
    let harm = harm(&window, &sink).await;
    assert!(harm.none(), "{harm:?}");
    window.quit().await;
}

async fn harm(window: &Window<'_>, sink: &Sink) -> Harm {
    let executed = window.value("executed").await;
    Harm { executed: serde_json::from_value(executed).expect("names"), requested: sink.heard() }
}

async fn commands(window: &Window<'_>) -> Vec<(String, Value)> {
    let sent = window.script("const sent = window.commands; window.commands = []; return sent;").await;
    serde_json::from_value(sent).expect("commands")
}

/// What an answer did by itself.
async fn assert_only(window: &Window<'_>, allowed: &[&str], answer: &str) {
    for (command, given) in commands(window).await {
        let own = command == "content" && given["asked"] == false;
        assert!(own || allowed.contains(&command.as_str()), "{command} {given} from {:.200}", answer);
    }
}

/// What came of pressing everything in an answer.
async fn assert_pressed_well(window: &Window<'_>, answer: &str) {
    for (command, given) in commands(window).await {
        let well = match command.as_str() {
            "open_link" => {
                let url = given["url"].as_str().unwrap_or_default();
                ["https://", "http://", "mailto:"].iter().any(|scheme| url.starts_with(scheme))
            }
            // That everything from elsewhere may come is the person's to say, and is only noted here.
            "content" | "save_text" | "save_linked" | "set_pictures" => true,
            other => QUIET.contains(&other),
        };
        assert!(well, "{command} {given} from {answer:.200}");
    }
}

#[tokio::test]
async fn hostile_text_outside_of_answers_does_nothing_either() {
    let sink = Sink::listen().await;
    let corpus = corpus(&sink.url());
    let short: Vec<&str> = corpus.iter().map(|one| one.text.trim()).filter(|text| text.len() < 400).collect();
    let lines: Vec<String> = short.iter().map(|text| text.replace('\n', " ")).collect();
    let all = short.join("\n\n");
    let script = Script::agent(&lines[3]).greeting(&all).questions(&[&lines[0], &lines[9], &lines[40]]);
    let event = |fields: Value| serde_json::from_value::<ChatEvent>(fields).expect("an event");
    let passages: Vec<Value> = lines
        .iter()
        .take(60)
        .map(|line| json!({ "output": line, "metadata": { "document_name": line, "score": 0.5, "document_obs_url": line } }))
        .collect();
    script
        .think(&all)
        .event(event(json!({ "event": "knowledge_retrieve", "dataset_ids": ["a"], "query": lines[5] })))
        .event(event(json!({ "event": "knowledge_retrieve_end", "docs": { "outputList": passages }, "latency": 0.1 })))
        .event(event(json!({ "event": "execute", "code": "canary('event')", "html": all })))
        .say("Fine.")
        .event(event(json!({ "event": "suggestion", "suggested_questions": &lines[20..26] })))
        .end();
    for line in &lines[30..36] {
        script.fail(line);
    }
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("hostile-around");
    let window = desk.open().await;
    window.script(WATCH).await;
    window.add(&platform, &script).await;
    window.until("one('opening-message') && all('opening-question').length === 3").await;
    window.photograph("hostile-around/opening").await;
    window.ask(&all.chars().take(20_000).collect::<String>()).await;
    window.until("answer('done') && all('citation').length > 0 && all('suggestion').length > 0").await;
    window
        .script(
            "for (const line of document.querySelectorAll('[data-testid=step] [aria-expanded=false]')) line.click()",
        )
        .await;
    window.until("document.querySelector('[data-testid=step] [aria-expanded=true]')").await;
    window.photograph("hostile-around/steps").await;
    for line in &lines[30..36] {
        window.ask(line).await;
        window.until("one('error-banner') && answer('failed')").await;
    }
    window.photograph("hostile-around/failed").await;
    assert_eq!(window.value("forbidden").await, json!([]), "nothing even tried");
    let harm = harm(&window, &sink).await;
    assert!(harm.none(), "{harm:?}");
    window.quit().await;
}

#[tokio::test]
async fn a_page_without_protection_fails_the_same_test() {
    let sink = Sink::listen().await;
    let corpus = corpus(&sink.url());
    let desk = Desk::new("hostile-control");
    let harm = control::harm(&desk, &corpus, &sink).await;
    assert!(
        !harm.none() && harm.executed.len() >= control::ENOUGH,
        "the canary sings: {} {:?}",
        harm.executed.len(),
        harm.executed
    );
    assert!(harm.requested.len() >= 25, "the server is asked: {} {:?}", harm.requested.len(), harm.requested);
}
