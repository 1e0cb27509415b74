use parlance_client::{Client, Dialect};
use parlance_core::{ConversationId, ListCursor, ListQuery, ProblemCode, Timestamp, Update};
use parlance_protocol::{AppConversationId, ChatQuery, CreateConversation, DeleteConversation, UpdateConversation};
use parlance_server::{Reply, Script};
use rusqlite::Connection;

use crate::desk::Desk;

fn of(desk: &Desk) -> ListQuery {
    ListQuery { agent: Some(desk.agent), ..ListQuery::default() }
}

/// Many conversations, written beside the profile; the later ones were active later.
fn many(desk: &Desk, count: usize) -> Vec<ConversationId> {
    let mut database = Connection::open(desk.folder.path().join("parlance.sqlite")).unwrap();
    let transaction = database.transaction().unwrap();
    let ids: Vec<_> = (0..count).map(|_| ConversationId::make()).collect();
    for (place, id) in ids.iter().enumerate() {
        transaction
            .execute(
                "INSERT INTO conversation
                     (id, agent_id, platform_id, title, pinned, preview, turns, unread, created_at, active_at)
                 VALUES (?1, ?2, '', ?3, 0, 'P', 1, 0, 1, ?4)",
                (id, desk.agent, format!("Conversation {place}"), i64::try_from(place / 3).unwrap() + 2_000),
            )
            .unwrap();
    }
    transaction.commit().unwrap();
    ids
}

async fn titles(desk: &Desk, query: ListQuery) -> Vec<String> {
    let page = desk.profile.conversations(query, None).await.unwrap();
    page.rows.into_iter().map(|row| row.title).collect()
}

async fn walked(desk: &Desk, query: ListQuery, after: Option<ListCursor>) -> Vec<ConversationId> {
    let (mut found, mut after) = (Vec::new(), after);
    loop {
        let page = desk.profile.conversations(query.clone(), after).await.unwrap();
        found.extend(page.rows.iter().map(|row| row.id));
        match page.more {
            Some(more) => after = Some(more),
            None => return found,
        }
    }
}

/// Asks a question as another program of the same person does.
async fn ask_elsewhere(client: &Client, conversation: &AppConversationId, query: &str) {
    let query = ChatQuery { app_conversation_id: conversation.clone(), query: query.into(), ..ChatQuery::default() };
    let mut answering = client.ask(&query, Dialect::Auto).await.unwrap();
    while futures_util::StreamExt::next(&mut answering).await.is_some() {}
}

async fn begin_elsewhere(client: &Client) -> AppConversationId {
    client.call(&CreateConversation::default()).await.unwrap().id().unwrap().clone()
}

#[tokio::test]
async fn twenty_thousand_conversations_are_walked_through_page_by_page() {
    let desk = Desk::with(Script::new()).await;
    let mut ids = many(&desk, 20_000);
    let first = desk.profile.snapshot().await.unwrap().conversations;
    assert_eq!(first.len(), 50, "the window begins with what it shows");
    let all = walked(&desk, of(&desk), None).await;
    assert_eq!(all.len(), ids.len() + 1);
    assert_eq!(all[0], first[0].id);
    let listed = desk.profile.conversation_ids(of(&desk)).await.unwrap();
    assert_eq!(all, listed, "page by page and at once are the same list");
    ids.push(desk.conversation);
    ids.sort();
    let mut sorted = all;
    sorted.sort();
    assert_eq!(sorted, ids, "each is there once");
}

#[tokio::test]
async fn a_list_whose_rows_move_between_two_pages_loses_none() {
    let desk = Desk::with(Script::new()).await;
    let ids = many(&desk, 250);
    let first = desk.profile.conversations(of(&desk), None).await.unwrap();
    // The last one of the page and one far below go to the top.
    let (last, below) = (first.rows.last().unwrap().id, ids[3]);
    desk.profile.pin(last, true).await.unwrap();
    desk.profile.pin(below, true).await.unwrap();
    let mut rest = walked(&desk, of(&desk), first.more).await;
    rest.extend(first.rows.iter().map(|row| row.id));
    rest.push(below);
    rest.sort();
    rest.dedup();
    assert_eq!(rest.len(), 251);
    let again = desk.profile.conversations(of(&desk), None).await.unwrap();
    assert_eq!(again.rows[..2].iter().map(|row| row.id).collect::<Vec<_>>(), [last, below]);
}

#[tokio::test]
async fn the_list_is_filtered_by_words_without_their_forms() {
    let desk = Desk::with(Script::new()).await;
    many(&desk, 300);
    desk.profile.rename(desk.conversation, "Ｃａｍｐｕｓ 校园网".into()).await.unwrap();
    let found = |text: &str| titles(&desk, ListQuery { text: text.into(), ..of(&desk) });
    assert_eq!(found("campus").await, ["Ｃａｍｐｕｓ 校园网"]);
    assert_eq!(found(" 园网 ").await, ["Ｃａｍｐｕｓ 校园网"]);
    assert_eq!(found("CONVERSATION 299").await, ["Conversation 299"]);
    assert!(found("%").await.is_empty(), "every character means itself");
    assert_eq!(found("conversation").await.len(), 100, "a page of them");
}

