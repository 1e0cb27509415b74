//! What is deleted only after a question, and what cannot be read of the history.

use parlance_server::Script;
use rusqlite::Connection;
use serde_json::json;

use crate::desk::{CONTROL, DELETE, Desk, ESCAPE, Window};
use crate::platform::Platform;

const DIALOG: &str = "document.querySelector('[role=alertdialog]')";

fn beside(desk: &Desk) -> Connection {
    Connection::open(desk.data().join("parlance.sqlite")).expect("the history is there")
}

/// A profile with an agent and one conversation of a turn.
async fn asked(desk: &Desk, platform: &Platform, script: &Script) {
    let window = desk.open().await;
    window.add(platform, script).await;
    window.ask("Where is the key?").await;
    window.until("answer('done')").await;
    window.quit().await;
}

/// The conversation again and again, as if it was asked long ago.
fn multiply(database: &Connection, times: usize) {
    let columns: Vec<String> = database
        .prepare("SELECT name FROM pragma_table_info('conversation') WHERE name NOT IN ('id', 'title', 'platform_id')")
        .and_then(|mut found| found.query_map((), |row| row.get(0))?.collect())
        .expect("its columns are known");
    let columns = columns.join(", ");
    for number in 0..times {
        let id = parlance_core::ConversationId::make().to_string();
        let copied = database.execute(
            &format!(
                "INSERT INTO conversation (id, title, platform_id, {columns})
                 SELECT ?1, ?2, 'copy ' || ?1, {columns} FROM conversation WHERE turns = 1 AND title = 'Where is the key?'"
            ),
            (id, format!("Copy {number}")),
        );
        assert_eq!(copied.expect("it is copied"), 1);
    }
    let aged = database.execute("UPDATE conversation SET active_at = 1, created_at = 1 WHERE title <> ''", ());
    assert!(aged.expect("they become old") > times);
    database.execute("DELETE FROM used", ()).expect("nobody opened them");
}

async fn keep_days(window: &Window<'_>, days: &str) {
    window.find("keep-days").await;
    // What the history takes up is read meanwhile and pushes it down.
    window
        .script(&format!("document.querySelector(\"[data-testid=keep-days] [data-value='{days}'] input\").click()"))
        .await;
}

#[tokio::test]
async fn old_conversations_go_only_after_a_question_and_into_a_backup() {
    let script = Script::agent("Archive 档案").say("Under the mat.").end();
    let platform = Platform::with(&[&script]).await;
    let mut desk = Desk::new("keeping-old").size(1280, 860);
    asked(&desk, &platform, &script).await;
    // It would say that it has none of the copies.
    drop(platform);
    multiply(&beside(&desk), 1_200);
    for locale in ["zh-CN", "en"] {
        desk = desk.locale(locale);
        let window = desk.open().await;
        window.until("document.querySelectorAll('[data-testid=conversation-item]').length > 5").await;
        window.click("settings-open").await;
        let theme = if locale == "en" { "light" } else { "dark" };
        let choice = format!("[data-testid=settings-theme] [data-value={theme}]");
        window.find_css(&choice).await.click().await.expect("a theme");
        keep_days(&window, "30").await;
        window.until(DIALOG).await;
        window.photograph(&format!("keeping-question-{locale}")).await;
        window.press(&[ESCAPE]).await;
        window.until(&format!("!{DIALOG}")).await;
        assert_eq!(
            window.value("document.querySelector('[data-testid=keep-days] [data-selected]').dataset.value").await,
            json!("0"),
            "nothing was chosen"
        );
        if locale == "en" {
            keep_days(&window, "30").await;
            window.click("retire").await;
            window
                .until("document.querySelector('[data-testid=keep-days] [data-selected]').dataset.value === '30'")
                .await;
            window.press(&[ESCAPE]).await;
            window.until("!dialog() && document.querySelectorAll('[data-testid=conversation-item]').length < 3").await;
        }
        window.quit().await;
    }
    let backups = std::fs::read_dir(desk.data().join("backups")).expect("there is a backup").count();
    assert_eq!(backups, 1);
}

#[tokio::test]
async fn more_conversations_than_one_sees_are_not_deleted_without_a_question() {
    let script = Script::agent("Archive").say("Under the mat.").end();
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("keeping-many").size(1280, 860);
    asked(&desk, &platform, &script).await;
    multiply(&beside(&desk), 300);
    let window = desk.open().await;
    window.until("document.querySelectorAll('[data-testid=conversation-item]').length > 5").await;
    window.script("document.querySelector('[data-testid=conversation-item]').focus()").await;
    window.press(&[CONTROL, 'a']).await;
    window.until("document.body.innerText.includes('301 chosen')").await;
    window.press(&[DELETE]).await;
    window.until(DIALOG).await;
    window.photograph("keeping-many").await;
    window.click("remove-many").await;
    window
        .until("!one('conversation-item') && document.body.innerText.includes('301 conversations were deleted.')")
        .await;
    // Killed within the time of undoing.
    window.kill().await;
    let window = desk.open().await;
    window.until("document.querySelectorAll('[data-testid=conversation-item]').length > 5").await;
    window.quit().await;
}

#[tokio::test]
async fn a_turn_of_which_a_part_cannot_be_read_says_so_and_hides_no_other() {
    let script = Script::agent("Archive 档案").say("Under the mat.").end().say("In the drawer, 在抽屉里。").end();
    let platform = Platform::with(&[&script]).await;
    let mut desk = Desk::new("keeping-damaged").size(1280, 860);
    let window = desk.open().await;
    window.add(&platform, &script).await;
    for question in ["Where is the key?", "And the other one?"] {
        window.ask(question).await;
        window.until("answer('done') && !one('stop')").await;
    }
    window.quit().await;
    // What a changed byte leaves; the platform cannot mend it.
    drop(platform);
    let harm = |sql: &str| assert_eq!(beside(&desk).execute(sql, ()).expect("it is changed"), 1);
    harm("UPDATE turn SET question = CAST(x'57686572FF206973207468652078' AS TEXT) WHERE question LIKE 'Where%'");
    harm("UPDATE answer SET text = CAST(x'496E207468FE' AS TEXT) WHERE text LIKE 'In the drawer%'");
    for (locale, theme) in [("zh-CN", "dark"), ("en", "light")] {
        desk = desk.locale(locale);
        let window = desk.open().await;
        window.until("document.querySelectorAll('[data-testid=question-text]').length === 2").await;
        window.click("settings-open").await;
        let choice = format!("[data-testid=settings-theme] [data-value={theme}]");
        window.find_css(&choice).await.click().await.expect("a theme");
        window.press(&[ESCAPE]).await;
        window.until("!dialog() && one('error-banner') && document.querySelector('[data-damaged]')").await;
        window
            .until("document.querySelector('[data-testid=answer-text]').textContent.includes('Under the mat.')")
            .await;
        window.photograph(&format!("keeping-damaged-{locale}")).await;
        window.quit().await;
    }
}
