//! The command line, as scripts use it: the built program, its output and its exit status.

mod ask;
mod doctor;
mod history;

use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

pub(crate) const KEY: &str = "PARLANCE_API_KEY";

pub(crate) fn parlance(folder: impl AsRef<Path>) -> Command {
    let binary = std::env::var_os("PARLANCE_BINARY")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../target/debug/parlance")), PathBuf::from);
    assert!(binary.exists(), "build the program first, with `cargo xtask build`: {}", binary.display());
    let mut command = Command::new(binary);
    command
        .args(["--locale", "en", "--data-dir"])
        .arg(folder.as_ref())
        .env_remove(KEY)
        .env_remove("PARLANCE_DATA_DIR")
        .env_remove("DISPLAY")
        .stdin(Stdio::null());
    command
}

pub(crate) fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

pub(crate) fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// Fails unless the program said one line on standard error, nothing on standard output, and this status.
fn refused(output: &Output, status: i32) -> &str {
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(status), "{said}");
    assert_eq!(text(&output.stdout), "", "standard output stays clean");
    said.trim_end()
}

pub(crate) fn one_sentence(output: &Output, status: i32) -> &str {
    let said = refused(output, status);
    assert_eq!(said.lines().count(), 1, "one line: {said}");
    assert!(said.starts_with("parlance: "), "{said}");
    said
}

/// `parlance serve`, ended when dropped.
pub(crate) struct Served {
    process: Child,
    ready: Value,
}

impl Served {
    pub(crate) fn start(folder: &TempDir) -> Self {
        Self::with(folder, &[])
    }

    pub(crate) fn with(folder: &TempDir, arguments: &[&OsStr]) -> Self {
        let mut process = parlance(folder.path()).arg("serve").args(arguments).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        Self { process, ready: serde_json::from_str(&line).unwrap() }
    }

    pub(crate) fn base_url(&self) -> &str {
        self.ready["base_url"].as_str().unwrap()
    }

    pub(crate) fn agents(&self) -> &Value {
        &self.ready["agents"]
    }

