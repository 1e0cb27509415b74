//! Work that stops before its end: what was there before stays, and what was done is told.

use std::fs;
use std::io::{self, Cursor, Read};

use parlance_core::{Form, Include, Problem, ProblemCode, Scope, Work};
use parlance_server::{Script, Server};
use tempfile::TempDir;

use crate::desk::Desk;
use crate::transfer::{exported, made, open};

#[tokio::test]
async fn an_export_that_fails_or_is_ended_leaves_the_earlier_one_as_it_was() {
    let folder = TempDir::new().unwrap();
    let profile = open(folder.path()).await;
    made::many(folder.path(), 3);
    let out = TempDir::new().unwrap();
    let path = out.path().join("history.jsonl");
    let write = |work: Work| profile.export_file(Scope::All, Form::Lines, Include::default(), path.clone(), work);
    assert!(write(Work::default()).await.unwrap());
    let before = fs::read_to_string(&path).unwrap();
    assert_eq!(before, exported(&profile).await);
    made::many(folder.path(), 3);
    let ended = Work::default();
    ended.cancel();
    assert!(!write(ended).await.unwrap());
    assert_eq!(fs::read_to_string(&path).unwrap(), before);
    let in_the_way = out.path().join(".history.jsonl.partial");
    fs::create_dir(&in_the_way).unwrap();
    assert_eq!(write(Work::default()).await.unwrap_err().problem().code, ProblemCode::FileNotWritten);
    assert_eq!(fs::read_to_string(&path).unwrap(), before);
    let _ = fs::remove_dir(in_the_way);
    assert!(write(Work::default()).await.unwrap());
    assert!(fs::read_to_string(&path).unwrap().len() > before.len());
    assert_eq!(fs::read_dir(out.path()).unwrap().count(), 1, "nothing is left beside it");
}

#[cfg(unix)]
#[tokio::test]
async fn an_export_through_a_link_keeps_the_link() {
    let folder = TempDir::new().unwrap();
    let profile = open(folder.path()).await;
    made::many(folder.path(), 1);
    let (file, link) = (folder.path().join("there.jsonl"), folder.path().join("here.jsonl"));
    fs::write(&file, "earlier").unwrap();
    std::os::unix::fs::symlink(&file, &link).unwrap();
    assert!(
        profile.export_file(Scope::All, Form::Lines, Include::default(), link.clone(), Work::default()).await.unwrap()
    );
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&file).unwrap(), exported(&profile).await);
}

/// A file on a disk that gives nothing more.
struct Broken;

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::ErrorKind::StorageFull.into())
    }
}

#[tokio::test]
async fn an_import_that_stops_says_what_was_taken() {
    let from = TempDir::new().unwrap();
    let source = open(from.path()).await;
    made::many(from.path(), 400);
    let lines = exported(&source).await.into_bytes();
    let into = TempDir::new().unwrap();
    let profile = open(into.path()).await;
    let imported = profile.import(Cursor::new(lines).chain(Broken), None, Work::default()).await.unwrap();
    assert!((200..400).contains(&imported.conversations), "{}", imported.conversations);
    assert_eq!(imported.stopped.unwrap().code, ProblemCode::DiskFull);
    assert!(
        profile.import(Broken, None, Work::default()).await.is_err(),
        "where nothing was taken there is only the reason"
    );
}

#[tokio::test]
async fn the_built_in_agent_says_why_its_server_does_not_run() {
    let mut desk = Desk::with(Script::agent("Guide").say("Yes.")).await;
    let key = Some(desk.profile.built_in_key().await);
    let server = Server::start(parlance_server::Options { key, ..Default::default() }).await.unwrap();
    desk.profile.welcome_built_in(server.base_url()).await.unwrap();
    let problem = Problem::new(ProblemCode::DiskFull, "no space left");
    desk.profile.set_built_in_problem(Some(problem));
    let agents = desk.profile.snapshot().await.unwrap().agents;
    let built_in = agents.iter().find(|agent| agent.built_in).unwrap().id;
    desk.conversation = desk.profile.new_conversation(built_in).await.unwrap().id;
    let turn = desk.ask("Really?").await;
    let answer = desk.settled(turn).await;
    assert_eq!(answer.problem.unwrap().code, ProblemCode::DiskFull);
}
