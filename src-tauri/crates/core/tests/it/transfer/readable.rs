use std::collections::BTreeSet;
use std::fs;

use parlance_core::{Form, Include, Language, Scope, Work};
use parlance_server::Script;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::written;
use crate::desk::Desk;

const ALL: Include = Include {
    thoughts: true,
    citations: true,
    metrics: true,
    alternates: true,
    variables: true,
    language: Language::En,
};

fn event(fields: Value) -> parlance_protocol::ChatEvent {
    serde_json::from_value(fields).unwrap()
}

async fn desk() -> Desk {
    let docs = json!({ "outputList": [{ "output": "Merging grows as n log n.", "metadata": { "document_name": "algorithms.pdf" } }] });
    let script = Script::agent("Tutor")
        .think("A table helps.")
        .event(event(json!({ "event": "knowledge_retrieve", "dataset_ids": ["a"], "query": "sorting" })))
        .event(event(json!({ "event": "knowledge_retrieve_end", "docs": docs, "latency": 0.31 })))
        .say("**Merge** is stable.\n\n<script>alert(1)</script>")
        .event(event(json!({ "event": "message_cost", "input_tokens": 4, "output_tokens": 2, "latency": 1.5 })))
        .end()
        .say("Another *answer*.");
    let mut desk = Desk::with(script).await;
    let turn = desk.ask("Which <sort> is stable?\nAnd why?").await;
    desk.settled(turn).await;
    desk.profile.ask_again(turn).await.unwrap();
    desk.settled(turn).await;
    desk
}

#[tokio::test]
async fn a_conversation_is_readable_as_markdown() {
    let desk = desk().await;
    let scope = || Scope::Conversations(vec![desk.conversation]);
    let all = written(&desk.profile, scope(), Form::Markdown, ALL).await;
    for expected in [
        "# Which \\<sort\\> is stable?",
        "- Agent: Tutor",
        "> Which <sort> is stable?\n> And why?",
        "### Answer 2 of 2",
        "### Answer 1 of 2",
        "**Merge** is stable.",
        "> *Thought*",
        "A table helps.",
        "1. algorithms.pdf",
        "> Merging grows as n log n.",
        "tokens",
    ] {
        assert!(all.contains(expected), "{expected}: {all}");
    }
    let little = written(&desk.profile, scope(), Form::Markdown, Include::default()).await;
    for left_out in ["A table helps.", "algorithms.pdf", "tokens", "of 2"] {
        assert!(!little.contains(left_out), "{left_out}: {little}");
    }
    assert_eq!(little.matches("### Answer").count(), 1);
}

#[tokio::test]
async fn a_page_runs_nothing_and_fetches_nothing() {
    let desk = desk().await;
    let page = written(&desk.profile, Scope::All, Form::Page, Include { language: Language::ZhCn, ..ALL }).await;
    assert!(page.starts_with("<!doctype html>\n<html lang=\"zh-CN\">") && page.ends_with("</html>\n"), "{page}");
    assert!(page.contains("default-src 'none'") && page.contains("prefers-color-scheme: dark"), "{page}");
    assert!(page.contains("&lt;script&gt;") && page.contains("<strong>Merge</strong>"), "{page}");
    assert!(page.contains("回答 2/2") && page.contains("algorithms.pdf"), "{page}");
    for forbidden in ["<script", "src=", "url(", "@import", "<link", "<iframe"] {
        assert!(!page.contains(forbidden), "{forbidden}: {page}");
    }
}

#[tokio::test]
async fn plain_text_has_no_marks() {
    let desk = desk().await;
    let text = written(&desk.profile, Scope::Agent(desk.agent), Form::Text, ALL).await;
    assert!(text.contains("Merge is stable.") && text.contains("Another answer.") && !text.contains("**"), "{text}");
}

#[tokio::test]
async fn several_conversations_are_a_folder_whose_names_stay_from_export_to_export() {
    let mut desk = desk().await;
    desk.script.say("And here.");
    let other = desk.profile.new_conversation(desk.agent).await.unwrap().id;
    let turn = desk.profile.ask(other, "A/B: \"what\"?".into()).await.unwrap();
    desk.settled(turn).await;
    let folder = TempDir::new().unwrap();
    let names = || -> BTreeSet<String> {
        fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    };
    let files = || desk.profile.export_files(Scope::All, Form::Page, ALL, folder.path().to_owned(), Work::default());
    assert!(files().await.unwrap());
    let first = names();
    assert_eq!(first.len(), 2);
    assert!(first.iter().all(|name| name.ends_with(".html") && !name.starts_with('.')), "{first:?}");
    assert!(files().await.unwrap());
    assert_eq!(names(), first);

    let saved = |form, work| desk.profile.save_export(Scope::All, form, ALL, folder.path().join("out"), work);
    let whole = saved(Form::Lines, Work::default()).await.unwrap().unwrap();
    assert_eq!(whole.name, "Parlance 1970-01-01.jsonl");
    assert_eq!(saved(Form::Lines, Work::default()).await.unwrap().unwrap().name, "Parlance 1970-01-01 (2).jsonl");
    let pages = saved(Form::Markdown, Work::default()).await.unwrap().unwrap();
    assert_eq!(fs::read_dir(folder.path().join("out").join(&pages.name)).unwrap().count(), 2);
    let cancelled = Work::default();
    cancelled.cancel();
    let before = fs::read_dir(folder.path().join("out")).unwrap().count();
    assert_eq!(saved(Form::Markdown, cancelled).await.unwrap(), None);
    assert_eq!(fs::read_dir(folder.path().join("out")).unwrap().count(), before, "nothing is left of it");
}
