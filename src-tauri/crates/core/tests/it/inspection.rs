//! What stands behind an answer: raw events with their times, the platform's record, the request.

use std::collections::HashSet;
use std::fs;

use parlance_core::{ProblemCode, Timestamp};
use parlance_server::{Reply, Script};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::desk::Desk;

fn name_of(raw: &str) -> String {
    serde_json::from_str::<Value>(raw).unwrap()["event"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn raw_events_have_their_times_and_grow_while_the_answer_does() {
    let mut desk = Desk::with(Script::new().say("one ").wait().say("two")).await;
    let turn = desk.ask("Count.").await;
    desk.script.waiting().await;
    desk.written("one ").await;
    let answer = desk.page().await.answers[0].id;
    let first = desk.profile.frames(answer, 0).await.unwrap();
    assert!(first.iter().any(|frame| name_of(&frame.raw) == "message"), "{first:?}");
    assert!(first.iter().all(|frame| frame.at == Timestamp(1_000)));
    desk.clock.advance(2_500);
    desk.script.advance();
    desk.settled(turn).await;
    let from = u32::try_from(first.len()).unwrap();
    let rest = desk.profile.frames(answer, from).await.unwrap();
    assert_eq!(name_of(&rest.last().unwrap().raw), "message_end");
    assert!(rest.iter().all(|frame| frame.at == Timestamp(3_500)));
    let desk = desk.reopened().await;
    let all = desk.profile.frames(answer, 0).await.unwrap();
    assert_eq!(all, [first, rest].concat(), "nothing twice, nothing left out, and there after a restart");
}

#[tokio::test]
async fn the_platforms_record_is_learned_behind_the_answer_and_stays() {
    let mut desk = Desk::with(Script::new().say("Yes.")).await;
    let turn = desk.ask("Well?").await;
    let answer = desk.settled(turn).await;
    desk.script.seen("get_message_info").await;
    assert_eq!(desk.profile.trace(answer.id).await.unwrap(), "", "this platform recorded nothing");
    let record = json!([{ "event": "knowledge_retrieve", "query": "term" }]).to_string();
    let info = json!({ "MessageInfo": { "QueryID": "q", "Query": "Well?", "OtherAnswers": [],
        "AnswerInfo": { "Answer": "Yes.", "MessageID": answer.message_id, "TracingJsonStr": record } } });
    desk.script.on("get_message_info", Reply::status(200).body(&info.to_string()));
    assert_eq!(desk.profile.fetch_trace(answer.id).await.unwrap(), record);
    desk.go_offline().await;
    assert_eq!(desk.profile.fetch_trace(answer.id).await.unwrap_err().problem().code, ProblemCode::Offline);
    let desk = desk.reopened().await;
    assert_eq!(desk.profile.trace(answer.id).await.unwrap(), record);
}

#[tokio::test]
async fn the_request_can_be_taken_elsewhere_without_the_key() {
    let mut desk = Desk::with(Script::new().say("Yes.").end().say("No.")).await;
    let turn = desk.ask("Isn't it?").await;
    let first = desk.settled(turn).await;
    desk.profile.ask_again(turn).await.unwrap();
    let second = desk.settled(turn).await;
    let (asked, again) = (desk.profile.curl(first.id).await.unwrap(), desk.profile.curl(second.id).await.unwrap());
    let platform = desk.row().await.platform_id;
    assert!(
        asked.contains("/chat_query_v2'") && asked.contains(r"Isn'\''t it?") && asked.contains(&platform),
        "{asked}"
    );
    assert!(again.contains("/query_again_v2'") && again.contains(&first.message_id), "{again}");
    for line in [asked, again] {
        assert!(!line.contains(desk.script.api_key()) && line.contains("Apikey: $PARLANCE_API_KEY"), "{line}");
    }
}

#[tokio::test]
async fn raw_events_are_saved_as_lines_of_json_and_nothing_is_written_over() {
    let mut desk = Desk::with(Script::new().think("Hm.").say("Yes.")).await;
    let turn = desk.ask("Is it? / Or not?").await;
    let answer = desk.settled(turn).await;
    let folder = TempDir::new().unwrap();
    let below = folder.path().join("not/yet/there");
    let mut paths = HashSet::new();
    for _ in 0..3 {
        paths.insert(desk.profile.save_frames(answer.id, below.clone()).await.unwrap());
    }
    assert_eq!((paths.len(), fs::read_dir(&below).unwrap().count()), (3, 3));
    let frames = desk.profile.frames(answer.id, 0).await.unwrap();
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines.len(), frames.len());
        assert_eq!(
            (lines[0]["at"].as_i64(), lines[0]["frame"]["event"].as_str()),
            (Some(1_000), Some("message_start"))
        );
        assert!(!text.contains(desk.script.api_key()));
    }
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let problem = desk.profile.save_frames(answer.id, file).await.unwrap_err().problem();
    assert!(problem.detail.starts_with("the file cannot be written"), "{problem:?}");
}

#[tokio::test]
async fn the_request_names_the_files_that_went_along() {
    let mut desk = Desk::with(Script::new().say("A map.")).await;
    let url = "https://files.example.edu/map.png";
    desk.profile.attach_link(desk.conversation, url.to_owned(), String::new()).await.unwrap();
    let turn = desk.ask("What is this?").await;
    let answer = desk.settled(turn).await;
    let line = desk.profile.curl(answer.id).await.unwrap();
    let sent = desk.script.requests_for("chat_query_v2").remove(0);
    assert_eq!(sent.body["QueryExtends"]["Files"][0]["Url"], url);
    assert!(line.contains(&sent.body["QueryExtends"].to_string()), "{line}");
}
