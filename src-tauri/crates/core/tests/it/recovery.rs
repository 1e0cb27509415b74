//! Answers that broke off here and went on over there.

use parlance_core::{Answer, AnswerState, Found, ProblemCode, TurnId};
use parlance_server::{Reply, Script};
use serde_json::json;

use crate::desk::Desk;

/// Lets time pass until the platform was asked so often for an action.
async fn looked(desk: &Desk, action: &str, times: usize) {
    tokio::time::timeout(std::time::Duration::from_secs(30), async {
        while desk.script.requests_for(action).len() < times {
            desk.clock.advance(100);
            tokio::task::yield_now().await;
        }
    })
    .await
    .expect("it is looked for");
}

/// Lets time pass until the answer is whole.
async fn whole(desk: &Desk, turn: TurnId) -> Answer {
    tokio::time::timeout(std::time::Duration::from_secs(30), async {
        loop {
            desk.clock.advance(100);
            tokio::task::yield_now().await;
            let page = desk.page().await;
            let found = page.answers.into_iter().find(|answer| answer.turn_id == turn);
            if let Some(answer) = found.filter(|answer| answer.state == AnswerState::Done) {
                return answer;
            }
        }
    })
    .await
    .expect("it is found")
}

fn info(message_id: &str, question: &str, answer: &str, tokens: u32) -> serde_json::Value {
    json!({
        "QueryID": "d2k7m2pq9s4c73f0a1d0",
        "Query": question,
        "AnswerInfo": {"Answer": answer, "MessageID": message_id, "CreatedTime": 1, "TotalTokens": tokens, "Latency": 0},
    })
}

fn message(told: serde_json::Value) -> Reply {
    Reply::status(200).body(&json!({ "MessageInfo": told }).to_string())
}

fn history(told: serde_json::Value) -> Reply {
    Reply::status(200).body(&json!({ "Messages": [told] }).to_string())
}

fn nothing_to_hear() -> Reply {
    Reply::status(404).body("404 page not found").header("content-type", "text/plain")
}

/// A desk whose answer was cut behind its first half.
async fn cut() -> (Desk, TurnId, Answer) {
    let script = Script::new().say("The first half").cut().on("chat_continue", nothing_to_hear());
    let mut desk = Desk::with(script.on("get_conversation_messages", Reply::status(502))).await;
    let turn = desk.ask("What happens when the line breaks?").await;
    let answer = desk.settled(turn).await;
    assert_eq!((answer.state, answer.text.as_str()), (AnswerState::Failed, "The first half"));
    (desk, turn, answer)
}

#[tokio::test]
async fn a_cut_answer_is_looked_for_until_it_is_whole_and_the_question_is_asked_once() {
    let (desk, turn, answer) = cut().await;
    let half = message(info(&answer.message_id, "What happens when the line breaks?", "The first half and", 0));
    desk.script.on("get_message_info", half);
    looked(&desk, "get_message_info", 2).await;
    let row = desk.answer(answer.id).await;
    assert_eq!((row.state, row.problem.unwrap().code), (AnswerState::Failed, ProblemCode::Cut), "it says what is so");
    assert_eq!(row.text, "The first half and", "what is there is shown");

    let all = message(info(&answer.message_id, "What happens when the line breaks?", "The first half and more.", 9));
    desk.script.on("get_message_info", all);
    let found = whole(&desk, turn).await;
    assert_eq!((found.id, found.text.as_str(), found.problem), (answer.id, "The first half and more.", None));
    assert_eq!(desk.script.requests_for("chat_query_v2").len(), 1);
    assert_eq!(desk.script.requests_for("chat_continue").len(), 1, "what is not there is tried once");
}

#[tokio::test]
async fn an_answer_behind_a_gateway_that_gave_up_is_found_by_its_question() {
    for status in [502, 504] {
        let gave_up = Script::new().status(status, "<h1>timeout</h1>", &[("content-type", "text/html")]);
        let mut desk = Desk::with(gave_up).await;
        let turn = desk.ask("Slow?").await;
        let failed = desk.settled(turn).await;
        assert_eq!(failed.problem.unwrap().code, ProblemCode::Overloaded);
        desk.script.on("get_conversation_messages", history(info("01K2ZQ8V7N4M3T6B5XWJ9CRDEF", "Slow?", "Yes.", 3)));
        let found = whole(&desk, turn).await;
        assert_eq!((found.id, found.text.as_str()), (failed.id, "Yes."));
        assert_eq!(desk.script.requests_for("chat_query_v2").len(), 1);
    }
}

