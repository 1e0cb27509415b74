//! What lies over the conversation, beside it and in its place, in both languages and both themes: pictures to look at, in
//! `target/window/gallery`, and what axe finds in each of them. That every state can be reached is tested with it.

use std::fs;

use parlance_server::Script;
use serde_json::json;

use crate::accessibility::{axe, look, nothing};
use crate::desk::{CONTROL, DELETE, Desk, ENTER, ESCAPE, SHIFT, Window};
use crate::gallery::{RICH, rich};
use crate::platform::Platform;
use crate::variables;

/// Names of buttons, in each language.
struct Spoken {
    locale: &'static str,
    compare: &'static str,
    details: &'static str,
    quote: &'static str,
    replace_key: &'static str,
    undo: &'static str,
    pace: &'static str,
}

const SPOKEN: [Spoken; 2] = [
    Spoken {
        locale: "en",
        compare: "Compare",
        details: "Details",
        quote: "Quote",
        replace_key: "Replace the key",
        undo: "Undo",
        pace: "calm",
    },
    Spoken {
        locale: "zh-CN",
        compare: "对比",
        details: "详情",
        quote: "引用",
        replace_key: "更换密钥",
        undo: "撤销",
        pace: "从容",
    },
];

struct Walk<'a> {
    window: Window<'a>,
    spoken: &'static Spoken,
    rules: String,
    found: Vec<String>,
}

impl<'a> Walk<'a> {
    async fn begin(desk: &'a Desk, spoken: &'static Spoken) -> Self {
        Self { window: desk.open().await, spoken, rules: axe(), found: Vec::new() }
    }

    /// A picture in each theme, and a look at it. What is open stays open.
    async fn sees(&mut self, state: &str) {
        for theme in ["light", "dark"] {
            let name = format!("{state}-{}-{theme}", self.spoken.locale);
            self.window.script(&format!("document.documentElement.dataset.theme = '{theme}'")).await;
            self.window.photograph(&format!("gallery/{name}")).await;
            look(&self.window, &self.rules, &name, &mut self.found).await;
        }
    }

    async fn closes(&self) {
        self.window.press(&[ESCAPE]).await;
        self.window.until("!dialog() && !document.querySelector('[role=menu]')").await;
    }

    async fn focus_question(&self) {
        self.window
            .script("[...document.querySelectorAll('[data-testid=question-text]')].at(-1).parentElement.focus()")
            .await;
    }

    async fn end(self) {
        nothing(&self.found);
        self.window.quit().await;
    }
}

#[tokio::test]
async fn what_one_does_with_an_answer_and_a_turn() {
    for spoken in &SPOKEN {
        let other =
            RICH.replace("Split the list", "Halve the list").replace("稳定", "可靠").replace("in *cost*", "in *speed*");
        let script = rich(&Script::agent("课程助教 Tutor")).say(&other).end();
        let body =
            r#"{"ResponseMetadata":{"RequestId":"req-77","Error":{"Code":"Unauthorized","Message":"API key 已过期"}}}"#;
        let script = script.status(401, body, &[]);
        let platform = Platform::with(&[&script]).await;
        let desk = Desk::new("states").locale(spoken.locale).size(1280, 860);
        let mut walk = Walk::begin(&desk, spoken).await;
        walk.window.add(&platform, &script).await;
        walk.window.ask("Compare merge sort and quick sort. 请比较两种排序。").await;
        walk.window.until("answer('done') && all('suggestion').length === 2").await;
        walk.window.script("document.querySelector('[data-testid=regenerate]').click()").await;
        walk.window.until("text('answer-position') === '2 / 2' && answer('done')").await;
        walk.window.press_named(spoken.compare).await;
        walk.window.until("dialog()?.querySelectorAll('table').length === 2").await;
        walk.sees("compare").await;
        walk.closes().await;
        walk.window.click("dislike").await;
        walk.window.until("one('feedback-detail') && one('feedback-detail').getBoundingClientRect().bottom < one('composer-input').getBoundingClientRect().top").await;
        walk.sees("feedback").await;
        walk.window.click("dislike").await;
        walk.window.until("!one('feedback-detail')").await;
        walk.window.fill("composer-input", "一段较长的问题\n\nwith more than one line").await;
        walk.window.click("composer-expand").await;
        walk.sees("large-editor").await;
        walk.window.click("composer-expand").await;
        walk.window.fill("composer-input", "").await;
        details(&mut walk).await;
        finding(&mut walk).await;

        walk.window.ask("Why did it break off?").await;
        walk.window.until("answer('failed')").await;
        walk.window.press_named(spoken.details).await;
        walk.window.press_named(spoken.replace_key).await;
        walk.window.find("agent-api-key").await;
        walk.sees("broken-key").await;
        walk.focus_question().await;
        walk.window.press(&['e']).await;
        walk.window.find("edit-input").await;
        walk.sees("turn-edited").await;
        walk.window.press(&[ESCAPE]).await;
        walk.window.until("!one('edit-input')").await;
        walk.focus_question().await;
        walk.window.press(&[DELETE]).await;
        walk.window.until("all('turn').length === 1").await;
        walk.sees("turn-deleted").await;
        walk.end().await;
    }
}

