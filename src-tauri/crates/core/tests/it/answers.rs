use std::collections::HashMap;

use parlance_core::{AnswerState, ProblemCode, RowId, StepKind, Update};
use parlance_protocol::ChatEvent;
use parlance_server::{Reply, Script};

use crate::desk::Desk;

#[tokio::test]
async fn an_answer_grows_while_it_streams_and_ends_done() {
    let mut desk = Desk::with(Script::new().say("早上").wait().say("好 👋").say("！")).await;
    desk.page().await;
    let turn = desk.ask("怎么问好？").await;
    desk.script.waiting().await;
    desk.written("早上").await;
    assert!(desk.row().await.running);
    desk.script.advance();

    let mut text = String::new();
    let answer = loop {
        match desk.updates.next().await.unwrap() {
            Update::Text { of: RowId::Answer(_), at, append } => {
                assert_eq!(at as usize, text.encode_utf16().count());
                text.push_str(&append);
            }
            Update::Answer { row } if row.state == AnswerState::Streaming => text = row.text,
            Update::Answer { row } => break row,
            _ => {}
        }
    };
    assert_eq!((answer.state, answer.text.as_str()), (AnswerState::Done, "早上好 👋！"));
    assert_eq!(text, answer.text, "the pieces make the whole");
    assert_eq!(answer.turn_id, turn);
    assert!(!answer.message_id.is_empty());

    let query_id = desk.told(|update| match update {
        Update::Turn { row } if !row.query_id.is_empty() => Some(row.query_id.clone()),
        _ => None,
    });
    assert!(!query_id.await.is_empty(), "the question's id is learned behind it");
    let row = desk.row().await;
    assert_eq!((row.title.as_str(), row.preview.as_str()), ("怎么问好？", "早上好 👋！"));
    assert!(!row.running && !row.unread && !row.platform_id.is_empty());
    assert_eq!(row.turns, 1);
}

#[tokio::test]
async fn the_question_is_there_before_the_network_is_touched() {
    let desk = Desk::with(Script::new().on("create_conversation", Reply::silence())).await;
    let turn = desk.ask("Is anybody there?").await;
    let page = desk.page().await;
    assert_eq!((page.turns[0].id, page.turns[0].question.as_str()), (turn, "Is anybody there?"));
    assert_eq!(page.answers[0].state, AnswerState::Streaming);
    assert_eq!(page.turns[0].answers, [page.answers[0].id]);
    assert_eq!(page.turns[0].used_answer, page.answers[0].id);
}

#[tokio::test]
async fn growing_texts_are_told_of_open_conversations_only() {
    let mut desk = Desk::with(Script::new().say("one ").wait().say("two")).await;
    let turn = desk.ask("Count.").await;
    desk.script.waiting().await;
    desk.script.advance();
    let mut texts = HashMap::new();
    loop {
        match desk.updates.next().await.unwrap() {
            Update::Text { of, append, .. } => drop(texts.insert(of, append)),
            Update::Answer { row } if row.state == AnswerState::Done => break,
            _ => {}
        }
    }
    assert!(texts.is_empty(), "{texts:?}");
    let unread = desk.told(|update| match update {
        Update::Conversation { row } => Some(row.unread),
        _ => None,
    });
    assert!(unread.await, "nobody has seen it");
    assert_eq!(desk.page().await.turns[0].id, turn);
    assert!(!desk.row().await.unread, "now somebody has");
}

#[tokio::test]
async fn a_stop_before_the_first_token_stops() {
    let mut desk = Desk::with(Script::new().wait().say("never")).await;
    let turn = desk.ask("Say nothing.").await;
    desk.script.waiting().await;
    let answer = desk.page().await.answers[0].id;
    desk.profile.stop(answer).await.unwrap();
    let stopped = desk.settled(turn).await;
    assert_eq!((stopped.state, stopped.text.as_str()), (AnswerState::Stopped, ""));
    assert!(!desk.row().await.running);
    desk.script.advance();
    let told = desk.script.seen("stop_message").await;
    assert!(told.body["MessageID"].as_str().is_some_and(|id| !id.is_empty()), "its first word named it");
    assert_eq!(desk.answer(answer).await.text, "", "a late word is not heard");
}

#[tokio::test]
async fn a_stop_while_the_conversation_is_being_made_asks_nothing() {
    let mut desk = Desk::with(Script::new().on("create_conversation", Reply::silence())).await;
    let turn = desk.ask("Never mind.").await;
    desk.script.seen("create_conversation").await;
    desk.profile.stop(desk.page().await.answers[0].id).await.unwrap();
    assert_eq!(desk.settled(turn).await.state, AnswerState::Stopped);
    assert!(desk.script.requests_for("chat_query_v2").is_empty());
}

