//! What agents wait for: cards with the controls for an answer, and tasks whose answers come late.

use parlance_server::Script;

use crate::desk::{Desk, ENTER};
use crate::platform::{Platform, soon};

#[tokio::test]
async fn a_decision_is_made_after_a_restart_and_the_agent_goes_on() {
    let script = Script::agent("Archive")
        .say("That is everything of the year 1911.")
        .interrupt("confirm", "Delete **all 214 files**? They cannot be brought back.")
        .end()
        .say("They are deleted.")
        .end();
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("interrupts-decision");
    let window = desk.open().await;
    window.add(&platform, &script).await;
    window.ask("Delete the files of 1911.").await;
    window.until("answer('done') && one('interrupt-confirm') && one('step').dataset.state === 'waiting'").await;
    window.fill("composer-input", "Half a thought").await;
    window.photograph("interrupts-decision").await;
    window.resize(560, 800).await;
    window.photograph("interrupts-decision-narrow").await;
    window.kill().await;

    let window = desk.open().await;
    window.until("one('step').dataset.state === 'waiting'").await;
    window.fill("interrupt-field", "Keep the index.").await;
    window.click("interrupt-confirm").await;
    window.until("all('turn').length === 2 && answer('done') && text('answer-text') === 'They are deleted.'").await;
    assert_eq!(soon(script.seen_times("chat_query_v2", 2)).await.body["Query"], "Confirm\nKeep the index.");
    window
        .until("all('step')[0].dataset.state === 'answered' && !one('interrupt-confirm') && !one('interrupt-field')")
        .await;
    window.photograph("interrupts-decided").await;
    window.quit().await;
}

#[tokio::test]
async fn something_is_filled_in_and_what_has_no_name_here_is_answered_all_the_same() {
    let script = Script::agent("教务助手")
        .interrupt("info_collect", "请告诉我：\n\n1. 学号\n2. 入学年份")
        .end()
        .say("好的。")
        .interrupt("oauth2", "请先登录教务系统，然后告诉我。")
        .end()
        .say("已登录。")
        .end();
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("interrupts-input").locale("zh-CN").dark();
    let window = desk.open().await;
    window.add(&platform, &script).await;
    window.ask("帮我查成绩").await;
    window.until("answer('done') && one('interrupt-send')").await;
    window.fill("interrupt-field", "20230042，2023 年").await;
    window.photograph("interrupts-input-dark").await;
    window.script("document.querySelector('[data-testid=interrupt-field]').focus()").await;
    window.press(&[ENTER]).await;
    window.until("all('turn').length === 2 && answer('done') && one('interrupt-send')").await;
    window.until("one('step').innerText.includes('oauth2')").await;
    window.resize(900, 640).await;
    window.photograph("interrupts-other-dark").await;
    // Whatever is asked next is the answer.
    window.ask("登录好了").await;
    window.until("all('turn').length === 3 && answer('done') && !one('interrupt-send')").await;
    window.until("all('step').every((step) => step.dataset.state === 'answered')").await;
    window.quit().await;
}

#[tokio::test]
async fn the_answer_of_a_task_comes_late_as_its_own_turn_and_is_unread_until_it_is_seen() {
    let script = Script::agent("Reports")
        .say("I begin.")
        .task("The report is being made. It takes some minutes.")
        .end()
        .say("The library closes at ten.")
        .end();
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("interrupts-task");
    let window = desk.open().await;
    window.add(&platform, &script).await;
    window.ask("Make a report.").await;
    window.until("answer('done') && one('step')?.dataset.state === 'waiting'").await;
    window.photograph("interrupts-task").await;
    soon(script.seen("query_skill_async_task")).await;
    window.kill().await;

    let window = desk.open().await;
    window.until("one('step')?.dataset.state === 'waiting'").await;
    window.click("new-conversation").await;
    window.until("all('turn').length === 0").await;
    window.ask("When does the library close?").await;
    window.until("answer('done')").await;
    script.finish_task("Here is **the report**: all is well.").await;
    window.until("document.querySelector('[aria-label=\"New answer\"]')").await;
    window.photograph("interrupts-unread").await;
    window
        .script("[...document.querySelectorAll('[data-testid=conversation-item]')].find((one) => one.innerText.startsWith('Make a report')).click()")
        .await;
    window.until("all('turn').length === 2 && text('answer-text') === 'Here is the report: all is well.'").await;
    window.until("one('step').dataset.state === 'succeeded' && all('question-text').length === 1").await;
    window.photograph("interrupts-late").await;
    window.quit().await;
}

#[tokio::test]
async fn a_task_that_fails_says_so_on_its_card() {
    let script = Script::agent("报表").task("正在生成报表。").end();
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("interrupts-failed").locale("zh-CN");
    let window = desk.open().await;
    window.add(&platform, &script).await;
    window.ask("生成报表").await;
    window.until("answer('done') && one('step')?.dataset.state === 'waiting'").await;
    script.fail_task("数据源没有响应").await;
    window.until("one('step').dataset.state === 'failed' && one('step').innerText.includes('数据源没有响应')").await;
    window.photograph("interrupts-failed").await;
    window.quit().await;
}
