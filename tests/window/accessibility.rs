//! Every view is looked at by axe, in both themes: names, roles, contrast, order. What it finds is printed with the elements.

use parlance_server::Script;
use serde_json::{Value, json};

use crate::desk::{Desk, ESCAPE, Window};
use crate::platform::Platform;

/// The rules, as a script for the page.
fn axe() -> String {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../ui/node_modules/axe-core/axe.min.js");
    std::fs::read_to_string(file).expect("the UI's packages are installed")
}

/// Looks at what is on the screen.
async fn look(window: &Window<'_>, rules: &str, view: &str, found: &mut Vec<String>) {
    if window.script("return typeof window.axe").await != "object" {
        window.script(rules).await;
    }
    // A dialog that fades in has its colours when it is there.
    window.until("!document.getAnimations().some((one) => one.effect.getTiming().iterations !== Infinity)").await;
    // What a primitive says to screen readers and takes away again, and the name under the pointer, are no part of a view.
    window
        .script("document.querySelectorAll('[role=tooltip]').forEach((tip) => tip.closest('[data-overlay-container]')?.setAttribute('data-passing', ''))")
        .await;
    window.script("axe.run({ exclude: [['[data-live-announcer]'], ['[data-passing]']] }, { resultTypes: ['violations'] }).then((seen) => (window.seen = seen), (why) => (window.seen = { why: String(why) }))").await;
    window.until("window.seen").await;
    let seen = window
        .script(
            "const { violations, why } = window.seen; delete window.seen;
             return why ?? violations.map((rule) => `${rule.id}: ${rule.nodes.map((node) => `${node.html.slice(0, 160)} (${node.failureSummary})`).join(' | ')}`);",
        )
        .await;
    let Value::Array(violations) = seen else { panic!("{view} could not be looked at: {seen}") };
    found.extend(violations.iter().map(|violation| format!("{view}: {violation}")));
}

async fn close(window: &Window<'_>) {
    window.press(&[ESCAPE]).await;
    window.until("!dialog() && !document.querySelector('[role=menu]')").await;
}

async fn choose_theme(window: &Window<'_>, theme: &str) {
    window.click("settings-open").await;
    let chosen = window.find_css(&format!("[data-testid=settings-theme] [data-value={theme}]")).await;
    chosen.click().await.expect("a theme can be chosen");
    window.until(&format!("document.documentElement.dataset.theme === '{theme}'")).await;
    close(window).await;
}

#[tokio::test]
async fn no_view_has_a_fault_that_a_machine_can_see() {
    let script = Script::agent("Tutor").greeting("Ask me about **algorithms**.").questions(&["Compare the sorts."]);
    let script = crate::gallery::rich(&script).status(401, "", &[]).say("Half of").wait().say(" it.").end();
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("accessibility").size(1280, 900);
    let rules = axe();
    let window = desk.open().await;
    let mut found = Vec::new();
    look(&window, &rules, "the Guide's home", &mut found).await;
    window.add(&platform, &script).await;
    window.ask("Compare merge sort and quick sort.").await;
    window.until("answer('done') && all('suggestion').length === 2").await;
    window.ask("Why did it break off?").await;
    window.answer("failed").await;
    window.ask("And now?").await;
    window.until("answer('streaming') && text('answer-text') === 'Half of'").await;

    for theme in ["light", "dark"] {
        choose_theme(&window, theme).await;
        let view = |name: &str| format!("{theme}, {name}");
        window.script("document.querySelector('[data-testid=message-log]').scrollTop = 0").await;
        look(&window, &rules, &view("an answer with everything"), &mut found).await;
        window
            .script("const log = document.querySelector('[data-testid=message-log]'); log.scrollTop = log.scrollHeight")
            .await;
        look(&window, &rules, &view("a failed and a growing answer"), &mut found).await;
        window.click("settings-open").await;
        window.until("dialog()").await;
        look(&window, &rules, &view("settings"), &mut found).await;
        close(&window).await;
        window.click("add-agent").await;
        window.fill("agent-base-url", "nowhere").await;
        window.fill("agent-api-key", "wrong\u{20}key").await;
        window.click("agent-test").await;
        window.until("one('agent-status').dataset.state === 'bad'").await;
        look(&window, &rules, &view("adding an agent"), &mut found).await;
        close(&window).await;
    }
    assert!(found.is_empty(), "{}", json!(found).to_string().replace("\",\"", "\",\n\""));
    script.advance();
    window.until("!answer('streaming')").await;
    window.quit().await;
}