    pub(crate) fn key(&self) -> &str {
        self.ready["agents"][0]["api_key"].as_str().unwrap()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn ask(folder: &TempDir, served: &Served, arguments: &[&str]) -> Output {
    parlance(folder.path())
        .args(["ask", "--base-url", served.base_url()])
        .args(arguments)
        .env(KEY, served.key())
        .output()
        .unwrap()
}

#[test]
fn serve_says_in_one_line_where_it_listens_and_what_it_serves() {
    let folder = folder();
    let served = Served::start(&folder);

    assert!(served.base_url().starts_with("http://127.0.0.1:") && served.base_url().ends_with("/api/proxy/api/v1"));
    assert_eq!(served.ready["agents"][0]["kind"], "agent");
    assert!(served.ready["agents"][0]["name"].is_string());
    assert!(served.key().len() >= 20);
}

#[test]
#[cfg(unix)]
fn serve_ends_well_when_it_is_told_to() {
    let folder = folder();
    let mut served = Served::start(&folder);

    let told = Command::new("kill").args(["-TERM", &served.process.id().to_string()]).status().unwrap();

    assert!(told.success());
    assert_eq!(served.process.wait().unwrap().code(), Some(0));
}

#[test]
fn a_question_without_an_address_goes_to_the_built_in_agent() {
    let output = parlance(folder().path()).args(["ask", "Where does Parlance keep my API key?"]).output().unwrap();

    assert!(output.status.success(), "{}", text(&output.stderr));
    let answer = text(&output.stdout);
    assert!(answer.ends_with('\n') && answer.to_lowercase().contains("keychain"), "{answer}");
    assert_eq!(text(&output.stderr), "");
}

#[test]
fn both_dialects_and_both_modes_give_the_same_text() {
    let folder = folder();
    let served = Served::start(&folder);
    let question = "How do I stop an answer?";

    let answers: Vec<_> =
        [&["--dialect", "v1"][..], &["--dialect", "v2"], &["--blocking"], &["--dialect", "v1", "--blocking"]]
            .iter()
            .map(|how| {
                let output = ask(&folder, &served, &[how, &[question][..]].concat());
                assert!(output.status.success(), "{how:?}: {}", text(&output.stderr));
                text(&output.stdout).to_owned()
            })
            .collect();

    assert!(answers[0].len() > 40, "{answers:?}");
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:#?}");
}

#[test]
fn json_prints_every_event_on_a_line_of_its_own_in_order() {
    let folder = folder();
    let served = Served::start(&folder);

    let output = ask(&folder, &served, &["--json", "How do I stop an answer?"]);

    let events: Vec<Value> = text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let names: Vec<_> = events.iter().map(|event| event["event"].as_str().unwrap()).collect();
    assert_eq!(names.first(), Some(&"message_start"));
    assert_eq!(names.last(), Some(&"message_end"));
    let (found, first) = ("knowledge_retrieve_end", "message");
    let place = |wanted: &str| names.iter().position(|name| *name == wanted).unwrap();
    assert!(place(found) < place(first), "{names:?}");
}

#[test]
fn a_conversation_can_be_continued_by_its_id() {
    let folder = folder();
    let served = Served::start(&folder);

    let begun = ask(&folder, &served, &["--show-conversation", "How do I stop an answer?"]);
    let shown = text(&begun.stderr);
    let id = shown.trim_end().strip_prefix("conversation: ").unwrap_or_else(|| panic!("{shown}"));
    let again = ask(&folder, &served, &["--show-conversation", "--conversation", id, "What is a turn?"]);
    assert_eq!((again.status.code(), text(&again.stderr)), (Some(0), shown), "it is the same one");

    let unknown = ask(&folder, &served, &["--conversation", "d2k7m1pq9s4c73f0a1bg", "Hello"]);
    let said = one_sentence(&unknown, 1);
    assert!(said.contains("conversation") && !said.contains(".;"), "{said}");
}

#[test]
fn the_built_in_agent_can_be_named() {
    let folder = folder();

    let output = parlance(folder.path()).args(["ask", "--agent", "guide", "What is a turn?"]).output().unwrap();

    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("question"), "{}", text(&output.stdout));
}

#[test]
fn what_goes_wrong_is_told_in_the_chosen_language() {
    let folder = folder();
    let run = |arguments: &[&str]| {
        let chinese = ["--locale", "zh-CN"];
        parlance(folder.path()).args(arguments).args(chinese).env(KEY, "some0key0some0key012").output().unwrap()
    };

    for (arguments, status, words) in [
        (&["ask", " "][..], 2, "问题是空的"),
        (&["ask", "--base-url", "ftp://x", "Hello"], 2, "而不是 ftp:"),
        (&["ask", "--user-id", "a b", "Hello"], 2, "用户 ID"),
        (&["ask", "--agent", "Nobody", "Hello"], 1, "没有名为 Nobody 的智能体"),
        (&["ask", "--input", "a=b", "Hello"], 2, "智能体没有变量 a；它没有变量"),
        (&["ask", "--base-url", "http://127.0.0.1:1", "Hello"], 1, "连不上智能体的服务器"),
        (&["serve", "--agents", "/no/such/folder"], 1, "无法读取"),
    ] {
        let said = run(arguments);
        assert!(one_sentence(&said, status).contains(words), "{}", text(&said.stderr));
    }
}

#[test]
fn a_server_that_cannot_start_says_why_and_what_to_do() {
    let folder = folder();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    let run = |arguments: &[&str]| parlance(folder.path()).arg("serve").args(arguments).output().unwrap();

    let output = run(&["--listen", &taken]);
    let said = one_sentence(&output, 1);
    assert!(said.contains(&taken) && said.contains("in use") && said.contains("--listen"), "{said}");
    let output = run(&["--agents", "/no/such/folder"]);
    assert!(one_sentence(&output, 1).contains("--agents"), "{}", text(&output.stderr));
    assert!(refused(&run(&["--allow-origin", "everybody"]), 2).contains("http://localhost:5173"));
}

#[test]
fn one_page_of_another_origin_may_use_a_server_that_was_started_for_it() {
    let folder = folder();
    let arguments = ["--allow-origin", "https://app.example/"].map(AsRef::as_ref);
    let served = Served::with(&folder, &arguments);
    let address = served.base_url().trim_start_matches("http://").split('/').next().unwrap();

    for (origin, status) in [("https://app.example", "204"), ("https://evil.example", "403")] {
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        let asked = format!(
            "OPTIONS /api/v1/get_app HTTP/1.1\r\nHost: {address}\r\nOrigin: {origin}\r\nConnection: close\r\n\r\n"
        );
        stream.write_all(asked.as_bytes()).unwrap();
        let mut reply = String::new();
        stream.read_to_string(&mut reply).unwrap();
        assert!(reply.starts_with(&format!("HTTP/1.1 {status} ")), "{origin}: {reply}");
        assert_eq!(reply.contains("access-control-allow-origin: https://app.example\r\n"), status == "204", "{reply}");
    }
}

#[test]
fn a_wrong_key_is_said_in_one_line_that_does_not_hold_it() {
    let folder = folder();
    let served = Served::start(&folder);

    let output = parlance(folder.path())
        .args(["ask", "--base-url", served.base_url(), "Hello"])
        .env(KEY, "canary0wrong0key0xyz")
        .output()
        .unwrap();

    let said = one_sentence(&output, 1);
    assert!(said.contains("key") && !said.contains("canary"), "{said}");
}

#[test]
fn nobody_listening_is_said_in_one_line() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();

