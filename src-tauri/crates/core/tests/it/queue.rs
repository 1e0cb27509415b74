//! A question that waits for the end of the running answer.

use parlance_core::{AnswerState, ProblemCode, Queued, RowId, Update};
use parlance_server::Script;

use crate::desk::Desk;

impl Desk {
    async fn waits(&mut self, held: bool) -> String {
        self.told(|update| match update {
            Update::Queued { row } if row.held == held => Some(row.question.clone()),
            _ => None,
        })
        .await
    }

    async fn queue(&self, question: &str) {
        self.profile.queue(self.conversation, question.into()).await.unwrap();
    }

    async fn queued(&self) -> Option<Queued> {
        self.profile.open(self.conversation, None).await.unwrap().queued
    }
}

#[tokio::test]
async fn it_is_asked_when_the_answer_ends_well_with_its_own_files() {
    let mut desk = Desk::with(Script::new().say("One").wait().end().say("Two")).await;
    desk.ask("First?").await;
    desk.script.waiting().await;
    desk.profile.save_draft(desk.conversation, "Second?".into()).await.unwrap();
    desk.profile.attach_link(desk.conversation, "https://x.edu/l.pdf".into(), String::new()).await.unwrap();
    desk.queue("Second?").await;
    assert_eq!(desk.waits(false).await, "Second?");
    let opened = desk.profile.open(desk.conversation, None).await.unwrap();
    assert_eq!((opened.draft.as_str(), opened.attachments[0].queued), ("", true));
    desk.profile.save_draft(desk.conversation, "A third".into()).await.unwrap();
    desk.script.advance();
    desk.told(|update| matches!(update, Update::Removed { row: RowId::Queued(_) }).then_some(())).await;
    let second = desk.script.seen_times("chat_query_v2", 2).await.body;
    assert_eq!((&second["Query"], &second["QueryExtends"]["Files"][0]["Name"]), (&"Second?".into(), &"l.pdf".into()));
    assert_eq!(desk.row().await.draft, "A third", "what was written meanwhile stays");
}

#[tokio::test]
async fn after_a_bad_end_it_is_held_until_it_is_sent() {
    let mut desk = Desk::with(Script::new().say("Half").wait().fail("no more").say("Two").wait()).await;
    desk.ask("First?").await;
    desk.script.waiting().await;
    desk.queue("Second?").await;
    desk.queue("And more.").await;
    desk.script.advance();
    assert_eq!(desk.waits(true).await, "Second?\n\nAnd more.");
    assert_eq!(desk.page().await.turns.len(), 1, "nothing was asked");
    desk.profile.send_queued(desk.conversation).await.unwrap();
    desk.script.seen_times("chat_query_v2", 2).await;
    desk.queue("Third?").await;
    desk.profile.send_queued(desk.conversation).await.unwrap();
    let page = desk.page().await;
    let states: Vec<_> = page.answers.iter().map(|answer| answer.state).collect();
    assert_eq!(states, [AnswerState::Failed, AnswerState::Stopped, AnswerState::Streaming], "it was stopped for it");
    assert_eq!(desk.queued().await, None);
}

#[tokio::test]
async fn it_can_be_taken_back_with_its_files_or_away() {
    let desk = Desk::with(Script::new().say("One").wait()).await;
    desk.ask("First?").await;
    desk.script.waiting().await;
    desk.profile.attach_link(desk.conversation, "https://x.edu/l.pdf".into(), String::new()).await.unwrap();
    desk.queue("Second?").await;
    desk.profile.save_draft(desk.conversation, "then".into()).await.unwrap();
    assert_eq!(desk.profile.unqueue(desk.conversation).await.unwrap(), "Second?");
    let opened = desk.profile.open(desk.conversation, None).await.unwrap();
    assert_eq!((opened.draft.as_str(), opened.attachments[0].queued), ("Second?\n\nthen", false));
    desk.queue("Second, then?").await;
    assert_eq!(desk.profile.drop_queued(desk.conversation).await.unwrap(), "Second, then?");
    assert_eq!((desk.queued().await, desk.row().await.draft), (None, "l.pdf".to_owned()));
    let refused = desk.profile.queue(desk.conversation, "  ".into()).await.unwrap_err().problem();
    assert_eq!(refused.code, ProblemCode::BadQuestion);
}

#[tokio::test]
async fn after_a_restart_it_is_the_draft_and_nothing_is_asked() {
    let mut desk = Desk::with(Script::new().say("One").wait()).await;
    desk.ask("First?").await;
    desk.script.waiting().await;
    desk.profile.attach_link(desk.conversation, "https://x.edu/l.pdf".into(), String::new()).await.unwrap();
    desk.queue("Second?").await;
    desk.profile.save_draft(desk.conversation, "then".into()).await.unwrap();
    assert_eq!(desk.waits(false).await, "Second?");
    let desk = desk.reopened().await;
    let opened = desk.profile.open(desk.conversation, None).await.unwrap();
    assert_eq!((opened.draft.as_str(), opened.queued.is_none()), ("Second?\n\nthen", true));
    assert!(!opened.attachments[0].queued);
    assert_eq!(desk.script.requests_for("chat_query_v2").len(), 1);
}

#[tokio::test]
async fn where_nothing_runs_any_more_it_is_asked_at_once() {
    let mut desk = Desk::with(Script::new().say("One").end().say("Two")).await;
    let turn = desk.ask("First?").await;
    desk.settled(turn).await;
    desk.queue("Second?").await;
    assert_eq!(desk.script.seen_times("chat_query_v2", 2).await.body["Query"], "Second?");
    assert_eq!(desk.queued().await, None);
}