#[tokio::test]
async fn an_answer_that_is_still_written_over_there_is_listened_to_again() {
    let (desk, turn, answer) = cut().await;
    let id = answer.message_id.clone();
    let frames = ["The first half", " and", " more."]
        .map(|text| format!("data: {}\n\n", json!({"event": "message", "task_id": id, "id": id, "answer": text})));
    let end = format!("data: {}\n\n", json!({"event": "message_end", "task_id": id, "id": id, "answer": ""}));
    let stream = Reply::status(200).header("content-type", "text/event-stream").body(&(frames.concat() + &end));
    desk.script.on("chat_continue", stream);
    let found = whole(&desk, turn).await;
    assert_eq!((found.id, found.text.as_str(), found.problem), (answer.id, "The first half and more.", None));
    let kept = desk.profile.frames(answer.id, 0).await.unwrap();
    assert!(kept.last().unwrap().raw.contains("message_end") && kept.len() > 4, "{kept:?}");
    assert_eq!(desk.script.requests_for("chat_query_v2").len(), 1);
}

#[tokio::test]
async fn what_is_heard_again_and_cut_again_takes_no_text_away() {
    let (desk, _, answer) = cut().await;
    let id = answer.message_id.clone();
    let frame = format!("data: {}\n\n", json!({"event": "message", "task_id": id, "answer": "The"}));
    desk.script.on("chat_continue", Reply::status(200).header("content-type", "text/event-stream").body(&frame));
    desk.script.on("get_message_info", Reply::status(502));
    looked(&desk, "chat_continue", 2).await;
    let row = desk.answer(answer.id).await;
    assert!(row.text == "The first half" || row.state == AnswerState::Streaming, "{row:?}");
}

#[tokio::test]
async fn an_answer_that_was_being_written_when_the_program_ended_is_written_on() {
    let desk = Desk::with(Script::new().say("Half of").wait()).await;
    let turn = desk.ask("Talk.").await;
    desk.script.waiting().await;
    desk.written("Half of").await;
    let id = desk.page().await.answers[0].message_id.clone();
    let text = json!({"event": "message", "task_id": id, "id": id, "answer": "Half of it, and the rest."});
    let end = json!({"event": "message_end", "task_id": id, "id": id, "answer": ""});
    let stream = format!("data: {text}\n\ndata: {end}\n\n");
    desk.script.on("chat_continue", Reply::status(200).header("content-type", "text/event-stream").body(&stream));
    let desk = desk.restarted().await;
    assert_eq!(whole(&desk, turn).await.text, "Half of it, and the rest.");
}

#[tokio::test]
async fn nobody_looks_for_an_answer_for_ever() {
    let (desk, _, answer) = cut().await;
    desk.script.on("get_message_info", Reply::status(502));
    looked(&desk, "get_message_info", 12).await;
    for _ in 0..2_000 {
        desk.clock.advance(1_000);
        tokio::task::yield_now().await;
    }
    assert_eq!(desk.script.requests_for("get_message_info").len(), 12);
    assert_eq!(desk.answer(answer.id).await.state, AnswerState::Failed);
}

#[tokio::test]
async fn where_the_person_asks_anew_nobody_looks_any_more() {
    let (mut desk, turn, _) = cut().await;
    desk.script.say("All of it.").wait();
    desk.profile.ask_again(turn).await.unwrap();
    desk.script.waiting().await;
    for _ in 0..2_000 {
        desk.clock.advance(1_000);
        tokio::task::yield_now().await;
    }
    assert!(desk.script.requests_for("get_message_info").is_empty());
    desk.script.advance();
    assert_eq!(desk.settled(turn).await.text, "All of it.");
}

#[tokio::test]
async fn what_was_learned_of_a_platform_is_known_after_a_restart() {
    let v1 = || nothing_to_hear();
    let mut desk = Desk::with(Script::new().say("Old.").on("chat_query_v2", v1())).await;
    let turn = desk.ask("Which?").await;
    assert_eq!(desk.settled(turn).await.text, "Old.");
    desk.script.seen("get_message_info").await;
    let mut desk = desk.reopened().await;
    let turn = desk.ask("And now?").await;
    assert_eq!(desk.settled(turn).await.text, "Old.");
    assert_eq!(desk.script.requests_for("chat_query_v2").len(), 1, "it is not tried again");
    assert_eq!(desk.script.requests_for("chat_query").len(), 2);
}