    let output = parlance(folder().path())
        .args(["ask", "--base-url", &format!("http://{free}"), "Hello"])
        .env(KEY, "some0key0some0key012")
        .output()
        .unwrap();

    assert!(one_sentence(&output, 1).contains("connection"));
}

#[test]
fn wrong_usage_has_status_2_and_says_what_is_wrong() {
    let folder = folder();
    let run =
        |arguments: &[&str]| parlance(folder.path()).args(arguments).env(KEY, "some0key0some0key012").output().unwrap();

    assert!(refused(&run(&["serve", "--listen", "nonsense"]), 2).contains("nonsense"));
    assert!(refused(&run(&["ask"]), 2).contains("QUESTION"));
    assert!(refused(&run(&["ask", "--input", "novalue", "Hello"]), 2).contains("KEY=VALUE"));
    one_sentence(&run(&["ask", "--base-url", "not a url", "Hello"]), 2);
    assert!(one_sentence(&run(&["ask", "--user-id", "a123456789b123456789c", "Hello"]), 2).contains("21"));
    assert!(one_sentence(&run(&["ask", "  "]), 2).contains("empty"));
}

#[test]
fn a_missing_or_broken_key_is_wrong_usage() {
    let folder = folder();
    let arguments = ["ask", "--base-url", "http://127.0.0.1:9", "Hello"];

    let without = parlance(folder.path()).args(arguments).output().unwrap();
    let broken = parlance(folder.path()).args(arguments).env(KEY, "two\nlines").output().unwrap();

    assert!(one_sentence(&without, 2).contains(KEY));
    one_sentence(&broken, 2);
}

#[test]
fn an_unknown_agent_of_the_profile_is_named() {
    let output = parlance(folder().path()).args(["ask", "--agent", "Nobody", "Hello"]).output().unwrap();

    assert!(one_sentence(&output, 1).contains("Nobody"));
}

#[test]
#[cfg(unix)]
fn a_data_folder_that_cannot_be_written_is_said_in_one_line() {
    let folder = folder();
    let file = folder.path().join("file");
    std::fs::write(&file, "in the way").unwrap();

    let output = parlance(file.join("below")).args(["ask", "Hello"]).output().unwrap();

    one_sentence(&output, 1);
}
