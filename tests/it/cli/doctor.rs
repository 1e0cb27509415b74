//! `parlance doctor`, against a server in all its dialects and against everything that stands in for one.

use std::process::Output;

use parlance_protocol::{VariableConfig, VariableType};
use parlance_server::{Dialect, Options, Reply, Script, Server};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::{KEY, folder, one_sentence, parlance, text};

async fn doctor(base_url: &str, key: &str, arguments: &[&str]) -> Output {
    let folder = folder();
    let mut command = parlance(folder.path());
    command.args(["doctor", "--base-url", base_url]).args(arguments).env(KEY, key);
    for proxy in ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
        command.env_remove(proxy);
    }
    tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
}

async fn served(script: &Script) -> Server {
    Server::start(Options::default().with_script(script)).await.unwrap()
}

async fn report(base_url: &str, key: &str, arguments: &[&str]) -> (Value, Option<i32>) {
    let output = doctor(base_url, key, &[&["--json"], arguments].concat()).await;
    assert_eq!(text(&output.stderr), "");
    let said = text(&output.stdout);
    (serde_json::from_str(said).unwrap_or_else(|error| panic!("{error}: {said}")), output.status.code())
}

fn outcomes<'a>(report: &'a Value, layer: &str) -> Vec<&'a str> {
    let checks = report["checks"].as_array().unwrap().iter();
    checks.filter(|check| check["layer"] == layer).map(|check| check["outcome"].as_str().unwrap()).collect()
}

