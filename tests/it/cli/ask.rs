//! `parlance ask` against an agent that does as a test says.

use std::process::Output;

use parlance_protocol::{ChatEvent, VariableConfig, VariableType};
use parlance_server::{Options, Reply, Script, Server};
use serde_json::Value;

use super::{KEY, folder, one_sentence, parlance, text};

async fn ask(script: &Script, arguments: &[&str]) -> Output {
    let server = Server::start(Options::default().with_script(script)).await.unwrap();
    let folder = folder();
    let mut command = parlance(folder.path());
    command.args(["ask", "--base-url", server.base_url()]).args(arguments).env(KEY, script.api_key());
    let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    server.stop().await;
    output
}

fn tutor() -> Script {
    let variable =
        |key: &str, variable_type| VariableConfig { key: key.into(), variable_type, ..VariableConfig::default() };
    let name = VariableConfig { required: true, text_max_length: 4, ..variable("name", VariableType::Text) };
    let grade =
        VariableConfig { enum_values: vec!["七".into(), "八".into()], ..variable("grade", VariableType::Enum) };
    Script::agent("Tutor").variable(name).variable(grade).say("Hello.")
}

#[tokio::test(flavor = "multi_thread")]
async fn variables_are_checked_before_anything_is_made() {
    for (given, said) in [
        (&[][..], "--input name=VALUE"),
        (&["--input", "name=Johanna"], "at most 4"),
        (&["--input", "name=Jo", "--input", "grade=9"], "七, 八"),
        (&["--input", "name=Jo", "--input", "school=X"], "no variable school"),
    ] {
        let script = tutor();
        let output = ask(&script, &[given, &["Hi"]].concat()).await;
        assert!(one_sentence(&output, 2).contains(said), "{}", text(&output.stderr));
        assert!(script.requests_for("create_conversation").is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn variables_go_into_a_new_conversation_and_change_one_that_there_is() {
    let script = tutor();
    let output = ask(&script, &["--input", "name=Jo", "--input", "grade=八", "Hi"]).await;
    assert_eq!((text(&output.stdout), output.status.code()), ("Hello.\n", Some(0)));
    let made = &script.requests_for("create_conversation")[0].body["Inputs"];
    assert_eq!(*made, serde_json::json!({"name": "Jo", "grade": "八"}));

    let script = tutor().on("update_conversation", Reply::status(200).body("{}"));
    let output = ask(&script, &["--conversation", "d2k7", "--input", "grade=七", "Hi"]).await;
    assert_eq!(script.requests_for("update_conversation")[0].body["Inputs"], serde_json::json!({"grade": "七"}));
    assert!(script.requests_for("create_conversation").is_empty());
    assert!(one_sentence(&output, 1).contains("conversation"), "the server does not know it");
}

#[tokio::test(flavor = "multi_thread")]
async fn json_has_every_event_unknown_ones_too_and_each_names_itself() {
    let odd = r#"{"event":"weather_report","sky":"blue"}"#;
    let retrieved = r#"{"event":"knowledge_retrieve","query":"q","top_k":3}"#;
    let script = Script::new().think("Hm.").raw(format!("data: {odd}\n\ndata: {retrieved}\n\n")).say("Hello.");
    let script = script.event(ChatEvent::Suggestion { suggested_questions: vec!["And?".into()] });
    let output = ask(&script, &["--json", "Hi"]).await;
    let events: Vec<Value> = text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let names: Vec<_> = events.iter().map(|event| event["event"].as_str().unwrap()).collect();
    for name in ["message_start", "think_message", "weather_report", "knowledge_retrieve", "message", "suggestion"] {
        assert!(names.contains(&name), "{name} in {names:?}");
    }
    assert_eq!(names.last(), Some(&"message_end"));
    assert_eq!(events.iter().find(|event| event["event"] == "weather_report").unwrap()["sky"], "blue");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_of_the_agent_or_the_line_keeps_the_text_and_is_one_line_of_error() {
    for (script, said) in [
        (Script::new().say("Half").fail("no model\ntoday"), "no model today"),
        (Script::new().say("Half").cut(), "stopped before its end"),
    ] {
        let output = ask(&script, &["Hi"]).await;
        assert_eq!((text(&output.stdout), output.status.code()), ("Half\n", Some(1)));
        let error = text(&output.stderr);
        assert!(error.contains(said) && error.lines().count() == 1, "{error}");
    }
    let script = Script::new().say("Half").fail("no model");
    let output = ask(&script, &["--json", "Hi"]).await;
    assert!(text(&output.stdout).contains("message_failed") && output.status.code() == Some(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_agent_is_given_up_after_the_time_that_was_allowed() {
    let output = ask(&Script::new().say("Half").silence(), &["--timeout", "1", "Hi"]).await;
    assert_eq!((text(&output.stdout), output.status.code()), ("Half\n", Some(1)));
    let error = text(&output.stderr);
    assert!(error.contains("within 1 s") && error.contains("--timeout"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_app_id_stands_in_the_body_where_it_is_given() {
    let script = Script::new().say("Hello.");
    let output = ask(&script, &["--app-id", "d2appid", "--user-id", "me", "Hi"]).await;
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let asked = &script.requests_for("chat_query_v2")[0];
    assert_eq!((&asked.body["AppKey"], &asked.body["UserID"]), (&"d2appid".into(), &"me".into()));
    assert_eq!(asked.headers["apikey"], script.api_key());
}
