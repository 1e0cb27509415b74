//! The platform's official SDK for Python, as its users have it, against `parlance serve`: every method that the server
//! claims, blocking and awaited. The walk itself is `sdk/walk.py`.

use std::path::Path;
use std::process::Command;

use crate::cli::{Served, folder};

/// Runs the walk; returns the methods that it called.
fn walk(mode: &str) -> Vec<String> {
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("it/sdk");
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sdk");
    let python = xtask::python::environment(&place, &scripts.join("requirements.txt")).unwrap();
    let folder = folder();
    let served = Served::with(&folder, &["--agents".as_ref(), scripts.join("agents").as_os_str()]);

    let output = Command::new(python)
        .arg(scripts.join("walk.py"))
        .arg(mode)
        .env("PARLANCE_BASE_URL", served.base_url())
        .env("PARLANCE_AGENTS", served.agents().to_string())
        .env("PYTHONDONTWRITEBYTECODE", "1")
        // The SDK looks for credentials of its own there, and proxies are not for this machine.
        .env("HOME", folder.path())
        .env("NO_PROXY", "127.0.0.1")
        .output()
        .unwrap();

    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn every_blocking_method_of_the_official_sdk_works_against_the_server() {
    let called = walk("blocking");
    assert!(
        called.contains(&"chat_streaming".to_owned()) && called.contains(&"chat_blocking".to_owned()),
        "{called:?}"
    );
}

#[test]
fn every_awaited_method_of_the_official_sdk_works_against_the_server() {
    let called = walk("awaited");
    assert!(
        called.contains(&"chat_streaming".to_owned()) && called.contains(&"chat_blocking".to_owned()),
        "{called:?}"
    );
}
