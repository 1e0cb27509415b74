//! Answers that broke off or fell silent: what is said of them in their turn, and the ways on.

use parlance_server::{Reply, Script};
use serde_json::json;

use crate::desk::{Desk, ENTER, Window};
use crate::platform::Platform;

/// What the platform tells of an answer that it has finished.
fn told(id: &str, text: &str) -> Reply {
    let answer = json!({"Answer": text, "MessageID": id, "CreatedTime": 1, "TotalTokens": 9, "Latency": 1.5});
    let turn = json!({"QueryID": "d2k7m2pq9s4c73f0a1d0", "Query": "?", "AnswerInfo": answer, "OtherAnswers": []});
    Reply::status(200).body(&json!({ "MessageInfo": turn }).to_string())
}

async fn message_id(window: &Window<'_>) -> String {
    window.until("one('answer').dataset.messageId").await;
    window.value("one('answer').dataset.messageId").await.as_str().expect("an id").to_owned()
}

#[tokio::test]
async fn what_was_cut_is_looked_for_on_the_platform_and_a_part_of_it_is_not_called_whole() {
    for (locale, name, no_more, mark) in [
        ("en", "light", "The platform has no more of it than this.", "the end is as the platform has it"),
        ("zh-CN", "dark", "平台上也只有这些。", "结尾以平台上的为准"),
    ] {
        let nothing = Reply::status(404).body("404 page not found").header("content-type", "text/plain");
        let script = Script::new().say("Trust the school's certificate, and then").cut().on("chat_continue", nothing);
        let script = script.on("get_message_info", Reply::status(502));
        let platform = Platform::with(&[&script]).await;
        let mut desk = Desk::new("broken-look").locale(locale);
        if name == "dark" {
            desk = desk.dark();
        }
        let window = desk.open().await;
        window.add(&platform, &script).await;
        window.ask("Which certificate?").await;
        window.until("answer('failed') && one('look')").await;
        let id = message_id(&window).await;
        script.on("get_message_info", told(&id, "Trust the school's certificate, and then"));
        window.click("look").await;
        window.reads("error-banner", no_more).await;
        window.until("answer('failed')").await;
        window.photograph(&format!("broken-look-{name}")).await;
        window.resize(560, 800).await;
        window.photograph(&format!("broken-look-{name}-narrow")).await;
        script.on("get_message_info", told(&id, "Trust the school's certificate, and then restart."));
        window.click("look").await;
        window.until("answer('done') && text('answer-text').endsWith('restart.') && !one('error-banner')").await;
        window.until(&format!("one('answer').innerText.includes({})", json!(mark))).await;
        window.photograph(&format!("broken-found-{name}")).await;
        assert_eq!(script.requests_for("chat_query_v2").len(), 1, "nothing was asked again");
        window.quit().await;
    }
}

#[tokio::test]
async fn a_key_is_replaced_in_the_turn_while_a_draft_waits() {
    let script = Script::agent("Library").status(401, "", &[]).say("Welcome back.").end();
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("broken-key").size(900, 640);
    let window = desk.open().await;
    window.add(&platform, &script).await;
    window.ask("Do you know me?").await;
    window.reads("error-banner", "The API key was not accepted").await;
    window.fill("composer-input", "And another thing").await;
    window.press_named("Replace the key").await;
    window.until("document.activeElement === one('agent-api-key') && !dialog()").await;
    window.fill("agent-api-key", "not-the-key").await;
    window.press(&[ENTER]).await;
    window.reads("agent-status", "The API key was not accepted").await;
    window.photograph("broken-key").await;
    window.fill("agent-api-key", script.api_key()).await;
    window.press(&[ENTER]).await;
    window.until("!one('agent-api-key') && document.activeElement === one('retry')").await;
    window.press(&[ENTER]).await;
    window.until("answer('done') && text('answer-text') === 'Welcome back.'").await;
    assert_eq!(window.value("one('composer-input').value").await, "And another thing");
    window.quit().await;
}

#[tokio::test]
async fn an_answer_that_falls_silent_is_said_to_be_worked_on_until_it_goes_on() {
    let script = Script::new().say("Trust the school's certificate").wait().say(", and restart.").end();
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("broken-silent").locale("zh-CN");
    let window = desk.open().await;
    window.add(&platform, &script).await;
    window.ask("哪一张证书？").await;
    window.until("answer('streaming') && one('answer').innerText.includes('仍在进行，已用')").await;
    window.photograph("broken-silent").await;
    script.advance();
    window.until("answer('done') && !one('answer').innerText.includes('仍在进行')").await;
    window.quit().await;
}
