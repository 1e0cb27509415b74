//! A desk without a keychain, and one whose keychain is locked: said in words, with a way on.

use parlance_server::Script;
use xtask::display::Keyring;

use crate::desk::{Desk, Window};
use crate::platform::Platform;

const THIS_RUN: &str = "Keep the key for this run only";

#[tokio::test]
async fn without_a_keychain_a_key_is_kept_for_this_run_and_asked_for_at_the_next() {
    let script = Script::agent("Library");
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::with_keyring("keychain-missing", Keyring::Missing);
    let window = desk.open().await;
    guide_answers(&window).await;
    refused(&window, &platform, &script, "No keychain is running").await;
    window.photograph("keychain-missing").await;
    window.press_named(THIS_RUN).await;
    window.until("!dialog() && one('agent-item').ariaCurrent === 'true' && document.body.innerText.includes('Key for this run only')").await;
    window.ask("Do you hear me?").await;
    window.until("answer('done') && text('answer-text') === 'Do you hear me?'").await;
    window.quit().await;

    let window = desk.open().await;
    window
        .until("text('answer-text') === 'Do you hear me?' && one('agent-item').ariaLabel.includes('Key missing')")
        .await;
    window.ask("And now?").await;
    window.answer("failed").await;
    window.reads("error-banner", "There is no key for this agent").await;
    window.press_named("Enter the key").await;
    window.fill("agent-api-key", script.api_key()).await;
    window.click("agent-save").await;
    window.reads("agent-status", "No keychain is running").await;
    window.press_named(THIS_RUN).await;
    window.until("!dialog()").await;
    window.click("retry").await;
    window.until("answer('done') && text('answer-text') === 'And now?'").await;
    window.find_css("[data-testid=agent-item]").await.click().await.expect("the Guide opens");
    window.until("text('question-text') === 'How do I add an agent?'").await;
    guide_answers(&window).await;
    window.quit().await;
}

#[tokio::test]
async fn a_locked_keychain_that_is_refused_is_another_sentence_and_the_guide_does_not_wait_for_it() {
    let script = Script::agent("Library");
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::with_keyring("keychain-locked", Keyring::Locked);
    let window = desk.open().await;
    guide_answers(&window).await;
    // The Guide's own key is to be stored; then the new agent's.
    window.refuse_prompt().await;
    enter(&window, &platform, &script).await;
    window.refuse_prompt().await;
    window.reads("agent-status", "The keychain refused access").await;
    window.photograph("keychain-locked").await;
    window.press_named(THIS_RUN).await;
    window.until("!dialog()").await;
    window.ask("Do you hear me?").await;
    window.until("answer('done') && text('answer-text') === 'Do you hear me?'").await;
    window.quit().await;
}

async fn guide_answers(window: &Window<'_>) {
    window.ask("How do I add an agent?").await;
    window.until("answer('done') && all('citation').length > 0").await;
}

/// Adding fails with these words, and nothing that was entered is lost.
async fn refused(window: &Window<'_>, platform: &Platform, script: &Script, words: &str) {
    enter(window, platform, script).await;
    window.reads("agent-status", words).await;
    assert_eq!(window.value("one('agent-api-key').value.length").await, script.api_key().len());
}

async fn enter(window: &Window<'_>, platform: &Platform, script: &Script) {
    window.click("add-agent").await;
    window.fill("agent-base-url", platform.address()).await;
    window.fill("agent-api-key", script.api_key()).await;
    window.click("agent-save").await;
}
