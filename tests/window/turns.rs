//! What one can do with a turn: deleting it, asking it in other words, asking it once more, stopping it before it begins.

use parlance_server::{Reply, Script};

use crate::desk::{CONTROL, DELETE, Desk, ENTER, ESCAPE, Window};
use crate::platform::{Platform, soon};

/// Waits until these questions stand in the log, in this order.
async fn questions(window: &Window<'_>, wanted: &[&str]) {
    let wanted = serde_json::json!(wanted);
    window
        .until(&format!(
            "JSON.stringify(all('question-text').map((one) => one.innerText.trim())) === JSON.stringify({wanted})"
        ))
        .await;
}

/// Puts the focus on the newest question.
async fn focus_question(window: &Window<'_>) {
    window.until("one('question-text')").await;
    window.script("[...document.querySelectorAll('[data-testid=question-text]')].at(-1).parentElement.focus()").await;
}

/// Waits until the question's id is known, as it is soon after its answer.
async fn named(window: &Window<'_>) {
    window.until("one('turn').dataset.queryId !== ''").await;
}

#[tokio::test]
async fn a_turn_is_deleted_with_undo_and_leaves_the_platform_when_it_is_too_late() {
    let script = Script::new().say("In 1911.").end().say("In Beijing.").end().say("Two campuses.").end();
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("turns-delete");
    let window = desk.open().await;
    window.add(&platform, &script).await;
    for question in ["When was it founded?", "Where is it?"] {
        window.ask(question).await;
        window.until("answer('done')").await;
        named(&window).await;
    }
    window.fill("composer-input", "Half a thought").await;
    focus_question(&window).await;
    window.photograph("turns-focus").await;
    window.press(&[ENTER]).await;
    window.until("document.querySelectorAll('[role=menuitem]').length === 3").await;
    window.photograph("turns-menu").await;
    window.press(&[ESCAPE]).await;
    window.until("!document.querySelector('[role=menuitem]')").await;
    focus_question(&window).await;
    window.press(&[DELETE]).await;
    questions(&window, &["When was it founded?"]).await;
    window.photograph("turns-deleted").await;
    window.press_named("Undo").await;
    questions(&window, &["When was it founded?", "Where is it?"]).await;
    window.until("text('answer-text') === 'In Beijing.' && one('composer-input').value === 'Half a thought'").await;
    assert!(script.requests_for("delete_message").is_empty());

    window.press_newest("delete-turn").await;
    questions(&window, &["When was it founded?"]).await;
    soon(script.seen("delete_message")).await;
    window.until("!document.querySelector('[data-testid=removed-turn]')").await;
    window.quit().await;

    let window = desk.open().await;
    questions(&window, &["When was it founded?"]).await;
    window.ask("How many campuses?").await;
    window.until("answer('done')").await;
    questions(&window, &["When was it founded?", "How many campuses?"]).await;
    window.quit().await;
}

#[tokio::test]
async fn a_deletion_that_did_not_reach_the_platform_says_so_in_its_place_over_a_restart() {
    let script = Script::new().say("In 1911.").end().say("In Beijing.").end();
    let mut platform = Platform::with(&[&script]).await;
    let desk = Desk::new("turns-offline").locale("zh-CN").dark();
    let window = desk.open().await;
    window.add(&platform, &script).await;
    for question in ["哪一年建校？", "在哪里？"] {
        window.ask(question).await;
        window.until("answer('done')").await;
        named(&window).await;
    }
    platform.go().await;
    window.press_newest("delete-turn").await;
    questions(&window, &["哪一年建校？"]).await;
    // The program ends before it is too late to undo it.
    window.kill().await;

    let window = desk.open().await;
    window.reads("removed-turn", "平台的上下文里还保留着它").await;
    questions(&window, &["哪一年建校？"]).await;
    window.photograph("turns-waiting-dark").await;
    platform.come_back().await;
    script.on(
        "delete_message",
        Reply::status(400).body(
            r#"{"ResponseMetadata":{"RequestId":"r","Error":{"Code":"NotAllowed","Message":"管理员未开放删除。"}}}"#,
        ),
    );
    window.press_named("重试").await;
    window.reads("removed-turn", "平台拒绝删除").await;
    window.press_named("详情").await;
    window.reads("removed-turn", "管理员未开放删除。").await;
    window.photograph("turns-refused-dark").await;
    script.again("delete_message");
    window.press_named("重试").await;
    window.until("all('removed-turn').length === 0").await;
    questions(&window, &["哪一年建校？"]).await;
    window.quit().await;
}

