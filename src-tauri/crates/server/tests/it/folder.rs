//! Workflows of one's own: files that are right and files that are not, and starting them from outside.

use std::path::Path;

use parlance_server::{Options, Server};
use serde_json::json;

use crate::support::{Caller, quick, read_until};
use crate::workflows::{caller_of, output, rested};

const TRIGGERED: &str = r#"
name = "Echo"
[trigger]
name = "From outside"
key = "aTriggerKeyOf20Chars"
token = "aTriggerTokenOf22Chars"
[[input]]
key = "word"
required = true
[[node]]
id = "start"
kind = "start"
next = "sure"
[[node]]
id = "sure"
kind = "ask"
question = "Say {{start.word}}?"
choices = ["yes", "no"]
next = "end"
[[node]]
id = "end"
kind = "end"
output = "{{sure.answer}}: {{start.word}}"
"#;

async fn from_folder(folder: &Path, text: &str) -> Result<Server, String> {
    std::fs::write(folder.join("echo.toml"), text).unwrap();
    let options = Options { agents: Some(folder.to_owned()), ..quick() };
    Server::start(options).await.map_err(|error| error.to_string())
}

#[tokio::test]
async fn a_trigger_starts_a_run_with_its_own_key_and_token() {
    let folder = tempfile::tempdir().unwrap();
    let server = from_folder(folder.path(), TRIGGERED).await.unwrap();
    let caller = caller_of(&server, "Echo");
    let path = "/api/proxy/api/v1/trigger/webhook";
    for (query, bearer) in [
        ("?key=aTriggerKeyOf20Chars", ""),
        ("?key=aTriggerKeyOf20Chars", "Authorization: Bearer wrong\r\n"),
        ("?key=wrong", "Authorization: Bearer aTriggerTokenOf22Chars\r\n"),
        ("", "Authorization: Bearer aTriggerTokenOf22Chars\r\n"),
    ] {
        let refused = caller.post(&format!("{path}{query}"), bearer, r#"{"word": "a"}"#).await;
        assert_eq!(refused.status, 401, "{query} {bearer}");
        assert!(refused.body.contains("Authorization: Bearer"), "{}", refused.body);
    }
    let bearer = "Authorization: Bearer aTriggerTokenOf22Chars\r\n";
    let body = r#"{"word": "早"}"#;
    let started = caller.post(&format!("{path}?key=aTriggerKeyOf20Chars"), bearer, body).await.json();
    let id = &started["runID"];
    let wrong = caller.post(&format!("{path}?key=aTriggerKeyOf20Chars"), bearer, "{}").await;
    assert!(wrong.status == 400 && wrong.body.contains("word is required"), "{wrong:?}");

    let body = json!({"RunIDs": [id, "unknown"], "Page": 1, "Size": 10});
    let records = caller.call("query_trigger_run_records", body.clone()).await;
    assert!(!records.body.contains("aTriggerKey") && !records.body.contains("aTriggerToken"), "{}", records.body);
    let records = records.json();
    assert_eq!((&records["total"], &records["records"][0]["RunID"]), (&json!(1), id));
    assert_eq!(
        (&records["records"][0]["Status"], &records["records"][0]["Scene"]),
        (&json!("running"), &json!("production"))
    );
    let foreign = Caller::of(&server, 0).call("query_trigger_run_records", body).await.json();
    assert_eq!((&foreign["total"], &foreign["records"]), (&json!(0), &json!([])));
}

#[tokio::test]
async fn the_name_of_the_scheme_before_a_token_is_spelt_in_any_case() {
    let folder = tempfile::tempdir().unwrap();
    let server = from_folder(folder.path(), TRIGGERED).await.unwrap();
    let caller = caller_of(&server, "Echo");
    for scheme in ["Bearer", "bearer", "BEARER"] {
        let header = format!("authorization: {scheme} aTriggerTokenOf22Chars\r\n");
        let path = "/api/v1/trigger/webhook/?key=aTriggerKeyOf20Chars";
        let started = caller.post(path, &header, r#"{"word": "a"}"#).await;
        assert_eq!(started.status, 200, "{scheme}: {started:?}");
    }
}

#[tokio::test]
async fn two_triggers_of_one_key_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("another.toml"), TRIGGERED).unwrap();
    let error = from_folder(folder.path(), TRIGGERED).await.map(|_| ()).unwrap_err();
    assert!(error.contains("echo.toml, line 5:") && error.contains("trigger with the same key"), "{error}");
}

