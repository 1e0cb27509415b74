use parlance_core::{AnswerState, ProblemCode, Rating, Reason, Work};
use parlance_server::Script;
use rusqlite::Connection;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{exported, import, open, parsed};
use crate::desk::Desk;

/// A conversation of two turns, and its line as it is now.
async fn desk() -> (Desk, Value) {
    let mut desk = Desk::with(Script::agent("Tutor").say("One.").end().say("Two.").end().say("Three.")).await;
    for question in ["First?", "Second?"] {
        let turn = desk.ask(question).await;
        desk.settled(turn).await;
    }
    let line = parsed(&exported(&desk.profile).await).remove(0);
    (desk, line)
}

fn turns(line: &Value) -> &Vec<Value> {
    line["conversation"]["turns"].as_array().unwrap()
}

async fn after(desk: &Desk) -> Value {
    parsed(&exported(&desk.profile).await).remove(0)
}

#[tokio::test]
async fn an_older_line_changes_nothing_and_takes_nothing_away() {
    let (mut desk, older) = desk().await;
    desk.clock.advance(5_000);
    let turn = desk.ask("Third?").await;
    desk.settled(turn).await;
    desk.profile.rename(desk.conversation, "My title".into()).await.unwrap();
    desk.profile.save_draft(desk.conversation, "half a thought".into()).await.unwrap();
    let before = after(&desk).await;
    let imported = import(&desk.profile, &older.to_string()).await;
    assert_eq!((imported.unchanged, imported.changed, imported.turns), (1, 0, 0));
    let now = after(&desk).await;
    for member in ["title", "draft", "activeAt"] {
        assert_eq!(now["conversation"][member], before["conversation"][member], "{member}");
    }
    assert_eq!(turns(&now).len(), 3);
}

#[tokio::test]
async fn a_newer_line_wins_for_the_conversation_and_for_answers_that_ended_later() {
    let (desk, mut line) = desk().await;
    let conversation = &mut line["conversation"];
    conversation["title"] = json!("Named elsewhere");
    conversation["activeAt"] = json!(conversation["activeAt"].as_i64().unwrap() + 1);
    let answer = &mut conversation["turns"][0]["answers"][0];
    answer["text"] = json!("One, at length.");
    answer["endedAt"] = json!(answer["endedAt"].as_i64().unwrap() + 10);
    let imported = import(&desk.profile, &line.to_string()).await;
    assert_eq!((imported.changed, imported.conversations, imported.turns), (1, 0, 0));
    let page = desk.page().await;
    assert_eq!(page.answers[0].text, "One, at length.");
    assert_eq!(page.answers[1].text, "Two.");
    assert_eq!(desk.row().await.title, "Named elsewhere");
}

#[tokio::test]
async fn an_answer_that_says_less_does_not_replace_one_that_says_more() {
    let (desk, mut line) = desk().await;
    line["conversation"]["activeAt"] = json!(9_999_999);
    line["conversation"]["turns"][0]["answers"][0]["text"] = json!("On");
    import(&desk.profile, &line.to_string()).await;
    assert_eq!(desk.page().await.answers[0].text, "One.");
}

#[tokio::test]
async fn what_a_person_thought_of_an_answer_here_stays_with_its_newer_text() {
    let (desk, mut line) = desk().await;
    // Not from an opened page: a sync behind it would bring the platform's text back at any moment.
    let answer = turns(&line)[0]["answers"][0]["id"].as_str().unwrap().parse().unwrap();
    desk.profile.rate(answer, Rating::Like, Reason::default()).await.unwrap();
    let there = &mut line["conversation"]["turns"][0]["answers"][0];
    there["text"] = json!("One, at length.");
    there["endedAt"] = json!(there["endedAt"].as_i64().unwrap() + 10);
    import(&desk.profile, &line.to_string()).await;
    let answer = desk.answer(answer).await;
    assert_eq!((answer.text.as_str(), answer.feedback.rating), ("One, at length.", Rating::Like));
}

#[tokio::test]
async fn turns_and_alternate_answers_of_both_sides_are_all_there_afterwards() {
    let (desk, mut line) = desk().await;
    let mut added = turns(&line)[1].clone();
    added["id"] = json!("01K2ZQ8V7N4M3T6B5XWJ9CRDEF");
    added["queryId"] = json!("elsewhere");
    added["question"] = json!("Asked elsewhere?");
    for member in ["steps", "frames", "trace"] {
        added["answers"][0].as_object_mut().unwrap().remove(member);
    }
    added["answers"][0]["id"] = json!("01K2ZQ8V7N4M3T6B5XWJ9CRDEG");
    added["answers"][0]["messageId"] = json!("message elsewhere");
    added["usedAnswerId"] = json!("01K2ZQ8V7N4M3T6B5XWJ9CRDEG");
    let mut alternate = added["answers"][0].clone();
    alternate["id"] = json!("01K2ZQ8V7N4M3T6B5XWJ9CRDEH");
    alternate["messageId"] = json!("another message");
    alternate["position"] = json!(1);
    line["conversation"]["turns"][0]["answers"].as_array_mut().unwrap().push(alternate);
    line["conversation"]["turns"].as_array_mut().unwrap().push(added);
    let imported = import(&desk.profile, &line.to_string()).await;
    assert_eq!((imported.changed, imported.turns), (1, 1));
    let page = desk.page().await;
    assert_eq!(page.turns.len(), 3);
    assert_eq!(page.turns[0].answers.len(), 2);
    assert!(page.turns.iter().any(|turn| turn.question == "Asked elsewhere?"));
    let mut numbers: Vec<u32> = page.turns.iter().map(|turn| turn.seq).collect();
    numbers.dedup();
    assert_eq!(numbers.len(), 3, "pages go by these numbers");
    assert_eq!(desk.row().await.turns, 3);
}

