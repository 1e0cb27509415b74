//! What is exported comes back as it was, and what is imported takes nothing away.

pub(crate) mod made;
mod merging;
mod readable;

use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex};

use parlance_core::{
    Clock, Form, Imported, Include, KeyState, LineFault, MemoryVault, Profile, Scope, Timestamp, Work,
};
use parlance_server::Script;
use rusqlite::Connection;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::desk::{Desk, options};

/// A place to write into that can be read afterwards.
#[derive(Clone, Default)]
pub(crate) struct Paper(Arc<Mutex<Vec<u8>>>);

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

pub(crate) async fn open(folder: &Path) -> Profile {
    let vault = Arc::new(MemoryVault::new());
    Profile::visit(options(folder, &vault, &Clock::by_hand(Timestamp(1)))).await.unwrap()
}

pub(crate) async fn written(profile: &Profile, scope: Scope, form: Form, include: Include) -> String {
    let paper = Paper::default();
    assert!(profile.export(scope, form, include, paper.clone(), Work::default()).await.unwrap(), "it is whole");
    let bytes = paper.0.lock().unwrap().clone();
    String::from_utf8(bytes).unwrap()
}

pub(crate) async fn exported(profile: &Profile) -> String {
    written(profile, Scope::All, Form::Lines, Include::default()).await
}

pub(crate) async fn import(profile: &Profile, lines: &str) -> Imported {
    let bytes = lines.as_bytes().to_vec();
    let size = Some(bytes.len() as u64);
    profile.import(std::io::Cursor::new(bytes), size, Work::default()).await.unwrap()
}

