use std::path::Path;

use parlance_core::{AgentDraft, Keep, KeyState, ProblemCode, VaultError};
use parlance_server::Script;

use crate::desk::{Desk, serve};

/// Whether any file below holds these bytes.
fn holds(folder: &Path, needle: &str) -> bool {
    std::fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            return holds(&path, needle);
        }
        std::fs::read(path).unwrap().windows(needle.len()).any(|window| window == needle.as_bytes())
    })
}

#[tokio::test]
async fn a_key_is_in_no_file() {
    let mut desk = Desk::with(Script::new().say("Yes.")).await;
    let turn = desk.ask("A question that is in a file?").await;
    desk.settled(turn).await;
    desk.profile.replace_key(desk.agent, desk.script.api_key().into(), Keep::Session).await.unwrap();
    assert!(!holds(desk.folder.path(), desk.script.api_key()));
    assert!(holds(desk.folder.path(), "A question that is in a file?"), "the search finds what is there");
    desk.profile.finish().await;
    assert!(!holds(desk.folder.path(), desk.script.api_key()));
}

#[tokio::test]
async fn without_a_keychain_a_key_is_kept_for_this_run_if_the_person_wants() {
    let desk = Desk::with(Script::new().say("Yes.")).await;
    let draft = AgentDraft { address: desk.server.as_ref().unwrap().base_url().into(), ..AgentDraft::default() };
    for (refusal, expected) in [
        (VaultError::Missing, ProblemCode::KeychainMissing),
        (VaultError::Locked, ProblemCode::KeychainLocked),
        (VaultError::Denied, ProblemCode::KeychainDenied),
    ] {
        desk.vault.refuse(Some(refusal));
        let refused = desk.profile.add_agent(draft.clone(), desk.script.api_key().into(), Keep::Stored).await;
        assert_eq!(refused.unwrap_err().problem().code, expected);
    }
    assert_eq!(desk.profile.snapshot().await.unwrap().agents.len(), 1, "nothing was added");
    let added = desk.profile.add_agent(draft, desk.script.api_key().into(), Keep::Session).await.unwrap();
    assert_eq!(added.key, KeyState::Session);
    let mut desk = desk.reopened().await;
    let agents = desk.profile.snapshot().await.unwrap().agents;
    assert_eq!(agents[1].key, KeyState::Missing, "it went with the run");
    desk.conversation = desk.profile.new_conversation(added.id).await.unwrap().id;
    let turn = desk.ask("Anybody?").await;
    assert_eq!(desk.settled(turn).await.problem.unwrap().code, ProblemCode::KeyMissing);
    desk.profile.replace_key(added.id, desk.script.api_key().into(), Keep::Session).await.unwrap();
    desk.profile.ask_again(turn).await.unwrap();
    assert_eq!(desk.settled(turn).await.text, "Yes.");
}

#[tokio::test]
async fn a_locked_keychain_is_a_problem_of_the_answer() {
    let mut desk = Desk::with(Script::new().say("Yes.")).await.reopened().await;
    desk.vault.refuse(Some(VaultError::Locked));
    let turn = desk.ask("Well?").await;
    let problem = desk.settled(turn).await.problem.unwrap();
    assert_eq!(problem.code, ProblemCode::KeychainLocked, "{problem:?}");
    desk.vault.refuse(None);
    desk.profile.ask_again(turn).await.unwrap();
    assert_eq!(desk.settled(turn).await.text, "Yes.");
}

#[tokio::test]
async fn a_row_whose_address_was_changed_finds_no_key() {
    let desk = Desk::with(Script::new().say("Yes.")).await;
    let thief = Script::new();
    let elsewhere = serve(&thief).await;
    desk.profile.finish().await;
    let database = rusqlite::Connection::open(desk.folder.path().join("parlance.sqlite")).unwrap();
    database.execute("UPDATE agent SET base_url = ?1", (elsewhere.base_url(),)).unwrap();
    drop(database);
    let mut desk = desk.restarted().await;
    let turn = desk.ask("Whose are you?").await;
    assert_eq!(desk.settled(turn).await.problem.unwrap().code, ProblemCode::KeyMissing);
    assert_eq!(desk.profile.snapshot().await.unwrap().agents[0].key, KeyState::Missing);
}

#[tokio::test]
async fn an_agent_goes_with_its_key_or_stays() {
    let desk = Desk::with(Script::new()).await;
    desk.vault.refuse(Some(VaultError::Locked));
    let refused = desk.profile.remove_agent(desk.agent).await.unwrap_err().problem();
    assert_eq!(refused.code, ProblemCode::KeychainLocked);
    assert_eq!(desk.profile.snapshot().await.unwrap().agents.len(), 1);
    desk.vault.refuse(Some(VaultError::Missing));
    desk.profile.remove_agent(desk.agent).await.unwrap();
    assert!(desk.profile.snapshot().await.unwrap().agents.is_empty(), "there is no keychain that could hold a key");
}
