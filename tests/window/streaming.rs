//! Answers as they come: growing, stopped, left and found again, two at once; and a log that stays where it is read.

use std::time::Duration;

use parlance_server::Script;

use crate::desk::{Desk, ENTER, PAGE_UP, Window};
use crate::platform::{Platform, soon};

#[tokio::test]
async fn an_answer_grows_under_the_reader_and_can_be_stopped_at_any_time() {
    let script = Script::new()
        .say("One, ")
        .wait()
        .say("two, ")
        .wait()
        .say("**three**.")
        .end()
        .silence()
        .say("Half of")
        .wait()
        .say(" it")
        .end()
        .say("Whole.")
        .end();
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("streaming");
    let window = desk.open().await;
    window.add(&platform, &script).await;

    window.ask("Count.").await;
    window.until("answer('streaming') && text('answer-text') === 'One,' && one('composer-stop')").await;
    assert_eq!(window.value("one('answer-text').querySelectorAll('[class*=caret]').length").await, 1);
    script.advance();
    window.until("answer('streaming') && text('answer-text') === 'One, two,'").await;
    script.advance();
    window.until("answer('done') && text('answer-text') === 'One, two, three.' && one('composer-send')").await;
    assert_eq!(window.value("one('answer-text').querySelectorAll('[class*=caret]').length").await, 0);

    window.ask("Say nothing.").await;
    window.until("answer('streaming')").await;
    window.click("composer-stop").await;
    window.until("answer('stopped') && one('composer-send')").await;

    window.ask("Say half of it.").await;
    window.until("answer('streaming') && text('answer-text') === 'Half of'").await;
    window.click("composer-stop").await;
    window.until("answer('stopped') && text('answer-text') === 'Half of'").await;
    soon(script.seen("stop_message")).await;
    window.press_newest("retry").await;
    window.until("answer('done') && text('answer-text') === 'Whole.'").await;
    window.quit().await;
}

#[tokio::test]
async fn answers_go_on_while_the_reader_is_elsewhere_or_the_page_loads_anew() {
    let library = Script::agent("Library").say("Far ").wait().say("and ").wait().say("near.").end();
    let archive = Script::agent("Archive").say("Old ").wait().say("and new.").end();
    let platform = Platform::with(&[&library, &archive]).await;
    let desk = Desk::new("streaming-elsewhere");
    let window = desk.open().await;
    window.add(&platform, &library).await;
    window.ask("Where?").await;
    window.until("text('answer-text') === 'Far'").await;

    window.click("new-conversation").await;
    window.until("all('turn').length === 0 && all('conversation-item').length === 2").await;
    window.add(&platform, &archive).await;
    window.ask("When?").await;
    window.until("text('answer-text') === 'Old'").await;
    library.advance();
    go_to(&window, "Library").await;
    window.until("all('turn').length === 0").await;
    window.find_css("[data-testid=conversation-item]:not([aria-current])").await.click().await.expect("it opens");
    window.until("answer('streaming') && text('answer-text') === 'Far and'").await;

    window.reload().await;
    window.until("answer('streaming') && text('answer-text') === 'Far and' && one('composer-stop')").await;
    library.advance();
    window.until("answer('done') && text('answer-text') === 'Far and near.'").await;
    archive.advance();
    go_to(&window, "Archive").await;
    window.until("answer('done') && text('answer-text') === 'Old and new.'").await;
    window.quit().await;
}

async fn go_to(window: &Window<'_>, agent: &str) {
    window.find_css(&format!("[data-testid=agent-item][aria-label={agent}]")).await.click().await.expect("it opens");
}

/// Watches, frame by frame, where an element stands that the reader has before their eyes.
const WATCH: &str = "
    const log = document.querySelector('[data-testid=message-log]');
    const frame = log.getBoundingClientRect();
    const mark = document.elementFromPoint(frame.left + frame.width / 2, frame.top + frame.height / 2);
    window.watched = { mark: mark.textContent.slice(0, 40), places: new Set(), frames: 0 };
    const look = () => {
        watched.places.add(mark.isConnected ? mark.getBoundingClientRect().top : 'gone');
        watched.frames += 1;
        requestAnimationFrame(look);
    };
    look();";

#[tokio::test]
async fn the_log_never_moves_under_a_reader_who_scrolled_up() {
    let paragraphs: String = (1..60).map(|number| format!("Paragraph {number} of a long answer.\n\n")).collect();
    let growing = "More text with `code` and **weight**, and again more of it. ".repeat(8);
    let growing = format!("{growing}\n\n```rust\nfn main() {{}}\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n");
    let script = Script::new()
        .say(&paragraphs)
        .end()
        .say(&growing)
        .say(&growing)
        .wait()
        .every(Duration::from_millis(2))
        .words(&growing)
        .words(&growing)
        .end();
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("streaming-reading");
    let window = desk.open().await;
    window.add(&platform, &script).await;
    window.ask("Write much.").await;
    window.answer("done").await;
    window.ask("Write more.").await;
    window.until("answer('streaming') && text('answer-text').length > 800").await;
    let at_end = "one('message-log').scrollHeight - one('message-log').clientHeight - one('message-log').scrollTop";
    window.until(&format!("{at_end} < 2")).await;

    window.script("document.querySelector('[data-testid=message-log]').focus()").await;
    window.press(&[PAGE_UP]).await;
    window.press(&[PAGE_UP]).await;
    let steady = "const top = one('message-log').scrollTop; const same = window.top_before === top;
        window.same = same ? (window.same ?? 0) + 1 : 0; window.top_before = top;";
    window.until(&format!("(() => {{ {steady} return window.same > 10 && {at_end} > 300; }})()")).await;
    window.script(WATCH).await;
    script.advance();
    window.until("one('composer-send')").await;
    window.until("(window.last ??= watched.frames) + 5 < watched.frames").await;
    let places = window.script("return [...watched.places]").await;
    let seen = places.as_array().expect("a list").len();
    assert_eq!(seen, 1, "the text moved: {places}");
    window.photograph("streaming-reading").await;

    // The way back to the end, and following again.
    window.press_named("Latest, there is new text").await;
    window.until(&format!("answer('done') && {at_end} < 2")).await;
    window.press(&[ENTER]).await;
    window.quit().await;
}