/// Forty nodes, each of which holds the one before twice: 2⁴⁰ times the first text.
#[tokio::test]
async fn a_run_whose_texts_grow_without_end_fails_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let node = |at: usize, text: &str| {
        let next = if at == 39 { "end".to_owned() } else { format!("n{}", at + 1) };
        format!("[[node]]\nid = \"n{at}\"\nkind = \"template\"\ntext = \"{text}\"\nnext = \"{next}\"\n")
    };
    let twice = |at: usize| node(at, &format!("{{{{n{0}.text}}}}{{{{n{0}.text}}}}", at - 1));
    let nodes: String = (1..40).map(twice).collect();
    let text = format!(
        "name = \"Long\"\n[[node]]\nid = \"start\"\nkind = \"start\"\nnext = \"n0\"\n{}{nodes}\
         [[node]]\nid = \"end\"\nkind = \"end\"\noutput = \"{{{{n39.text}}}}\"\n",
        node(0, "0123456789")
    );
    let server = from_folder(folder.path(), &text).await.unwrap();
    let caller = caller_of(&server, "Long");
    let run = caller.call("sync_run_app_workflow", json!({"NoDebug": true})).await.json();
    assert_eq!((&run["status"], &run["code"]), (&json!("failed"), &json!(1)), "{run}");
    assert_eq!(run["message"], "The texts of this run come to more than 4 MiB.");
    assert_eq!(run["nodes"].as_object().unwrap().len(), 1, "the one that failed: {run}");
}

