use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use parlance_core::{Clock, Profile, Rating, Reason, RowId, Settings, Standing, Timestamp, TurnId, Update, Work};
use parlance_server::{Reply, Script};
use rusqlite::Connection;
use tempfile::TempDir;

use crate::desk::{Desk, options};
use crate::transfer::{exported, import};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

async fn asked(desk: &mut Desk, question: &str) -> TurnId {
    let turn = desk.ask(question).await;
    desk.settled(turn).await;
    turn
}

/// Waits until the platform is known to have a turn.
async fn confirmed(desk: &mut Desk, turn: TurnId) {
    desk.told(|update| {
        matches!(update, Update::Turn { row } if row.id == turn && row.standing == Standing::Confirmed).then_some(())
    })
    .await;
}

#[tokio::test]
async fn what_an_agent_takes_up_is_counted_by_kind() {
    let mut desk = Desk::with(Script::new().say("Yes.")).await;
    asked(&mut desk, "Much?").await;
    let at = Arc::new(AtomicU32::new(0));
    let work = Work::told({
        let at = Arc::clone(&at);
        move |progress| at.store(progress.done, Ordering::SeqCst)
    });
    let storage = desk.profile.storage(&work).await.unwrap().unwrap();
    let agent = storage.agents.iter().find(|row| row.agent_id == desk.agent).unwrap();
    assert_eq!((agent.conversations, agent.turns), (1, 1));
    assert!(agent.texts.0 >= 9 && agent.events.0 > 0 && storage.database.0 > agent.texts.0, "{storage:?}");
    assert_eq!(at.load(Ordering::SeqCst), 1, "it says how far it is");
    let ended = Work::default();
    ended.cancel();
    assert_eq!(desk.profile.storage(&ended).await.unwrap(), None);
}

#[tokio::test]
async fn clearing_takes_out_what_the_platform_gives_back_and_nothing_else() {
    let mut desk = Desk::with(Script::new().say("Yes.")).await;
    desk.profile.open(desk.conversation, None).await.unwrap();
    let turn = asked(&mut desk, "There?").await;
    confirmed(&mut desk, turn).await;
    desk.profile.close(desk.conversation).await;
    desk.profile.save_draft(desk.conversation, "Half a thought".into()).await.unwrap();
    desk.profile.tag(vec![desk.conversation], "law".into(), true).await.unwrap();
    let cleared = desk.profile.clear_cache(desk.agent, &Work::default()).await.unwrap();
    assert_eq!((cleared.turns, cleared.cancelled), (1, false));
    let row = desk.row().await;
    assert_eq!((row.title.as_str(), row.draft.as_str(), row.tags.len()), ("There?", "Half a thought", 1));

    let opened = desk.profile.open(desk.conversation, None).await.unwrap();
    assert!(opened.page.turns.is_empty(), "it is not here");
    desk.told(|update| matches!(update, Update::Turn { row } if row.question == "There?").then_some(())).await;
    assert_eq!(desk.page().await.answers[0].text, "Yes.", "it comes back");
}

#[tokio::test]
async fn clearing_leaves_what_is_only_here() {
    let mut desk = Desk::with(Script::new().say("Yes.")).await;
    desk.go_offline().await;
    asked(&mut desk, "Nobody hears this?").await;
    let cleared = desk.profile.clear_cache(desk.agent, &Work::default()).await.unwrap();
    assert_eq!(cleared.turns, 0);
    let page = desk.page().await;
    assert_eq!((page.turns[0].question.as_str(), page.turns[0].standing), ("Nobody hears this?", Standing::Local));
}

#[tokio::test]
async fn clearing_leaves_everything_where_the_platform_cannot_be_asked() {
    let mut desk = Desk::with(Script::new().say("Yes.")).await;
    desk.profile.open(desk.conversation, None).await.unwrap();
    let turn = asked(&mut desk, "There?").await;
    confirmed(&mut desk, turn).await;
    desk.profile.close(desk.conversation).await;
    desk.go_offline().await;
    desk.profile.clear_cache(desk.agent, &Work::default()).await.unwrap_err();
    assert_eq!(desk.page().await.answers[0].text, "Yes.");
}