#[tokio::test]
async fn an_archived_conversation_is_out_of_the_list_until_one_goes_on_with_it() {
    let mut desk = Desk::with(Script::new().say("Yes.")).await;
    let turn = desk.ask("Is it over?").await;
    desk.settled(turn).await;
    desk.profile.archive(vec![desk.conversation], true).await.unwrap();
    let archive = ListQuery { archived: true, ..of(&desk) };
    assert!(titles(&desk, of(&desk)).await.is_empty());
    assert_eq!(titles(&desk, archive.clone()).await, ["Is it over?"]);
    let mut desk = desk.reopened().await;
    assert!(desk.profile.snapshot().await.unwrap().conversations.is_empty());
    assert_eq!(desk.page().await.turns.len(), 1, "it is read all the same");
    let turn = desk.ask("Not quite.").await;
    desk.settled(turn).await;
    assert_eq!(titles(&desk, of(&desk)).await, ["Is it over?"]);
    assert!(titles(&desk, archive).await.is_empty());
}

#[tokio::test]
async fn tags_go_across_agents_and_are_there_as_long_as_they_are_used() {
    let desk = Desk::with(Script::new()).await;
    let ids = many(&desk, 3);
    desk.profile.tag(vec![ids[0], ids[2]], "  to \n read ".into(), true).await.unwrap();
    desk.profile.tag(vec![ids[0]], "law".into(), true).await.unwrap();
    let tags = || async {
        let tags = desk.profile.tags().await.unwrap();
        tags.into_iter().map(|tag| (tag.name, tag.conversations)).collect::<Vec<_>>()
    };
    assert_eq!(tags().await, [("law".into(), 1), ("to read".into(), 2)]);
    let tagged = |tag: &str| titles(&desk, ListQuery { tag: tag.into(), ..ListQuery::default() });
    let mut both = tagged("to read").await;
    both.sort();
    assert_eq!(both, ["Conversation 0", "Conversation 2"]);
    desk.profile.rename_tag("to read".into(), "law".into()).await.unwrap();
    assert_eq!(tags().await, [("law".into(), 2)]);
    desk.profile.tag(vec![ids[0]], "law".into(), false).await.unwrap();
    assert_eq!(tagged("law").await, ["Conversation 2"]);
    desk.profile.rename_tag("law".into(), String::new()).await.unwrap();
    assert!(tags().await.is_empty());
}

#[tokio::test]
async fn a_title_and_a_pin_are_passed_on_to_the_platform() {
    let mut desk = Desk::with(Script::new().say("Yes.")).await;
    let turn = desk.ask("What is it called?").await;
    desk.settled(turn).await;
    desk.profile.rename(desk.conversation, "My own".into()).await.unwrap();
    let told = desk.script.seen("update_conversation").await;
    assert_eq!((&told.body["ConversationName"], told.body.get("Inputs")), (&"My own".into(), None));
    desk.profile.pin(desk.conversation, true).await.unwrap();
    desk.script.seen("set_conversation_top").await;
    desk.profile.pin(desk.conversation, false).await.unwrap();
    desk.script.seen("cancel_conversation_top").await;
}

#[tokio::test]
async fn a_persons_title_stays_when_its_question_goes() {
    let mut desk = Desk::with(Script::new().say("Yes.")).await;
    let turn = desk.ask("What is it called?").await;
    desk.settled(turn).await;
    // Even where it says what the question said.
    desk.profile.rename(desk.conversation, "What is it called?".into()).await.unwrap();
    desk.profile.remove_turn(turn).await.unwrap();
    assert_eq!(desk.row().await.title, "What is it called?");
}

#[tokio::test]
async fn conversations_begun_elsewhere_come_behind_the_list_with_their_turns_when_they_are_opened() {
    let mut desk = Desk::with(Script::new().say("Yes.")).await;
    let elsewhere = desk.client().await;
    let (named, unnamed) = (begin_elsewhere(&elsewhere).await, begin_elsewhere(&elsewhere).await);
    ask_elsewhere(&elsewhere, &named, "From the other desk?").await;
    ask_elsewhere(&elsewhere, &unnamed, "And this one?").await;
    begin_elsewhere(&elsewhere).await;
    let name = UpdateConversation {
        app_conversation_id: named.clone(),
        conversation_name: Some("Named over there".into()),
        inputs: None,
    };
    elsewhere.call(&name).await.unwrap();

    desk.profile.conversations(of(&desk), None).await.unwrap();
    let came = desk.told(|update| match update {
        Update::Conversation { row } if row.platform_id == named.as_str() => Some(row.clone()),
        _ => None,
    });
    let came = came.await;
    assert_eq!(came.title, "Named over there");
    let listed = desk.profile.conversations(of(&desk), None).await.unwrap().rows;
    assert_eq!(listed.len(), 3, "one of ours, two of theirs, and none in which nothing was said");
    let untitled = listed.into_iter().find(|row| row.platform_id == unnamed.as_str()).unwrap();
    assert_eq!(untitled.title, "");

    desk.profile.open(untitled.id, None).await.unwrap();
    desk.told(|update| matches!(update, Update::Turn { row } if row.question == "And this one?").then_some(())).await;
    let title = desk.told(|update| match update {
        Update::Conversation { row } if row.id == untitled.id => {
            Some(row.title.clone()).filter(|title| !title.is_empty())
        }
        _ => None,
    });
    assert_eq!(title.await, "And this one?");
    assert_eq!(desk.script.requests_for("get_conversation_list").len(), 1, "it is not asked for all the time");
}

