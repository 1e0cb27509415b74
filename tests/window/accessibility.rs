//! Every view is looked at by axe, in both themes: names, roles, contrast, order. What it finds is printed with the elements.

use std::fs;

use parlance_server::Script;
use serde_json::{Value, json};

use crate::desk::{CONTROL, Desk, ESCAPE, SHIFT, Window};
use crate::platform::Platform;
use crate::variables;

/// The rules, as a script for the page.
pub(crate) fn axe() -> String {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../ui/node_modules/axe-core/axe.min.js");
    std::fs::read_to_string(file).expect("the UI's packages are installed")
}

/// Looks at what is on the screen.
pub(crate) async fn look(window: &Window<'_>, rules: &str, view: &str, found: &mut Vec<String>) {
    if window.script("return typeof window.axe").await != "object" {
        window.script(rules).await;
    }
    // A dialog that fades in has its colours when it is there.
    window.until("!document.getAnimations().some((one) => one.effect.getTiming().iterations !== Infinity)").await;
    // What a primitive says to screen readers and takes away again, and the name under the pointer, are no part of a view.
    window
        .script("document.querySelectorAll('[role=tooltip]').forEach((tip) => tip.closest('[data-overlay-container]')?.setAttribute('data-passing', ''))")
        .await;
    // While a menu or a list of choices is open, everything else is out of reach for all, and so no part of the view either.
    window.script("axe.run({ ...(document.querySelector('[role=menu], [role=listbox]:not([role=dialog] *)') && { include: [['[role=menu], [role=listbox]:not([role=dialog] *)']] }), exclude: [['[data-live-announcer]'], ['[data-passing]']] }, { resultTypes: ['violations'], rules: { region: { enabled: !document.querySelector('[role=menu], [role=listbox]') } } }).then((seen) => (window.seen = seen), (why) => (window.seen = { why: String(why) }))").await;
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

pub(crate) fn nothing(found: &[String]) {
    assert!(found.is_empty(), "{}", json!(found).to_string().replace("\",\"", "\",\n\""));
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
    nothing(&found);
    script.advance();
    window.until("!answer('streaming')").await;
    window.quit().await;
}

#[tokio::test]
async fn no_page_beside_the_log_has_a_fault_that_a_machine_can_see() {
    let campus = variables::every_kind(&Script::agent("Campus"));
    let archive = Script::agent("Archive").interrupt("confirm", "Delete **all files**?").end();
    let tutor = crate::gallery::rich(&Script::agent("Tutor"));
    let platform = Platform::with(&[&campus, &archive, &tutor]).await;
    let desk = Desk::new("accessibility-pages").size(1280, 900);
    let notes = desk.folder().join("notes.md");
    fs::write(&notes, "# Plan\n").expect("a file");
    let rules = axe();
    let window = desk.open().await;
    let mut found = Vec::new();
    for theme in ["light", "dark"] {
        choose_theme(&window, theme).await;
        let view = |name: &str| format!("{theme}, {name}");
        if theme == "light" {
            window.add(&platform, &campus).await;
        } else {
            open_agent(&window, "Campus").await;
        }
        window.click("variables-save").await;
        window.until("document.body.innerText.includes('Fill this in to go on.')").await;
        look(&window, &rules, &view("variables with faults"), &mut found).await;
        variables::fill_variable(&window, "college", "ph").await;
        window.until("document.querySelectorAll('[role=option]').length === 2").await;
        look(&window, &rules, &view("choices of a variable"), &mut found).await;
        window.press(&[ESCAPE]).await;
        window.until("!document.querySelector('[role=listbox]')").await;
        variables::fill_variable(&window, "college", "").await;
        window.press_named("Presets").await;
        look(&window, &rules, &view("the menu of presets"), &mut found).await;
        close(&window).await;
        window.click("composer-attach").await;
        look(&window, &rules, &view("the menu of attachments"), &mut found).await;
        window.choose("File from an address").await;
        window.fill("attach-address", "file:///etc/passwd").await;
        look(&window, &rules, &view("a file from an address"), &mut found).await;
        close(&window).await;

        if theme == "light" {
            window.add(&platform, &archive).await;
            window.ask("Delete the files.").await;
            window.until("answer('done') && one('interrupt-confirm')").await;
            window
                .find("composer-files")
                .await
                .send_keys(&notes.display().to_string())
                .await
                .expect("a file is chosen");
            window.find("attachment").await;
        } else {
            open_agent(&window, "Archive").await;
            window.until("one('interrupt-confirm')").await;
        }
        look(&window, &rules, &view("a question back, and a file"), &mut found).await;

        if theme == "light" {
            window.add(&platform, &tutor).await;
            window.ask("Compare merge sort and quick sort.").await;
            window.until("answer('done') && all('suggestion').length === 2").await;
            window.click("details-toggle").await;
        } else {
            open_agent(&window, "Tutor").await;
        }
        for page in ["process", "citations", "events"] {
            window.script(&format!("document.querySelector('[role=tab][data-key={page}]').click()")).await;
            window
                .until(&format!("document.querySelector('[role=tab][data-key={page}]').ariaSelected === 'true'"))
                .await;
            look(&window, &rules, &view(&format!("details: {page}")), &mut found).await;
        }
        window.press_named("Copy in another form").await;
        look(&window, &rules, &view("the menu of an answer"), &mut found).await;
        close(&window).await;

        open_agent(&window, "Study plan").await;
        window.find("workflow-input").await;
        window.fill("workflow-input", "{ \"subject\": }").await;
        window.click("workflow-run").await;
        window.until("one('workflow-input').ariaInvalid === 'true'").await;
        look(&window, &rules, &view("a workflow with a fault"), &mut found).await;
        window.fill("workflow-input", &json!({ "subject": "API keys", "pace": "calm" }).to_string()).await;
        window.click("workflow-run").await;
        window.until("document.querySelector('[data-run-status]')?.dataset.runStatus === 'interrupted'").await;
        look(&window, &rules, &view("a workflow that asks"), &mut found).await;
    }
    nothing(&found);
    window.quit().await;
}

#[tokio::test]
async fn nothing_that_finds_sorts_or_saves_has_a_fault_that_a_machine_can_see() {
    let script = Script::agent("Tutor").say("The **library** closes at nine.").end().say("At ten.").end();
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("accessibility-history").size(1280, 900);
    let rules = axe();
    let window = desk.open().await;
    let mut found = Vec::new();
    window.add(&platform, &script).await;
    window.ask("When does the library close?").await;
    window.until("answer('done')").await;
    window.click("new-conversation").await;
    window.until("all('turn').length === 0").await;
    window.ask("And on Fridays?").await;
    window.until("answer('done')").await;
    for theme in ["light", "dark"] {
        choose_theme(&window, theme).await;
        let view = |name: &str| format!("{theme}, {name}");
        window.press(&[CONTROL, SHIFT, 'k']).await;
        window.fill("search-input", "library").await;
        window.until("all('search-result').length > 1").await;
        look_around_lists(&window, &rules, &view("search"), &mut found).await;
        close(&window).await;
        window.press(&[CONTROL, 'k']).await;
        window.until("dialog()").await;
        look_around_lists(&window, &rules, &view("the palette"), &mut found).await;
        close(&window).await;
        window.press(&[CONTROL, 'f']).await;
        window.fill("find-input", "ten").await;
        look(&window, &rules, &view("finding in a conversation"), &mut found).await;
        window.press(&[ESCAPE]).await;
        window.until("!one('find-input')").await;
        window.click("conversation-export").await;
        window.until("dialog()").await;
        look(&window, &rules, &view("exporting"), &mut found).await;
        close(&window).await;
        window.press_named("Which conversations").await;
        look(&window, &rules, &view("the menu of the list"), &mut found).await;
        close(&window).await;
        window.script("for (const item of document.querySelectorAll('[data-testid=conversation-item]')) item.dispatchEvent(new MouseEvent('click', { bubbles: true, ctrlKey: true }))").await;
        window.until("document.querySelector('[role=toolbar]')").await;
        look(&window, &rules, &view("several conversations chosen"), &mut found).await;
        window.script("document.querySelector('[role=toolbar] button:last-of-type').click()").await;
        window.click("settings-open").await;
        window.find("back-up").await;
        // What the history takes up is read meanwhile and pushes it down.
        window.script("document.querySelector('[data-testid=back-up]').click()").await;
        window.find("backup-item").await;
        window.script("document.querySelector('[data-testid=backup-item]').scrollIntoView()").await;
        look(&window, &rules, &view("backups"), &mut found).await;
        close(&window).await;
    }
    nothing(&found);
    window.quit().await;
}

/// A dialog with a list of its own is looked at as a whole.
async fn look_around_lists(window: &Window<'_>, rules: &str, view: &str, found: &mut Vec<String>) {
    window.until("document.querySelector('[role=dialog] [role=listbox]')").await;
    look(window, rules, view, found).await;
}

async fn open_agent(window: &Window<'_>, name: &str) {
    window
        .find_css(&format!("[data-testid=agent-item][aria-label={name:?}]"))
        .await
        .click()
        .await
        .expect("an agent opens");
    window.find_css(&format!("[data-testid=agent-item][aria-current=true][aria-label={name:?}]")).await;
}
