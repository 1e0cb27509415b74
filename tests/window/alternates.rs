//! Several answers to one question: asked for, looked at, compared, chosen; and what a person thinks of them.

use parlance_server::{Reply, Script};
use serde_json::json;

use crate::desk::{Desk, ESCAPE, Window};
use crate::platform::{Platform, soon};

const PRESSED: &str = "all('like').concat(all('dislike')).map((button) => button.ariaPressed).join()";

async fn rated(window: &Window<'_>, like: bool, dislike: bool) {
    window.until(&format!("{PRESSED} === '{like},{dislike}'")).await;
}

/// Waits until this answer is on view, and whether it is the default.
async fn on_view(window: &Window<'_>, position: &str, text: &str, default: bool) {
    let (position, text) = (json!(position), json!(text));
    window
        .until(&format!(
            "text('answer-position') === {position} && text('answer-text') === {text} && !!one('answer-default') === {default}"
        ))
        .await;
}

#[tokio::test]
async fn another_answer_stands_beside_the_old_one_and_the_chosen_one_is_chosen_after_a_restart() {
    let script = Script::new()
        .say("Trust the old certificate of the school.")
        .end()
        .wait()
        .say("Trust the new ")
        .wait()
        .say("certificate of the school.")
        .end()
        .fail("The model is being repaired.")
        .say("And then?")
        .end();
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("alternates");
    let window = desk.open().await;
    window.add(&platform, &script).await;
    window.ask("Which certificate?").await;
    window.until("answer('done') && one('regenerate') && !one('answer-position')").await;

    window.click("regenerate").await;
    // The old answer stays in sight until the new one begins.
    window
        .until("answer('streaming') && text('answer-position') === '2 / 2' && one('answer').innerText.includes('old')")
        .await;
    script.advance();
    window.until("answer('streaming') && text('answer-text') === 'Trust the new'").await;
    script.advance();
    on_view(&window, "2 / 2", "Trust the new certificate of the school.", true).await;
    let again = soon(script.seen("query_again_v2")).await;
    assert_eq!(script.requests_for("chat_query_v2").len(), 1, "the question was asked once");

    window.click("answer-prev").await;
    on_view(&window, "1 / 2", "Trust the old certificate of the school.", false).await;
    assert!(script.requests_for("set_message_answer_used").is_empty(), "looking is not choosing");
    window.photograph("alternates-looked").await;
    window.press_named("Compare").await;
    window.until("dialog() && [...CSS.highlights.get('lost') ?? []].join() === 'new' && [...CSS.highlights.get('gained') ?? []].join() === 'old'").await;
    window.photograph("alternates-compare").await;
    window.press(&[ESCAPE]).await;
    window.until("!dialog()").await;

    window.click("answer-use").await;
    window.until("one('answer-default') && !one('answer-default').dataset.pending").await;
    let used = soon(script.seen("set_message_answer_used")).await;
    assert_eq!(used.body["MessageID"], again.body["MessageID"], "the first answer");
    window.photograph("alternates-used").await;

    window.click("regenerate").await;
    window.reads("error-banner", "The agent gave up").await;
    window.press_named("Details").await;
    window.reads("error-banner", "The model is being repaired.").await;
    window.until("text('answer-position') === '1 / 3' && answer('done') && one('retry')").await;
    window.quit().await;

    let window = desk.open().await;
    on_view(&window, "1 / 3", "Trust the old certificate of the school.", true).await;
    window.find("answer-next").await;
    window.quit().await;
}

#[tokio::test]
async fn a_choice_that_the_platform_does_not_take_is_taken_back_in_words() {
    let script = Script::new().say("First.").end().say("Second.").end();
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("alternates-refused");
    let window = desk.open().await;
    window.add(&platform, &script).await;
    window.ask("Well?").await;
    window.until("answer('done') && one('regenerate')").await;
    window.click("regenerate").await;
    on_view(&window, "2 / 2", "Second.", true).await;
    script.on("set_message_answer_used", Reply::status(502));
    window.click("answer-prev").await;
    window.click("answer-use").await;
    window.reads("error-banner", "The default answer is the one before").await;
    on_view(&window, "1 / 2", "First.", false).await;
    script.again("set_message_answer_used");
    window.click("retry").await;
    window.until("one('answer-default') && !one('answer-default').dataset.pending && !one('error-banner')").await;
    window.quit().await;
}

#[tokio::test]
async fn an_answer_is_liked_disliked_with_a_reason_and_neither_and_a_refusal_is_taken_back() {
    let script = Script::new().say("In 1911.").end();
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("feedback");
    let window = desk.open().await;
    window.add(&platform, &script).await;
    window.ask("When was it founded?").await;
    window.until("answer('done') && one('like')").await;
    rated(&window, false, false).await;
    window.click("like").await;
    rated(&window, true, false).await;
    let liked = soon(script.seen("feedback")).await;
    assert_eq!(liked.body["LikeType"], 1);

    window.click("dislike").await;
    rated(&window, false, true).await;
    window.find("feedback-detail").await;
    window.photograph("feedback-form").await;
    window.press_named("Not true").await;
    let comment = "const field = one('feedback-detail').querySelector('textarea'); field.focus();
        document.execCommand('insertText', false, 'It was 1912.')";
    window.value(&format!("(() => {{ {comment}; return true }})()")).await;
    window.press_named("Send").await;
    window.until("!one('feedback-detail')").await;
    soon(script.seen_times("feedback", 3)).await;
    let sent = script.requests_for("feedback");
    assert_eq!(
        sent[2].body["FeedbackInfo"],
        json!({"ProblemCategories": ["Not true"], "ProblemDetail": "It was 1912."})
    );

    script.on("feedback", Reply::status(500));
    window.click("like").await;
    window.reads("error-banner", "Your rating was taken back").await;
    rated(&window, false, true).await;
    window.photograph("feedback-refused").await;
    script.again("feedback");
    window.click("dislike").await;
    rated(&window, false, false).await;
    window.quit().await;
}

#[tokio::test]
async fn a_rating_made_offline_waits_over_a_restart_and_goes_with_the_next_question() {
    let script = Script::new().say("In 1911.").end().say("In Beijing.").end();
    let mut platform = Platform::with(&[&script]).await;
    let desk = Desk::new("feedback-offline").locale("zh-CN").dark();
    let window = desk.open().await;
    window.add(&platform, &script).await;
    window.ask("哪一年建校？").await;
    window.until("answer('done') && one('like')").await;
    platform.go().await;
    window.click("like").await;
    window.until("one('answer').innerText.includes('能连接平台时再发送')").await;
    rated(&window, true, false).await;
    window.photograph("feedback-waiting").await;
    window.quit().await;

    let window = desk.open().await;
    rated(&window, true, false).await;
    window.until("one('answer').innerText.includes('能连接平台时再发送')").await;
    platform.come_back().await;
    window.ask("在哪里？").await;
    window.until("all('answer').length === 2 && answer('done')").await;
    let sent = soon(script.seen("feedback")).await;
    assert_eq!(sent.body["LikeType"], 1);
    window.until("!document.body.innerText.includes('能连接平台时再发送')").await;
    window.quit().await;
}
