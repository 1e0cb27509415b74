//! What agents wait for: a person's word, or the end of a task.

use std::time::Duration;

use parlance_core::{AskedBy, Delivery, Interrupt, InterruptState, ProblemCode, Step, StepKind, TurnId, Update, Wants};
use parlance_server::{Reply, Script};

use crate::desk::Desk;

impl Desk {
    /// What the newest turn but so many waits for.
    async fn interrupted(&self) -> (Step, Interrupt) {
        let step = self.page().await.steps.into_iter().find(|step| step.kind == StepKind::Interrupt).unwrap();
        let interrupt = step.interrupt.clone().unwrap();
        (step, interrupt)
    }

    async fn ended(&mut self, turn: TurnId) {
        self.settled(turn).await;
    }

    /// Lets time pass until what is waited for has come to this.
    async fn comes_to(&self, state: InterruptState) -> Interrupt {
        tokio::time::timeout(Duration::from_secs(30), async {
            loop {
                self.clock.advance(500);
                tokio::task::yield_now().await;
                let (_, interrupt) = self.interrupted().await;
                if interrupt.state == state {
                    return interrupt;
                }
            }
        })
        .await
        .expect("it comes to that")
    }

    /// Lets time pass until the platform was asked after tasks so often.
    async fn asked_after(&self, times: usize) {
        tokio::time::timeout(Duration::from_secs(30), async {
            while self.script.requests_for("query_skill_async_task").len() < times {
                self.clock.advance(250);
                tokio::task::yield_now().await;
            }
        })
        .await
        .expect("it is asked after");
    }

    /// Lets so many seconds pass, in small steps.
    async fn seconds(&self, seconds: i64) {
        for _ in 0..seconds {
            self.clock.advance(1_000);
            for _ in 0..20 {
                tokio::task::yield_now().await;
            }
        }
    }
}

fn confirming() -> Script {
    Script::new().say("One moment.").interrupt("confirm", "Delete **all** of it?").end().say("Deleted.").end()
}

#[tokio::test]
async fn a_decision_is_made_anew_where_the_turn_that_answered_it_was_deleted() {
    let mut desk = Desk::with(confirming().say("Kept.").end()).await;
    let turn = desk.ask("Delete.").await;
    desk.ended(turn).await;
    let (step, _) = desk.interrupted().await;
    let confirmed = desk.profile.answer_interrupt(step.id, "Confirm".into()).await.unwrap();
    desk.ended(confirmed).await;
    desk.profile.remove_turn(confirmed).await.unwrap();
    let declined = desk.profile.answer_interrupt(step.id, "Decline".into()).await.unwrap();
    assert_eq!(desk.settled(declined).await.text, "Kept.");
    assert_eq!(desk.interrupted().await.1.answer, "Decline");
}

#[tokio::test]
async fn a_decision_that_an_agent_waits_for_is_made_after_a_restart_and_once() {
    let mut desk = Desk::with(confirming()).await;
    let turn = desk.ask("Delete.").await;
    desk.ended(turn).await;
    desk.profile.save_draft(desk.conversation, "Half a thought".into()).await.unwrap();
    let mut desk = desk.restarted().await;
    let (step, interrupt) = desk.interrupted().await;
    assert_eq!((step.title.as_str(), step.text.as_str()), ("confirm", "Delete **all** of it?"));
    assert_eq!((interrupt.wants, interrupt.state), (Wants::Decision, InterruptState::Waiting));
    let empty = desk.profile.answer_interrupt(step.id, " ".into()).await.unwrap_err().problem();
    assert_eq!(empty.code, ProblemCode::BadQuestion);

    let next = desk.profile.answer_interrupt(step.id, "Confirm".into()).await.unwrap();
    let told = desk.told(|update| match update {
        Update::Step { row } if row.id == step.id => row.interrupt.clone(),
        _ => None,
    });
    assert_eq!(told.await.state, InterruptState::Answered);
    assert_eq!(desk.settled(next).await.text, "Deleted.");
    assert_eq!(desk.script.seen("chat_query_v2").await.body["Query"], "Confirm");
    let again = desk.profile.answer_interrupt(step.id, "Confirm".into()).await.unwrap_err().problem();
    assert_eq!(again.code, ProblemCode::Refused);
    assert_eq!(desk.script.requests_for("chat_query_v2").len(), 2);
    assert_eq!(desk.profile.open(desk.conversation, None).await.unwrap().draft, "Half a thought");
    let desk = desk.reopened().await;
    let (_, interrupt) = desk.interrupted().await;
    assert_eq!((interrupt.state, interrupt.answer.as_str()), (InterruptState::Answered, "Confirm"));
}

