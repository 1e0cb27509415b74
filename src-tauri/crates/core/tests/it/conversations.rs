use parlance_core::{AnswerState, Page, ProblemCode, Reading, RowId, Settings, SyncState, Theme, TurnId, Update};
use parlance_server::Script;

use crate::desk::Desk;

#[tokio::test]
async fn a_conversation_opens_from_the_cache_while_offline() {
    let mut desk = Desk::with(Script::new().say("Kept.")).await;
    let turn = desk.ask("Will it be there?").await;
    let answer = desk.settled(turn).await;
    let compared = |update: &Update| match update {
        Update::Conversation { row } => {
            Some(row.sync).filter(|sync| matches!(sync, SyncState::Fresh | SyncState::Offline))
        }
        _ => None,
    };
    let mut desk = desk.reopened().await;
    desk.profile.open(desk.conversation, None).await.unwrap();
    assert_eq!(desk.told(compared).await, SyncState::Fresh);
    desk.go_offline().await;
    let mut desk = desk.reopened().await;
    desk.profile.open(desk.conversation, None).await.unwrap();
    assert_eq!(desk.told(compared).await, SyncState::Offline);
    assert_eq!(desk.row().await.title, "Will it be there?");
    assert_eq!(desk.answer(answer.id).await.text, "Kept.");
}

#[tokio::test]
async fn nothing_is_made_on_the_platform_before_the_first_question() {
    let desk = Desk::with(Script::new()).await;
    let again = desk.profile.new_conversation(desk.agent).await.unwrap();
    assert_eq!(again.id, desk.conversation, "the empty one is given again");
    assert!(desk.script.requests_for("create_conversation").is_empty());
}

#[tokio::test]
async fn older_turns_come_page_by_page() {
    let mut desk = Desk::with(Script::new().say("Yes.")).await;
    for number in 0..50 {
        let turn = desk.ask(&format!("Question {number}?")).await;
        desk.settled(turn).await;
    }
    let newest = desk.page().await;
    assert_eq!((newest.turns.len(), newest.older), (15, true));
    assert_eq!(newest.turns.last().unwrap().question, "Question 49?");
    let older = desk.profile.older(desk.conversation, Some(newest.turns[0].id)).await.unwrap();
    assert_eq!((older.turns.len(), older.older), (30, true));
    let oldest = desk.profile.older(desk.conversation, Some(older.turns[0].id)).await.unwrap();
    assert_eq!((oldest.turns.len(), oldest.older), (5, false));
    assert_eq!((oldest.turns[0].question.as_str(), oldest.answers.len()), ("Question 0?", 5));
    assert_eq!(desk.row().await.turns, 50);
}

#[tokio::test]
async fn a_conversation_opens_around_a_turn_and_is_read_on_both_ways() {
    let mut desk = Desk::with(Script::new().say("Yes.")).await;
    let mut turns = Vec::new();
    for number in 0..40 {
        let turn = desk.ask(&format!("Question {number}?")).await;
        desk.settled(turn).await;
        turns.push(turn);
    }
    let opened = desk.profile.open(desk.conversation, Some(turns[20])).await.unwrap();
    let ids = |page: &Page| page.turns.iter().map(|turn| turn.id).collect::<Vec<_>>();
    assert_eq!(ids(&opened.page), turns[5..=35]);
    assert_eq!((opened.page.older, opened.page.newer, opened.page.answers.len()), (true, true, 31));
    assert_eq!(
        (ids(&opened.newest), opened.newest.answers.len()),
        (vec![turns[39]], 1),
        "what was asked last is known"
    );
    let newer = desk.profile.newer(desk.conversation, Some(turns[35])).await.unwrap();
    assert_eq!((ids(&newer), newer.newer), (turns[36..].to_vec(), false));
    let first = desk.profile.newer(desk.conversation, None).await.unwrap();
    assert_eq!((ids(&first), first.older, first.newer), (turns[..30].to_vec(), false, true));
    let around = desk.profile.around(desk.conversation, turns[38]).await.unwrap();
    assert_eq!((ids(&around), around.newer), (turns[23..].to_vec(), false));
}

