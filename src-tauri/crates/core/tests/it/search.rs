use std::collections::BTreeSet;

use parlance_core::{HitKind, Hits, Rating, Reason, SearchQuery, Timestamp};
use parlance_server::Script;

use crate::desk::Desk;
use crate::library::{Library, about, kinds, spoken};

fn text(words: &str) -> SearchQuery {
    SearchQuery { text: words.to_owned(), ..SearchQuery::default() }
}

#[tokio::test]
async fn what_was_asked_and_answered_is_found_at_once_and_after_a_restart() {
    let mut desk = Desk::with(Script::new().say("根证书可以在这里下载: root.pem").end()).await;
    let turn = desk.ask("Where is the Certificate?").await;
    desk.settled(turn).await;
    for _ in 0..2 {
        assert_eq!(spoken(&desk.profile, "证").await, [(HitKind::Answer, "[证]".to_owned())]);
        assert_eq!(spoken(&desk.profile, "证书").await, [(HitKind::Answer, "[证书]".to_owned())]);
        assert_eq!(spoken(&desk.profile, "根证书可").await, [(HitKind::Answer, "[根证书可]".to_owned())]);
        assert_eq!(spoken(&desk.profile, "ＲＯＯＴ").await, [(HitKind::Answer, "[root]".to_owned())]);
        let certificate = spoken(&desk.profile, "certif").await;
        assert_eq!(kinds(&certificate), [HitKind::Title, HitKind::Question].into(), "{certificate:?}");
        assert!(spoken(&desk.profile, "书证").await.is_empty());
        desk = desk.reopened().await;
    }
}

#[tokio::test]
async fn search_follows_names_removals_and_what_is_brought_back() {
    let mut desk = Desk::with(Script::new().say("An answer about whales.").end()).await;
    let turn = desk.ask("Whales?").await;
    desk.settled(turn).await;
    let (profile, conversation) = (desk.profile.clone(), desk.conversation);

    profile.rename(conversation, "鲸鱼和海豚".to_owned()).await.unwrap();
    assert_eq!(kinds(&spoken(&profile, "海豚").await), [HitKind::Title].into());
    profile.remove_turn(turn).await.unwrap();
    assert!(spoken(&profile, "whales").await.is_empty(), "a removed turn is not found");
    profile.restore_turn(turn).await.unwrap();
    assert_eq!(kinds(&spoken(&profile, "whales").await), [HitKind::Question, HitKind::Answer].into());
    profile.remove(conversation).await.unwrap();
    assert!(spoken(&profile, "whales").await.is_empty() && spoken(&profile, "海豚").await.is_empty());
    profile.restore(conversation).await.unwrap();
    assert_eq!(spoken(&profile, "whales").await.len(), 2);
    profile.remove(conversation).await.unwrap();
    let desk = desk.reopened().await;
    assert!(spoken(&desk.profile, "whales").await.is_empty(), "nothing comes back");
}

#[tokio::test]
async fn an_answer_that_does_not_count_is_found_with_its_own_id() {
    let mut desk = Desk::with(Script::new().say("First about foxes.").end().say("Then about badgers.").end()).await;
    let turn = desk.ask("Tell me.").await;
    desk.settled(turn).await;
    let again = desk.profile.ask_again(turn).await.unwrap();
    desk.settled(turn).await;
    let foxes = desk.profile.search(text("foxes"), None).await.unwrap().hits;
    let badgers = desk.profile.search(text("badgers"), None).await.unwrap().hits;
    assert_eq!((foxes.len(), badgers.len()), (1, 1));
    assert_eq!(badgers[0].answer_id, Some(again));
    assert_ne!(foxes[0].answer_id, Some(again));
    assert_eq!(foxes[0].turn_id, Some(turn));

    desk.profile.rate(again, Rating::Like, Reason::default()).await.unwrap();
    let liked = SearchQuery { rating: Some(Rating::Like), ..text("about") };
    let liked = desk.profile.search(liked, None).await.unwrap().hits;
    assert_eq!(liked.iter().map(|hit| hit.answer_id).collect::<Vec<_>>(), [Some(again)]);

    let spots = desk.profile.find(desk.conversation, "adger".to_owned()).await.unwrap();
    assert_eq!(spots.iter().map(|spot| (spot.answer_id, spot.count)).collect::<Vec<_>>(), [(Some(again), 1)]);
}