#[tokio::test]
async fn what_was_deleted_elsewhere_is_marked_and_kept() {
    let mut desk = Desk::with(Script::new().say("Yes.")).await;
    let turn = desk.ask("Still here?").await;
    desk.settled(turn).await;
    let elsewhere = desk.client().await;
    ask_elsewhere(&elsewhere, &begin_elsewhere(&elsewhere).await, "Another").await;
    let there = AppConversationId::new(desk.row().await.platform_id);
    elsewhere.call(&DeleteConversation { app_conversation_id: there }).await.unwrap();
    desk.clock.advance(60_000);
    desk.profile.conversations(of(&desk), None).await.unwrap();
    let conversation = desk.conversation;
    desk.told(|update| {
        matches!(update, Update::Conversation { row } if row.id == conversation && row.gone).then_some(())
    })
    .await;
    assert_eq!(desk.page().await.turns[0].question, "Still here?");
}

#[tokio::test]
async fn what_is_deleted_here_only_stays_on_the_platform_and_does_not_come_back() {
    let mut desk = Desk::with(Script::new().say("Yes.")).await;
    let turn = desk.ask("Here only?").await;
    desk.settled(turn).await;
    desk.profile.remove_all(vec![desk.conversation], false).await.unwrap();
    desk.profile.restore(desk.conversation).await.unwrap();
    assert_eq!(desk.page().await.turns.len(), 1, "there is a way back");
    desk.profile.remove_all(vec![desk.conversation], false).await.unwrap();
    let desk = desk.reopened().await;
    let refused = desk.profile.restore(desk.conversation).await.unwrap_err().problem();
    assert_eq!(refused.code, ProblemCode::Gone, "it is forgotten at the next start");
    let mut desk = desk.reopened().await;
    desk.clock.advance(600_000);
    let elsewhere = desk.client().await;
    ask_elsewhere(&elsewhere, &begin_elsewhere(&elsewhere).await, "News?").await;
    desk.profile.conversations(of(&desk), None).await.unwrap();
    desk.told(|update| {
        matches!(update, Update::Conversation { row } if row.turns == 0 && !row.platform_id.is_empty()).then_some(())
    })
    .await;
    assert_eq!(desk.profile.conversation_ids(of(&desk)).await.unwrap().len(), 1, "the news alone");
    assert!(desk.script.requests_for("delete_conversation").is_empty());
}

#[tokio::test]
async fn a_platform_without_a_list_is_not_asked_again() {
    let script = Script::new().say("Yes.").on("get_conversation_list", Reply::status(404));
    let mut desk = Desk::with(script).await;
    let turn = desk.ask("Anything?").await;
    desk.settled(turn).await;
    desk.profile.conversations(of(&desk), None).await.unwrap();
    desk.script.seen("get_conversation_list").await;
    let mut desk = desk.reopened().await;
    desk.clock.advance(600_000);
    desk.profile.conversations(of(&desk), None).await.unwrap();
    // The platform is told of the pin behind the list: a list would have been asked for before.
    desk.profile.pin(desk.conversation, true).await.unwrap();
    desk.script.seen("set_conversation_top").await;
    assert_eq!(desk.script.requests_for("get_conversation_list").len(), 1);
    assert_eq!(desk.row().await.title, "Anything?");
    assert!(desk.updates.ready().is_some());
}

#[tokio::test]
async fn several_conversations_are_deleted_and_brought_back_at_once() {
    let desk = Desk::with(Script::new()).await;
    let ids = many(&desk, 5);
    desk.profile.remove_all(ids[..4].to_vec(), true).await.unwrap();
    assert_eq!(titles(&desk, of(&desk)).await, ["Conversation 4", ""]);
    desk.profile.restore_all(ids[..4].to_vec()).await.unwrap();
    assert_eq!(titles(&desk, of(&desk)).await.len(), 6);
}

#[tokio::test]
async fn a_conversation_says_what_it_holds() {
    let mut desk = Desk::with(Script::new().say("Yes.")).await;
    for question in ["One?", "Two?"] {
        let turn = desk.ask(question).await;
        desk.settled(turn).await;
    }
    let facts = desk.profile.facts(desk.conversation).await.unwrap();
    assert_eq!((facts.turns, facts.answers, facts.files, facts.text_bytes), (2, 2, 0, 16));
    assert!(facts.total_tokens >= facts.output_tokens);
    let never = Timestamp(0);
    assert!(desk.row().await.created_at > never);
}