async fn details(walk: &mut Walk<'_>) {
    walk.window.click("details-toggle").await;
    for page in ["process", "citations", "events"] {
        walk.window.script(&format!("document.querySelector('[role=tab][data-key={page}]').click()")).await;
        walk.window
            .until(&format!("document.querySelector('[role=tab][data-key={page}]').ariaSelected === 'true'"))
            .await;
        if page == "events" {
            walk.window.until("all('raw-event').length > 3").await;
            walk.window.script("document.querySelectorAll('[data-testid=raw-event] button')[2].click()").await;
        }
        walk.sees(&format!("details-{page}")).await;
    }
    walk.window.click("details-toggle").await;
    walk.window.until("!one('details-panel')").await;
}

async fn finding(walk: &mut Walk<'_>) {
    walk.window.press(&[CONTROL, SHIFT, 'k']).await;
    walk.window.fill("search-input", "merge").await;
    walk.window.until("all('search-result').length > 0").await;
    walk.sees("search").await;
    walk.closes().await;
    walk.window.press(&[CONTROL, 'k']).await;
    walk.window.until("document.querySelector('[role=dialog] [role=option]')").await;
    walk.sees("palette").await;
    walk.closes().await;
    walk.window.press(&[CONTROL, 'f']).await;
    walk.window.fill("find-input", "sort").await;
    walk.window.until("[...CSS.highlights.get('found') ?? []].length > 1").await;
    walk.sees("finding").await;
    walk.window.press(&[ESCAPE]).await;
    walk.window.until("!one('find-input')").await;
    walk.window.value("(one('message-log').focus(), document.getSelection().selectAllChildren(one('answer-text').querySelector('p')), true)").await;
    let quote = walk.spoken.quote;
    walk.window
        .until(&format!(
            "[...document.querySelectorAll('button')].some((button) => button.innerText.trim() === '{quote}')"
        ))
        .await;
    walk.sees("quote").await;
    walk.window.press_named(quote).await;
    walk.window.until("one('composer-input').value.startsWith('>')").await;
    walk.window.fill("composer-input", "").await;
    walk.window.click("conversation-export").await;
    walk.window.until("dialog()").await;
    walk.sees("export").await;
    walk.closes().await;
}

#[tokio::test]
async fn what_an_agent_waits_for() {
    for spoken in &SPOKEN {
        let script = Script::agent("Archive 档案")
            .interrupt("confirm", "Delete **all 214 files**? 删除后无法恢复。")
            .end()
            .interrupt("info_collect", "请告诉我：\n\n1. 学号\n2. 入学年份")
            .end()
            .interrupt("oauth2", "请先登录教务系统，然后告诉我。")
            .end()
            .task("The report is being made. It takes some minutes.")
            .end();
        let platform = Platform::with(&[&script]).await;
        let desk = Desk::new("states-waiting").locale(spoken.locale).size(1280, 860);
        let mut walk = Walk::begin(&desk, spoken).await;
        walk.window.add(&platform, &script).await;
        walk.window.ask("Delete the files of 1911.").await;
        walk.window.until("answer('done') && one('interrupt-confirm')").await;
        walk.sees("waits-decision").await;
        walk.window.click("interrupt-confirm").await;
        walk.window.until("all('turn').length === 2 && answer('done') && one('interrupt-send')").await;
        walk.sees("waits-input").await;
        walk.window.fill("interrupt-field", "20230042，2023 年").await;
        walk.window.click("interrupt-send").await;
        walk.window.until("all('turn').length === 3 && answer('done') && one('interrupt-send')").await;
        walk.sees("waits-other").await;
        walk.window.ask("登录好了").await;
        walk.window
            .until("all('turn').length === 4 && answer('done') && all('step').at(-1)?.dataset.state === 'waiting'")
            .await;
        walk.sees("waits-task").await;
        script.finish_task("Here is **the report**: all is well.").await;
        walk.window.until("all('turn').length === 5 && answer('done')").await;
        walk.sees("late-turn").await;
        walk.end().await;
    }
}