#[tokio::test]
async fn of_answers_the_last_counts_where_a_line_names_none_of_them() {
    let (_, mut line) = desk().await;
    line["conversation"]["turns"][0]["usedAnswerId"] = json!("01K2ZQ8V7N4M3T6B5XWJ9CRDEG");
    let folder = TempDir::new().unwrap();
    let profile = open(folder.path()).await;
    import(&profile, &line.to_string()).await;
    let there = parsed(&exported(&profile).await).remove(0);
    let turn = &there["conversation"]["turns"][0];
    assert_eq!(turn["usedAnswerId"], turn["answers"][0]["id"]);
}

#[tokio::test]
async fn another_file_is_no_export_with_faults() {
    let (desk, line) = desk().await;
    let refused = |text: &str| {
        let source = std::io::Cursor::new(text.as_bytes().to_vec());
        desk.profile.import(source, None, Work::default())
    };
    let error = refused("# Notes\n\nNothing of Parlance.\n").await.unwrap_err();
    assert_eq!(error.problem().code, ProblemCode::NotAnExport);
    let half = refused(&format!("# Notes\n{line}\n")).await.unwrap();
    assert_eq!((half.skipped_lines, half.unchanged), (1, 1), "one that has a line of it is one");
}

#[tokio::test]
async fn the_platforms_conversation_is_one_whichever_computer_it_was_begun_on() {
    let (desk, mut line) = desk().await;
    line["conversation"]["id"] = json!("01K2ZQ8V7N4M3T6B5XWJ9CRDEF");
    line["agent"]["id"] = json!("01K2ZQ8V7N4M3T6B5XWJ9CRDEA");
    for (number, turn) in line["conversation"]["turns"].as_array_mut().unwrap().iter_mut().enumerate() {
        turn["id"] = json!(format!("01K2ZQ8V7N4M3T6B5XWJ9CRD{number}F"));
        assert_ne!(turn["answers"][0]["messageId"], "", "the platform named it");
        turn["answers"][0]["id"] = json!(format!("01K2ZQ8V7N4M3T6B5XWJ9CRD{number}G"));
    }
    let imported = import(&desk.profile, &line.to_string()).await;
    assert_eq!((imported.agents, imported.conversations, imported.turns, imported.unchanged), (0, 0, 0, 1));
    let snapshot = desk.profile.snapshot().await.unwrap();
    assert_eq!((snapshot.agents.len(), snapshot.conversations.len()), (1, 1));
}

#[tokio::test]
async fn what_was_deleted_here_comes_back_from_an_export_of_before() {
    let (desk, line) = desk().await;
    let first = desk.page().await.turns[0].id;
    desk.profile.remove_turn(first).await.unwrap();
    assert_eq!(desk.page().await.turns.len(), 1);
    let imported = import(&desk.profile, &line.to_string()).await;
    assert_eq!(imported.turns, 1);
    assert_eq!(desk.page().await.turns[0].question, "First?");
    desk.profile.remove(desk.conversation).await.unwrap();
    assert_eq!(desk.profile.snapshot().await.unwrap().conversations.len(), 0);
    import(&desk.profile, &line.to_string()).await;
    assert_eq!(desk.profile.snapshot().await.unwrap().conversations.len(), 1);
    assert_eq!(desk.page().await.turns.len(), 2);
}

#[tokio::test]
async fn an_answer_that_is_being_written_here_is_left_alone() {
    let desk = Desk::with(Script::new().say("Half of").wait()).await;
    desk.ask("Talk.").await;
    desk.script.waiting().await;
    desk.written("Half of").await;
    let mut line = after(&desk).await;
    let answer = &mut line["conversation"]["turns"][0]["answers"][0];
    answer["text"] = json!("Something else entirely, and longer");
    answer["endedAt"] = json!(9_999_999);
    import(&desk.profile, &line.to_string()).await;
    let answer = desk.page().await.answers.remove(0);
    assert_eq!((answer.state, answer.text.as_str()), (AnswerState::Streaming, "Half of"));
}

#[tokio::test]
async fn the_built_in_agent_of_another_profile_is_the_one_of_this_profile() {
    let (_, mut line) = desk().await;
    line["agent"]["builtIn"] = json!(true);
    line["agent"]["baseUrl"] = json!("http://127.0.0.1:4000/api/proxy/api/v1");
    let folder = TempDir::new().unwrap();
    let profile = open(folder.path()).await;
    import(&profile, &line.to_string()).await;
    let noted = |folder: &TempDir| {
        let database = Connection::open(folder.path().join("parlance.sqlite")).unwrap();
        let sql = "SELECT value FROM note WHERE name = 'built-in agent'";
        database.query_row(sql, (), |row| row.get::<_, String>(0)).unwrap()
    };
    assert_eq!(line["agent"]["id"], noted(&folder));
    line["agent"]["id"] = json!("01K2ZQ8V7N4M3T6B5XWJ9CRDEA");
    line["conversation"]["id"] = json!("01K2ZQ8V7N4M3T6B5XWJ9CRDEF");
    line["conversation"]["platformId"] = json!("another");
    line["conversation"]["turns"] = json!([]);
    let imported = import(&profile, &line.to_string()).await;
    assert_eq!((imported.agents, imported.conversations), (0, 1));
    assert_eq!(profile.snapshot().await.unwrap().agents.len(), 1);
}
