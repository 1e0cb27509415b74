//! `parlance export` and `parlance import`, as scripts use them.

use std::fs;
use std::io::Write as _;
use std::process::Stdio;

use serde_json::Value;
use tempfile::TempDir;

use super::{folder, one_sentence, parlance, refused, text};

const LINE: &str = r#"{"format":1,"agent":{"id":"01K2ZQ8V7N4M3T6B5XWJ9CRDEA","name":"Tutor","baseUrl":"https://agent.example.edu/api/proxy/api/v1","userId":"u1","builtIn":false,"opening":{"message":"","questions":[]},"variables":[],"position":0,"addedAt":1},"conversation":{"id":"01K2ZQ8V7N4M3T6B5XWJ9CRDEF","platformId":"p1","title":"Sorting","pinned":false,"preview":"Merge.","unread":false,"createdAt":1,"activeAt":2,"turns":[{"id":"01K2ZQ8V7N4M3T6B5XWJ9CRDEG","seq":0,"queryId":"q1","question":"Which sort is stable?","askedAt":1,"usedAnswerId":"01K2ZQ8V7N4M3T6B5XWJ9CRDEH","answers":[{"id":"01K2ZQ8V7N4M3T6B5XWJ9CRDEH","position":0,"messageId":"m1","state":"done","text":"**Merge** sort.","problem":"","usage":"","suggestions":[],"startedAt":1,"endedAt":2}]}]}}"#;

fn with_one() -> TempDir {
    let folder = folder();
    let file = folder.path().join("one.jsonl");
    fs::write(&file, LINE).unwrap();
    let output = parlance(folder.path().join("data")).arg("import").arg(&file).output().unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout), "");
    assert!(text(&output.stderr).contains("1 conversations added"), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("without a key"), "{}", text(&output.stderr));
    folder
}

fn export(folder: &TempDir, arguments: &[&str]) -> String {
    let output = parlance(folder.path().join("data")).arg("export").args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(text(&output.stderr), "");
    text(&output.stdout).to_owned()
}

#[test]
fn a_history_goes_out_and_comes_in_as_it_was() {
    let folder = with_one();
    let lines = export(&folder, &[]);
    let line: Value = serde_json::from_str(lines.trim_end()).unwrap();
    assert_eq!(lines.lines().count(), 1, "one conversation a line");
    assert_eq!(line["conversation"]["turns"][0]["answers"][0]["text"], "**Merge** sort.");

    let mut import = parlance(folder.path().join("other"))
        .args(["import", "-"])
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    import.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    assert!(import.wait().unwrap().success());
    let output = parlance(folder.path().join("other")).arg("export").output().unwrap();
    assert_eq!(text(&output.stdout), lines);
}

#[test]
fn nothing_is_exported_of_a_profile_that_was_never_used() {
    let folder = folder();
    assert_eq!(export(&folder, &[]), "");
}

#[test]
fn an_export_can_be_narrowed_and_read_by_people() {
    let folder = with_one();
    for id in ["01K2ZQ8V7N4M3T6B5XWJ9CRDEF", "p1"] {
        let markdown = export(&folder, &["--format", "md", "--conversation", id]);
        assert!(markdown.starts_with("# Sorting\n") && markdown.contains("> Which sort is stable?"), "{markdown}");
    }
    assert!(export(&folder, &["--format", "html", "--agent", "tutor"]).contains("<strong>Merge</strong>"));
    assert!(export(&folder, &["--format", "txt"]).contains("Merge sort."));
    let pages = folder.path().join("pages");
    fs::create_dir(&pages).unwrap();
    export(&folder, &["--format", "html", "--output", pages.to_str().unwrap()]);
    let names: Vec<_> = fs::read_dir(&pages).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["Sorting WJ9CRDEF.html"]);
    let file = folder.path().join("all.jsonl");
    assert_eq!(export(&folder, &["--output", file.to_str().unwrap()]), "");
    assert_eq!(fs::read_to_string(file).unwrap(), export(&folder, &[]));
}

#[test]
fn whoever_names_what_is_not_there_is_told_so() {
    let folder = with_one();
    let run = |arguments: &[&str]| parlance(folder.path().join("data")).args(arguments).output().unwrap();
    let output = run(&["export", "--agent", "Nobody"]);
    assert!(one_sentence(&output, 2).contains("Tutor"));
    assert!(one_sentence(&run(&["export", "--conversation", "nothing"]), 2).contains("no conversation nothing"));
    assert!(one_sentence(&run(&["import", "/nowhere/at/all.jsonl"]), 2).contains("/nowhere/at/all.jsonl"));
    refused(&run(&["export", "--format", "pdf"]), 2);
}

#[test]
fn a_line_that_cannot_be_taken_is_named_and_the_exit_status_says_so() {
    let folder = folder();
    let file = folder.path().join("mixed.jsonl");
    fs::write(&file, format!("nonsense\n{LINE}\n")).unwrap();
    let output = parlance(folder.path().join("data")).arg("import").arg(&file).output().unwrap();
    let said = refused(&output, 1);
    assert!(said.contains("line 1 was not taken") && said.contains("1 conversations added"), "{said}");
    assert_eq!(export(&folder, &[]).lines().count(), 1);
}

#[test]
fn a_history_that_is_damaged_is_one_sentence_with_the_way_out() {
    let folder = folder();
    let data = folder.path().join("data");
    fs::create_dir(&data).unwrap();
    fs::write(data.join("parlance.sqlite"), "no database ".repeat(400)).unwrap();
    for arguments in [&["export"][..], &["import", "-"]] {
        let output = parlance(&data).args(arguments).output().unwrap();
        let said = one_sentence(&output, 1);
        assert!(said.contains("damaged") && said.contains("open Parlance"), "{said}");
    }
}
