use parlance_core::{Answer, AnswerState, ProblemCode, Turn, TurnId, Update};
use parlance_server::{Reply, Script};

use crate::desk::Desk;

impl Desk {
    async fn turn(&self, turn: TurnId) -> Turn {
        self.page().await.turns.into_iter().find(|row| row.id == turn).unwrap()
    }

    /// The turn, once the platform has taken or refused a choice.
    async fn chosen(&mut self, turn: TurnId) -> Turn {
        self.told(|update| matches!(update, Update::Turn { row } if row.id == turn && row.used_pending).then_some(()))
            .await;
        self.told(|update| match update {
            Update::Turn { row } if row.id == turn && !row.used_pending => Some(row.clone()),
            _ => None,
        })
        .await
    }

    /// A question with two answers, of which the second counts.
    async fn with_two(script: Script) -> (Self, TurnId, Answer, Answer) {
        let mut desk = Self::with(script.say("First.").end().say("Second.").end()).await;
        desk.page().await;
        let turn = desk.ask("Well?").await;
        let first = desk.settled(turn).await;
        desk.profile.ask_again(turn).await.unwrap();
        let second = desk.settled(turn).await;
        (desk, turn, first, second)
    }
}

#[tokio::test]
async fn another_answer_stands_beside_the_old_one_and_counts_when_it_is_whole() {
    let mut desk = Desk::with(Script::new().say("First.").end().say("Sec").wait().say("ond.").end()).await;
    desk.page().await;
    let turn = desk.ask("Well?").await;
    let first = desk.settled(turn).await;
    let second = desk.profile.ask_again(turn).await.unwrap();
    desk.script.waiting().await;
    desk.written("Sec").await;
    let row = desk.turn(turn).await;
    assert_eq!((row.answers, row.used_answer), (vec![first.id, second], first.id), "the old one counts so far");
    desk.script.advance();
    let whole = desk.settled(turn).await;
    assert_eq!((whole.id, whole.text.as_str()), (second, "Second."));
    assert_ne!(whole.message_id, first.message_id);
    assert_eq!(desk.turn(turn).await.used_answer, second);
    let asked = desk.script.seen("query_again_v2").await;
    assert_eq!(asked.body["MessageID"], first.message_id.as_str());
    assert_eq!(desk.script.requests_for("chat_query_v2").len(), 1, "the question was asked once");
    let kept = desk.answer(first.id).await;
    assert_eq!((kept.text, kept.state), (first.text, AnswerState::Done));
}

#[tokio::test]
async fn another_answer_that_fails_leaves_the_old_one_in_use_and_can_be_tried_again() {
    let script = Script::new().say("First.").end().fail("no model today").say("Second.").end();
    let mut desk = Desk::with(script).await;
    let turn = desk.ask("Well?").await;
    let first = desk.settled(turn).await;
    desk.profile.ask_again(turn).await.unwrap();
    assert_eq!(desk.settled(turn).await.state, AnswerState::Failed);
    assert_eq!(desk.turn(turn).await.used_answer, first.id);
    let third = desk.profile.ask_again(turn).await.unwrap();
    assert_eq!(desk.settled(turn).await.text, "Second.");
    assert_eq!(desk.turn(turn).await.used_answer, third);
    assert_eq!(desk.script.requests_for("chat_query_v2").len(), 1);
}

#[tokio::test]
async fn a_platform_without_the_newer_action_is_asked_in_the_older_one() {
    let unknown =
        r#"{"ResponseMetadata":{"Error":{"Code":"NotFound","Message":"This server has no action query_again_v2."}}}"#;
    let script = Script::new().on("query_again_v2", Reply::status(404).body(unknown));
    let (desk, turn, _, second) = Desk::with_two(script).await;
    assert_eq!(second.text, "Second.");
    assert_eq!(desk.turn(turn).await.used_answer, second.id);
    assert_eq!(desk.script.requests_for("query_again").len(), 1);
}

