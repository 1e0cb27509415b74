//! Answers as they are read: everything that Markdown holds, shown, taken along, and standing still.

use std::fs;

use parlance_server::Script;
use serde_json::json;

use crate::desk::{CONTROL, Desk, ESCAPE, Window};
use crate::platform::Platform;

const KITCHEN_SINK: &str = include_str!("../fixtures/rendering/kitchen-sink.md");

/// Listens for what the page's policy forbids; nothing of ours may try it.
const WATCH_THE_POLICY: &str = "window.forbidden = [];
    document.addEventListener('securitypolicyviolation', (event) => forbidden.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));";
const DIAGRAMS: &str = "[...document.querySelectorAll('[data-testid=answer-text] img[src^=\"blob:\"]')].filter((one) => one.alt.includes('-->') || one.alt.includes('->>'))";
const DRAWN: &str = "one('answer-text').querySelector('.katex')";

/// A picture of a few points, as a platform keeps one.
const PICTURE: &[u8] = include_bytes!("../../icons/128x128.png");

async fn theme(window: &Window<'_>, theme: &str) {
    window.click("settings-open").await;
    let option = format!("[data-testid=settings-theme] [data-value={theme}]");
    window.find_css(&option).await.click().await.expect("a theme");
    window.until(&format!("document.documentElement.dataset.theme === '{theme}'")).await;
    window.press(&[ESCAPE]).await;
    window.until("!dialog()").await;
}

/// What a person would see who pastes into the composer, which is emptied again.
async fn pasted(window: &Window<'_>) -> String {
    window.fill("composer-input", "").await;
    window.press(&[CONTROL, 'v']).await;
    window.until("one('composer-input').value !== ''").await;
    let text = window.value("one('composer-input').value").await;
    window.fill("composer-input", "").await;
    text.as_str().expect("a text").to_owned()
}

#[tokio::test]
async fn everything_that_an_answer_holds_is_shown_in_both_themes_and_languages() {
    let script = Script::agent("厨房 Sink");
    let platform = Platform::with(&[&script]).await;
    let own = platform.keeps("chart.png", "image/png", PICTURE).await;
    script.say(&KITCHEN_SINK.replace("OWN_IMAGE", &own)).end();
    let mut desk = Desk::new("rendering").size(1280, 900);
    let window = desk.open().await;
    window.script(WATCH_THE_POLICY).await;
    window.add(&platform, &script).await;
    window.ask("Show me everything.").await;
    window.until(&format!("answer('done') && {DIAGRAMS}.length === 2 && {DRAWN}")).await;
    window.until("one('answer-text').querySelector('img[alt=\"A chart\"]')?.naturalWidth === 128").await;
    window.until(&format!("{DIAGRAMS}.every((one) => one.complete && one.naturalWidth > 100)")).await;
    assert_eq!(window.value("forbidden").await, json!([]), "nothing of ours is against the policy");
    assert_eq!(window.value("one('answer-text').querySelectorAll('svg[id], iframe, object, script').length").await, 0);
    window.quit().await;

    for locale in ["en", "zh-CN"] {
        desk = desk.locale(locale);
        let window = desk.open().await;
        window.until(&format!("{DIAGRAMS}.length === 2 && {DRAWN}")).await;
        for shade in ["light", "dark"] {
            theme(&window, shade).await;
            for (width, height) in [(1280, 900), (560, 800)] {
                window.resize(width, height).await;
                photograph_all(&window, &format!("{locale}-{shade}-{width}")).await;
            }
        }
        window.quit().await;
    }
}

/// The answer from its beginning to its end, a screen a picture.
async fn photograph_all(window: &Window<'_>, name: &str) {
    window.until(&format!("{DIAGRAMS}.length === 2")).await;
    for page in 0..9 {
        let more = window
            .value(&format!(
                "(() => {{ const log = one('message-log'); log.scrollTop = {page} * (log.clientHeight - 40); return log.scrollTop + log.clientHeight < log.scrollHeight - 1; }})()"
            ))
            .await;
        window.photograph(&format!("rendering/{name}-{page}")).await;
        if more == false {
            break;
        }
    }
}

