//! Keeps what the page relies on in step with the commands: its TypeScript, its permissions, its policy.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;
use specta_typescript::Typescript;

const BINDINGS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../ui/src/host/bindings.ts");
const BUILD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/build.rs");
const CAPABILITY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/capabilities/main.json");
const CONFIG: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tauri.conf.json");
const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../ui/dist/index.html");
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src blob:; \
                      font-src 'self'; connect-src ipc: http://ipc.localhost; base-uri 'none'; form-action 'none'; \
                      frame-src 'none'; object-src 'none'";

fn json(file: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap()
}

#[test]
fn the_committed_bindings_are_what_the_commands_say() {
    let fresh = tempfile::NamedTempFile::new().unwrap();
    super::api().export(Typescript::default(), fresh.path()).unwrap();
    let fresh = fs::read_to_string(fresh.path()).unwrap();
    let committed = fs::read_to_string(BINDINGS).unwrap_or_default();
    if fresh != committed {
        fs::write(BINDINGS, &fresh).unwrap();
        panic!("ui/src/host/bindings.ts was out of date and has been written anew: commit it");
    }
}

#[test]
fn the_window_may_call_its_own_commands_and_nothing_else() {
    let capability = json(CAPABILITY);
    assert_eq!(capability["windows"], serde_json::json!(["main"]));
    assert!(capability.get("remote").is_none(), "no page from elsewhere may call anything");
    let allowed: BTreeSet<String> = capability["permissions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|permission| permission.as_str().unwrap().strip_prefix("allow-").unwrap().replace('-', "_"))
        .collect();
    let bindings = fs::read_to_string(BINDINGS).unwrap();
    let called: BTreeSet<String> = bindings
        .lines()
        .filter_map(|line| line.split_once("=> __TAURI_INVOKE<")?.1.split_once("(\""))
        .filter_map(|(_, call)| call.split_once('"'))
        .map(|(name, _)| name.to_owned())
        .collect();
    assert_eq!(allowed, called);
    let build = fs::read_to_string(BUILD).unwrap();
    assert!(allowed.iter().all(|name| build.contains(&format!("\"{name}\""))), "build.rs makes each permission");
}

#[test]
fn the_built_page_and_the_shell_carry_the_same_strict_policy() {
    let security = &json(CONFIG)["app"]["security"];
    assert_eq!(security["csp"], POLICY);
    assert_eq!(security["freezePrototype"], true);
    assert!(security.get("assetProtocol").is_none());
    assert_eq!(json(CONFIG)["app"]["withGlobalTauri"], false);
    let page = fs::read_to_string(Path::new(PAGE)).expect("the page is built before the shell is tested");
    assert!(page.replace("&#39;", "'").contains(POLICY), "{page}");
    assert!(!page.contains("<style") && !page.contains("onload="), "nothing inline: {page}");
}
