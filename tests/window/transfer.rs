//! The history taken along, brought back, backed up, and what is offered when its file cannot be opened.

use std::fs;

use parlance_server::Script;
use serde_json::{Value, json};

use crate::desk::{Desk, ESCAPE, Window};
use crate::platform::Platform;

const BACKUPS: &str = "document.querySelectorAll('[data-testid=backup-item]').length";

async fn theme(window: &Window<'_>, theme: &str) {
    window
        .find_css(&format!("[data-testid=settings-theme] [data-value={theme}]"))
        .await
        .click()
        .await
        .expect("a theme");
    window.until(&format!("document.documentElement.dataset.theme === '{theme}'")).await;
}

#[tokio::test]
async fn a_conversation_is_saved_and_comes_back_into_an_empty_history() {
    let script = Script::agent("Archive 档案").say("The key **is** under the mat, 在垫子下面。").end();
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("transfer").size(1280, 860);
    let window = desk.open().await;
    window.add(&platform, &script).await;
    window.ask("Where is the key?").await;
    window.until("answer('done')").await;
    for (form, ending) in [("markdown", "md"), ("page", "html"), ("text", "txt"), ("lines", "jsonl")] {
        window.click("conversation-export").await;
        window.find_css(&format!("[data-testid=export-form] [data-value={form}]")).await.click().await.expect("a form");
        window.photograph(&format!("transfer-export-{form}")).await;
        window.click("export-save").await;
        window.until("!dialog() && document.body.innerText.includes('is in your Downloads.')").await;
        let saved = saved(&desk, ending);
        assert!(saved.contains("Where is the key?") && saved.contains("under the mat"), "{saved}");
        assert!(!saved.contains(script.api_key()), "the key stays in the keychain");
    }
    let lines = desk.folder().join("everything.jsonl");
    fs::write(&lines, format!("{}no line of an export\n", saved(&desk, "jsonl"))).expect("it is written");
    window.quit().await;

    let empty = Desk::new("transfer-empty").size(1280, 860);
    let window = empty.open().await;
    window.click("settings-open").await;
    window.find("import-file").await.send_keys(&lines.display().to_string()).await.expect("a file is chosen");
    window.until("text('import-outcome').includes('1 conversation added') && text('import-outcome').includes('Line 2: not JSON')").await;
    window.script("document.querySelector('[data-testid=import-outcome]').scrollIntoView({ block: 'center' })").await;
    window.photograph("transfer-imported").await;
    window.press(&[ESCAPE]).await;
    window.until("!dialog()").await;
    window
        .find_css("[data-testid=agent-item][aria-label^='Archive 档案']")
        .await
        .click()
        .await
        .expect("the agent opens");
    window.until("text('question-text') === 'Where is the key?' && text('answer-text').includes('在垫子下面')").await;
    window.photograph("transfer-brought-back").await;
    window.quit().await;
}

/// The newest file of this kind among the downloads.
fn saved(desk: &Desk, ending: &str) -> String {
    let home = desk.folder().join("home");
    let folders = [home.join("Downloads"), home];
    let files = folders.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten().flatten();
    let file = files.map(|file| file.path()).find(|path| path.extension().is_some_and(|found| found == ending));
    fs::read_to_string(file.expect("a file was saved")).expect("it is text")
}

#[tokio::test]
async fn a_backup_is_made_looked_at_and_offered_when_the_history_is_damaged() {
    let script = Script::agent("Archive").say("Under the mat.").end();
    let platform = Platform::with(&[&script]).await;
    let mut desk = Desk::new("transfer-backup").size(1280, 860);
    let window = desk.open().await;
    window.add(&platform, &script).await;
    window.ask("Where is the key?").await;
    window.until("answer('done')").await;
    window.click("settings-open").await;
    window.find("back-up").await;
    let before = window.value(BACKUPS).await.as_u64().expect("a number");
    // What the history takes up is read meanwhile and pushes it down.
    window.script("document.querySelector('[data-testid=back-up]').click()").await;
    window.until(&format!("{BACKUPS} === {before} + 1")).await;
    for shade in ["light", "dark"] {
        theme(&window, shade).await;
        window.script("document.querySelector('[data-testid=back-up]').scrollIntoView({ block: 'center' })").await;
        window.photograph(&format!("transfer-backups-en-{shade}")).await;
    }
    window.quit().await;

    let database = desk.data().join("parlance.sqlite");
    let mut bytes = fs::read(&database).expect("there is a history");
    bytes[..4096].fill(0x55);
    fs::write(&database, bytes).expect("it is damaged");
    for side in ["parlance.sqlite-wal", "parlance.sqlite-shm"] {
        let _ = fs::remove_file(desk.data().join(side));
    }
    for (locale, width, height) in [("zh-CN", 560, 800), ("en", 1280, 860)] {
        desk = desk.locale(locale).size(width, height);
        let window = desk.open().await;
        window.until(&format!("one('recovery') && {BACKUPS} > {before}")).await;
        window.photograph(&format!("transfer-recovery-{locale}-{width}")).await;
        assert_eq!(window.value("one('conversation-item')").await, Value::Null, "nothing is shown as if it were there");
        if locale == "zh-CN" {
            window.quit().await;
            continue;
        }
        window
            .find_css("[data-testid=recovery] [data-testid=backup-item] button")
            .await
            .click()
            .await
            .expect("a way out");
        window.click("rescue-go").await;
        window.until("one('conversation-item') && text('question-text') === 'Where is the key?'").await;
        window.photograph("transfer-restored").await;
        assert_eq!(window.value("text('answer-text')").await, json!("Under the mat."));
        window.quit().await;
        break;
    }
}
