use parlance_core::ProblemCode;
use parlance_server::{Reply, Script};
use serde_json::json;

use crate::desk::Desk;

#[tokio::test]
async fn what_one_could_ask_next_is_asked_for_and_kept_with_the_answer() {
    let mut desk = Desk::with(Script::new().say("Yes.")).await;
    let turn = desk.ask("Well?").await;
    let answer = desk.settled(turn).await;
    assert_eq!(desk.profile.suggest(answer.id).await.unwrap(), Vec::<String>::new(), "there may be none");
    let told = json!({"SuggestedQuestions": ["Why?", " ", "为什么？"]});
    desk.script.on("get_suggested_questions", Reply::status(200).body(&told.to_string()));
    assert_eq!(desk.profile.suggest(answer.id).await.unwrap(), ["Why?", "为什么？"]);
    assert_eq!(desk.script.requests_for("get_suggested_questions")[0].body["MessageID"], answer.message_id.as_str());
    let desk = desk.reopened().await;
    assert_eq!(desk.answer(answer.id).await.suggestions, ["Why?", "为什么？"]);
}

#[tokio::test]
async fn suggestions_need_an_answer_that_the_platform_knows() {
    let mut desk = Desk::with(Script::new().on("chat_query_v2", Reply::status(502))).await;
    let turn = desk.ask("Well?").await;
    let failed = desk.settled(turn).await;
    assert_eq!(desk.profile.suggest(failed.id).await.unwrap_err().problem().code, ProblemCode::Refused);
    desk.script.again("chat_query_v2").say("Yes.").end();
    let turn = desk.ask("Well?").await;
    let answer = desk.settled(turn).await;
    desk.script.on("get_suggested_questions", Reply::status(500));
    assert_eq!(desk.profile.suggest(answer.id).await.unwrap_err().problem().code, ProblemCode::Overloaded);
}
