//! Deleting turns, asking the newest in other words, asking an older one once more.

use std::net::SocketAddr;
use std::time::Duration;

use parlance_core::{AnswerState, ProblemCode, RowId, Turn, TurnId, Update};
use parlance_server::{Reply, Script, Server};
use serde_json::json;

use crate::desk::Desk;

/// Longer than a deleted turn can be brought back.
const REGRET_MS: i64 = 11_000;

impl Desk {
    async fn questions(&self) -> Vec<String> {
        let turns = self.page().await.turns.into_iter();
        turns.filter(|turn| turn.removed.is_none()).map(|turn| turn.question).collect()
    }

    /// A turn with its answer, whose question's id is known.
    async fn heard(&mut self, question: &str) -> TurnId {
        self.page().await;
        let turn = self.ask(question).await;
        self.settled(turn).await;
        self.named(turn).await;
        turn
    }

    async fn named(&mut self, turn: TurnId) {
        let named = self.told(|update| match update {
            Update::Turn { row } if row.id == turn && !row.query_id.is_empty() => Some(()),
            _ => None,
        });
        named.await;
    }

    /// Lets time pass until it is too late to bring anything back, and waits for what the platform is asked.
    async fn regretted(&self, action: &str, times: usize) {
        tokio::time::timeout(Duration::from_secs(30), async {
            while self.script.requests_for(action).len() < times {
                self.clock.advance(REGRET_MS);
                tokio::task::yield_now().await;
            }
        })
        .await
        .expect("the platform is told");
    }

    /// What is left of a removed turn, once it is told.
    async fn left_of(&mut self, turn: TurnId) -> Turn {
        let left = self.later(|update| match update {
            Update::Turn { row } if row.id == turn && row.removed.is_some() => Some(row.clone()),
            _ => None,
        });
        left.await
    }

    async fn gone(&mut self, turn: TurnId) {
        let row = RowId::Turn(turn);
        self.told(|update| (*update == Update::Removed { row }).then_some(())).await;
    }

    /// Waits until nothing at all is shown of a turn.
    async fn vanished(&self, turn: TurnId) {
        tokio::time::timeout(Duration::from_secs(30), async {
            while self.page().await.turns.iter().any(|row| row.id == turn) {
                tokio::task::yield_now().await;
            }
        })
        .await
        .expect("it goes");
    }

    /// Keeps moving the clock while waiting, as time does.
    async fn later<T>(&mut self, fits: impl Fn(&Update) -> Option<T>) -> T {
        let clock = self.clock.clone();
        let moves = tokio::spawn(async move {
            loop {
                clock.advance(1_000);
                tokio::task::yield_now().await;
            }
        });
        let found = self.told(fits).await;
        moves.abort();
        found
    }

    fn asked_for(&self) -> Vec<String> {
        let acts = ["chat_query_v2", "delete_message"];
        self.script.requests().into_iter().map(|seen| seen.action).filter(|at| acts.contains(&at.as_str())).collect()
    }
}

fn three() -> Script {
    ["One.", "Two.", "Three."].iter().fold(Script::new(), |script, text| script.say(text).end())
}

#[tokio::test]
async fn a_deleted_turn_is_out_of_sight_at_once_and_can_be_brought_back_with_all_that_belongs_to_it() {
    let mut desk = Desk::with(Script::new().say("One.").end().think("Hm.").say("Two.")).await;
    desk.heard("First?").await;
    let turn = desk.heard("Second?").await;
    let before = desk.page().await;
    desk.profile.remove_turn(turn).await.unwrap();
    desk.gone(turn).await;
    assert_eq!(desk.questions().await, ["First?"]);
    let row = desk.row().await;
    assert_eq!((row.turns, row.preview.as_str()), (1, "One."));
    desk.profile.restore_turn(turn).await.unwrap();
    desk.told(|update| matches!(update, Update::Step { .. }).then_some(())).await;
    desk.told(|update| matches!(update, Update::Turn { row } if row.id == turn).then_some(())).await;
    assert_eq!(desk.page().await, before);
    assert_eq!((desk.row().await.turns, desk.row().await.preview.as_str()), (2, "Two."));
    desk.clock.advance(10 * REGRET_MS);
    desk.profile.finish().await;
    assert!(desk.script.requests_for("delete_message").is_empty(), "the platform hears nothing of it");
}

