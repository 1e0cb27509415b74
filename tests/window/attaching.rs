//! Files beside a question: picked, pasted, dropped, by address, failed, tried again, and there after a crash.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use parlance_server::{Reply, Script};
use serde_json::json;

use crate::desk::{CONTROL, Desk, ENTER, ESCAPE, Window};
use crate::platform::{Platform, soon};

/// What a paste and a drop bring, as far as a page can make them.
const BRING: &str = "
    const [kind, name, type, text] = arguments;
    const data = new DataTransfer();
    if (name) data.items.add(new File([text], name, { type }));
    else data.setData('text/plain', text);
    const field = document.querySelector('[data-testid=composer-input]');
    field.focus();
    const make = { paste: () => new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
        drop: () => new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }),
        dragenter: () => new DragEvent('dragenter', { dataTransfer: data, bubbles: true, cancelable: true }) };
    const event = make[kind]();
    (kind === 'paste' ? field : document.body).dispatchEvent(event);
    return event.defaultPrevented;";

/// Sets the upload service of the newest agent up, as a person does.
async fn set_uploads_up(window: &Window<'_>, platform: &Platform, script: &Script) {
    window.click("composer-attach").await;
    window.choose("Set up an upload service").await;
    window.fill("uploads-endpoint", &platform.address().replace("/api/proxy/api/v1", "/up")).await;
    window.fill("uploads-access-key", script.api_key()).await;
    window.fill("uploads-secret-key", "SK-window-canary").await;
    window.photograph("attaching-uploads-dialog").await;
    window.click("uploads-save").await;
    window.until("!dialog()").await;
}

const READY_2: &str =
    "all('attachment').length === 2 && all('attachment').every((chip) => chip.dataset.state === 'ready')";

async fn bring(window: &Window<'_>, kind: &str, name: &str, media_type: &str, text: &str) -> bool {
    let given = [kind, name, media_type, text].map(|word| json!(word)).to_vec();
    window.script_with(BRING, given).await == true
}

async fn pick(window: &Window<'_>, file: &Path) {
    let input = window.find("composer-files").await;
    input.send_keys(&file.display().to_string()).await.expect("a file can be chosen");
}

/// A picture of many colours.
fn painted(desk: &Desk, name: &str) -> PathBuf {
    let file = desk.folder().join(name);
    let mut convert = Command::new("convert");
    let status = convert.args(["-size", "320x200", "gradient:#2f6f5e-#d3a26f"]).arg(&file).status();
    assert!(status.expect("pictures can be made").success(), "a picture is made");
    file
}

fn written(desk: &Desk, name: &str, bytes: &[u8]) -> PathBuf {
    let file = desk.folder().join(name);
    fs::write(&file, bytes).expect("a file can be written");
    file
}

#[tokio::test]
async fn a_file_is_picked_goes_up_and_along_and_is_saved_again() {
    let script = Script::agent("Library").say("A square.").end().say("Well.");
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("attaching");
    let (picture, page) = (painted(&desk, "square.png"), written(&desk, "run me.sh", b"echo hello\n"));
    let window = desk.open().await;
    window.add(&platform, &script).await;
    set_uploads_up(&window, &platform, &script).await;
    pick(&window, &picture).await;
    pick(&window, &page).await;
    window.until(READY_2).await;
    window.type_into("composer-input", "What is this?").await;
    window.until("all('attachment')[0].querySelector('img')?.naturalWidth === 320").await;
    window.photograph("attaching-ready").await;
    window.press(&[ENTER]).await;
    window.until("answer('done') && all('question-file').length === 2 && all('attachment').length === 0").await;
    let sent = script.seen("chat_query_v2").await.body["QueryExtends"]["Files"].clone();
    assert_eq!((&sent[0]["Name"], &sent[1]["Size"]), (&json!("square.png"), &json!(11)));
    window.photograph("attaching-asked").await;

    window.script("document.querySelector('[data-testid=question-file] button').click()").await;
    window.until("one('file-preview')?.naturalWidth === 320").await;
    window.photograph("attaching-preview").await;
    window.press(&[ESCAPE]).await;
    window.until("!dialog()").await;
    window.script("document.querySelectorAll('[data-testid=question-file] button')[1].click()").await;
    window.until("text('file-preview').includes('echo hello')").await;
    window.press_named("Save to Downloads").await;
    window.until("document.body.innerText.includes('can run as a program')").await;
    assert_eq!(fs::read(desk.folder().join("home/run me.sh")).expect("it is saved"), b"echo hello\n");
    assert_eq!(window.script("return location.pathname").await, "/index.html");
    window.quit().await;
}

