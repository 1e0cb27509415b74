//! Finding again: over all messages, in one conversation, and by name; and taking a passage into the next question.

use parlance_server::Script;
use serde_json::json;

use crate::desk::{CONTROL, DOWN, Desk, ENTER, ESCAPE, SHIFT, Window};
use crate::platform::Platform;
use crate::writing::COMPOSE;

const F3: char = '\u{e033}';
/// What the results are. The titles of conversations are made of questions; those are left out here.
const FOUND: &str =
    "all('search-result').map((hit) => hit.dataset.kind).filter((kind) => kind !== 'title').sort().join()";
/// What is marked in the log: all of it, and the place that somebody was brought to.
const MARKED: &str = "[...(CSS.highlights.get('found') ?? [])].map(String)";
const HERE: &str = "[...(CSS.highlights.get('found-here') ?? [])].map(String).join()";

async fn search(window: &Window<'_>, text: &str) {
    if window.value("!!one('search-input')").await == false {
        window.press(&[CONTROL, SHIFT, 'k']).await;
    }
    window.fill("search-input", text).await;
}

async fn finds(window: &Window<'_>, kinds: &str) {
    window.until(&format!("{FOUND} === {}", json!(kinds))).await;
}

/// Asks two questions, the first of them twice.
async fn talk(window: &Window<'_>) {
    window.ask("怎么信任学校的根证书？").await;
    window.until("answer('done') && one('regenerate')").await;
    window.click("regenerate").await;
    window.until("text('answer-position') === '2 / 2' && answer('done')").await;
    window.ask("When does the library close?").await;
    window.until("all('answer').length === 2 && answer('done')").await;
}

fn campus() -> Script {
    Script::new()
        .say("Trust the old campus certificate; the old one, that is.")
        .end()
        .say("先下载**根证书**，再导入系统。")
        .end()
        .say("At nine in the evening.")
        .end()
}

#[tokio::test]
async fn what_was_asked_and_answered_is_found_after_a_restart_in_any_script_and_opened_where_it_stands() {
    let script = campus();
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("searching");
    let window = desk.open().await;
    window.add(&platform, &script).await;
    talk(&window).await;
    window.click("new-conversation").await;
    window.until("all('turn').length === 0").await;
    window.quit().await;

    let window = desk.open().await;
    window.find("composer-input").await;
    search(&window, "证").await;
    finds(&window, "answer,question").await;
    search(&window, "证书").await;
    finds(&window, "answer,question").await;
    window.photograph("searching-chinese").await;
    search(&window, "library").await;
    finds(&window, "question").await;
    search(&window, "校的根证书").await;
    finds(&window, "question").await;
    search(&window, "nowhere to be found").await;
    window.until("dialog().innerText.includes('Nothing found') && all('search-result').length === 0").await;
    window.photograph("searching-nothing").await;

    search(&window, "\"old campus\"").await;
    finds(&window, "answer").await;
    assert_eq!(window.value("one('search-result').querySelector('mark').textContent").await, "old campus");
    window.press(&[ENTER]).await;
    window.until("!dialog() && text('answer-position') === '1 / 2'").await;
    window.until("all('turn').some((turn) => turn.innerText.includes('old campus'))").await;
    window.until(&format!("{HERE} === 'old campus'")).await;
    window
        .until("all('conversation-item').some((item) => item.ariaCurrent && item.innerText.includes('根证书'))")
        .await;
    window.photograph("searching-opened").await;
    window.press(&[ESCAPE]).await;
    window.until(&format!("{MARKED}.length === 0")).await;
    window.quit().await;
}

#[tokio::test]
async fn a_conversation_is_looked_through_with_a_count_and_answers_that_are_not_on_view_are_shown() {
    let script = campus();
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("finding");
    let window = desk.open().await;
    window.add(&platform, &script).await;
    talk(&window).await;
    window.press(&[CONTROL, 'f']).await;
    window.fill("find-input", "old").await;
    let count = |text: &str| {
        format!(
            "one('find-input').closest('[role=search]').querySelector('[role=status]').innerText.trim() === {}",
            json!(text)
        )
    };
    window.until(&count("1 / 2")).await;
    window.until("text('answer-position') === '1 / 2'").await;
    window.until(&format!("{HERE} === 'old' && {MARKED}.length === 2")).await;
    window.photograph("finding").await;
    window.press(&[F3]).await;
    window.until(&count("2 / 2")).await;
    window.press(&[ENTER]).await;
    window.until(&count("1 / 2")).await;
    window.press(&[SHIFT, ENTER]).await;
    window.until(&count("2 / 2")).await;
    window.press(&[ESCAPE]).await;
    window.until(&format!("!one('find-input') && {MARKED}.length === 0")).await;
    window.until("document.activeElement === one('composer-input')").await;
    window.quit().await;
}