#[tokio::test]
async fn only_the_newest_question_is_answered_once_more_and_only_ten_times() {
    let mut desk = Desk::with((0..13).fold(Script::new(), |script, _| script.say("Again.").end())).await;
    let turn = desk.ask("First?").await;
    desk.settled(turn).await;
    for _ in 0..10 {
        desk.profile.ask_again(turn).await.unwrap();
        desk.settled(turn).await;
    }
    let refused = desk.profile.ask_again(turn).await.unwrap_err().problem();
    assert!(refused.detail.contains("at most 10"), "{refused:?}");
    let next = desk.ask("Second?").await;
    desk.settled(next).await;
    let refused = desk.profile.ask_again(turn).await.unwrap_err().problem();
    assert_eq!(refused.code, ProblemCode::Refused);
    assert!(refused.detail.contains("newest"), "{refused:?}");
}

#[tokio::test]
async fn a_chosen_answer_counts_here_at_once_there_soon_and_after_a_restart() {
    let (mut desk, turn, first, second) = Desk::with_two(Script::new()).await;
    desk.profile.use_answer(first.id).await.unwrap();
    assert_eq!(desk.turn(turn).await.used_answer, first.id);
    let settled = desk.chosen(turn).await;
    assert_eq!((settled.used_answer, settled.used_problem), (first.id, None));
    assert_eq!(desk.script.seen("set_message_answer_used").await.body["MessageID"], first.message_id.as_str());
    let desk = desk.reopened().await;
    let row = desk.turn(turn).await;
    assert_eq!((row.used_answer, row.answers), (first.id, vec![first.id, second.id]));
}

#[tokio::test]
async fn a_choice_that_the_platform_does_not_take_is_taken_back_with_the_reason() {
    let (mut desk, turn, first, second) = Desk::with_two(Script::new()).await;
    desk.script.on("set_message_answer_used", Reply::status(500));
    desk.profile.use_answer(first.id).await.unwrap();
    let settled = desk.chosen(turn).await;
    assert_eq!(settled.used_answer, second.id);
    assert_eq!(settled.used_problem.unwrap().code, ProblemCode::Overloaded);
    desk.script.again("set_message_answer_used");
    desk.profile.use_answer(first.id).await.unwrap();
    let settled = desk.chosen(turn).await;
    assert_eq!((settled.used_answer, settled.used_problem), (first.id, None));
    desk.go_offline().await;
    desk.profile.use_answer(second.id).await.unwrap();
    let settled = desk.chosen(turn).await;
    assert_eq!(settled.used_answer, first.id, "what the agent remembers cannot be promised offline");
    assert_eq!(settled.used_problem.unwrap().code, ProblemCode::Offline);
}

#[tokio::test]
async fn alternates_and_the_choice_that_were_made_elsewhere_are_there_after_opening() {
    let (mut desk, turn, first, second) = Desk::with_two(Script::new()).await;
    desk.profile.use_answer(first.id).await.unwrap();
    desk.chosen(turn).await;
    // The same history, heard by a profile that has never seen it.
    desk.profile.finish().await;
    let file = desk.folder.path().join("parlance.sqlite");
    let database = rusqlite::Connection::open(&file).unwrap();
    database.execute_batch("DELETE FROM turn;").unwrap();
    drop(database);
    let mut desk = desk.restarted().await;
    desk.profile.open(desk.conversation, None).await.unwrap();
    let row = desk.told(|update| match update {
        Update::Turn { row } => Some(row.clone()),
        _ => None,
    });
    let row = row.await;
    let answers = desk.page().await.answers;
    let used = answers.iter().find(|answer| answer.id == row.used_answer).unwrap();
    assert_eq!(used.message_id, first.message_id);
    let mut ids: Vec<_> = answers.iter().map(|answer| answer.message_id.clone()).collect();
    ids.sort();
    let mut all = vec![first.message_id, second.message_id];
    all.sort();
    assert_eq!(ids, all);
}