/// The layer that failed; everything before it did not, and nothing was looked at behind it.
fn broken(report: &Value) -> (&str, &str) {
    let checks = report["checks"].as_array().unwrap();
    let (last, before) = checks.split_last().unwrap();
    assert!(before.iter().all(|check| check["outcome"] != "failed"), "{report:#}");
    assert_eq!(last["outcome"], "failed", "{report:#}");
    assert!(!last["advice"].as_str().unwrap().is_empty(), "it says what to do: {last}");
    assert_eq!(report["well"], false);
    (last["layer"].as_str().unwrap(), last["saw"].as_str().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_in_every_dialect_and_style_is_found_well_and_left_as_it_was() {
    let plain = || Script::agent("Tutor").say("Hello.");
    for (script, framed) in [
        (plain(), "v2"),
        (plain().dialect(Dialect::V1), "v1"),
        (plain().dialect(Dialect::V2), "v2"),
        (plain().crlf().bom(), "v2"),
        (plain().no_space(), "v2"),
        (plain().dialect(Dialect::V1).no_space().comments(), "v1"),
        (plain().comments(), "v2"),
        (plain().byte_at_a_time(), "v2"),
    ] {
        let server = served(&script).await;
        let (report, status) = report(server.base_url(), script.api_key(), &["--write"]).await;
        assert_eq!((&report["well"], status), (&Value::Bool(true), Some(0)), "{report:#}");
        assert_eq!((&report["agent"], &report["dialect"]), (&"Tutor".into(), &"v2".into()));
        let asked = report["checks"].as_array().unwrap().iter().find(|check| check["layer"] == "dialect").unwrap();
        assert!(asked["saw"].as_str().unwrap().contains(&format!("framed as {framed}")), "{asked}");
        assert!(outcomes(&report, "capabilities").len() > 15, "{report:#}");
        assert_eq!(report["capabilities"]["feedback"], "works");
        let deleted = script.requests_for("delete_conversation");
        assert_eq!(deleted.len(), script.requests_for("create_conversation").len());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_write_nothing_is_asked_and_nothing_is_changed() {
    let script = Script::new();
    let server = served(&script).await;
    let (report, status) = report(server.base_url(), script.api_key(), &[]).await;
    assert_eq!(status, Some(0), "{report:#}");
    assert_eq!(outcomes(&report, "dialect"), ["skipped"]);
    for seen in script.requests() {
        let reads = ["get_", "list_", "query_", "chat_continue"].iter().any(|word| seen.action.starts_with(word));
        assert!(reads && !seen.action.starts_with("query_again"), "{}", seen.action);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_platform_is_well_in_the_older_dialect_and_says_what_it_lacks() {
    let missing = || Reply::status(404).body("404 page not found").header("content-type", "text/plain");
    let newer = ["chat_query_v2", "query_again_v2", "chat_continue", "list_long_memory", "clear_message"];
    let script = newer.iter().fold(Script::new().say("Hello."), |script, action| script.on(action, missing()));
    let server = served(&script).await;
    let (report, status) = report(server.base_url(), script.api_key(), &["--write"]).await;
    assert_eq!(status, Some(0), "{report:#}");
    assert_eq!(report["dialect"], "v1");
    for action in newer {
        assert_eq!(report["capabilities"][action], "missing", "{action}");
    }
    assert!(outcomes(&report, "capabilities").contains(&"missing"));
}

#[tokio::test(flavor = "multi_thread")]
async fn required_variables_are_filled_in() {
    let variable = |key: &str, variable_type| VariableConfig {
        key: key.into(),
        required: true,
        variable_type,
        ..VariableConfig::default()
    };
    let grade = VariableConfig { enum_values: vec!["七".into()], ..variable("grade", VariableType::Enum) };
    let name = VariableConfig { text_max_length: 2, ..variable("name", VariableType::Text) };
    let script = Script::new().say("Hello.").variable(grade).variable(name);
    let server = served(&script).await;
    let (report, status) = report(server.base_url(), script.api_key(), &["--write"]).await;
    assert_eq!(status, Some(0), "{report:#}");
    assert_eq!(script.requests_for("create_conversation")[0].body["Inputs"]["grade"], "七");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_it_made_is_deleted_also_where_the_agent_fails() {
    let script = Script::new().fail("no model today");
    let server = served(&script).await;
    let (report, status) = report(server.base_url(), script.api_key(), &["--write"]).await;
    assert_eq!((status, outcomes(&report, "dialect")), (Some(1), vec!["failed"]), "{report:#}");
    assert!(report.to_string().contains("no model today"));
    assert_eq!(script.requests_for("delete_conversation").len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workflow_is_run_instead_of_asked() {
    let server = Server::start(Options::default()).await.unwrap();
    let key = server.agents().iter().find(|agent| agent.name == "Study plan").unwrap().api_key.clone();
    let (report, status) = report(server.base_url(), &key, &["--write"]).await;
    assert_eq!((&report["well"], status), (&Value::Bool(true), Some(0)), "{report:#}");
    assert_eq!(outcomes(&report, "dialect"), ["skipped"]);
    for action in ["run_app_workflow", "query_run_app_process", "sync_run_app_workflow"] {
        assert_eq!(report["capabilities"][action], "works", "{report:#}");
    }
    // A word that no guide holds leads past the node that asks.
    assert!(report.to_string().contains("query_run_app_process works: the run is"), "{report:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_report_is_in_the_chosen_language() {
    let script = Script::agent("Tutor").say("Hello.");
    let server = served(&script).await;
    let output = doctor(server.base_url(), script.api_key(), &["--locale", "zh-CN", "--write"]).await;
    let table = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{table}");
    for words in ["地址  ", "密钥对应智能体 Tutor", "get_conversation_list 可用", "一切正常"] {
        assert!(table.contains(words), "{words}: {table}");
    }
    assert!(!table.contains(" works") && !table.contains("ok "), "{table}");
    let output = doctor("not an address", SOME_KEY, &["--locale", "zh-CN"]).await;
    assert!(text(&output.stdout).contains("这不是地址"), "{}", text(&output.stdout));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_action_that_fails_is_named() {
    let script = Script::new().on("get_conversation_list", Reply::status(502));
    let server = served(&script).await;
    let output = doctor(server.base_url(), script.api_key(), &[]).await;
    assert_eq!(output.status.code(), Some(1));
    let table = text(&output.stdout);
    let row = table.lines().find(|line| line.contains("FAILED")).unwrap();
    assert!(row.contains("get_conversation_list") && row.contains("502"), "{table}");
    assert!(table.contains("-> ") && table.trim_end().ends_with("failed."), "{table}");
}

/// Answers every request with these bytes, then closes.
async fn answering(response: &'static str) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut request = [0; 4096];
                if stream.read(&mut request).await.is_ok_and(|read| read > 0) {
                    let _ = stream.write_all(response.as_bytes()).await;
                }
            });
        }
    });
    format!("http://{address}")
}

const SOME_KEY: &str = "canary0some0key01234";

#[tokio::test(flavor = "multi_thread")]
async fn every_broken_layer_is_the_one_that_is_named() {
    let page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 22\r\nConnection: close\r\n\r\n<h1>Welcome here!</h1>";
    let login = "HTTP/1.1 302 Found\r\nLocation: https://sso.example.edu/login\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    let busy = "HTTP/1.1 504 Gateway Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    let key = "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    let strange =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n[]";
    for (response, layer, saw) in [
        (page, "platform", "web page"),
        (login, "platform", "302 and pointed to https://sso.example.edu"),
        (busy, "platform", "504"),
        (strange, "platform", "not a JSON object"),
        (key, "key", "401"),
        ("", "http", "stopped"),
    ] {
        let (report, status) = report(&answering(response).await, SOME_KEY, &[]).await;
        let (found, said) = broken(&report);
        assert_eq!((found, status), (layer, Some(1)), "{report:#}");
        assert!(said.contains(saw), "{said}");
        assert!(!report.to_string().contains("canary"), "the key is nowhere in it");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn below_http_each_layer_is_named_too() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let plain = answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").await;
    for (base_url, layer) in [
        ("not an address".to_owned(), "address"),
        ("https://x.edu/product/llm/chat/d2k7".to_owned(), "address"),
        ("https://no-such-host.invalid".to_owned(), "dns"),
        (format!("http://{free}"), "connection"),
        (plain.replace("http://", "https://"), "tls"),
    ] {
        let (report, status) = report(&base_url, SOME_KEY, &[]).await;
        assert_eq!((broken(&report).0, status), (layer, Some(1)), "{base_url}: {report:#}");
    }
    let (report, _) = report(&plain.replace("http://", "https://"), SOME_KEY, &[]).await;
    assert!(report.to_string().contains("speaks no TLS"), "the cause is told: {report:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_key_of_the_built_in_server_is_told_in_its_own_words() {
    let server = served(&Script::new()).await;
    let (report, _) = report(server.base_url(), SOME_KEY, &[]).await;
    let (layer, said) = broken(&report);
    assert_eq!(layer, "key");
    assert!(said.contains("No agent of this server has this API key"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_key_is_wrong_usage() {
    let folder = folder();
    let mut command = parlance(folder.path());
    command.args(["doctor", "--base-url", "http://127.0.0.1:9"]);
    let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    assert!(one_sentence(&output, 2).contains(KEY));
}