#[tokio::test]
async fn two_presses_at_once_are_one_answer() {
    let mut desk = Desk::with(confirming()).await;
    let turn = desk.ask("Delete.").await;
    desk.ended(turn).await;
    let (step, _) = desk.interrupted().await;
    let both = tokio::join!(
        desk.profile.answer_interrupt(step.id, "Confirm".into()),
        desk.profile.answer_interrupt(step.id, "Confirm".into())
    );
    assert!(both.0.is_ok() != both.1.is_ok(), "{both:?}");
    desk.script.seen_times("chat_query_v2", 2).await;
    assert_eq!(desk.page().await.turns.len(), 2);
}

#[tokio::test]
async fn the_next_question_is_the_answer_wherever_it_was_written() {
    let script = Script::new().interrupt("info_collect", "Which year?").end().say("1911.").end();
    let mut desk = Desk::with(script).await;
    let turn = desk.ask("When?").await;
    desk.ended(turn).await;
    assert_eq!(desk.interrupted().await.1.wants, Wants::Input);
    let next = desk.ask("The first one.").await;
    desk.ended(next).await;
    let (step, interrupt) = desk.interrupted().await;
    assert_eq!((interrupt.state, interrupt.answer.as_str()), (InterruptState::Answered, "The first one."));
    let late = desk.profile.answer_interrupt(step.id, "Another".into()).await.unwrap_err().problem();
    assert_eq!(late.code, ProblemCode::Refused);
}

#[tokio::test]
async fn a_question_that_waits_for_the_end_of_an_answer_is_no_decision() {
    let script = Script::new().say("One moment.").wait().interrupt("confirm", "Delete all of it?").end().say("Done.");
    let mut desk = Desk::with(script).await;
    let turn = desk.ask("Delete.").await;
    desk.script.waiting().await;
    desk.profile.queue(desk.conversation, "And list what is left.".into()).await.unwrap();
    desk.script.advance();
    desk.ended(turn).await;
    let held = desk.told(|update| match update {
        Update::Queued { row } if row.held => Some(row.question.clone()),
        _ => None,
    });
    assert_eq!(held.await, "And list what is left.");
    assert_eq!(desk.interrupted().await.1.state, InterruptState::Waiting);
    assert_eq!(desk.script.requests_for("chat_query_v2").len(), 1);
}

#[tokio::test]
async fn an_answer_that_does_not_reach_the_platform_stays_in_its_turn_with_a_way_on() {
    let mut desk = Desk::with(confirming()).await;
    let turn = desk.ask("Delete.").await;
    desk.ended(turn).await;
    let (step, _) = desk.interrupted().await;
    desk.go_offline().await;
    let next = desk.profile.answer_interrupt(step.id, "Confirm".into()).await.unwrap();
    assert_eq!(desk.settled(next).await.problem.unwrap().code, ProblemCode::Offline);
    assert_eq!(desk.page().await.turns[1].question, "Confirm");
}

#[tokio::test]
async fn a_task_is_asked_after_over_a_restart_and_its_result_is_a_turn_that_nobody_asked_for() {
    let script = Script::new().say("I begin.").task("The report is being made.").end();
    let mut desk = Desk::with(script).await;
    let turn = desk.ask("Make a report.").await;
    desk.ended(turn).await;
    let (step, interrupt) = desk.interrupted().await;
    assert_eq!((interrupt.wants, interrupt.task_id.is_empty()), (Wants::Task, false));
    let refused = desk.profile.answer_interrupt(step.id, "Hurry".into()).await.unwrap_err().problem();
    assert_eq!(refused.code, ProblemCode::Refused, "a task waits for nobody");
    desk.asked_after(1).await;
    let asked = desk.script.seen("query_skill_async_task").await.body;
    assert_eq!(asked["TaskIDs"], serde_json::json!([interrupt.task_id]));

    let mut desk = desk.reopened().await;
    desk.script.finish_task("Here is **the report**.").await;
    let clock = desk.clock.clone();
    let moves = tokio::spawn(async move {
        loop {
            clock.advance(500);
            tokio::task::yield_now().await;
        }
    });
    let late = desk.told(|update| match update {
        Update::Turn { row } if row.asked_by == AskedBy::Task => Some(row.clone()),
        _ => None,
    });
    let late = late.await;
    let unread = desk.told(|update| match update {
        Update::Conversation { row } => Some((row.unread, row.turns, row.preview.clone())),
        _ => None,
    });
    assert_eq!(unread.await, (true, 2, "Here is the report.".to_owned()));
    moves.abort();
    let page = desk.page().await;
    assert_eq!((page.turns[1].id, page.answers[1].text.as_str()), (late.id, "Here is **the report**."));
    assert_eq!(desk.interrupted().await.1.state, InterruptState::Succeeded);
    let asked = desk.script.requests_for("query_skill_async_task").len();
    desk.seconds(300).await;
    assert_eq!(desk.script.requests_for("query_skill_async_task").len(), asked, "nobody asks any more");
    let desk = desk.reopened().await;
    assert_eq!(desk.page().await.turns.len(), 2, "it came once");
    assert_eq!(desk.page().await.answers[1].feedback.delivery, Delivery::Settled);
}