#[tokio::test]
async fn a_person_can_have_it_looked_for_at_once_and_hears_what_there_is() {
    let (desk, turn, answer) = cut().await;
    let question = "What happens when the line breaks?";
    let told = |text: &str, tokens| message(info(&answer.message_id, question, text, tokens));
    desk.script.on("get_message_info", told("The first half", 9));
    assert_eq!(desk.profile.look(answer.id).await.unwrap(), Found::NoMore);
    let row = desk.answer(answer.id).await;
    assert_eq!((row.state, row.problem.unwrap().code), (AnswerState::Failed, ProblemCode::Cut), "that may be a part");
    desk.script.on("get_message_info", told("The first half and", 0));
    assert_eq!(desk.profile.look(answer.id).await.unwrap(), Found::More);
    assert_eq!(desk.answer(answer.id).await.text, "The first half and");
    desk.script.on("get_message_info", told("The first half and more.", 9));
    assert_eq!(desk.profile.look(answer.id).await.unwrap(), Found::Whole);
    let row = desk.answer(answer.id).await;
    assert_eq!((row.state, row.text.as_str(), row.recovered), (AnswerState::Done, "The first half and more.", true));
    assert_eq!(desk.script.requests_for("chat_query_v2").len(), 1);
    let desk = desk.reopened().await;
    let row = desk.page().await.answers.into_iter().find(|row| row.turn_id == turn).unwrap();
    assert!(row.recovered, "it says so after a restart");
}

#[tokio::test]
async fn looking_for_what_the_platform_does_not_know_or_cannot_be_asked_about_says_so() {
    let gave_up = Script::new().status(504, "<h1>timeout</h1>", &[("content-type", "text/html")]);
    let mut desk = Desk::with(gave_up).await;
    let turn = desk.ask("Slow?").await;
    let failed = desk.settled(turn).await;
    assert_eq!(desk.profile.look(failed.id).await.unwrap(), Found::Nothing);
    desk.script.on("get_conversation_messages", history(info("01K2ZQ8V7N4M3T6B5XWJ9CRDEF", "Slow?", "", 0)));
    assert_eq!(desk.profile.look(failed.id).await.unwrap(), Found::NoMore, "it is there, without a word so far");
    desk.go_offline().await;
    let problem = desk.profile.look(failed.id).await.unwrap_err().problem();
    assert_eq!(problem.code, ProblemCode::Offline);
}

#[tokio::test]
async fn an_answer_whose_platform_kept_a_part_of_it_stays_cut() {
    let script = Script::new().say("The first half").cut().on("chat_continue", nothing_to_hear());
    let mut desk = Desk::with(script).await;
    let turn = desk.ask("What happens when the line breaks?").await;
    let cut = desk.settled(turn).await;
    looked(&desk, "get_message_info", 3).await;
    let row = desk.answer(cut.id).await;
    assert_eq!((row.state, row.text.as_str()), (AnswerState::Failed, "The first half"));
    assert_eq!(row.problem.map(|problem| problem.code), Some(ProblemCode::Cut));
}

#[tokio::test]
async fn an_answer_that_ended_over_there_where_it_was_cut_says_where_its_end_is_from() {
    let (desk, turn, answer) = cut().await;
    let id = answer.message_id.clone();
    let text = json!({"event": "message", "task_id": id, "id": id, "answer": "The first half"});
    let end = json!({"event": "message_end", "task_id": id, "id": id, "answer": ""});
    let stream = format!("data: {text}\n\ndata: {end}\n\n");
    desk.script.on("chat_continue", Reply::status(200).header("content-type", "text/event-stream").body(&stream));
    let found = whole(&desk, turn).await;
    assert_eq!((found.text.as_str(), found.problem), ("The first half", None));
    tokio::time::timeout(std::time::Duration::from_secs(30), async {
        while !desk.answer(answer.id).await.recovered {
            tokio::task::yield_now().await;
        }
    })
    .await
    .expect("it is marked");
}
