use std::collections::BTreeSet;

use parlance_core::{Hit, SearchQuery};
use parlance_tokens::fold;
use proptest::prelude::*;

use crate::library::{Library, about};

fn text(words: &str) -> SearchQuery {
    SearchQuery { text: words.to_owned(), ..SearchQuery::default() }
}

/// Few letters, so that they meet often; both scripts, widths and cases, and an accent.
const LETTERS: &str = "[天气很好明b Ｂbaáz。， \n7]{0,24}";
const QUERY: &str = "([天气很好明]{1,5}|[bBáaｚz7]{1,3})( [天气很好明]{1,3}| [baz]{1,2}){0,2}";

fn folded(text: &str) -> String {
    fold(text).map(|folded| folded.char).collect()
}

/// What search promises, said in another way: by looking at every word of a text.
fn holds(text: &str, query: &str) -> bool {
    let text = folded(text);
    let words: BTreeSet<&str> =
        text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let query = folded(query);
    let mut asked = query.split(' ').peekable();
    while let Some(word) = asked.next() {
        let found = if !word.is_ascii() {
            text.contains(word)
        } else if asked.peek().is_none() && word.len() > 1 {
            words.iter().any(|known| known.starts_with(word))
        } else {
            words.contains(word)
        };
        if !found {
            return false;
        }
    }
    true
}

fn ids(hits: &[Hit]) -> BTreeSet<(String, Option<String>)> {
    let ids = hits.iter().filter_map(|hit| Some((hit.turn_id?.to_string(), hit.answer_id.map(|id| id.to_string()))));
    ids.collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn search_finds_what_a_look_at_every_text_finds(
        turns in prop::collection::vec((LETTERS, prop::collection::vec(LETTERS, 1..3), 0..100_i64), 1..30),
        queries in prop::collection::vec(QUERY, 1..20),
    ) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(async {
            let library = Library::open().await;
            let mut known = Vec::new();
            for (question, answers, at) in &turns {
                let texts: Vec<&str> = answers.iter().map(String::as_str).collect();
                known.push((library.turn(*at, question, &texts), question, answers));
            }
            for indexed in [false, true] {
                if indexed {
                    library.indexed().await;
                }
                for query in &queries {
                    let hits = about(&library.profile, text(query)).await;
                    let mut expected = 0;
                    for (turn, question, answers) in &known {
                        let asked = hits.iter().any(|hit| hit.turn_id.is_some_and(|id| id.to_string() == *turn) && hit.answer_id.is_none());
                        prop_assert_eq!(asked, holds(question, query), "{:?} in {:?}", query, question);
                        let answered = ids(&hits).iter().filter(|(id, answer)| id == turn && answer.is_some()).count();
                        let right = answers.iter().filter(|answer| holds(answer, query)).count();
                        prop_assert_eq!(answered, right, "{:?} in {:?}", query, answers);
                        expected += right + usize::from(holds(question, query));
                    }
                    prop_assert_eq!(hits.len(), expected + usize::from(holds("The library", query)));
                }
            }
            Ok(())
        })?;
    }
}

#[tokio::test]
async fn rows_that_were_there_before_the_index_are_taken_in_and_an_interrupted_run_goes_on() {
    let library = Library::open().await;
    for turn in 0..2_000 {
        library.turn(turn, &format!("before the index {turn}"), &["an answer of some length that is taken in, too"]);
    }
    let library = library.reopened(|beside| beside.execute_batch("DROP TABLE search").unwrap()).await;
    let mut before = library.state();
    for _ in 0..3 {
        while library.state() == before && !before.contains("\"turns\":\"all\"") {
            tokio::task::yield_now().await;
        }
        assert_eq!(about(&library.profile, text("index 1234")).await.len(), 1, "it is found meanwhile");
        before = library.state();
    }
    let reached: String = library.state();
    let library = library.reopened(|_| {}).await;
    let later = library.state();
    assert!(later >= reached || later.contains("\"turns\":\"all\""), "{later} goes on from {reached}");
    library.indexed().await;
    let count = |sql: &str| library.beside.query_row(sql, (), |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count("SELECT COUNT(*) FROM search_row"), 2_001, "each once");
    assert_eq!(count("SELECT COUNT(*) FROM search WHERE search MATCH '\"index\"'"), 2_000);
    assert_eq!(about(&library.profile, text("before")).await.len(), 2_000);
}

#[tokio::test]
async fn an_index_that_is_gone_or_damaged_is_made_anew() {
    let mut library = Library::open().await;
    library.turn(1, "still found", &["here"]);
    for damage in [
        "DROP TABLE search",
        "DROP TABLE search_due; DROP TRIGGER search_turn_added",
        "DROP TRIGGER search_answer_changed",
        "DELETE FROM note WHERE name = 'search'",
        "UPDATE note SET value = '{}' WHERE name = 'search'",
        "DELETE FROM search_data",
        "DROP TABLE search_row",
    ] {
        library = library.reopened(|beside| beside.execute_batch(damage).unwrap()).await;
        assert_eq!(about(&library.profile, text("found")).await.len(), 1, "{damage}");
        library.turn(2, "later", &["also"]);
        library.indexed().await;
        assert!(!about(&library.profile, text("later")).await.is_empty(), "{damage}");
        library.beside.execute("DELETE FROM turn WHERE question = 'later'", ()).unwrap();
        assert!(about(&library.profile, text("later")).await.is_empty(), "{damage}");
    }
}

#[tokio::test]
async fn the_index_holds_nothing_of_what_is_gone() {
    let library = Library::open().await;
    library.turn(1, "gone", &["gone"]);
    library.turn(2, "stays", &["stays"]);
    library.indexed().await;
    library.beside.pragma_update(None, "foreign_keys", true).unwrap();
    library.beside.execute("DELETE FROM turn WHERE question = 'gone'", ()).unwrap();
    library.beside.execute("UPDATE answer SET text = 'changed'", ()).unwrap();
    library.indexed().await;
    let count = |word: &str| {
        let sql = "SELECT COUNT(*) FROM search WHERE search MATCH ?1";
        library.beside.query_row(sql, (format!("\"{word}\""),), |row| row.get::<_, i64>(0)).unwrap()
    };
    assert_eq!((count("gone"), count("stays"), count("changed")), (0, 1, 1));
    library.beside.execute("DELETE FROM agent", ()).unwrap();
    while library.beside.query_row("SELECT COUNT(*) FROM search_row", (), |row| row.get::<_, i64>(0)).unwrap() > 0 {
        let _ = library.profile.save_settings(library.profile.snapshot().await.unwrap().settings).await;
    }
    assert_eq!((count("stays"), count("library")), (0, 0));
}