#[tokio::test]
async fn a_task_that_fails_or_is_not_known_any_more_says_so() {
    for (lost, state, reason) in [(false, InterruptState::Failed, "No paper."), (true, InterruptState::Lost, "")] {
        let mut desk = Desk::with(Script::new().task("Wait.").end()).await;
        let turn = desk.ask("Print.").await;
        desk.ended(turn).await;
        if lost {
            desk.script.lose_task().await;
        } else {
            desk.script.fail_task("No paper.").await;
        }
        let interrupt = desk.comes_to(state).await;
        assert!(interrupt.reason.contains(reason), "{interrupt:?}");
        assert_eq!(desk.page().await.turns.len(), 1);
    }
}

#[tokio::test]
async fn a_platform_that_cannot_be_asked_is_asked_again_ever_more_rarely() {
    let script = Script::new().task("Wait.").end().on("query_skill_async_task", Reply::status(502));
    let mut desk = Desk::with(script).await;
    let turn = desk.ask("Print.").await;
    desk.ended(turn).await;
    let mut last = desk.clock.now();
    for (number, least) in (1..).zip([2, 3, 5, 8, 13, 21, 34, 60, 60]) {
        desk.asked_after(number).await;
        let now = desk.clock.now();
        // It may be later: while a request is on its way, the clock goes on here.
        assert!(now.0 - last.0 >= least * 1_000, "look {number} came after {} ms", now.0 - last.0);
        last = now;
    }
    desk.script.again("query_skill_async_task").finish_task("Done.").await;
    desk.comes_to(InterruptState::Succeeded).await;
}

#[tokio::test]
async fn of_a_removed_conversation_nothing_is_asked_any_more() {
    let mut desk = Desk::with(Script::new().task("Wait.").end()).await;
    let turn = desk.ask("Print.").await;
    desk.ended(turn).await;
    desk.profile.remove(desk.conversation).await.unwrap();
    desk.seconds(120).await;
    assert!(desk.script.requests_for("query_skill_async_task").is_empty());
    desk.profile.restore(desk.conversation).await.unwrap();
    desk.script.finish_task("Done.").await;
    desk.comes_to(InterruptState::Succeeded).await;
    let asked = desk.script.requests_for("query_skill_async_task").len();
    desk.profile.remove(desk.conversation).await.unwrap();
    let desk = desk.restarted().await;
    desk.seconds(120).await;
    assert_eq!(desk.script.requests_for("query_skill_async_task").len(), asked);
}

#[tokio::test]
async fn a_result_that_comes_while_something_else_is_answered_waits_for_its_end() {
    let script = Script::new().task("Wait.").end().say("Meanwhile").wait().say(".").end();
    let mut desk = Desk::with(script).await;
    let first = desk.ask("Print.").await;
    desk.ended(first).await;
    let second = desk.ask("And meanwhile?").await;
    desk.script.waiting().await;
    desk.script.finish_task("Printed.").await;
    desk.seconds(60).await;
    assert_eq!(desk.page().await.turns.len(), 2, "nothing comes between a question and its answer");
    desk.script.advance();
    assert_eq!(desk.settled(second).await.text, "Meanwhile.");
    desk.comes_to(InterruptState::Succeeded).await;
    let page = desk.page().await;
    let asked: Vec<_> = page.turns.iter().map(|turn| (turn.question.as_str(), turn.asked_by)).collect();
    assert_eq!(asked, [("Print.", AskedBy::Person), ("And meanwhile?", AskedBy::Person), ("", AskedBy::Task)]);
}

#[tokio::test]
async fn where_tasks_cannot_be_asked_after_the_result_is_there_after_opening() {
    let missing = Reply::status(404).body("404 page not found").header("content-type", "text/plain");
    let script = Script::new().task("Wait.").end().on("query_skill_async_task", missing);
    let mut desk = Desk::with(script).await;
    let turn = desk.ask("Print.").await;
    desk.ended(turn).await;
    desk.asked_after(1).await;
    desk.seconds(300).await;
    assert_eq!(desk.script.requests_for("query_skill_async_task").len(), 1, "what is not there is tried once");
    desk.script.finish_task("Printed.").await;
    desk.page().await;
    desk.told(|update| matches!(update, Update::Turn { row } if row.asked_by == AskedBy::Task).then_some(())).await;
    assert_eq!(desk.page().await.answers[1].text, "Printed.");
}
