//! A history that is damaged, missing, held by another or not to be written: the window says so, and has a way out.

use std::fs::{self, File};
use std::path::Path;

use parlance_server::Script;
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::accessibility::{axe, look, nothing};
use crate::desk::{Desk, ESCAPE, Window};
use crate::platform::Platform;

/// Writes over the beginning of the page on which a table's rows begin, as a bad disk does.
fn tear(database: &Path, table: &str) {
    let connection = Connection::open(database).expect("there is a history");
    connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").expect("it is one file");
    let sql = "SELECT rootpage FROM sqlite_schema WHERE name = ?1";
    let page: i64 = connection.query_row(sql, (table,), |row| row.get(0)).expect("there is such a table");
    drop(connection);
    let mut bytes = fs::read(database).expect("there is a history");
    let from = (usize::try_from(page).expect("a page") - 1) * 4096;
    bytes[from..from + 200].fill(0x55);
    fs::write(database, bytes).expect("it is damaged");
}

/// A desk with a history of one question and a backup of it.
async fn asked(name: &'static str, platform: &Platform, script: &Script) -> Desk {
    let desk = Desk::new(name).size(1280, 860);
    let window = desk.open().await;
    window.add(platform, script).await;
    window.ask("Where is the key?").await;
    window.until("answer('done')").await;
    window.click("settings-open").await;
    window.find("back-up").await;
    window.script("document.querySelector('[data-testid=back-up]').click()").await;
    window.until("document.body.innerText.includes('The backup is made.')").await;
    window.script("document.querySelector('[data-testid=check-history]').click()").await;
    window.until("text('check-outcome').includes('sound')").await;
    window.script("document.querySelector('[data-testid=check-history]').scrollIntoView({ block: 'center' })").await;
    window.photograph("damaged-sound").await;
    window.press(&[ESCAPE]).await;
    window.quit().await;
    desk
}

async fn restore_first(window: &Window<'_>) {
    let first = "[data-testid=recovery] [data-testid=backup-item] button";
    window.find_css(first).await.click().await.expect("a way out");
    window.until("one('rescue-go')").await;
    window.photograph("damaged-rescued").await;
    window.click("rescue-go").await;
    window
        .until("one('conversation-item') && text('question-text') === 'Where is the key?' && !one('damage-banner')")
        .await;
    assert_eq!(window.value("text('answer-text')").await, json!("Under the mat."));
}

/// The settings of a damaged history, and the banner and the question before a backup goes in a narrow window.
async fn look_into_settings(window: &Window<'_>, locale: &str) {
    window.click("settings-open").await;
    window.find("check-history").await;
    window.script("document.querySelector('[data-testid=check-history]').click()").await;
    window.until("document.querySelector('[role=dialog] [role=alert]')").await;
    window.script("document.querySelector('[data-testid=check-history]').scrollIntoView({ block: 'start' })").await;
    window.photograph(&format!("damaged-settings-{locale}")).await;
    window.script("document.querySelector('[data-testid=backup-item] button:last-child').click()").await;
    window.until("one('delete-backup')").await;
    window.photograph(&format!("damaged-delete-{locale}")).await;
    window.press(&[ESCAPE]).await;
    window.until("!one('delete-backup')").await;
    window.press(&[ESCAPE]).await;
    window.until("!dialog()").await;
    window.resize(560, 800).await;
    window.photograph(&format!("damaged-banner-{locale}-narrow")).await;
    window.resize(1280, 860).await;
}

#[tokio::test]
async fn damage_that_is_met_in_an_open_history_is_said_until_a_backup_is_in_its_place() {
    let script = Script::agent("Archive").say("Under the mat.").end();
    let platform = Platform::with(&[&script]).await;
    let mut desk = asked("damaged-open", &platform, &script).await;
    tear(&desk.data().join("parlance.sqlite"), "answer");
    let mut found = Vec::new();
    for (locale, dark) in [("zh-CN", true), ("en", false)] {
        desk = desk.locale(locale);
        if dark {
            desk = desk.dark();
        }
        let window = desk.open().await;
        window
            .until("one('damage-banner') && one('conversation-item') && text('question-text') === 'Where is the key?'")
            .await;
        window.photograph(&format!("damaged-banner-{locale}")).await;
        look(&window, &axe(), &format!("the banner in {locale}"), &mut found).await;
        if dark {
            look_into_settings(&window, locale).await;
        }
        window.find_css("[data-testid=damage-banner] button").await.click().await.expect("a way out");
        window.until("one('recovery') && one('backup-item')").await;
        window.photograph(&format!("damaged-ways-{locale}")).await;
        look(&window, &axe(), &format!("the ways out in {locale}"), &mut found).await;
        if locale == "en" {
            restore_first(&window).await;
        }
        window.quit().await;
    }
    nothing(&found);
}