#[tokio::test]
async fn what_an_answer_holds_is_taken_along() {
    let code: String = (1..=80).map(|line| format!("let line_{line} = {line};\n")).collect();
    let text = format!(
        "The **sum** is $x^2$.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```rust\n{code}```\n\n```mermaid\nflowchart LR\n  A --> B\n```\n"
    );
    let script = Script::new().say(&text).end();
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("rendering-taken");
    let window = desk.open().await;
    window.add(&platform, &script).await;
    window.ask("Give me something.").await;
    window.until(&format!("answer('done') && {DIAGRAMS}.length === 1 && {DRAWN}")).await;

    window.click("copy-answer").await;
    assert_eq!(pasted(&window).await, text);
    window.press_named("Copy in another form").await;
    window.choose("Copy as plain text").await;
    assert!(pasted(&window).await.starts_with("The sum is x^2.\n\na\tb\n1\t2\n\nlet line_1"));
    window.press_named("Copy in another form").await;
    window.choose("Copy with formatting").await;
    assert!(pasted(&window).await.starts_with("The sum is x^2."));
    window.until("one('copy-answer').ariaLabel.includes('ormat') || one('copy-answer').ariaLabel === 'Copied'").await;

    // The copy button stays in reach while the code goes by, and what is copied is the code.
    window.press_named("Show all 80 lines").await;
    window.script("document.querySelector('pre').lastChild.lastChild.scrollIntoView({ block: 'end' })").await;
    let header = "one('answer-text').querySelector('figcaption').getBoundingClientRect().top - one('message-log').getBoundingClientRect().top";
    window.until(&format!("Math.abs({header}) <= 1")).await;
    window.photograph("rendering-sticky").await;
    window.press_named("Copy").await;
    assert_eq!(pasted(&window).await, code.trim_end());

    // A selection over a formula gives its TeX.
    window.script("getSelection().selectAllChildren(document.querySelector('[data-testid=answer-text] p'))").await;
    window.press(&[CONTROL, 'c']).await;
    assert_eq!(pasted(&window).await, "The sum is $x^2$.");

    let downloads = desk.folder().join("home");
    window.press_named("Save as file").await;
    window.until("document.body.textContent.includes('Saved as “code.rs”')").await;
    assert_eq!(fs::read_to_string(downloads.join("code.rs")).expect("it is saved"), code.trim_end());
    window.press_named("Save as CSV").await;
    window.until("document.body.textContent.includes('Saved as “table.csv”')").await;
    assert_eq!(fs::read_to_string(downloads.join("table.csv")).expect("it is saved"), "\u{feff}a,b\r\n1,2\r\n");
    window.press_named("Save as SVG").await;
    window.until("document.body.textContent.includes('Saved as “diagram.svg”')").await;
    let drawing = fs::read_to_string(downloads.join("diagram.svg")).expect("it is saved");
    assert!(drawing.starts_with("<svg ") && !drawing.contains("<script") && !drawing.contains("foreignObject"));

    window.press_named("Enlarge").await;
    window.until("dialog()?.querySelector('img')?.complete").await;
    window.press_named("Larger").await;
    window.until("dialog().querySelector('img').style.inlineSize !== ''").await;
    window.photograph("rendering-enlarged").await;
    window.press(&[ESCAPE]).await;
    window.until("!dialog()").await;
    window.quit().await;
}

/// Where every element of the answer stands, and what is selected.
const STANDING: &str = "(() => ({ selected: String(getSelection()),
    places: [...one('answer-text').querySelectorAll('p, pre, figure, table, li, h2')].map((one) => Math.round(one.getBoundingClientRect().top)) }))()";

#[tokio::test]
async fn nothing_moves_and_the_selection_stays_when_an_answer_is_complete() {
    let code: String = (1..=60).map(|line| format!("line {line}\n")).collect();
    let text = format!(
        "Some **words** to select.\n\n```\n{code}```\n\n## Then\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nThe last *words* of it"
    );
    let script = Script::new().say(&text).wait().end();
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("rendering-still");
    let window = desk.open().await;
    window.add(&platform, &script).await;
    window.ask("Write.").await;
    window.until("answer('streaming') && text('answer-text').endsWith('The last words of it')").await;
    window.script("document.querySelector('[data-testid=message-log]').scrollTop = 0").await;
    window.script("const bold = document.querySelector('[data-testid=answer-text] strong').firstChild; getSelection().setBaseAndExtent(bold, 1, bold.parentNode.nextSibling, 6)").await;
    window.until("one('message-log').scrollTop === 0 && String(getSelection()) === 'ords to se'").await;
    let before = window.value(STANDING).await;
    script.advance();
    window.until("answer('done') && one('copy-answer')").await;
    assert_eq!(window.value(STANDING).await, before);
    window.press(&[CONTROL, 'c']).await;
    assert_eq!(pasted(&window).await, "ords to se");
    window.quit().await;
}