#[tokio::test]
async fn the_palette_goes_to_an_agent_and_to_a_conversation_and_does_what_it_is_told() {
    let script = campus();
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("palette");
    let window = desk.open().await;
    window.add(&platform, &script).await;
    talk(&window).await;
    let palette = "document.querySelector('[role=combobox]')";
    window.press(&[CONTROL, 'k']).await;
    window.until(&format!("document.activeElement === {palette}")).await;
    window.photograph("palette").await;
    write(&window, "guide").await;
    window.until("document.querySelector('[role=option]')?.innerText.includes('Guide')").await;
    window.press(&[ENTER]).await;
    window.until("!dialog() && all('agent-item')[0].ariaCurrent && all('turn').length === 0").await;
    window.press(&[CONTROL, 'k']).await;
    write(&window, "根证书").await;
    window.until("document.querySelector('[role=option]')?.innerText.includes('怎么信任')").await;
    window.photograph("palette-written").await;
    window.press(&[DOWN]).await;
    window.until("document.querySelectorAll('[role=option]')[1].ariaSelected === 'true'").await;
    window.press(&[ESCAPE]).await;
    window.until("!dialog()").await;
    window.press(&[CONTROL, 'k']).await;
    write(&window, "根证书").await;
    window.until("document.querySelector('[role=option]')?.innerText.includes('怎么信任')").await;
    window.press(&[ENTER]).await;
    window.until("!dialog() && all('turn').length === 2").await;
    window.press(&[CONTROL, 'k']).await;
    write(&window, "dark").await;
    window.until("document.querySelector('[role=option]')?.innerText.includes('Dark')").await;
    window.press(&[ENTER]).await;
    window.until("!dialog() && document.documentElement.dataset.theme === 'dark'").await;
    window.quit().await;
}

/// Writes into what has the focus.
async fn write(window: &Window<'_>, text: &str) {
    window.until("document.activeElement === document.querySelector('[role=combobox]')").await;
    window
        .script_with(
            "document.activeElement.select(); document.execCommand('insertText', false, arguments[0]);",
            vec![json!(text)],
        )
        .await;
}

#[tokio::test]
async fn an_input_method_keeps_its_enter_in_the_search_the_palette_and_the_line_for_finding() {
    let script = campus();
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("searching-composing").locale("zh-CN").size(900, 640).dark();
    let window = desk.open().await;
    window.add(&platform, &script).await;
    talk(&window).await;
    window.press(&[CONTROL, SHIFT, 'k']).await;
    window.until("document.activeElement === one('search-input')").await;
    assert_eq!(window.script(COMPOSE).await, "智能体");
    window.until("dialog()?.innerText.includes('没有找到')").await;
    search(&window, "证书").await;
    finds(&window, "answer,question").await;
    window.photograph("searching-zh-dark").await;
    window.press(&[ESCAPE]).await;
    window.until("!dialog()").await;

    window.press(&[CONTROL, 'k']).await;
    window.until("document.activeElement === document.querySelector('[role=combobox]')").await;
    window.photograph("palette-zh-dark").await;
    assert_eq!(window.script(COMPOSE).await, "智能体");
    window.until("dialog()?.querySelector('[role=option]')").await;
    assert_eq!(window.value("all('turn').length").await, 2, "it went nowhere");
    window.press(&[ESCAPE]).await;
    window.until("!dialog()").await;

    window.press(&[CONTROL, 'f']).await;
    window.until("document.activeElement === one('find-input')").await;
    assert_eq!(window.script(COMPOSE).await, "智能体");
    window.fill("find-input", "证书").await;
    window
        .until("one('find-input').closest('[role=search]').querySelector('[role=status]').innerText.trim() === '1 / 2'")
        .await;
    window.resize(600, 640).await;
    window.photograph("finding-zh-dark-narrow").await;
    window.press(&[CONTROL, SHIFT, 'k']).await;
    finds(&window, "answer,question").await;
    window.photograph("searching-zh-dark-narrow").await;
    window.quit().await;
}

#[tokio::test]
async fn what_is_selected_in_an_answer_goes_into_the_question_as_a_quote() {
    let script = campus();
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("quoting");
    let window = desk.open().await;
    window.add(&platform, &script).await;
    window.ask("Which certificate?").await;
    window.until("answer('done') && one('regenerate')").await;
    window.fill("composer-input", "Why").await;
    // As the pointer does: what is pressed takes the focus, and the selection follows.
    let select = "one('message-log').focus(), document.getSelection().selectAllChildren(one('answer-text'))";
    window.value(&format!("({select}, true)")).await;
    window
        .until("[...document.querySelectorAll('button')].some((button) => button.innerText.trim() === 'Quote')")
        .await;
    window.photograph("quoting").await;
    window.press_named("Quote").await;
    let quoted = "Why\n\n> Trust the old campus certificate; the old one, that is.\n\n";
    window.until(&format!("one('composer-input').value === {}", json!(quoted))).await;
    window.until("document.activeElement === one('composer-input')").await;
    window.photograph("quoted").await;
    window.quit().await;
}