/// Without a backup: the rows of a lost page are found again, and it is said what was saved.
#[tokio::test]
async fn what_can_still_be_read_is_found_again_and_told_in_numbers() {
    let script = Script::agent("Archive").say("Under the mat.").end();
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("damaged-rest").size(1280, 860).locale("zh-CN");
    let window = desk.open().await;
    window.add(&platform, &script).await;
    window.ask("钥匙在哪里？").await;
    window.until("answer('done')").await;
    window.quit().await;
    tear(&desk.data().join("parlance.sqlite"), "turn");
    let window = desk.open().await;
    window.until("one('damage-banner')").await;
    window.find_css("[data-testid=damage-banner] button").await.click().await.expect("a way out");
    window.until("one('recovery')").await;
    window.press_named("用仍能读取的内容继续").await;
    window.until("one('rescue-go')").await;
    window.photograph("damaged-found-again").await;
    let mut found = Vec::new();
    look(&window, &axe(), "what was saved", &mut found).await;
    nothing(&found);
    window.click("rescue-go").await;
    window.until("one('conversation-item') && !one('damage-banner') && text('answer-text') === 'Under the mat.'").await;
    window.photograph("damaged-after").await;
    window.quit().await;
}

#[tokio::test]
async fn a_missing_history_is_no_first_run_where_there_are_backups() {
    let script = Script::agent("Archive").say("Under the mat.").end();
    let platform = Platform::with(&[&script]).await;
    let mut desk = asked("damaged-missing", &platform, &script).await;
    fs::write(desk.data().join("parlance.sqlite"), "").expect("it is empty");
    for locale in ["zh-CN", "en"] {
        desk = desk.locale(locale);
        let window = desk.open().await;
        window.until("one('recovery') && one('backup-item')").await;
        window.photograph(&format!("damaged-missing-{locale}")).await;
        assert_eq!(window.value("one('conversation-item')").await, Value::Null);
        if locale == "en" {
            restore_first(&window).await;
        }
        window.quit().await;
    }
}

#[tokio::test]
async fn a_history_that_another_parlance_has_is_opened_when_it_has_done() {
    let mut desk = Desk::new("damaged-elsewhere").size(1280, 860);
    fs::create_dir_all(desk.data()).expect("a folder");
    let held = File::create(desk.data().join("lock")).expect("a file");
    held.lock().expect("it is held");
    let window = desk.open().await;
    window.until("document.querySelector('h1')?.innerText === 'Another Parlance has this history open'").await;
    window.photograph("damaged-elsewhere-en").await;
    window.quit().await;
    desk = desk.locale("zh-CN").dark();
    let window = desk.open().await;
    window.until("document.querySelector('h1')?.innerText === '另一个 Parlance 正在使用这份历史记录'").await;
    window.photograph("damaged-elsewhere-zh-CN").await;
    drop(held);
    window.press_named("重试").await;
    window.until("one('agent-item')").await;
    window.quit().await;
}

#[tokio::test]
async fn a_folder_that_cannot_be_used_is_said_in_the_window() {
    let desk = Desk::new("damaged-folder").size(1280, 860);
    if let Some(above) = desk.data().parent() {
        fs::create_dir_all(above).expect("a folder");
    }
    fs::write(desk.data(), "no folder").expect("a file in its place");
    let window = desk.open().await;
    window.until("document.querySelector('h1')?.innerText === 'The data folder cannot be written'").await;
    window.photograph("damaged-folder-en").await;
    assert_eq!(window.value("one('recovery')").await, Value::Null, "no backup helps there");
    window.quit().await;
}
