//! Writing a question: keys, input methods, drafts, and what cannot be sent.

use parlance_server::Script;

use crate::desk::{CONTROL, Desk, ENTER, ESCAPE, F2, SHIFT, UP, Window};
use crate::platform::Platform;

/// What an input method does in the focused field: it composes, its Enter takes the word, and the composition ends. WebKit
/// reports that Enter once more, just after the end.
pub(crate) const COMPOSE: &str = "
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
    window.until("dialog() && text('agent-status') === '' && all('agent-item').length === 3").await;
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
    window.until("text('queued-text') === 'And this?' && one('composer-input').value === ''").await;
    window.press(&[ESCAPE]).await;
    window.until("answer('stopped') && one('composer-send') && one('queued').dataset.held === 'true'").await;
    window.click("queued-edit").await;
    window.until("!one('queued') && one('composer-input').value === 'And this?'").await;
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

#[tokio::test]
async fn a_question_waits_for_the_end_of_an_answer_and_survives_what_happens_meanwhile() {
    let script = Script::new().say("One").wait().end().say("Two").wait().end().say("Three").wait().end().say("Four");
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("writing-queue");
    let window = desk.open().await;
    window.add(&platform, &script).await;
    window.ask("First?").await;
    window.until("answer('streaming')").await;
    window.type_into("composer-input", "Second?").await;
    window.press(&[ENTER]).await;
    window.until("text('queued-text') === 'Second?'").await;
    window.type_into("composer-input", "And a third").await;
    window.photograph("writing-queued").await;
    window.reload().await;
    window.until("text('queued-text') === 'Second?' && one('composer-input').value === 'And a third'").await;
    script.advance();
    window.until("all('turn').length === 2 && text('question-text') === 'Second?' && !one('queued')").await;
    window.until("one('composer-input').value === 'And a third' && answer('streaming')").await;

    window.press(&[ENTER]).await;
    window.until("text('queued-text') === 'And a third'").await;
    window.click("queued-send").await;
    window.until("all('turn').length === 3 && text('question-text') === 'And a third' && answer('streaming')").await;
    window.until("all('answer')[1].dataset.state === 'stopped'").await;

    window.type_into("composer-input", "Fourth?").await;
    window.press(&[ENTER]).await;
    window.until("text('queued-text') === 'Fourth?'").await;
    window.kill().await;
    let window = desk.open().await;
    window.until("one('composer-input')?.value === 'Fourth?' && !one('queued')").await;
    assert_eq!(script.requests_for("chat_query_v2").len(), 3, "nothing is asked at a start");
    window.quit().await;
}

#[tokio::test]
async fn the_large_editor_keeps_the_text_the_caret_and_the_way_back() {
    let desk = Desk::new("writing-large");
    let window = desk.open().await;
    window.find_css("[data-testid=agent-item][aria-current=true]").await;
    window.type_into("composer-input", "One two").await;
    window.script("document.querySelector('[data-testid=composer-input]').setSelectionRange(3, 3)").await;
    let small = window.value("one('composer-input').clientHeight").await;
    window.click("composer-expand").await;
    window.until(&format!("one('composer-input').clientHeight > {small} * 8")).await;
    window
        .until("document.activeElement === one('composer-input') && document.activeElement.selectionStart === 3")
        .await;
    window.press(&['!']).await;
    window.until("one('composer-input').value === 'One! two'").await;
    window.photograph("writing-large").await;
    window.press(&[CONTROL, 'z']).await;
    window
        .until("one('composer-input').value !== 'One! two' && 'One two'.startsWith(one('composer-input').value)")
        .await;
    window.press(&[ESCAPE]).await;
    window.until(&format!("one('composer-input').clientHeight === {small}")).await;
    window.quit().await;
}

#[tokio::test]
async fn the_key_that_sends_is_chosen_in_the_settings() {
    let desk = Desk::new("writing-key");
    let window = desk.open().await;
    window.find_css("[data-testid=agent-item][aria-current=true]").await;
    window.click("settings-open").await;
    window.find_css("[data-testid=settings-send-key] [data-value=modEnter]").await.click().await.expect("it is chosen");
    window.photograph("writing-key").await;
    window.press(&[ESCAPE]).await;
    window.until("!dialog() && document.body.innerText.includes('Ctrl Enter to send')").await;
    window.type_into("composer-input", "How do I add").await;
    window.press(&[ENTER]).await;
    window.type_into("composer-input", "an agent?").await;
    window.until("one('composer-input').value === 'How do I add\\nan agent?'").await;
    window.press(&[CONTROL, ENTER]).await;
    window.until("answer('done')").await;
    window.press(&[UP]).await;
    window.until("one('composer-input').value.startsWith('How do I add')").await;
    window.press(&[ESCAPE]).await;
    window.until("one('composer-input').value === ''").await;
    window.quit().await;
}