#[tokio::test]
async fn where_files_cannot_be_uploaded_the_control_says_why_and_an_address_goes_along() {
    let script = Script::agent("Library").say("Seen.");
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("attaching-nowhere");
    let (notes, table) = (written(&desk, "notes.md", b"# Plan\n"), written(&desk, "table.xlsx", b"PK\0\0"));
    let window = desk.open().await;
    window.add(&platform, &script).await;
    window.click("composer-attach").await;
    window.until("document.body.innerText.includes('no upload of its own')").await;
    window.photograph("attaching-why").await;
    window.choose("File from an address").await;
    window.fill("attach-address", "file:///etc/passwd").await;
    window.until("one('attach-add').disabled && document.body.innerText.includes('https:// or http://')").await;
    window.fill("attach-address", "https://files.example.edu/plan.pdf").await;
    window.photograph("attaching-address").await;
    window.press(&[ENTER]).await;
    window.until("!dialog() && text('attachment').includes('plan.pdf')").await;
    pick(&window, &table).await;
    window.until("document.body.innerText.includes('table.xlsx cannot be uploaded to this agent')").await;
    pick(&window, &notes).await;
    window.until("all('attachment').length === 2 && text('attachment').includes('Text, 7 characters')").await;
    window.photograph("attaching-text").await;
    window.fill("composer-input", "Does the plan fit?").await;
    window.press(&[ENTER]).await;
    window.until("answer('done')").await;
    let sent = script.seen("chat_query_v2").await.body;
    assert_eq!(sent["Query"], "Does the plan fit?\n\n**notes.md**\n\n```md\n# Plan\n```");
    assert_eq!(sent["QueryExtends"]["Files"][0]["Url"], "https://files.example.edu/plan.pdf");
    window.quit().await;
}

#[tokio::test]
async fn what_is_pasted_or_dropped_is_attached_and_never_leads_the_window_away() {
    let script = Script::agent("Library").say("Seen.");
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("attaching-dropped");
    let window = desk.open().await;
    window.add(&platform, &script).await;
    assert!(bring(&window, "drop", "page.html", "text/html", "<h1>Hello</h1>").await, "the drop is taken");
    window.until("text('attachment').includes('page.html')").await;
    assert!(bring(&window, "dragenter", "a.txt", "text/plain", "x").await);
    window.until("one('drop-overlay')").await;
    window.photograph("attaching-drop").await;
    assert!(bring(&window, "drop", "a.txt", "text/plain", "hello").await);
    window.until("!one('drop-overlay') && all('attachment').length === 2").await;
    assert!(bring(&window, "drop", "", "", "https://elsewhere.example.edu/").await, "a dropped address goes nowhere");

    let long = "words ".repeat(2_000);
    assert!(bring(&window, "paste", "", "", &long).await, "a long text becomes a file");
    window.until("all('attachment').length === 3 && text('attachment').includes('12,000 characters')").await;
    window.photograph("attaching-long-paste").await;
    window.press(&[CONTROL, 'z']).await;
    window.until("all('attachment').length === 2 && one('composer-input').value.length === 12000").await;
    assert!(!bring(&window, "paste", "", "", "short").await, "the field takes a short one itself");
    assert_eq!(window.script("return [location.pathname, history.length > 3]").await, json!(["/index.html", false]));
    window.quit().await;
}

