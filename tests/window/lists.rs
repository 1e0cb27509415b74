//! The list of conversations: names, pins, deleting with a way back, and the keys that walk through it.

use parlance_server::Script;

use crate::desk::{DELETE, DOWN, Desk, ENTER, ESCAPE, F2, UP, Window};
use crate::platform::Platform;

const TITLES: &str = "all('conversation-item').map((item) => item.querySelector('b').textContent).join('|')";

#[tokio::test]
async fn conversations_are_named_pinned_deleted_and_brought_back() {
    let script = Script::agent("Library");
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("lists");
    let window = desk.open().await;
    window.add(&platform, &script).await;
    for question in ["First", "Second", "Third"] {
        window.click("new-conversation").await;
        window.until("all('turn').length === 0").await;
        window.ask(question).await;
        window.answer("done").await;
    }
    window.until(&format!("{TITLES} === 'Third|Second|First'")).await;

    window.press(&[F2]).await;
    window.until("one('conversation-title').tagName === 'INPUT'").await;
    window.fill("conversation-title", "The third").await;
    window.press(&[ENTER]).await;
    window.until(&format!("{TITLES} === 'The third|Second|First' && text('conversation-title') === 'The third'")).await;
    window.click("conversation-rename").await;
    window.fill("conversation-title", "Given up").await;
    window.press(&[ESCAPE]).await;
    window.until(&format!("{TITLES} === 'The third|Second|First' && text('conversation-title') === 'The third'")).await;

    // The list is one stop of the Tab key, and the arrow keys walk through it.
    focus(&window, 0).await;
    window.press(&[DOWN]).await;
    window.press(&[DOWN]).await;
    window.until("document.activeElement === all('conversation-item')[2]").await;
    window.press(&[ENTER]).await;
    window.until("text('question-text') === 'First' && all('conversation-item')[2].ariaCurrent === 'true'").await;
    window.click("conversation-pin").await;
    window
        .until(&format!("{TITLES} === 'First|The third|Second' && one('conversation-pin').ariaPressed === 'true'"))
        .await;

    focus(&window, 2).await;
    window.press(&[F2]).await;
    window.until("document.activeElement.tagName === 'INPUT'").await;
    window.script("document.activeElement.select(); document.execCommand('insertText', false, 'The second')").await;
    window.press(&[ENTER]).await;
    window.until(&format!("{TITLES} === 'First|The third|The second'")).await;
    window.press(&[UP]).await;
    window.until("document.activeElement === all('conversation-item')[1]").await;
    window.press(&[DELETE]).await;
    window.until(&format!("{TITLES} === 'First|The second'")).await;
    window.photograph("lists-deleted").await;
    window.press_named("Undo").await;
    window.until(&format!("{TITLES} === 'First|The third|The second'")).await;

    window.press_named("Actions for The second").await;
    window.choose("Rename").await;
    window.until("document.activeElement.tagName === 'INPUT'").await;
    window.press(&[ESCAPE]).await;
    window.click("conversation-delete").await;
    window.until(&format!("{TITLES} === 'The third|The second' && text('question-text') !== 'First'")).await;
    window.quit().await;

    let window = desk.open().await;
    window.until(&format!("{TITLES} === 'The third|The second'")).await;
    window.quit().await;
}

async fn focus(window: &Window<'_>, place: usize) {
    window.script(&format!("document.querySelectorAll('[data-testid=conversation-item]')[{place}].focus()")).await;
}
