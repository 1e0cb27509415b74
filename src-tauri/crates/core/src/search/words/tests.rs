use super::*;

fn found(text: &str, query: &str) -> Vec<String> {
    let text = Text::of(text);
    let places = Words::of(query).places(&text).unwrap_or_default();
    places.into_iter().map(|place| text.chars[place].iter().collect()).collect()
}

#[test]
fn all_words_must_be_there_in_any_order() {
    assert_eq!(found("red blue green", "green red"), ["red", "green"]);
    assert!(found("red blue", "green red").is_empty());
}

#[test]
fn the_last_word_may_be_the_beginning_of_one_until_a_space_ends_it() {
    assert_eq!(found("certificates", "cert"), ["cert"]);
    assert!(found("certificates", "cert ").is_empty());
    assert!(found("certificates", "cert root").is_empty());
    assert!(found("certificates", "tific").is_empty(), "not from within");
    assert!(found("certificates", "c").is_empty(), "one letter is no beginning");
    assert_eq!(found("vitamin C", "c"), ["c"]);
}

#[test]
fn characters_without_spaces_are_found_side_by_side() {
    assert_eq!(found("今天天气很好，天气", "天气"), ["天气", "天气"]);
    assert_eq!(found("今天天气很好", "天天气很"), ["天天气很"]);
    assert!(found("天。气", "天气").is_empty());
    assert_eq!(found("타워", "워"), ["워"]);
}

#[test]
fn signs_between_words_only_part_them() {
    assert_eq!(found("version v1.2 of it", "v1.2"), ["v1.2"]);
    assert_eq!(found("version v1 2", "v1.2"), ["v1 2"]);
    assert!(found("v1 or 2", "v1.2").is_empty());
    assert_eq!(found("我的 API 密钥", "API密钥"), ["api 密钥"]);
    assert!(found("密钥 API", "API密钥").is_empty());
    assert_eq!(found("I don't", "don’t"), ["don't"]);
}

#[test]
fn quotes_are_taken_at_their_word() {
    assert_eq!(found("it costs 100% now", "\"100% now\""), ["100% now"]);
    assert!(found("it costs 100 % now", "\"100% now\"").is_empty());
    assert_eq!(found("one\n  two", "\"one two\""), ["one two"]);
    assert!(found("stone two", "\"one two\"").is_empty(), "from a word's beginning");
    assert!(found("one twofold", "\"one two\"").is_empty(), "to a word's end");
    assert_eq!(found("C++ and C", "“c++”"), ["c++"]);
    assert_eq!(found("the end", "\"the en"), Vec::<String>::new());
    assert_eq!(found("alpha beta", "\"alpha\" be"), ["alpha", "be"]);
}

#[test]
fn what_has_no_letters_is_found_as_it_stands() {
    assert_eq!(found("well 🎉🎉 done", "🎉"), ["🎉", "🎉"]);
    assert_eq!(found("a -> b", "->"), ["->"]);
    assert_eq!(Words::of("🎉 %").expression(), None);
    assert!(Words::of(" \t\u{3000}").is_empty());
}

#[test]
fn the_index_is_asked_for_quoted_tokens_only() {
    let asked = |query: &str| Words::of(query).expression().unwrap_or_default();
    assert_eq!(asked("天"), "\"天\"");
    assert_eq!(asked("天气"), "\"天气\"");
    assert_eq!(asked("天气很"), "\"天气\" AND \"气很\"");
    assert_eq!(asked("Root cert"), "\"root\" AND \"cert\" *");
    assert_eq!(asked("\"a OR b\" NEAR(x"), "\"a\" AND \"or\" AND \"b\" AND \"near\" AND \"x\"");
    assert!(asked(&"天气很好".repeat(1_000)).matches("AND").count() < MOST_TOKENS);
}

#[test]
fn exactly_means_also_within_words() {
    let text = Text::of("Certificates, certificates");
    assert_eq!(Words::exactly("TIFIC").places(&text).map(|places| places.len()), Some(2));
    assert!(Words::exactly(" ").is_empty());
}