#[tokio::test]
async fn a_conversation_opens_at_its_end_when_the_turn_is_not_in_it() {
    let mut desk = Desk::with(Script::new().say("Yes.")).await;
    let turn = desk.ask("Question?").await;
    desk.settled(turn).await;
    let opened = desk.profile.open(desk.conversation, Some(TurnId::make())).await.unwrap();
    assert_eq!((opened.page.turns[0].id, opened.page.newer, opened.newest), (turn, false, Page::default()));
    let error = desk.profile.around(desk.conversation, TurnId::make()).await.unwrap_err();
    assert_eq!(error.problem().code, ProblemCode::Gone);
}

#[tokio::test]
async fn a_conversation_opens_where_it_was_last_read_also_after_a_restart() {
    let mut desk = Desk::with(Script::new().say("Yes.")).await;
    let mut turns = Vec::new();
    for number in 0..40 {
        let turn = desk.ask(&format!("Question {number}?")).await;
        desk.settled(turn).await;
        turns.push(turn);
    }
    let (conversation, reading) = (desk.conversation, Reading { turn: turns[4], above: 250_000 });
    desk.profile.save_reading(conversation, Some(reading)).await.unwrap();
    let desk = desk.reopened().await;
    let opened = desk.profile.open(conversation, None).await.unwrap();
    assert_eq!((opened.reading, opened.page.turns[4].id, opened.page.newer), (Some(reading), turns[4], true));
    let elsewhere = desk.profile.open(conversation, Some(turns[30])).await.unwrap();
    assert_eq!((elsewhere.reading, elsewhere.page.turns[15].id), (None, turns[30]), "what is asked for comes first");

    desk.profile.remove_turn(turns[4]).await.unwrap();
    let opened = desk.profile.open(conversation, None).await.unwrap();
    assert_eq!((opened.reading, opened.page.newer), (None, false), "a removed turn is no place");
    desk.profile.save_reading(conversation, Some(Reading { turn: TurnId::make(), above: 0 })).await.unwrap();
    desk.profile.save_reading(conversation, None).await.unwrap();
    let opened = desk.profile.open(conversation, None).await.unwrap();
    assert_eq!((opened.reading, opened.page.newer), (None, false));
}

#[tokio::test]
async fn an_unsent_question_survives_and_goes_when_it_is_asked() {
    let mut desk = Desk::with(Script::new().say("Yes.")).await;
    let draft = "Half a thought\nand more";
    desk.profile.save_draft(desk.conversation, draft.to_owned()).await.unwrap();
    let shown = desk.told(|update| match update {
        Update::Conversation { row } => Some(row.draft.clone()),
        _ => None,
    });
    assert_eq!(shown.await, "Half a thought and more");
    let mut desk = desk.reopened().await;
    assert_eq!(desk.profile.open(desk.conversation, None).await.unwrap().draft, draft);
    let turn = desk.ask("A whole thought.").await;
    desk.settled(turn).await;
    assert_eq!(desk.profile.open(desk.conversation, None).await.unwrap().draft, "");
    assert_eq!(desk.row().await.draft, "");
}

#[tokio::test]
async fn a_conversation_is_named_and_pinned() {
    let mut desk = Desk::with(Script::new().say("Yes.")).await;
    let turn = desk.ask("What is it called? I wonder.").await;
    desk.settled(turn).await;
    desk.profile.rename(desk.conversation, "  My own  ".into()).await.unwrap();
    desk.profile.pin(desk.conversation, true).await.unwrap();
    let desk = desk.reopened().await;
    assert_eq!((desk.row().await.title.as_str(), desk.row().await.pinned), ("My own", true));
    desk.profile.rename(desk.conversation, " ".into()).await.unwrap();
    assert_eq!(desk.row().await.title, "What is it called?", "its first question names it again");
}

