//! The first whole conversation, as a newcomer has it.

use crate::desk::{Desk, ENTER, SHIFT};

const QUESTION: &str = "How do I add an agent?";

#[tokio::test]
async fn a_newcomer_asks_the_built_in_agent_and_reads_an_answer_with_its_passages() {
    let desk = Desk::new("first-question");
    let window = desk.open().await;
    window.find_css("[data-testid=agent-item][aria-current=true]").await;
    window.type_into("composer-input", QUESTION).await;
    window.click("composer-send").await;
    window.answer("done").await;
    assert!(!window.text("answer-text").await.trim().is_empty());
    assert_eq!(window.text("question-text").await, QUESTION);
    window.find_css("[data-testid=step][data-kind=knowledge]").await;
    window.find("citation").await;
    window.photograph("first-question").await;
    window.quit().await;
}

#[tokio::test]
async fn the_conversation_is_there_after_a_crash_and_after_quitting() {
    let desk = Desk::new("first-again");
    let window = desk.open().await;
    window.type_into("composer-input", QUESTION).await;
    window.click("composer-send").await;
    window.answer("done").await;
    let answer = window.text("answer-text").await;
    window.kill().await;

    let window = desk.open().await;
    window.answer("done").await;
    assert_eq!(window.text("answer-text").await, answer);
    window.quit().await;

    let window = desk.open().await;
    assert_eq!(window.text("answer-text").await, answer);
    assert_eq!(window.count("turn").await, 1);
    window.quit().await;
}

#[tokio::test]
async fn a_small_dark_chinese_window_takes_lines_and_emoji() {
    let desk = Desk::new("first-chinese").locale("zh-CN").size(900, 640).dark();
    let window = desk.open().await;
    window.type_into("composer-input", "如何添加智能体？😀").await;
    window.press(&[SHIFT, ENTER]).await;
    window.type_into("composer-input", "谢谢").await;
    let typed = window.script("return document.querySelector('[data-testid=composer-input]').value").await;
    assert_eq!(typed, "如何添加智能体？😀\n谢谢");
    window.press(&[ENTER]).await;
    window.until("document.querySelector('[data-testid=answer]')?.dataset.state === 'done'").await;
    assert_eq!(window.script("return matchMedia('(prefers-color-scheme: dark)').matches").await, true);
    assert_eq!(window.script("return document.documentElement.lang").await, "zh-CN");
    window.photograph("first-chinese").await;
    window.quit().await;
}