#[tokio::test]
async fn a_stopped_answer_keeps_its_text_and_the_platform_is_told() {
    let mut desk = Desk::with(Script::new().say("so far").wait().say(" and late")).await;
    let turn = desk.ask("Talk.").await;
    desk.script.waiting().await;
    desk.written("so far").await;
    let answer = desk.page().await.answers[0].id;
    desk.profile.stop(answer).await.unwrap();
    let stopped = desk.settled(turn).await;
    assert_eq!((stopped.state, stopped.text.as_str()), (AnswerState::Stopped, "so far"));
    let told = desk.script.seen("stop_message").await;
    assert_eq!(told.body["MessageID"], stopped.message_id.as_str());
    desk.script.advance();
    desk.profile.stop(answer).await.unwrap();
    let desk = desk.reopened().await;
    let after = desk.answer(answer).await;
    assert_eq!((after.state, after.text.as_str()), (AnswerState::Stopped, "so far"));
}

#[tokio::test]
async fn a_lost_stop_changes_nothing() {
    let script = Script::new().say("so far").wait().on("stop_message", Reply::status(502));
    let mut desk = Desk::with(script).await;
    let turn = desk.ask("Talk.").await;
    desk.script.waiting().await;
    desk.written("so far").await;
    desk.profile.stop(desk.page().await.answers[0].id).await.unwrap();
    assert_eq!(desk.settled(turn).await.state, AnswerState::Stopped);
    desk.script.seen("stop_message").await;
    let answer = desk.page().await.answers.remove(0);
    assert_eq!((answer.state, answer.problem), (AnswerState::Stopped, None));
}

#[tokio::test]
async fn an_agent_that_gives_up_is_quoted() {
    let mut desk = Desk::with(Script::new().say("I ").fail("no model today")).await;
    let turn = desk.ask("Well?").await;
    let answer = desk.settled(turn).await;
    assert_eq!((answer.state, answer.text.as_str()), (AnswerState::Failed, "I "));
    let problem = answer.problem.unwrap();
    assert_eq!(problem.code, ProblemCode::AgentFailed);
    assert_eq!(problem.said, "no model today");
}

#[tokio::test]
async fn a_cut_answer_keeps_its_text_and_can_be_asked_for_again() {
    let mut desk = Desk::with(Script::new().say("The first half").cut().say("All of it.")).await;
    let turn = desk.ask("What happens when the line breaks?").await;
    let cut = desk.settled(turn).await;
    assert_eq!((cut.state, cut.text.as_str()), (AnswerState::Failed, "The first half"));
    assert_eq!(cut.problem.as_ref().map(|problem| problem.code), Some(ProblemCode::Cut));

    let again = desk.profile.ask_again(turn).await.unwrap();
    let whole = desk.settled(turn).await;
    assert_eq!((whole.id, whole.state, whole.text.as_str()), (again, AnswerState::Done, "All of it."));
    desk.go_offline().await;
    let desk = desk.reopened().await;
    let page = desk.page().await;
    assert_eq!((page.turns[0].answers.clone(), page.turns[0].used_answer), (vec![cut.id, again], again));
    assert_eq!(desk.answer(cut.id).await, cut, "it is there after a restart, as it was");
}

#[tokio::test]
async fn a_conversation_that_cannot_be_begun_keeps_the_question() {
    let mut desk = Desk::with(Script::new().say("Hello.").on("create_conversation", Reply::status(502))).await;
    let turn = desk.ask("Hello?").await;
    let failed = desk.settled(turn).await;
    assert_eq!(failed.problem.unwrap().code, ProblemCode::Overloaded);
    assert_eq!(desk.page().await.turns[0].question, "Hello?");
    desk.script.again("create_conversation");
    desk.profile.ask_again(turn).await.unwrap();
    assert_eq!(desk.settled(turn).await.text, "Hello.");
    assert_eq!(desk.script.requests_for("create_conversation").len(), 2);
    desk.profile.ask(desk.conversation, "And again?".into()).await.unwrap();
    desk.script.seen_times("chat_query_v2", 2).await;
    assert_eq!(desk.script.requests_for("create_conversation").len(), 2, "it was begun once");
}

#[tokio::test]
async fn without_a_server_the_answer_fails_and_the_question_stays() {
    let mut desk = Desk::with(Script::new()).await;
    desk.go_offline().await;
    let turn = desk.ask("Anybody?").await;
    assert_eq!(desk.settled(turn).await.problem.unwrap().code, ProblemCode::Offline);
}