#[tokio::test]
async fn a_removed_conversation_can_be_brought_back() {
    let mut desk = Desk::with(Script::new().say("Yes.")).await;
    let turn = desk.ask("Still there?").await;
    desk.settled(turn).await;
    desk.profile.remove(desk.conversation).await.unwrap();
    let row = RowId::Conversation(desk.conversation);
    desk.told(|update| (*update == Update::Removed { row }).then_some(())).await;
    assert!(desk.profile.snapshot().await.unwrap().conversations.is_empty());
    assert_eq!(desk.profile.open(desk.conversation, None).await.unwrap_err().problem().code, ProblemCode::Gone);
    desk.profile.restore(desk.conversation).await.unwrap();
    assert_eq!(desk.page().await.turns[0].question, "Still there?");
}

#[tokio::test]
async fn removing_stops_the_answer_and_the_next_start_forgets_for_good() {
    let desk = Desk::with(Script::new().say("Talking").wait()).await;
    desk.ask("Talk.").await;
    desk.script.waiting().await;
    desk.written("Talking").await;
    let platform_id = desk.row().await.platform_id;
    desk.profile.remove(desk.conversation).await.unwrap();
    desk.script.seen("stop_message").await;
    let desk = desk.reopened().await;
    assert_eq!(desk.script.seen("delete_conversation").await.body["AppConversationID"], platform_id.as_str());
    assert_eq!(desk.profile.restore(desk.conversation).await.unwrap_err().problem().code, ProblemCode::Gone);
    assert_ne!(desk.profile.new_conversation(desk.agent).await.unwrap().id, desk.conversation);
}

#[tokio::test]
async fn what_was_deleted_a_moment_before_a_kill_is_there_again() {
    let mut desk = Desk::with(Script::new().say("Yes.")).await;
    let turn = desk.ask("Kept?").await;
    desk.settled(turn).await;
    desk.profile.remove(desk.conversation).await.unwrap();
    assert!(desk.profile.snapshot().await.unwrap().conversations.is_empty());
    let desk = desk.restarted().await;
    assert_eq!(desk.row().await.title, "Kept?");
    assert_eq!(desk.page().await.answers[0].text, "Yes.");
    assert!(desk.script.requests_for("delete_conversation").is_empty());
}

#[tokio::test]
async fn what_was_asked_elsewhere_is_there_after_opening() {
    let mut desk = Desk::with(Script::new().say("Yes.")).await;
    let turn = desk.ask("Here?").await;
    desk.settled(turn).await;
    let elsewhere = desk.client().await;
    let query = parlance_protocol::ChatQuery {
        app_conversation_id: parlance_protocol::AppConversationId::new(desk.row().await.platform_id),
        query: "And elsewhere?".into(),
        ..Default::default()
    };
    let mut answering = elsewhere.ask(&query, parlance_client::Dialect::Auto).await.unwrap();
    while futures_util::StreamExt::next(&mut answering).await.is_some() {}

    desk.page().await;
    desk.told(|update| matches!(update, Update::Turn { row } if row.question == "And elsewhere?").then_some(())).await;
    let page = desk.page().await;
    let questions: Vec<_> = page.turns.iter().map(|turn| turn.question.as_str()).collect();
    assert_eq!(questions, ["Here?", "And elsewhere?"]);
    assert_eq!(page.answers[1].text, "Yes.");
    assert_eq!(desk.row().await.turns, 2);
}

#[tokio::test]
async fn a_program_that_ends_in_mid_answer_leaves_an_interrupted_one() {
    let desk = Desk::with(Script::new().say("Half of").wait()).await;
    desk.ask("Talk.").await;
    desk.script.waiting().await;
    desk.written("Half of").await;
    let desk = desk.reopened().await;
    let answer = desk.page().await.answers.remove(0);
    assert_eq!((answer.state, answer.text.as_str()), (AnswerState::Interrupted, "Half of"));
    assert!(desk.script.requests_for("stop_message").is_empty(), "the platform goes on");
}

#[tokio::test]
async fn the_persons_choices_are_kept() {
    let desk = Desk::with(Script::new()).await;
    let settings = Settings { theme: Theme::Dark, locale: "zh-CN".into(), details: true, ..Settings::default() };
    desk.profile.save_settings(settings.clone()).await.unwrap();
    assert_eq!(desk.reopened().await.profile.snapshot().await.unwrap().settings, settings);
}
