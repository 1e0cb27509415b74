//! What a running answer tells, keeps and ends with.

use std::cell::RefCell;

use super::*;
use crate::id::TurnId;

fn answer() -> Answer {
    Answer {
        id: AnswerId::make(),
        turn_id: TurnId::make(),
        message_id: String::new(),
        state: AnswerState::Streaming,
        text: String::new(),
        problem: None,
        usage: None,
        suggestions: Vec::new(),
        steps: Vec::new(),
        started_at: Timestamp(1),
        ended_at: Timestamp(0),
        feedback: crate::model::Feedback::default(),
        recovered: false,
    }
}

fn say(running: &Running, text: &str) -> (Heard, Vec<Update>) {
    let raw = serde_json::json!({"event": "message", "task_id": "t", "answer": text}).to_string();
    let told = RefCell::new(Vec::new());
    let frame = Frame::read(raw, "text").unwrap();
    let heard = running.hear(&frame, Timestamp(2), |update| told.borrow_mut().push(update.clone()));
    (heard, told.into_inner())
}

#[test]
fn pieces_of_text_say_where_they_belong_in_utf_16_units() {
    let live = Live::default();
    let running = live.begin(ConversationId::make(), answer(), String::new()).unwrap();
    // The first piece brings the platform's id, so it comes as a whole row.
    assert!(matches!(&say(&running, "👋早").1[..], [Update::Answer { row }] if row.text == "👋早"));
    let (_, told) = say(&running, "上");
    assert!(matches!(&told[..], [Update::Text { at: 3, append, .. }] if append == "上"), "{told:?}");
}

#[test]
fn a_late_event_after_the_end_is_not_heard() {
    let live = Live::default();
    let running = live.begin(ConversationId::make(), answer(), String::new()).unwrap();
    say(&running, "first");
    assert!(running.settle(AnswerState::Stopped, None, Timestamp(3)).is_some());
    assert_eq!(say(&running, "late"), (Heard::Late, Vec::new()));
    assert_eq!(running.rows().0.text, "first");
    assert!(running.settle(AnswerState::Done, None, Timestamp(4)).is_none(), "the first end counts");
    assert!(running.unsaved().is_none());
}

#[test]
fn one_conversation_has_one_running_answer() {
    let live = Live::default();
    let conversation = ConversationId::make();
    let first = live.begin(conversation, answer(), String::new()).unwrap();
    assert_eq!(live.begin(conversation, answer(), String::new()).unwrap_err(), Refusal::StillAnswering);
    assert!(live.begin(ConversationId::make(), answer(), String::new()).is_ok());
    live.forget(first.answer);
    assert!(live.begin(conversation, answer(), String::new()).is_ok());
}

#[test]
fn no_more_frames_are_kept_than_the_limit() {
    let live = Live::default();
    let running = live.begin(ConversationId::make(), answer(), String::new()).unwrap();
    for _ in 0..=MOST_FRAMES {
        say(&running, "x");
    }
    assert_eq!(running.unsaved().unwrap().frames.len(), MOST_FRAMES as usize);
    assert_eq!(running.rows().0.text.len(), MOST_FRAMES as usize + 1, "the text is whole all the same");
}
