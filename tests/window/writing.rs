//! Writing a question: keys, input methods, drafts, and what cannot be sent.

use parlance_server::Script;

use crate::desk::{Desk, ENTER, ESCAPE, F2, SHIFT, Window};
use crate::platform::Platform;

/// What an input method does in the focused field: it composes, its Enter takes the word, and the composition ends. WebKit
/// reports that Enter once more, just after the end.
const COMPOSE: &str = "
    const field = document.activeElement;
    const key = (of) => field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...of }));
    field.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
    key({ isComposing: true, keyCode: 229 });
    document.execCommand('insertText', false, '智能体');
    field.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, data: '智能体' }));
    key({ keyCode: 13 });
    field.dispatchEvent(new KeyboardEvent('keyup', { key: 'Enter', bubbles: true }));
    return field.value;";

#[tokio::test]
async fn an_input_method_keeps_its_enter_in_every_field() {
    let script = Script::agent("Library");
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("writing-composing");
    let window = desk.open().await;
    window.add(&platform, &script).await;
    window.script("document.querySelector('[data-testid=composer-input]').focus()").await;
    assert_eq!(window.script(COMPOSE).await, "智能体");
    assert_eq!(
        window.value("[one('composer-input').value, all('turn').length]").await,
        serde_json::json!(["智能体", 0])
    );
    window.press(&[ENTER]).await;
    window.until("answer('done') && text('question-text') === '智能体'").await;

    window.press(&[F2]).await;
    window
        .until("document.activeElement === one('conversation-title') && document.activeElement.tagName === 'INPUT'")
        .await;
    window.script("document.activeElement.select()").await;
    assert_eq!(window.script(COMPOSE).await, "智能体");
    window.until("document.activeElement.tagName === 'INPUT'").await;
    window.type_into("conversation-title", "一号").await;
    window.press(&[ENTER]).await;
    window
        .until("one('conversation-title').tagName === 'H2' && text('conversation-item').includes('智能体一号')")
        .await;

    window.click("add-agent").await;
    window.fill("agent-base-url", platform.address()).await;
    window.fill("agent-api-key", script.api_key()).await;
    window.fill("agent-name", "新").await;
    assert_eq!(window.script(COMPOSE).await, "新智能体");
    window.until("dialog() && text('agent-status') === '' && all('agent-item').length === 2").await;
    window.press(&[ENTER]).await;
    window.until("!dialog() && one('agent-item').ariaLabel === '新智能体'").await;
    window.quit().await;
}

#[tokio::test]
async fn only_a_question_that_can_be_sent_is_sent_and_only_once() {
    let script = Script::new().wait().say("Well.").end();
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("writing-sending");
    let window = desk.open().await;
    window.add(&platform, &script).await;
    assert_eq!(window.value("one('composer-send').disabled").await, true);
    window.type_into("composer-input", "  ").await;
    window.press(&[SHIFT, ENTER]).await;
    window.press(&[ENTER]).await;
    assert_eq!(window.value("[one('composer-send').disabled, all('turn').length]").await, serde_json::json!([true, 0]));

    window.fill("composer-input", "Once?").await;
    window.script(
        "const field = document.querySelector('[data-testid=composer-input]');
        for (const _ of [1, 2]) field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
        document.querySelector('[data-testid=composer-send]').click();",
    )
    .await;
    window.until("answer('streaming')").await;
    window.fill("composer-input", "And this?").await;
    window.press(&[ENTER]).await;
    window.until("document.body.innerText.includes('Your question stays here until you send it.')").await;
    window.press(&[ESCAPE]).await;
    window.until("answer('stopped') && one('composer-send') && one('composer-input').value === 'And this?'").await;
    assert_eq!(script.requests_for("chat_query_v2").len(), 1);
    assert_eq!(window.count("turn").await, 1);

    let long = "字".repeat(200_000);
    window.fill("composer-input", &long).await;
    window.until("one('composer-input').value.length === 200000").await;
    window.press(&[ENTER]).await;
    window
        .until("document.body.innerText.includes('200,000 of 100,000 characters') && one('composer-send').disabled")
        .await;
    assert_eq!(window.value("one('composer-input').value.length").await, 200_000);
    window.photograph("writing-too-long").await;
    assert_eq!(window.count("turn").await, 1);
    window.quit().await;
}

#[tokio::test]
async fn what_was_written_survives_a_switch_a_restart_and_a_crash() {
    let desk = Desk::new("writing-drafts");
    let window = desk.open().await;
    window.find_css("[data-testid=agent-item][aria-current=true]").await;
    window.ask("How do I add an agent?").await;
    window.answer("done").await;
    window.type_into("composer-input", "Later:").await;
    window.press(&[SHIFT, ENTER]).await;
    window.type_into("composer-input", "why?").await;

    window.click("new-conversation").await;
    window.until("all('turn').length === 0 && one('composer-input').value === ''").await;
    window.type_into("composer-input", "Another").await;
    to_the_other(&window).await;
    window.until("one('composer-input').value === 'Later:\\nwhy?'").await;
    window.until("document.body.innerText.includes('Draft: Another')").await;
    window.quit().await;

    let window = desk.open().await;
    window.until("one('composer-input').value === 'Later:\\nwhy?'").await;
    window.fill("composer-input", "Written just before the end").await;
    window.until("document.body.innerText.includes('Draft: Written just before the end')").await;
    window.kill().await;

    let window = desk.open().await;
    window.until("one('composer-input').value === 'Written just before the end'").await;
    to_the_other(&window).await;
    window.until("one('composer-input').value === 'Another'").await;
    window.quit().await;
}

async fn to_the_other(window: &Window<'_>) {
    let other = window.find_css("[data-testid=conversation-item]:not([aria-current])").await;
    other.click().await.expect("it opens");
}