#[tokio::test]
async fn after_a_while_it_is_deleted_on_the_platform_too_and_no_history_brings_it_back() {
    let mut desk = Desk::with(three()).await;
    let first = desk.heard("First?").await;
    desk.heard("Second?").await;
    let query_id = desk.page().await.turns[0].query_id.clone();
    let history = desk.script.clone();
    let kept = json!({"Messages": [
        {"QueryID": query_id, "Query": "First?", "AnswerInfo": {"MessageID": desk.page().await.answers[0].message_id,
            "Answer": "One.", "CreatedTime": 1}, "OtherAnswers": []}]});
    desk.profile.remove_turn(first).await.unwrap();
    desk.gone(first).await;
    desk.regretted("delete_message", 1).await;
    let sent = desk.script.seen("delete_message").await.body;
    assert_eq!((&sent["QueryID"], sent.get("MessageID")), (&json!(query_id), None));
    desk.gone(first).await;
    assert_eq!(desk.profile.restore_turn(first).await.unwrap_err().problem().code, ProblemCode::Gone);
    // A platform that still tells of it a moment later.
    history.on("get_conversation_messages", Reply::status(200).body(&kept.to_string()));
    let mut desk = desk.reopened().await;
    desk.page().await;
    desk.told(|update| matches!(update, Update::Conversation { .. }).then_some(())).await;
    assert_eq!(desk.questions().await, ["Second?"]);
    assert_eq!(desk.script.requests_for("delete_message").len(), 1);
}

#[tokio::test]
async fn a_program_that_is_killed_before_that_does_it_at_the_next_start() {
    let mut desk = Desk::with(three()).await;
    desk.heard("First?").await;
    let turn = desk.heard("Second?").await;
    desk.profile.remove_turn(turn).await.unwrap();
    let desk = desk.restarted().await;
    desk.script.seen("delete_message").await;
    assert_eq!(desk.questions().await, ["First?"]);
    assert_eq!(desk.profile.restore_turn(turn).await.unwrap_err().problem().code, ProblemCode::Gone);
    let file = rusqlite::Connection::open(desk.folder.path().join("parlance.sqlite")).unwrap();
    let words: String = file
        .query_row("SELECT group_concat(question || text) FROM turn JOIN answer ON turn_id = turn.id", (), |row| {
            row.get(0)
        })
        .unwrap();
    assert!(!words.contains("Second?") && !words.contains("Two."), "nothing of it is left on the disk: {words}");
}