pub(crate) fn parsed(lines: &str) -> Vec<Value> {
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn any_history_is_the_same_after_export_and_import_and_a_second_import_changes_nothing() {
    for seed in 1..=8 {
        let (from, into) = (TempDir::new().unwrap(), TempDir::new().unwrap());
        let first = open(from.path()).await;
        made::fill(from.path(), seed);
        let lines = exported(&first).await;
        let second = open(into.path()).await;
        let imported = import(&second, &lines).await;
        assert_eq!(imported.skipped, [], "seed {seed}");
        assert!(imported.conversations > 0 && imported.turns > 0, "seed {seed}: {imported:?}");
        assert!(exported(&second).await == lines, "seed {seed}: the second export differs");
        let again = import(&second, &lines).await;
        assert_eq!((again.conversations, again.changed, again.turns), (0, 0, 0), "seed {seed}");
        assert_eq!(again.unchanged, imported.conversations, "seed {seed}");
        assert!(exported(&second).await == lines, "seed {seed}: the second import changed something");
    }
}

#[tokio::test]
async fn every_table_and_every_column_is_exported_or_left_out_by_name() {
    // What this computer chose, and where on it and when somebody last read.
    const TABLES: [&str; 3] = ["note", "reading", "used"];
    const COLUMNS: [(&str, &str); 2] = [("agent", "key_stored"), ("conversation", "turns")];
    let folder = TempDir::new().unwrap();
    let profile = open(folder.path()).await;
    made::fill(folder.path(), 7);
    let lines = parsed(&exported(&profile).await);
    let database = Connection::open(folder.path().join("parlance.sqlite")).unwrap();
    for (table, columns) in made::schema(&database) {
        if TABLES.contains(&table.as_str()) || made::is_derived(&table) {
            continue;
        }
        let rows = made::rows_of(&lines, &table);
        assert!(!rows.is_empty(), "the table {table} is not exported");
        for column in columns {
            let here = COLUMNS.contains(&(&table, &column)) || made::parent_of(&table) == Some(&column);
            let member = made::member(&column);
            assert!(here || rows.iter().all(|row| row.get(&member).is_some()), "{table}.{column} is not exported");
        }
    }
}

#[tokio::test]
async fn a_line_that_cannot_be_taken_is_named_and_the_others_are_taken() {
    let (from, into) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let first = open(from.path()).await;
    made::fill(from.path(), 3);
    let whole = exported(&first).await;
    let good: Vec<&str> = whole.lines().filter(|line| line.contains("\"conversation\":")).collect();
    let broken = |change: &dyn Fn(&mut Value)| {
        let mut line: Value = serde_json::from_str(good[1]).unwrap();
        change(&mut line);
        line.to_string()
    };
    let lines = [
        format!("\u{feff}{}", good[0]),
        "not JSON".to_owned(),
        String::new(),
        "[1, 2]".to_owned(),
        json!({ "format": 99, "agent": {}, "conversation": {} }).to_string(),
        good[1][..good[1].len() / 2].to_owned(),
        broken(&|line| line["conversation"]["turns"][0]["answers"][0]["state"] = json!("dreaming")),
        broken(&|line| line["conversation"]["turns"][0]["askedAt"] = json!("yesterday")),
        broken(&|line| line["conversation"]["id"] = json!("../../etc")),
        broken(&|line| drop(line["conversation"].as_object_mut().unwrap().remove("title"))),
        broken(&|line| line["conversation"]["turns"] = json!("none")),
        json!({ "format": 1, "conversation": {} }).to_string(),
        good[2].to_owned(),
    ];
    let second = open(into.path()).await;
    let imported = import(&second, &lines.join("\r\n")).await;
    let faults: Vec<(u32, LineFault)> = imported.skipped.iter().map(|skipped| (skipped.line, skipped.fault)).collect();
    assert_eq!(
        faults,
        [
            (2, LineFault::NotJson),
            (4, LineFault::NotAnExport),
            (5, LineFault::Newer),
            (6, LineFault::NotJson),
            (7, LineFault::Wrong),
            (8, LineFault::Wrong),
            (9, LineFault::Wrong),
            (10, LineFault::Missing),
            (11, LineFault::Wrong),
            (12, LineFault::Missing),
        ]
    );
    assert_eq!(imported.skipped[7].about, "conversation.title");
    assert_eq!((imported.conversations, imported.skipped_lines), (2, 10));
    let ids: Vec<Value> =
        parsed(&exported(&second).await).iter().map(|line| line["conversation"]["id"].clone()).collect();
    let expected = [good[0], good[2]].map(|line| parsed(line)[0]["conversation"]["id"].clone());
    assert!(expected.iter().all(|id| ids.contains(id)), "{ids:?}");
    assert!(!ids.contains(&parsed(good[1])[0]["conversation"]["id"]), "a refused line leaves nothing behind");
}

#[tokio::test]
async fn an_export_holds_no_key_and_an_agent_that_comes_in_has_none() {
    let mut desk = Desk::with(Script::agent("Tutor").say("Yes.")).await;
    let turn = desk.ask("Really?").await;
    desk.settled(turn).await;
    let lines = exported(&desk.profile).await;
    assert!(!lines.contains(desk.script.api_key()) && !lines.contains("keyStored"), "{lines}");
    let folder = TempDir::new().unwrap();
    let other = open(folder.path()).await;
    let imported = import(&other, &lines).await;
    assert_eq!((imported.agents, imported.conversations, imported.turns), (1, 1, 1));
    let snapshot = other.snapshot().await.unwrap();
    assert_eq!((snapshot.agents[0].name.as_str(), snapshot.agents[0].key), ("Tutor", KeyState::Missing));
    assert_eq!(snapshot.conversations[0].title, "Really?");
    assert_eq!(snapshot.conversations[0].turns, 1);
}

#[tokio::test]
async fn an_answer_that_is_being_written_leaves_as_one_that_was_interrupted() {
    let desk = Desk::with(Script::new().think("Hm.").say("Half of").wait()).await;
    desk.ask("Talk.").await;
    desk.script.waiting().await;
    desk.written("Half of").await;
    let line = parsed(&exported(&desk.profile).await).remove(0);
    let answer = &line["conversation"]["turns"][0]["answers"][0];
    assert_eq!(answer["state"], "interrupted");
    assert_eq!(answer["endedAt"], answer["startedAt"]);
    let steps = answer["steps"].as_array().into_iter().flatten();
    assert!(steps.into_iter().all(|step| step["running"] == false), "{answer}");
}

#[tokio::test]
async fn what_was_deleted_does_not_leave() {
    let mut desk = Desk::with(Script::new().say("One.").end().say("Two.")).await;
    let first = desk.ask("A secret question").await;
    desk.settled(first).await;
    let second = desk.ask("Another").await;
    desk.settled(second).await;
    desk.profile.remove_turn(first).await.unwrap();
    let lines = exported(&desk.profile).await;
    assert!(!lines.contains("A secret question") && !lines.contains("One."), "{lines}");
    desk.profile.remove(desk.conversation).await.unwrap();
    let lines = exported(&desk.profile).await;
    assert!(!lines.contains("\"conversation\""), "{lines}");
}

#[tokio::test]
async fn an_import_that_is_ended_keeps_what_it_took_and_goes_on_the_next_time() {
    let (from, into) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let first = open(from.path()).await;
    made::many(from.path(), 400);
    let lines = exported(&first).await;
    let second = open(into.path()).await;
    // The first word on its progress ends it.
    let ending = Arc::new(Mutex::new(None::<Work>));
    let told = {
        let ending = Arc::clone(&ending);
        Work::told(move |_| {
            if let Some(work) = ending.lock().unwrap().as_ref() {
                work.cancel();
            }
        })
    };
    *ending.lock().unwrap() = Some(told.clone());
    let cut = second.import(std::io::Cursor::new(lines.clone().into_bytes()), None, told).await.unwrap();
    assert!(cut.cancelled && cut.conversations > 0 && cut.conversations < 400, "{cut:?}");
    let rest = import(&second, &lines).await;
    assert_eq!(cut.conversations + rest.conversations, 400);
    assert!(exported(&second).await == lines);
}