#[tokio::test]
async fn clearing_leaves_what_the_platform_does_not_give_back() {
    let mut desk = Desk::with(Script::new().say("Yes.")).await;
    desk.profile.open(desk.conversation, None).await.unwrap();
    let turn = asked(&mut desk, "There?").await;
    confirmed(&mut desk, turn).await;
    desk.profile.close(desk.conversation).await;
    // A platform with a limit of its own.
    desk.script.on("get_conversation_messages", Reply::status(200).body(r#"{"Messages":[]}"#));
    let cleared = desk.profile.clear_cache(desk.agent, &Work::default()).await.unwrap();
    assert_eq!(cleared.turns, 0);
    assert_eq!(desk.page().await.answers[0].text, "Yes.");
}

#[tokio::test]
async fn nothing_is_deleted_by_age_unless_the_person_wants_it() {
    let mut desk = Desk::with(Script::new().say("Yes.")).await;
    asked(&mut desk, "Old?").await;
    let old = desk.conversation;
    desk.clock.advance(400 * DAY_MS);
    let desk = desk.reopened().await;
    assert_eq!(desk.row().await.id, old);
    let new = desk.profile.new_conversation(desk.agent).await.unwrap().id;
    let mut desk = Desk { conversation: new, ..desk };
    asked(&mut desk, "New?").await;
    desk.profile.save_settings(Settings { keep_days: 30, ..Settings::default() }).await.unwrap();
    let gone = RowId::Conversation(old);
    desk.told(|update| (*update == Update::Removed { row: gone }).then_some(())).await;
    let left: Vec<_> = desk.profile.snapshot().await.unwrap().conversations.into_iter().map(|row| row.id).collect();
    assert_eq!(left, [new]);
    assert!(desk.script.requests_for("delete_conversation").is_empty(), "the platform keeps its own");
    assert!(desk.profile.restore(old).await.is_err());
}

#[tokio::test]
async fn what_grew_too_old_between_two_runs_is_deleted_behind_the_start() {
    let mut desk = Desk::with(Script::new().say("Yes.")).await;
    asked(&mut desk, "Old?").await;
    desk.profile.save_settings(Settings { keep_days: 30, ..Settings::default() }).await.unwrap();
    assert_eq!(desk.row().await.title, "Old?", "it is young yet");
    desk.clock.advance(31 * DAY_MS);
    let desk = desk.reopened().await;
    let gone = async {
        while !desk.profile.snapshot().await.unwrap().conversations.is_empty() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), gone).await.expect("it goes");
}

#[tokio::test]
async fn what_somebody_keeps_is_not_deleted_by_age() {
    let mut desk = Desk::with(Script::new().say("Yes.")).await;
    asked(&mut desk, "Pinned?").await;
    desk.profile.pin(desk.conversation, true).await.unwrap();
    let drafted = desk.profile.new_conversation(desk.agent).await.unwrap().id;
    desk.profile.save_draft(drafted, "Not asked yet".into()).await.unwrap();
    desk.profile.save_settings(Settings { keep_days: 1, ..Settings::default() }).await.unwrap();
    desk.clock.advance(40 * DAY_MS);
    let desk = desk.reopened().await;
    assert_eq!(desk.profile.snapshot().await.unwrap().conversations.len(), 2);
}

#[tokio::test]
async fn what_was_opened_rated_or_is_only_here_is_not_deleted_by_age() {
    let mut desk = Desk::with(Script::new().say("Yes.")).await;
    let old = desk.conversation;
    asked(&mut desk, "Old?").await;
    let read = desk.profile.new_conversation(desk.agent).await.unwrap().id;
    desk.conversation = read;
    asked(&mut desk, "Read?").await;
    let rated = desk.profile.new_conversation(desk.agent).await.unwrap().id;
    desk.conversation = rated;
    let turn = asked(&mut desk, "Rated?").await;
    let answer = desk.page().await.turns.iter().find(|row| row.id == turn).unwrap().used_answer;
    desk.profile.rate(answer, Rating::Like, Reason::default()).await.unwrap();
    let here = desk.profile.new_conversation(desk.agent).await.unwrap().id;
    desk.conversation = here;
    asked(&mut desk, "Only here?").await;
    let beside = Connection::open(desk.folder.path().join("parlance.sqlite")).unwrap();
    beside.execute("UPDATE turn SET forgotten = 1 WHERE question = 'Only here?'", ()).unwrap();
    desk.clock.advance(40 * DAY_MS);
    assert_eq!(desk.profile.retiring(0).await.unwrap(), 0);
    assert_eq!(desk.profile.retiring(30).await.unwrap(), 2);
    desk.profile.open(read, None).await.unwrap();
    let used = "SELECT COUNT(*) FROM used WHERE conversation_id = ?1 AND at > 1000";
    while beside.query_row(used, (read.to_string(),), |row| row.get::<_, i64>(0)).unwrap() == 0 {
        tokio::task::yield_now().await;
    }
    desk.profile.close(read).await;
    assert_eq!(desk.profile.retiring(30).await.unwrap(), 1);
    desk.profile.save_settings(Settings { keep_days: 30, ..Settings::default() }).await.unwrap();
    let left: HashSet<_> = desk.profile.snapshot().await.unwrap().conversations.iter().map(|row| row.id).collect();
    assert_eq!(left, HashSet::from([read, rated, here]), "{old} is gone");
    assert_eq!(desk.profile.backups().await.unwrap().len(), 1, "and in a backup");
}

#[tokio::test]
async fn what_was_imported_today_is_not_deleted_by_its_age() {
    let mut desk = Desk::with(Script::new().say("Yes.")).await;
    asked(&mut desk, "Old?").await;
    let lines = exported(&desk.profile).await;
    let other = TempDir::new().unwrap();
    let options = options(other.path(), &desk.vault, &Clock::by_hand(Timestamp(100 * DAY_MS)));
    let profile = Profile::visit(options).await.unwrap();
    profile.save_settings(Settings { keep_days: 30, ..Settings::default() }).await.unwrap();
    import(&profile, &lines).await;
    assert_eq!(profile.retiring(30).await.unwrap(), 0, "it is decades old, and came just now");
}

#[tokio::test]
async fn a_compacted_database_is_smaller_and_holds_the_same() {
    let mut desk = Desk::with(Script::new().say(&"Long. ".repeat(20_000))).await;
    asked(&mut desk, "Long?").await;
    let long = desk.conversation;
    desk.conversation = desk.profile.new_conversation(desk.agent).await.unwrap().id;
    asked(&mut desk, "Kept?").await;
    desk.profile.remove_all(vec![long], false).await.unwrap();
    let desk = desk.reopened().await;
    let size = || async { desk.profile.storage(&Work::default()).await.unwrap().unwrap() };
    let before = size().await;
    assert!(before.free.0 > 0);
    assert!(desk.profile.compact(&Work::default()).await.unwrap());
    let after = size().await;
    assert!(after.free.0 == 0 && after.database < before.database, "{before:?} {after:?}");
    assert_eq!(desk.page().await.turns[0].question, "Kept?");
    let ended = Work::default();
    ended.cancel();
    // Where it was quicker than the end it is done; the history is whole either way.
    desk.profile.compact(&ended).await.unwrap();
    assert_eq!(desk.page().await.turns[0].question, "Kept?");
    assert!(desk.row().await.created_at > Timestamp(0));
}