#[tokio::test]
async fn a_run_is_not_resumed_without_an_answer() {
    let folder = tempfile::tempdir().unwrap();
    let open = TRIGGERED.replace("choices = [\"yes\", \"no\"]\n", "");
    let server = from_folder(folder.path(), &open).await.unwrap();
    let caller = caller_of(&server, "Echo");
    let run = caller.call("sync_run_app_workflow", json!({"InputData": r#"{"word": "a"}"#})).await.json();
    for input in [json!(null), json!(" "), json!(r#"{"query": ""}"#)] {
        let refused = caller.call("sync_resume_app_workflow", json!({"RunId": run["runId"], "Input": input})).await;
        assert!(refused.status == 400 && refused.body.contains("The answer is empty"), "{refused:?}");
    }
    let run = caller.call("sync_resume_app_workflow", json!({"RunId": run["runId"], "Input": "why not"})).await.json();
    assert_eq!(output(&run)["output"], "why not: a");
}

#[tokio::test]
async fn an_answer_that_is_no_choice_is_refused_and_the_run_still_waits() {
    let folder = tempfile::tempdir().unwrap();
    let server = from_folder(folder.path(), TRIGGERED).await.unwrap();
    let caller = caller_of(&server, "Echo");
    let run = caller.call("sync_run_app_workflow", json!({"InputData": r#"{"word": "a"}"#})).await.json();
    let resume = |input: &str| json!({"RunId": run["runId"], "Input": input});
    let refused = caller.call("sync_resume_app_workflow", resume("maybe")).await;
    assert!(refused.status == 400 && refused.body.contains("one of: yes, no"), "{refused:?}");
    let run = caller.call("sync_resume_app_workflow", resume("yes")).await.json();
    assert_eq!(output(&run)["output"], "yes: a");
}

#[tokio::test]
async fn a_stream_that_asks_says_so_and_ends() {
    let folder = tempfile::tempdir().unwrap();
    let twice = TRIGGERED.replace("next = \"end\"", "next = \"again\"").replace(
        "[[node]]\nid = \"end\"",
        "[[node]]\nid = \"again\"\nkind = \"ask\"\nquestion = \"Really?\"\nnext = \"end\"\n[[node]]\nid = \"end\"",
    );
    let server = from_folder(folder.path(), &twice).await.unwrap();
    let caller = caller_of(&server, "Echo");
    let run = caller.call("sync_run_app_workflow", json!({"InputData": r#"{"word": "a"}"#})).await.json();
    let body = json!({"RunId": run["runId"], "Input": "yes", "IsStream": true});
    let mut line = caller.connect(&caller.request("sync_resume_app_workflow", body)).await;
    let heard = read_until(&mut line, "flow_cost").await;
    assert!(heard.contains("\"flow_interrupted\"") && heard.contains("Really?"), "{heard}");
    assert_eq!(rested(&caller, &run["runId"]).await["lastInterruptedNodeId"], "again");
}

#[tokio::test]
async fn a_file_that_is_not_right_is_refused_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    for (from, to, line, words) in [
        ("kind = \"ask\"", "kind = \"python\"", 16, "no node of the kind \"python\""),
        ("next = \"end\"", "next = \"nowhere\"", 15, "leads to nowhere, and there is no such node"),
        ("next = \"end\"", "next = \"start\"", 11, "goes in a circle: start → sure → start"),
        ("next = \"end\"", "", 16, "needs `next`"),
        ("{{start.word}}?", "{{start.wrod}}?", 15, "the node start gives no wrod"),
        ("{{start.word}}?", "{{word}}?", 17, "write it as {{node.key}}"),
        ("{{start.word}}?", "{{start.word?", 17, "{{start.word? is not closed with }}"),
        ("{{start.word}}?", "{{sure.answer}}?", 15, "sure never runs before it"),
        (
            "[[node]]\nid = \"start\"",
            "[[input]]\nkey = \"word\"\n[[node]]\nid = \"start\"",
            11,
            "two inputs with the key word",
        ),
        ("key = \"word\"", "key = \" \"", 8, "An input needs a key"),
        ("choices = [", "text = \"x\"\nchoices = [", 16, "has no `text`"),
        ("id = \"sure\"", "id = \"start\"", 15, "two nodes with the id start"),
        ("aTriggerTokenOf22Chars", "short", 6, "16 or more letters and digits"),
        ("required = true", "requried = true", 9, "unknown field `requried`"),
        ("kind = \"start\"\nnext = \"sure\"", "kind = \"end\"\noutput = \"\"", 1, "needs a node of the kind start"),
    ] {
        let error = from_folder(folder.path(), &TRIGGERED.replacen(from, to, 1)).await.map(|_| ()).unwrap_err();
        assert!(error.contains("echo.toml") && error.contains(words), "{to}: {error}");
        assert!(error.contains(&format!("line {line}:")), "{to}: {error}");
    }
    let lonely = format!("{TRIGGERED}\n[[node]]\nid = \"island\"\nkind = \"end\"\noutput = \"\"\n");
    let error = from_folder(folder.path(), &lonely).await.map(|_| ()).unwrap_err();
    assert!(error.contains("Nothing leads to the node island"), "{error}");
}

#[tokio::test]
async fn the_example_of_the_user_guide_runs_in_either_language() {
    for (locale, choice) in [("en", "tired"), ("zh-CN", "有点累")] {
        let page = format!("{}/guide/{locale}/11-for-agent-builders.md", env!("CARGO_MANIFEST_DIR"));
        let page = std::fs::read_to_string(page).unwrap();
        let example = page.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let server = from_folder(folder.path(), example).await.unwrap();
        let caller = Caller::of(&server, server.agents().len() - 1);
        let run = caller.call("sync_run_app_workflow", json!({"InputData": r#"{"who": "Li"}"#})).await.json();
        let body = json!({"RunId": run["runId"], "Input": choice});
        let run = caller.call("sync_resume_app_workflow", body).await.json();
        let said = output(&run)["output"].as_str().unwrap().to_owned();
        assert!(said.contains("Li") && said.contains(choice), "{said}");
    }
}

#[tokio::test]
async fn a_workflow_of_very_many_nodes_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let nodes = (0..600).map(|at| format!("[[node]]\nid = \"n{at}\"\nkind = \"start\"\nnext = \"n{}\"\n", at + 1));
    let text = format!("name = \"Long\"\n{}", nodes.collect::<String>());
    let error = from_folder(folder.path(), &text).await.map(|_| ()).unwrap_err();
    assert!(error.contains("at most 500 nodes") && error.contains("line 2003:"), "{error}");
}
