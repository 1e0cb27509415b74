//! Rows of which a part cannot be read: they are shown as damaged, and hide nothing.

use parlance_core::{AnswerState, ListQuery, ProblemCode, SearchQuery};
use parlance_server::Script;
use rusqlite::Connection;

use crate::desk::Desk;
use crate::transfer::exported;

fn beside(desk: &Desk) -> Connection {
    Connection::open(desk.folder.path().join("parlance.sqlite")).unwrap()
}

/// Two turns, of which the platform cannot be asked any more.
async fn two_turns() -> Desk {
    let mut desk = Desk::with(Script::agent("Tutor").think("Hm.").say("Yes.").end().say("No.")).await;
    for question in ["Really?", "Truly?"] {
        let turn = desk.ask(question).await;
        desk.settled(turn).await;
    }
    desk.go_offline().await;
    desk
}

async fn found(desk: &Desk, text: &str) -> usize {
    let query = SearchQuery { text: text.to_owned(), ..SearchQuery::default() };
    desk.profile.search(query, None).await.unwrap().hits.len()
}

#[tokio::test]
async fn a_value_that_nobody_knows_hides_neither_its_row_nor_its_conversation() {
    let mut desk = Desk::with(Script::agent("Tutor").think("Hm.").say("Yes.")).await;
    let turn = desk.ask("Really?").await;
    let answer = desk.settled(turn).await.id;
    let beside = beside(&desk);
    for change in [
        "UPDATE agent SET kind = 'oracle', detail = 'much', opening = 'no JSON', variables = '{'",
        "UPDATE conversation SET variable_values = '[1'",
        "UPDATE turn SET asked_by = 'a ghost', files = 'nothing', used_problem = '7'",
        "UPDATE step SET kind = 'dance', citations = '{}}'",
        "UPDATE answer SET state = 'dreaming', usage = '[', suggestions = '\"', problem = '{\"code\":\"strange\"}', rating = 'meh'",
    ] {
        beside.execute_batch(change).unwrap();
    }
    let snapshot = desk.profile.snapshot().await.unwrap();
    assert_eq!((snapshot.agents[0].name.as_str(), snapshot.conversations[0].title.as_str()), ("Tutor", "Really?"));
    let page = desk.page().await;
    assert_eq!(page.turns[0].question, "Really?");
    assert!(page.turns[0].damaged);
    assert_eq!((page.answers[0].id, page.answers[0].text.as_str()), (answer, "Yes."));
    assert_eq!(page.answers[0].state, AnswerState::Failed);
    assert_eq!(page.answers[0].problem.as_ref().map(|problem| problem.code), Some(ProblemCode::PartDamaged));
    assert_eq!(page.steps[0].text, "Hm.");
}

#[tokio::test]
async fn text_with_changed_bytes_is_shown_with_the_sign_for_them() {
    let desk = two_turns().await;
    let beside = beside(&desk);
    for change in [
        "UPDATE conversation SET title = CAST(x'52FF61' AS TEXT), preview = CAST(x'FF' AS TEXT)",
        "UPDATE turn SET question = CAST(x'FE536F' AS TEXT), query_id = CAST(x'FF' AS TEXT) WHERE seq = 0",
        "UPDATE answer SET text = CAST(x'596573FF2E' AS TEXT) WHERE text = 'Yes.'",
        "UPDATE step SET text = CAST(x'48FF' AS TEXT)",
    ] {
        beside.execute_batch(change).unwrap();
    }
    let page = desk.page().await;
    assert_eq!((page.turns[0].question.as_str(), page.turns[0].damaged), ("\u{FFFD}So", true));
    assert_eq!((page.turns[1].question.as_str(), page.turns[1].damaged), ("Truly?", false));
    assert_eq!(page.answers[0].text, "Yes\u{FFFD}.");
    assert_eq!(page.answers[0].problem.as_ref().map(|problem| problem.code), Some(ProblemCode::PartDamaged));
    assert_eq!((page.answers[1].text.as_str(), &page.answers[1].problem), ("No.", &None));
    assert_eq!(page.steps[0].text, "H\u{FFFD}");
    let list = desk.profile.conversations(ListQuery::default(), None).await.unwrap();
    assert_eq!(list.rows[0].title, "R\u{FFFD}a");
    assert_eq!((found(&desk, "so").await, found(&desk, "no").await), (1, 1));
    assert!(exported(&desk.profile).await.contains("Truly?"));
}

#[tokio::test]
async fn a_row_whose_id_cannot_be_read_hides_no_other() {
    let desk = two_turns().await;
    let other = desk.profile.new_conversation(desk.agent).await.unwrap();
    desk.profile.save_draft(other.id, "kept".into()).await.unwrap();
    let beside = beside(&desk);
    for change in [
        "PRAGMA foreign_keys = OFF",
        "UPDATE step SET id = 'broken'",
        "UPDATE turn SET id = 'broken' WHERE seq = 1",
        "UPDATE conversation SET id = 'broken' WHERE turns = 0",
        "INSERT INTO agent (id, name, base_url, user_id, built_in, kind, key_stored, opening, variables, detail,
                            position, added_at)
         SELECT 'broken', name, base_url, user_id, 0, kind, key_stored, opening, variables, detail, 9, added_at
           FROM agent",
    ] {
        beside.execute_batch(change).unwrap();
    }
    let page = desk.page().await;
    assert_eq!(page.turns.iter().map(|turn| turn.question.as_str()).collect::<Vec<_>>(), ["Really?"]);
    assert_eq!((page.answers[0].text.as_str(), page.answers[0].steps.len()), ("Yes.", 0));
    let snapshot = desk.profile.snapshot().await.unwrap();
    assert_eq!((snapshot.agents.len(), snapshot.conversations.len()), (1, 1));
    assert_eq!(found(&desk, "really").await, 2);
}
