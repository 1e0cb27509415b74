//! Adding an agent: any form of its address, a key, a test in words, and nothing lost by a mistake.

use parlance_server::{Reply, Script};

use crate::desk::{CONTROL, Desk, ENTER, SHIFT};
use crate::platform::{Elsewhere, Platform, soon};

#[tokio::test]
async fn an_agent_is_tested_added_and_asked() {
    let script = Script::agent("Library").greeting("Ask me about **books**.").questions(&["Which are new?"]);
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("adding");
    let window = desk.open().await;

    window.click("add-agent").await;
    window.fill("agent-base-url", &format!(" {}/chat_query_v2?x=1 ", platform.address())).await;
    window.fill("agent-api-key", &format!("  {}\n", script.api_key())).await;
    window.click("agent-test").await;
    window.reads("agent-status", "Connected: Library").await;
    window.reads("agent-status", &format!("Will call {}", platform.address())).await;
    window.photograph("adding").await;
    window.click("agent-save").await;

    window
        .until("!dialog() && one('agent-item').ariaLabel === 'Library' && one('agent-item').ariaCurrent === 'true'")
        .await;
    window.reads("opening-message", "Ask me about books.").await;
    window.click("opening-question").await;
    window.answer("done").await;
    assert_eq!(window.text("question-text").await, "Which are new?");
    assert_eq!(soon(script.seen("chat_query_v2")).await.body["Query"], "Which are new?");
    window.quit().await;

    let window = desk.open().await;
    window.ask("And after a restart?").await;
    window.until("answer('done') && text('answer-text') === 'And after a restart?'").await;
    window.quit().await;
}

#[tokio::test]
async fn a_mistake_is_named_in_words_and_costs_nothing_that_was_entered() {
    let script = Script::agent("Library");
    let elsewhere = Elsewhere::new();
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("adding-mistakes");
    let window = desk.open().await;
    window.click("add-agent").await;
    assert_eq!(window.value("one('agent-test').disabled && one('agent-save').disabled").await, true);
    window.fill("agent-name", "Mine").await;
    window.fill("agent-api-key", script.api_key()).await;

    for address in [
        "no address at all",
        "ftp://agent.example.com",
        "https://me:secret@agent.example.com",
        "https://agent.example.com/product/llm/chat/x",
    ] {
        window.fill("agent-base-url", address).await;
        window.click("agent-test").await;
        window.reads("agent-status", "This is not an address that can be called").await;
        window.until("one('agent-base-url').ariaInvalid === 'true'").await;
        assert_eq!(window.value("one('agent-base-url').value").await, address);
    }
    window.fill("agent-base-url", platform.address()).await;
    window.until("text('agent-status') === ''").await;

    window.fill("agent-user-id", "reader901234567890123").await;
    window.click("agent-test").await;
    window.reads("agent-status", "This user id cannot be used").await;
    window.until("one('agent-user-id').ariaInvalid === 'true'").await;
    window.photograph("adding-mistakes").await;
    window.fill("agent-user-id", "reader9").await;

    for (status, body, title) in [
        (200, "<!doctype html><title>Welcome</title>", "This address has no agent API"),
        (200, "<html><form><input type=password></form>", "This address leads to a login page"),
        (401, "", "The API key was not accepted"),
        (403, "", "This key may not do that"),
        (502, "<h1>Bad Gateway</h1>", "The platform cannot answer now"),
    ] {
        script.on("get_app_config_preview", Reply::status(status).body(body));
        window.click("agent-save").await;
        window.reads("agent-status", title).await;
    }
    let away = Reply::status(302).header("location", &elsewhere.url());
    script.on("get_app_config_preview", away);
    window.click("agent-test").await;
    window.reads("agent-status", "This address has no agent API").await;
    script.again("get_app_config_preview");

    window.fill("agent-api-key", "another-key").await;
    window.click("agent-test").await;
    window.reads("agent-status", "The API key was not accepted").await;

    assert_eq!(window.value("one('agent-name').value").await, "Mine");
    assert_eq!(window.value("one('agent-user-id').value").await, "reader9");
    assert_eq!(window.value("one('agent-base-url').value").await, platform.address());
    window.fill("agent-api-key", script.api_key()).await;
    window.click("agent-save").await;
    window.until("!dialog() && one('agent-item').ariaLabel === 'Mine'").await;
    assert!(elsewhere.heard_nothing(), "where it was pointed to, the key went");
    window.quit().await;
}

#[tokio::test]
async fn a_key_that_was_copied_with_a_line_break_is_refused_and_stays_in_the_field() {
    let script = Script::agent("Library");
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("adding-paste");
    let window = desk.open().await;
    // The composer is where a line break can be copied from.
    window.type_into("composer-input", "first-half").await;
    window.press(&[SHIFT, ENTER]).await;
    window.type_into("composer-input", "second-half").await;
    window.press(&[CONTROL, 'a']).await;
    window.press(&[CONTROL, 'x']).await;
    window.until("one('composer-input').value === ''").await;

    window.click("add-agent").await;
    window.fill("agent-base-url", platform.address()).await;
    window.script("document.querySelector('[data-testid=agent-api-key]').focus()").await;
    window.press(&[CONTROL, 'v']).await;
    window.until("one('agent-api-key').value.length > 20").await;
    window.click("agent-test").await;
    window.reads("agent-status", "This cannot be an API key").await;
    assert!(script.requests().is_empty(), "half a key was sent");
    window.quit().await;
}