#[tokio::test]
async fn pages_are_newest_first_and_hold_everything_once() {
    let library = Library::open().await;
    for turn in 0..137 {
        // Written down in another order than they were asked in.
        let asked_at = 1_000_000 + (turn * 61 % 137) * 1_000;
        library.turn(asked_at, &format!("word and {turn}"), &["an answer without it"]);
    }
    for indexed in [false, true] {
        if indexed {
            library.indexed().await;
        }
        let (mut at, mut seen, mut after) = (i64::MAX, BTreeSet::new(), None);
        loop {
            let Hits { hits, more, .. } = library.profile.search(text("word"), after).await.unwrap();
            for hit in hits {
                if indexed {
                    assert!(hit.at.0 <= at, "newest first");
                }
                at = hit.at.0;
                assert!(seen.insert(hit.turn_id), "not twice");
            }
            after = more;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(seen.len(), 137);
    }
}

#[tokio::test]
async fn every_part_of_a_turn_is_found_as_what_it_is_and_can_be_asked_for_alone() {
    let library = Library::open().await;
    library.rich_turn();
    library.indexed().await;
    let all =
        [HitKind::Question, HitKind::Answer, HitKind::Citation, HitKind::File, HitKind::Variable, HitKind::Thought];
    assert_eq!(kinds(&spoken(&library.profile, "quokka").await), all.into());
    for kind in all {
        let query = SearchQuery { kinds: vec![kind], ..text("quokka") };
        let hits = library.profile.search(query, None).await.unwrap().hits;
        assert_eq!(hits.iter().map(|hit| hit.kind).collect::<Vec<_>>(), [kind]);
    }
    let titles = SearchQuery { kinds: vec![HitKind::Title], ..text("library") };
    assert_eq!(library.profile.search(titles, None).await.unwrap().hits.len(), 1);
}

#[tokio::test]
async fn time_agent_and_conversation_narrow_what_is_found() {
    let library = Library::open().await;
    let turns: Vec<_> = (0..40).map(|turn| library.turn(turn * 1_000, "same words", &["same words"])).collect();
    library.indexed().await;
    let between = SearchQuery { from: Some(Timestamp(10_000)), until: Some(Timestamp(12_000)), ..text("same") };
    let found = library.profile.search(between, None).await.unwrap().hits;
    let found: BTreeSet<_> = found.into_iter().filter_map(|hit| Some(hit.turn_id?.to_string())).collect();
    assert_eq!(found, turns[10..=12].iter().cloned().collect());
    let (agent, conversation) = (Some(library.agent), Some(library.conversation));
    let here = about(&library.profile, SearchQuery { agent, conversation, ..text("same") }).await;
    assert_eq!(here.len(), 80);
    let other = parlance_core::AgentId::make();
    assert!(about(&library.profile, SearchQuery { agent: Some(other), ..text("same") }).await.is_empty());
    let other = parlance_core::ConversationId::make();
    assert!(about(&library.profile, SearchQuery { conversation: Some(other), ..text("same") }).await.is_empty());
}

#[tokio::test]
async fn nothing_that_is_typed_means_anything_but_itself() {
    let library = Library::open().await;
    library.turn(
        1,
        "plain AND simple, 100% sure_thing 🎉 C++ (a) {b} NEAR/2 col:umn ^start -minus end* \"said\"",
        &["x"],
    );
    library.turn(2, "nothing of that", &["simple"]);
    library.indexed().await;
    for (query, found) in [
        ("AND", 1),
        ("simple AND plain", 1),
        ("plain OR nothing", 0),
        ("NOT simple", 0),
        ("NEAR", 1),
        ("near/2", 1),
        ("col:umn", 1),
        ("tokens:simple", 0),
        ("-minus", 1),
        ("^start", 1),
        ("end*", 1),
        ("en*", 1),
        ("%", 1),
        ("_", 1),
        ("sure_thing", 1),
        ("sure_th", 1),
        ("sure_nothing", 0),
        ("🎉", 1),
        ("🎈", 0),
        ("\"100%\"", 1),
        ("\"100%%\"", 0),
        ("\"C++\"", 1),
        ("\"simple, 100%\"", 1),
        ("\"plain simple\"", 0),
        ("(a) {b}", 1),
        ("'", 0),
        ("\"", 0),
        ("\"\"", 0),
        ("\0", 0),
        ("plain\0simple", 0),
        ("\"said", 1),
        ("\\", 0),
        ("", 0),
        ("   ", 0),
        ("“said”", 1),
    ] {
        let hits = about(&library.profile, text(query)).await;
        assert_eq!(hits.len(), found, "{query:?}: {hits:?}");
    }
    for long in ["汉".repeat(10_000), "word ".repeat(2_000), "x".repeat(10_000), "天气".repeat(5_000)] {
        assert!(about(&library.profile, text(&long)).await.is_empty());
    }
    assert_eq!(about(&library.profile, text(&"\"(".repeat(5_000))).await.len(), 1);
}

#[tokio::test]
async fn long_words_and_long_runs_are_found_whole() {
    let library = Library::open().await;
    let (word, run) = ("Z".repeat(90) + "end", "汉字".repeat(200) + "完");
    library.turn(1, &format!("key {word} {run}"), &["x"]);
    library.indexed().await;
    for query in [word.as_str(), &word[..50], &run, "字完"] {
        assert_eq!(about(&library.profile, text(query)).await.len(), 1, "{query}");
    }
    for query in [format!("{word}s"), "Z".repeat(91), "完汉".to_owned(), "汉字".repeat(201)] {
        assert!(about(&library.profile, text(&query)).await.is_empty(), "{query}");
    }
}