#[tokio::test]
async fn a_question_has_a_word_and_a_limit() {
    let mut desk = Desk::with(Script::new().say("Long.")).await;
    for question in ["", " \n\t", &"长".repeat(100_001)] {
        let refused = desk.profile.ask(desk.conversation, question.to_owned()).await.unwrap_err().problem();
        assert_eq!(refused.code, ProblemCode::BadQuestion);
    }
    assert!(desk.page().await.turns.is_empty());
    let huge = "长".repeat(100_000);
    let turn = desk.ask(&huge).await;
    assert_eq!(desk.settled(turn).await.state, AnswerState::Done);
    assert_eq!(desk.script.seen("chat_query_v2").await.body["Query"], huge.as_str());
    assert_eq!(desk.row().await.title.chars().count(), 40);
}

#[tokio::test]
async fn two_conversations_are_answered_at_once_and_one_conversation_one_at_a_time() {
    let mut desk = Desk::with(Script::new().say("one").wait().end().say("two").wait()).await;
    let first = desk.ask("First?").await;
    desk.script.waiting().await;
    let refused = desk.profile.ask(desk.conversation, "And?".into()).await.unwrap_err().problem();
    assert_eq!(refused.code, ProblemCode::Refused);
    let other = desk.profile.new_conversation(desk.agent).await.unwrap().id;
    assert_ne!(other, desk.conversation);
    let second = desk.profile.ask(other, "Second?".into()).await.unwrap();
    desk.script.seen_times("chat_query_v2", 2).await;
    desk.script.advance();
    desk.script.advance();
    let mut ended = vec![];
    while ended.len() < 2 {
        ended.push(
            desk.told(|update| match update {
                Update::Answer { row } if row.state == AnswerState::Done => Some((row.turn_id, row.text.clone())),
                _ => None,
            })
            .await,
        );
    }
    ended.sort();
    assert_eq!(ended, [(first, "one".to_owned()), (second, "two".to_owned())]);
}

#[tokio::test]
async fn what_the_agent_does_is_kept_as_steps_and_as_it_came() {
    let retrieved = r#"{"event":"knowledge_retrieve_end","docs":{"outputList":[{"output":"九月一日开学"}]}}"#;
    let script = Script::new().think("Let me see.").raw(format!("data: {retrieved}\n\n")).say("九月。");
    let script = script.event(ChatEvent::Suggestion { suggested_questions: vec!["几点？".into()] });
    let mut desk = Desk::with(script).await;
    let turn = desk.ask("何时开学？").await;
    let answer = desk.settled(turn).await;
    assert_eq!(answer.suggestions, ["几点？"]);
    desk.go_offline().await;
    let desk = desk.reopened().await;
    let page = desk.page().await;
    let kinds: Vec<_> = page.steps.iter().map(|step| (step.kind, step.running)).collect();
    assert_eq!(kinds, [(StepKind::Think, false), (StepKind::Knowledge, false)]);
    assert_eq!(page.steps[0].text, "Let me see.");
    assert_eq!(page.steps[1].citations[0].text, "九月一日开学");
    assert_eq!(page.answers[0].steps, page.steps.iter().map(|step| step.id).collect::<Vec<_>>());
    let frames = desk.profile.frames(answer.id, 0).await.unwrap();
    assert!(frames.iter().any(|frame| frame.raw == retrieved), "{frames:?}");
}

#[tokio::test]
async fn a_row_can_be_told_again() {
    let mut desk = Desk::with(Script::new().say("half").wait().say(" whole")).await;
    let turn = desk.ask("Well?").await;
    desk.script.waiting().await;
    desk.written("half").await;
    let answer = desk.page().await.answers[0].id;
    desk.profile.refresh(RowId::Answer(answer)).await.unwrap();
    let text = desk.told(|update| match update {
        Update::Answer { row } if row.text == "half" => Some(row.state),
        _ => None,
    });
    assert_eq!(text.await, AnswerState::Streaming);
    desk.script.advance();
    desk.settled(turn).await;
    desk.profile.refresh(RowId::Turn(turn)).await.unwrap();
    assert_eq!(desk.told(|update| matches!(update, Update::Turn { row } if row.id == turn).then_some(())).await, ());
    let gone = RowId::Turn(parlance_core::TurnId::make());
    desk.profile.refresh(gone).await.unwrap();
    desk.told(|update| (*update == Update::Removed { row: gone }).then_some(())).await;
}