#[tokio::test]
async fn what_is_filled_in_run_and_kept() {
    for spoken in &SPOKEN {
        let script = variables::every_kind(&Script::agent("Campus 校园"));
        let platform = Platform::with(&[&script]).await;
        let desk = Desk::new("states-kept").locale(spoken.locale).size(1280, 860);
        let mut walk = Walk::begin(&desk, spoken).await;
        walk.window.add(&platform, &script).await;
        walk.window.find("variables-form").await;
        walk.sees("variables").await;
        // However low the window, all of the form can be reached and none of it lies under the composer.
        walk.window.resize(900, 560).await;
        walk.window
            .script("document.querySelector('[data-testid=variables-save]').scrollIntoView({ block: 'end' })")
            .await;
        walk.window
            .until("one('variables-save').getBoundingClientRect().bottom <= one('composer-input').getBoundingClientRect().top")
            .await;
        walk.sees("variables-low").await;
        walk.window.resize(1280, 860).await;

        walk.window.click("workflow-open").await;
        walk.window.until("one('workflow-input')?.value.includes('subject')").await;
        walk.window.fill("workflow-input", &json!({ "subject": "API keys", "pace": spoken.pace }).to_string()).await;
        walk.window.until("one('workflow-input').value.includes('API keys')").await;
        walk.window.click("workflow-run").await;
        let status = "document.querySelector('[data-run-status]')?.dataset.runStatus";
        walk.window.until(&format!("{status} === 'interrupted'")).await;
        walk.sees("run-asks").await;
        walk.window.fill("workflow-answer", "3").await;
        walk.window.press(&[ENTER]).await;
        walk.window.until(&format!("{status} === 'success' && one('workflow-output')")).await;
        walk.sees("run-done").await;
        walk.window.script("document.querySelector('[data-run-id]').focus()").await;
        walk.window.press(&[DELETE]).await;
        walk.window.until("!document.querySelector('[data-run-id]')").await;
        walk.sees("run-deleted").await;
        walk.window.press_named(spoken.undo).await;
        walk.window
            .until(&format!(
                "document.querySelector('[data-run-id]') && {status} === 'success' && one('workflow-output')"
            ))
            .await;

        let file = desk.folder().join("no-export.jsonl");
        fs::write(&file, "no line of an export\n").expect("it is written");
        walk.window.click("settings-open").await;
        walk.window.find("import-file").await.send_keys(&file.display().to_string()).await.expect("a file is chosen");
        walk.window.find("import-outcome").await;
        walk.window
            .script("document.querySelector('[data-testid=import-outcome]').scrollIntoView({ block: 'center' })")
            .await;
        walk.sees("import").await;
        walk.window.script("document.querySelector('[data-testid=back-up]').click()").await;
        walk.window.find("backup-item").await;
        walk.window
            .script("document.querySelector('[data-testid=backup-item]').scrollIntoView({ block: 'center' })")
            .await;
        walk.sees("backups").await;
        walk.end().await;

        let database = desk.data().join("parlance.sqlite");
        let mut bytes = fs::read(&database).expect("there is a history");
        bytes[..4096].fill(0x55);
        fs::write(&database, bytes).expect("it is damaged");
        for side in ["parlance.sqlite-wal", "parlance.sqlite-shm"] {
            let _ = fs::remove_file(desk.data().join(side));
        }
        let mut walk = Walk::begin(&desk, spoken).await;
        walk.window.find("recovery").await;
        walk.sees("recovery").await;
        walk.end().await;
    }
}
