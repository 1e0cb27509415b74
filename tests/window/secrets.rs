//! Where a key is after it was entered: in the keychain, and nowhere else. And what the page may not do.

use std::fs;
use std::path::{Path, PathBuf};

use parlance_server::Script;

use crate::desk::Desk;
use crate::platform::{Elsewhere, Platform};

/// Looks through everything that a script of the page could reach: globals, the document, what hangs on its nodes, storage.
const SEARCH: &str = "
    const found = [], seen = new Set(), todo = [];
    const note = (value, path) => {
        if (typeof value === 'string') { if (value.includes(KEY())) found.push(path); }
        else if (value !== null && (typeof value === 'object' || typeof value === 'function') && !seen.has(value)) {
            seen.add(value);
            todo.push([value, path]);
        }
    };
    const KEY = () => parts.join('');
    note(document.documentElement.outerHTML, 'html');
    for (const [name, storage] of [['local', localStorage], ['session', sessionStorage]]) note(JSON.stringify(storage), name);
    for (const field of document.querySelectorAll('input, textarea')) note(field.value, 'field');
    note(location.href, 'address');
    note(window, 'window');
    const nodes = document.createNodeIterator(document);
    for (let node = nodes.nextNode(); node; node = nodes.nextNode()) note(node, node.nodeName);
    while (todo.length > 0) {
        const [value, path] = todo.pop();
        if (value instanceof Map) for (const [key, item] of value) { note(key, path + '/key'); note(item, path + '/map'); }
        if (value instanceof Set) for (const item of value) note(item, path + '/set');
        for (const key of Reflect.ownKeys(value)) {
            const own = Reflect.getOwnPropertyDescriptor(value, key);
            if (own && 'value' in own) note(own.value, path + '/' + String(key));
        }
        note(Reflect.getPrototypeOf(value), path + '/prototype');
    }
    return { found, seen: seen.size };";

#[tokio::test]
async fn a_key_is_in_the_keychain_and_nowhere_else() {
    let script = Script::agent("Library").say("An answer.").end().status(401, "", &[]);
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("secrets");
    let window = desk.open().await;
    window.add(&platform, &script).await;
    window.ask("Well?").await;
    window.answer("done").await;
    window.ask("And now?").await;
    window.answer("failed").await;
    window.press_named("Details").await;
    window.press_named("Replace the key").await;
    window.fill("agent-api-key", "another-key").await;
    window.click("agent-save").await;
    window.reads("agent-status", "The API key was not accepted").await;
    window.fill("agent-api-key", script.api_key()).await;
    // While it is in the field, it is in the field and in what shows it.
    assert_ne!(
        search(&window, script.api_key()).await["found"],
        serde_json::json!([]),
        "the search finds nothing at all"
    );
    window.click("agent-save").await;
    window.until("!dialog()").await;
    // React lets go of what it showed before with the next change.
    window.click("new-conversation").await;
    window.until("all('turn').length === 0").await;
    window.type_into("composer-input", "Something else").await;

    let found = search(&window, script.api_key()).await;
    assert_eq!(found["found"], serde_json::json!([]));
    assert!(found["seen"].as_u64() > Some(1_000), "little was looked at: {found}");
    for process in family(window.pid()) {
        for name in ["cmdline", "environ"] {
            let text = fs::read(format!("/proc/{process}/{name}")).unwrap_or_default();
            assert!(!contains(&text, script.api_key()), "process {process} has it in {name}");
        }
    }
    assert_eq!(files_with(&desk.folder(), script.api_key()), Vec::<PathBuf>::new());
    window.quit().await;
    assert_eq!(files_with(&desk.folder(), script.api_key()), Vec::<PathBuf>::new());
}

/// The key is told in two halves, so that the search does not find itself.
async fn search(window: &crate::desk::Window<'_>, key: &str) -> serde_json::Value {
    let (first, second) = key.split_at(key.len() / 2);
    window.script(&format!("const parts = [{first:?}, {second:?}]; {SEARCH}")).await
}