#[tokio::test]
async fn offline_its_place_says_that_the_platform_still_holds_it_until_the_next_contact() {
    let mut desk = Desk::with(three()).await;
    desk.heard("First?").await;
    let turn = desk.heard("Second?").await;
    let base_url = desk.profile.snapshot().await.unwrap().agents[0].base_url.clone();
    desk.go_offline().await;
    desk.profile.remove_turn(turn).await.unwrap();
    desk.gone(turn).await;
    let left = desk.left_of(turn).await;
    assert_eq!((left.question.as_str(), left.answers.len(), left.removed.unwrap().problem), ("", 0, None));

    let mut desk = desk.reopened().await;
    let page = desk.page().await;
    assert_eq!(page.turns.iter().map(|turn| turn.removed.is_some()).collect::<Vec<_>>(), [false, true]);
    assert_eq!(page.answers.len(), 1);
    let port = base_url.split(['/', ':']).find_map(|part| part.parse().ok()).unwrap();
    let listen = SocketAddr::from(([127, 0, 0, 1], port));
    let options = parlance_server::Options { listen, ..parlance_server::Options::default() };
    desk.server = Some(Server::start(options.with_script(&desk.script)).await.unwrap());
    desk.script.on("delete_message", Reply::status(200).body("{}"));
    desk.script.on("get_conversation_messages", Reply::status(200).body(r#"{"Messages":[]}"#));
    desk.profile.open(desk.conversation, None).await.unwrap();
    desk.gone(turn).await;
    assert_eq!(desk.page().await.turns.len(), 1);
}

#[tokio::test]
async fn a_platform_that_refuses_is_quoted_in_its_place_and_asked_again_when_wanted() {
    let mut desk = Desk::with(three()).await;
    let turn = desk.heard("First?").await;
    desk.heard("Second?").await;
    let refusal = r#"{"ResponseMetadata":{"RequestId":"r","Error":{"Code":"NotAllowed","Message":"Not yours."}}}"#;
    desk.script.on("delete_message", Reply::status(400).body(refusal));
    desk.profile.remove_turn(turn).await.unwrap();
    let left = desk.left_of(turn).await;
    let problem = left.removed.unwrap().problem.unwrap();
    assert_eq!((problem.code, problem.detail.contains("Not yours.")), (ProblemCode::Refused, true));
    let mut desk = desk.reopened().await;
    desk.page().await;
    assert_eq!(desk.questions().await, ["Second?"], "its history holds it, and it does not come back");
    assert_eq!(desk.page().await.turns.len(), 2);
    assert_eq!(desk.script.requests_for("delete_message").len(), 1, "it is not asked again by itself");
    desk.script.again("delete_message");
    desk.profile.remove_turn(turn).await.unwrap();
    desk.gone(turn).await;
    assert_eq!(desk.page().await.turns.len(), 1);
}

#[tokio::test]
async fn what_was_deleted_elsewhere_is_no_refusal() {
    let mut desk = Desk::with(three()).await;
    let turn = desk.heard("First?").await;
    desk.heard("Second?").await;
    let query_id = desk.page().await.turns[0].query_id.clone();
    let elsewhere = desk.client().await;
    let delete = parlance_protocol::DeleteMessage::question(parlance_protocol::QueryId::new(query_id));
    elsewhere.call(&delete).await.unwrap();
    desk.profile.remove_turn(turn).await.unwrap();
    desk.gone(turn).await;
    desk.regretted("delete_message", 2).await;
    desk.gone(turn).await;
    assert_eq!(desk.page().await.turns.len(), 1);
}

#[tokio::test]
async fn a_turn_that_never_reached_the_platform_just_goes() {
    let mut desk = Desk::with(Script::new().on("create_conversation", Reply::status(502))).await;
    let turn = desk.ask("Hello?").await;
    desk.settled(turn).await;
    desk.profile.remove_turn(turn).await.unwrap();
    desk.gone(turn).await;
    desk.later(|update| (*update == Update::Removed { row: RowId::Turn(turn) }).then_some(())).await;
    assert!(desk.page().await.turns.is_empty());
    assert_eq!((desk.row().await.turns, desk.row().await.preview.as_str()), (0, ""));
    assert!(desk.script.requests_for("delete_message").is_empty());
}

#[tokio::test]
async fn a_turn_that_was_heard_without_a_word_back_is_found_by_its_question_and_deleted() {
    let gave_up = three().on("chat_query_v2", Reply::status(504));
    let mut desk = Desk::with(gave_up).await;
    let turn = desk.ask("Slow?").await;
    desk.settled(turn).await;
    let told = json!({"QueryID": "d2k7m2pq9s4c73f0a1d0", "Query": "Slow?", "OtherAnswers": [],
        "AnswerInfo": {"Answer": "Yes.", "MessageID": "01K2ZQ8V7N4M3T6B5XWJ9CRDEF", "CreatedTime": 1}});
    let history = Reply::status(200).body(&json!({ "Messages": [told] }).to_string());
    desk.script.on("get_conversation_messages", history).on("delete_message", Reply::status(200).body("{}"));
    desk.profile.remove_turn(turn).await.unwrap();
    desk.regretted("delete_message", 1).await;
    assert_eq!(desk.script.seen("delete_message").await.body["QueryID"], "d2k7m2pq9s4c73f0a1d0");
    desk.vanished(turn).await;
}

#[tokio::test]
async fn a_question_that_is_asked_meanwhile_has_no_context_that_was_deleted() {
    let mut desk = Desk::with(three()).await;
    let first = desk.heard("First?").await;
    desk.profile.remove_turn(first).await.unwrap();
    desk.heard("Second?").await;
    assert_eq!(desk.asked_for(), ["chat_query_v2", "delete_message", "chat_query_v2"]);
    // It can still be brought back, and then says that it is here alone.
    desk.profile.restore_turn(first).await.unwrap();
    let page = desk.page().await;
    assert_eq!(page.turns.iter().map(|turn| turn.only_here).collect::<Vec<_>>(), [true, false]);
    let desk = desk.reopened().await;
    assert!(desk.page().await.turns[0].only_here);
}

#[tokio::test]
async fn an_answer_that_is_being_written_is_stopped_before_its_turn_goes() {
    let desk = Desk::with(Script::new().say("Talking").wait()).await;
    let turn = desk.ask("Talk.").await;
    desk.script.waiting().await;
    desk.written("Talking").await;
    desk.profile.remove_turn(turn).await.unwrap();
    desk.script.seen("stop_message").await;
    desk.regretted("delete_message", 1).await;
    desk.vanished(turn).await;
    assert!(!desk.row().await.running);
}

#[tokio::test]
async fn the_newest_question_is_asked_in_other_words_in_its_own_place() {
    let mut desk = Desk::with(three()).await;
    desk.heard("First?").await;
    let old = desk.heard("Secnd?").await;
    desk.profile.save_draft(desk.conversation, "Half a thought".into()).await.unwrap();
    let new = desk.profile.ask_instead(old, "Second?".into()).await.unwrap();
    assert_eq!(desk.settled(new).await.text, "Three.");
    assert_eq!(desk.questions().await, ["First?", "Second?"]);
    assert_eq!(desk.asked_for(), ["chat_query_v2", "chat_query_v2", "delete_message", "chat_query_v2"]);
    assert_eq!(desk.script.seen("chat_query_v2").await.body["Query"], "Second?");
    assert_eq!(
        desk.profile.open(desk.conversation, None).await.unwrap().draft,
        "Half a thought",
        "the composer is not touched"
    );
    desk.clock.advance(REGRET_MS);
    let desk = desk.reopened().await;
    assert_eq!(desk.questions().await, ["First?", "Second?"]);
}

#[tokio::test]
async fn what_the_platform_did_not_delete_before_it_answered_is_said_at_once() {
    let mut desk = Desk::with(three()).await;
    desk.heard("First?").await;
    let old = desk.heard("Secnd?").await;
    desk.script.on("delete_message", Reply::status(500).body("{}"));
    desk.profile.ask_instead(old, "Second?".into()).await.unwrap();
    let place = desk.told(|update| match update {
        Update::Turn { row } if row.id == old => Some(row.clone()),
        _ => None,
    });
    let place = place.await;
    assert!(place.removed.is_some() && place.question.is_empty() && place.answers.is_empty());
    desk.profile.restore_turn(old).await.unwrap();
    assert_eq!(desk.questions().await, ["First?", "Secnd?", "Second?"]);
}

#[tokio::test]
async fn other_words_can_be_taken_back_and_the_old_ones_are_then_here_alone() {
    let mut desk = Desk::with(three()).await;
    let old = desk.heard("Frist?").await;
    let new = desk.profile.ask_instead(old, "First?".into()).await.unwrap();
    desk.settled(new).await;
    assert_eq!(desk.row().await.title, "First?", "what was named by it is named anew");
    desk.named(new).await;
    desk.profile.remove_turn(new).await.unwrap();
    desk.profile.restore_turn(old).await.unwrap();
    desk.regretted("delete_message", 2).await;
    desk.vanished(new).await;
    let page = desk.page().await;
    assert_eq!((page.turns.len(), page.turns[0].question.as_str(), page.turns[0].only_here), (1, "Frist?", true));
    assert_eq!(desk.row().await.title, "Frist?");
    // Once more, it is asked anew: the platform has no answer to answer again.
    let again = desk.profile.ask_again(old).await.unwrap();
    let whole = desk.told(|update| match update {
        Update::Answer { row } if row.id == again && row.state == AnswerState::Done => Some(row.text.clone()),
        _ => None,
    });
    assert_eq!(whole.await, "Three.");
    let page = desk.page().await;
    assert_eq!((page.turns[0].answers.len(), page.turns[0].only_here), (2, false));
    assert!(desk.script.requests_for("query_again_v2").is_empty());
}

#[tokio::test]
async fn other_words_for_a_running_answer_stop_it_and_those_for_an_old_question_are_refused() {
    let mut desk = Desk::with(Script::new().say("One.").end().say("Two").wait().end().say("Three.")).await;
    let first = desk.heard("First?").await;
    let second = desk.ask("Second?").await;
    desk.script.waiting().await;
    desk.written("Two").await;
    let refused = desk.profile.ask_instead(first, "Other?".into()).await.unwrap_err().problem();
    assert_eq!(refused.code, ProblemCode::Refused);
    let empty = desk.profile.ask_instead(second, " ".into()).await.unwrap_err().problem();
    assert_eq!(empty.code, ProblemCode::BadQuestion);
    let third = desk.profile.ask_instead(second, "Third?".into()).await.unwrap();
    desk.script.seen("stop_message").await;
    assert_eq!(desk.settled(third).await.text, "Three.");
    assert_eq!(desk.questions().await, ["First?", "Third?"]);
}

#[tokio::test]
async fn other_words_that_cannot_be_sent_stay_in_their_turn() {
    let mut desk = Desk::with(three()).await;
    let old = desk.heard("Frist?").await;
    desk.go_offline().await;
    let new = desk.profile.ask_instead(old, "First?".into()).await.unwrap();
    let failed = desk.settled(new).await;
    assert_eq!((failed.state, failed.problem.unwrap().code), (AnswerState::Failed, ProblemCode::Offline));
    assert_eq!(desk.questions().await, ["First?"]);
    desk.profile.remove_turn(new).await.unwrap();
    desk.profile.restore_turn(old).await.unwrap();
    let page = desk.page().await;
    assert_eq!((page.turns[0].question.as_str(), page.turns[0].only_here), ("Frist?", false), "nothing was lost");
}

#[tokio::test]
async fn an_older_question_is_asked_once_more_as_a_new_turn() {
    let mut desk = Desk::with(three()).await;
    let first = desk.heard("First?").await;
    desk.heard("Second?").await;
    desk.profile.save_draft(desk.conversation, "Half a thought".into()).await.unwrap();
    let third = desk.profile.ask_below(first).await.unwrap();
    assert_eq!(desk.settled(third).await.text, "Three.");
    assert_eq!(desk.questions().await, ["First?", "Second?", "First?"]);
    assert_eq!(desk.profile.open(desk.conversation, None).await.unwrap().draft, "Half a thought");
}