#[tokio::test]
async fn the_newest_question_is_edited_in_its_place_and_asked_instead() {
    let script = Script::new().say("You mean 1911.").end().say("In 1911.").end().say("In Beijing.").end();
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("turns-edit");
    let window = desk.open().await;
    window.add(&platform, &script).await;
    window.ask("Wen was it fonded?").await;
    window.until("answer('done')").await;
    named(&window).await;
    window.fill("composer-input", "Half a thought").await;
    focus_question(&window).await;
    window.press(&['e']).await;
    window.until("document.activeElement === one('edit-input')").await;
    window.type_into("edit-input", " Please.").await;
    window.press(&[ESCAPE]).await;
    questions(&window, &["Wen was it fonded?"]).await;

    window.press_newest("edit-turn").await;
    window.fill("edit-input", "When was it founded?").await;
    window.photograph("turns-edit").await;
    window.resize(560, 800).await;
    window.photograph("turns-edit-narrow").await;
    window.resize(1280, 800).await;
    window.press(&[ENTER]).await;
    questions(&window, &["When was it founded?"]).await;
    window.until("answer('done') && text('answer-text') === 'In 1911.'").await;
    assert_eq!(window.value("one('composer-input').value").await, "Half a thought");
    let acts = script.requests().into_iter().map(|seen| seen.action);
    let acts: Vec<String> = acts.filter(|act| ["chat_query_v2", "delete_message"].contains(&act.as_str())).collect();
    assert_eq!(acts, ["chat_query_v2", "delete_message", "chat_query_v2"], "it is deleted before it is asked instead");
    window.photograph("turns-edited").await;
    window.press_named("Undo").await;
    questions(&window, &["Wen was it fonded?"]).await;
    window
        .until("one('turn').innerText.includes(\"Only here: the platform's context no longer holds this turn.\")")
        .await;
    window.photograph("turns-only-here").await;

    window.press(&[CONTROL, 'n']).await;
    window.until("all('turn').length === 0").await;
    window.quit().await;
}

#[tokio::test]
async fn an_older_question_is_asked_again_below() {
    let script = Script::new().say("In 1911.").end().say("In Beijing.").end().say("As I said, in 1911.").end();
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("turns-below").locale("zh-CN");
    let window = desk.open().await;
    window.add(&platform, &script).await;
    for question in ["哪一年建校？", "在哪里？"] {
        window.ask(question).await;
        window.until("answer('done')").await;
    }
    window.script("document.querySelector('[data-testid=question-text]').parentElement.focus()").await;
    window.press(&[ENTER]).await;
    window.choose("在下方重新提问").await;
    questions(&window, &["哪一年建校？", "在哪里？", "哪一年建校？"]).await;
    window.until("answer('done') && text('answer-text') === 'As I said, in 1911.'").await;
    window.photograph("turns-below").await;
    window.quit().await;
}

#[tokio::test]
async fn a_stop_before_the_first_token_ends_the_answer_and_keeps_the_question() {
    let script = Script::new().wait().say("Too late.").end().say("Now.").end();
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("turns-stop");
    let window = desk.open().await;
    window.add(&platform, &script).await;
    window.ask("Never mind.").await;
    soon(script.waiting()).await;
    window.until("answer('streaming')").await;
    window.press(&[ESCAPE]).await;
    window.until("answer('stopped') && one('composer-send') && one('retry')").await;
    script.advance();
    soon(script.seen("stop_message")).await;
    window.until("text('answer-text') === ''").await;
    window.click("retry").await;
    window.until("answer('done') && text('answer-text') === 'Now.'").await;
    window.quit().await;
}