fn contains(bytes: &[u8], key: &str) -> bool {
    bytes.windows(key.len()).any(|window| window == key.as_bytes())
}

fn files_with(folder: &Path, key: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .flat_map(|entry| match entry.file_type() {
            Ok(kind) if kind.is_dir() => files_with(&entry.path(), key),
            Ok(kind) if kind.is_file() => {
                let text = fs::read(entry.path()).unwrap_or_default();
                if contains(&text, key) { vec![entry.path()] } else { Vec::new() }
            }
            _ => Vec::new(),
        })
        .collect()
}

/// A process and all that it started.
fn family(pid: u32) -> Vec<u32> {
    let mut found = vec![pid];
    let mut next = 0;
    while let Some(parent) = found.get(next).copied() {
        next += 1;
        found.extend(crate::desk::children_of(parent));
    }
    found
}

#[tokio::test]
async fn the_page_runs_nothing_foreign_and_calls_nobody() {
    let elsewhere = Elsewhere::new();
    let desk = Desk::new("secrets-page");
    let window = desk.open().await;
    window.find_css("[data-testid=agent-item][aria-current=true]").await;
    window
        .script(&format!(
            "window.tried = {{ violations: [], done: 0 }};
            document.addEventListener('securitypolicyviolation', (event) => tried.violations.push(event.effectiveDirective));
            const add = (name, of, into = document.body) => into.append(Object.assign(document.createElement(name), of));
            const url = {:?};
            add('script', {{ textContent: 'window.tried.inline = true' }});
            add('script', {{ src: url + '/foreign.js' }});
            add('img', {{ src: url + '/foreign.png' }});
            add('iframe', {{ src: url }});
            add('style', {{ textContent: 'body {{ color: rgb(1, 2, 3) }}' }});
            add('link', {{ rel: 'stylesheet', href: url + '/foreign.css' }}, document.head);
            add('button', {{ id: 'attribute' }});
            document.getElementById('attribute').setAttribute('onclick', 'window.tried.attribute = true');
            document.getElementById('attribute').click();
            try {{ tried.evaluated = eval('1 + 1'); }} catch (thrown) {{ tried.eval = thrown.name; }}
            try {{ tried.made = new Function('return 2')(); }} catch (thrown) {{ tried.function = thrown.name; }}
            fetch(url).then(() => tried.fetched = true, () => tried.refused = true);
            try {{ new WebSocket(url.replace('http', 'ws')).onopen = () => tried.socket = true; }} catch {{ }}
            navigator.sendBeacon(url, 'x');
            const internals = window.__TAURI_INTERNALS__;
            for (const command of ['plugin:opener|open_url', 'plugin:app|version', 'plugin:window|close', 'plugin:event|listen', 'api_key'])
                internals.invoke(command, {{}}).then(() => tried[command] = true, () => tried.done += 1);",
            elsewhere.url()
        ))
        .await;
    window.until("tried.refused && tried.done === 5 && tried.violations.length >= 8").await;
    let tried = window.script("return { ...tried, colour: getComputedStyle(document.body).color }").await;
    for name in ["inline", "attribute", "evaluated", "made", "fetched", "socket"] {
        assert!(tried[name].is_null(), "{name} worked: {tried}");
    }
    assert_ne!(tried["colour"], "rgb(1, 2, 3)");
    for directive in ["script-src-elem", "script-src-attr", "img-src", "frame-src", "style-src-elem", "connect-src"] {
        let violations = tried["violations"].as_array().expect("a list");
        assert!(violations.iter().any(|violation| violation == directive), "{directive} allowed it: {tried}");
    }
    assert!(elsewhere.heard_nothing(), "the page reached another server");
    assert_eq!(
        window.script("return [typeof window.__TAURI__, Object.isFrozen(Object.prototype)]").await,
        serde_json::json!(["undefined", true])
    );
    window.quit().await;
}