#[tokio::test]
async fn an_upload_that_fails_is_tried_again_and_one_that_a_crash_broke_off_goes_on() {
    let script = Script::agent("Library").say("Seen.");
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("attaching-failed");
    let (page, large) = (written(&desk, "page.txt", b"hello"), written(&desk, "large.pdf", &vec![b'x'; 3 << 20]));
    let window = desk.open().await;
    window.add(&platform, &script).await;
    set_uploads_up(&window, &platform, &script).await;
    script.on("up", Reply::status(503));
    pick(&window, &page).await;
    window.until("one('attachment')?.dataset.state === 'failed'").await;
    window.type_into("composer-input", "And this?").await;
    window.press(&[ENTER]).await;
    window.until("document.body.innerText.includes('could not be uploaded') && all('turn').length === 0").await;
    window.photograph("attaching-failed").await;
    script.on("up", Reply::silence());
    window.click("attachment-retry").await;
    pick(&window, &large).await;
    window
        .until(
            "all('attachment').length === 2 && all('attachment').every((chip) => chip.dataset.state === 'uploading')",
        )
        .await;
    window.press(&[ENTER]).await;
    window.until("document.body.innerText.includes('still on its way')").await;
    window.photograph("attaching-uploading").await;
    window.until("document.body.innerText.includes('Draft: And this?')").await;
    window.kill().await;

    script.again("up");
    let window = desk.open().await;
    window.until("one('composer-input')?.value === 'And this?' && all('attachment').length === 2").await;
    window.until("all('attachment').every((chip) => chip.dataset.state === 'ready')").await;
    window.press_newest("attachment-remove").await;
    window.until("all('attachment').length === 1").await;
    window.press(&[ENTER]).await;
    window.until("answer('done') && all('question-file').length === 1").await;
    let sent = soon(script.seen("chat_query_v2")).await.body["QueryExtends"]["Files"].clone();
    assert_eq!(sent[0]["Name"], "page.txt");
    window.quit().await;
}

#[tokio::test]
async fn files_are_photographed_in_both_themes_languages_and_sizes() {
    let script = Script::agent("图书馆 Library").say("A square.").end();
    let platform = Platform::with(&[&script]).await;
    let mut desk = Desk::new("attaching-looks").size(1280, 860);
    let (picture, table) = (painted(&desk, "方块 square.png"), written(&desk, "table.xlsx", b"PK\0\0"));
    let notes = written(&desk, "a file with a name that is longer than any place for it.md", b"# Plan\n");
    let window = desk.open().await;
    window.add(&platform, &script).await;
    set_uploads_up(&window, &platform, &script).await;
    pick(&window, &picture).await;
    pick(&window, &notes).await;
    window.until(READY_2).await;
    window.ask("What is this?").await;
    window.until("answer('done') && all('question-file').length === 2").await;
    for file in [&picture, &notes, &table] {
        pick(&window, file).await;
    }
    window.until("all('attachment').length === 3").await;
    window.quit().await;

    for (locale, dark) in [("en", false), ("zh-CN", true)] {
        desk = desk.locale(locale);
        let window = desk.open().await;
        let theme = if dark { "dark" } else { "light" };
        window.click("settings-open").await;
        window
            .find_css(&format!("[data-testid=settings-theme] [data-value={theme}]"))
            .await
            .click()
            .await
            .expect("a theme");
        window.until(&format!("document.documentElement.dataset.theme === '{theme}'")).await;
        window.press(&[ESCAPE]).await;
        window.until("!dialog() && all('question-file').length === 2 && all('attachment').length === 3").await;
        for (width, height) in [(1280, 860), (560, 800)] {
            window.resize(width, height).await;
            let inside = "[...all('attachment'), ...all('question-file')].every((chip) => chip.getBoundingClientRect().right <= innerWidth && chip.getBoundingClientRect().left >= 0)";
            window.until(inside).await;
            window.photograph(&format!("attaching-looks-{locale}-{theme}-{width}")).await;
            window.click("composer-attach").await;
            window.until("document.querySelector('[role=menu]')").await;
            window.photograph(&format!("attaching-looks-menu-{locale}-{theme}-{width}")).await;
            window.press(&[ESCAPE]).await;
            window.until("!document.querySelector('[role=menu]')").await;
        }
        window.quit().await;
    }
}
