//! What was said can be read when nobody is there to be asked.

use parlance_server::Script;

use crate::desk::Desk;
use crate::platform::Platform;

#[tokio::test]
async fn a_conversation_is_read_after_a_restart_although_its_server_is_gone() {
    let script = Script::agent("Library").greeting("Ask me.");
    let mut platform = Platform::with(&[&script]).await;
    let desk = Desk::new("offline");
    let window = desk.open().await;
    window.add(&platform, &script).await;
    for question in ["The first question", "The second question"] {
        window.ask(question).await;
        window.until(&format!("answer('done') && text('answer-text') === '{question}'")).await;
    }
    window.quit().await;
    platform.go().await;

    let window = desk.open().await;
    window.until("all('turn').length === 2 && text('answer-text') === 'The second question'").await;
    // A word in the header, and no error anywhere.
    window.until("document.querySelector('main header').innerText.toLowerCase().includes('offline')").await;
    assert_eq!(window.count("error-banner").await, 0);
    window.photograph("offline").await;
    window.click("new-conversation").await;
    window.reads("opening-message", "Ask me.").await;
    window.quit().await;
}
