use std::sync::Arc;

use parlance_core::{AgentDraft, Clock, Keep, KeyState, MemoryVault, ProblemCode, Profile, Timestamp};
use parlance_server::{Reply, Script, Server};

use crate::desk::{Desk, options, serve};

#[tokio::test]
async fn a_test_names_the_agent_and_keeps_nothing() {
    let script = Script::agent("Tutor").greeting("Hello **there**").questions(&["What now?"]);
    let desk = Desk::with(script).await;
    let address = desk.server.as_ref().unwrap().base_url().to_owned();
    let before = desk.profile.snapshot().await.unwrap();
    let draft = AgentDraft { address: format!("  {address}/chat_query_v2 "), ..AgentDraft::default() };
    let probed = desk.profile.probe(draft, desk.script.api_key().to_owned()).await.unwrap();
    assert_eq!((probed.name.as_str(), probed.base_url), ("Tutor", address));
    assert_eq!(
        (probed.opening.message.as_str(), &probed.opening.questions[..]),
        ("Hello **there**", &["What now?".into()][..])
    );
    assert_eq!(desk.profile.snapshot().await.unwrap(), before);
}

#[tokio::test]
async fn what_cannot_be_an_agent_says_why_and_is_not_added() {
    let desk = Desk::with(Script::new()).await;
    let address = desk.server.as_ref().unwrap().base_url().to_owned();
    let draft = |address: &str, user: &str| AgentDraft {
        address: address.into(),
        user_id: user.into(),
        ..AgentDraft::default()
    };
    let key = desk.script.api_key();
    for (draft, key, expected) in [
        (draft("nonsense", ""), key, ProblemCode::BadAddress),
        (draft(&address, &"x".repeat(21)), key, ProblemCode::BadUserId),
        (draft(&address, ""), "two\nlines", ProblemCode::BadKey),
        (draft(&address, ""), "wrong-key", ProblemCode::KeyRejected),
        (draft("http://127.0.0.1:9", ""), key, ProblemCode::Offline),
    ] {
        let problem = desk.profile.probe(draft.clone(), key.to_owned()).await.unwrap_err().problem();
        assert_eq!(problem.code, expected, "{problem:?}");
        let problem = desk.profile.add_agent(draft, key.to_owned(), Keep::Stored).await.unwrap_err().problem();
        assert_eq!(problem.code, expected, "{problem:?}");
        assert!(!problem.detail.contains(key), "{problem:?}");
    }
    assert_eq!(desk.profile.snapshot().await.unwrap().agents.len(), 1);
}

#[tokio::test]
async fn an_agent_is_renamed_and_removed_with_its_conversations() {
    let mut desk = Desk::with(Script::new().say("Yes.")).await;
    let turn = desk.ask("Hm?").await;
    desk.settled(turn).await;
    desk.profile.rename_agent(desk.agent, " Mine ".into()).await.unwrap();
    assert_eq!(desk.profile.snapshot().await.unwrap().agents[0].name, "Mine");
    assert_eq!(
        desk.profile.rename_agent(desk.agent, " ".into()).await.unwrap_err().problem().code,
        ProblemCode::Refused
    );
    desk.profile.remove_agent(desk.agent).await.unwrap();
    let snapshot = desk.profile.snapshot().await.unwrap();
    assert!(snapshot.agents.is_empty() && snapshot.conversations.is_empty());
    assert_eq!(desk.profile.new_conversation(desk.agent).await.unwrap_err().problem().code, ProblemCode::Gone);
}

#[tokio::test]
async fn a_new_greeting_is_read_with_a_new_conversation() {
    let mut desk = Desk::with(Script::new().say("Yes.").greeting("Hello")).await;
    let turn = desk.ask("Hm?").await;
    desk.settled(turn).await;
    desk.script.greeting("Good evening");
    desk.profile.new_conversation(desk.agent).await.unwrap();
    desk.told(|update| match update {
        parlance_core::Update::Agent { row } => (row.opening.message == "Good evening").then_some(()),
        _ => None,
    })
    .await;
}

#[tokio::test]
async fn a_named_agent_has_a_door_for_the_command_line() {
    let desk = Desk::with(Script::agent("Tutor")).await;
    let client = desk.profile.door("tutor", None).await.unwrap();
    let config = client.call(&parlance_protocol::GetAppConfigPreview {}).await.unwrap();
    assert_eq!(config.name, "Tutor");
    assert!(desk.profile.door("Nobody", None).await.is_err());
}

async fn built_in(profile: &Profile) -> Server {
    let key = Some(profile.built_in_key().await);
    let server = Server::start(parlance_server::Options { key, ..Default::default() }).await.unwrap();
    profile.welcome_built_in(server.base_url()).await.unwrap();
    server
}

#[tokio::test]
async fn the_built_in_agent_is_added_once_and_follows_its_port() {
    let folder = tempfile::TempDir::new().unwrap();
    let (vault, clock) = (Arc::new(MemoryVault::new()), Clock::by_hand(Timestamp(1)));
    let profile = Profile::start(options(folder.path(), &vault, &clock)).await.unwrap();
    let first = built_in(&profile).await;
    let added = profile.snapshot().await.unwrap().agents;
    assert_eq!(
        (added.len(), added[0].built_in, added[0].key),
        (1, true, KeyState::Session),
        "nobody waited for a prompt"
    );
    profile.store_built_in_key().await.unwrap();
    assert_eq!(profile.snapshot().await.unwrap().agents[0].key, KeyState::Stored);
    profile.finish().await;

    let profile = Profile::start(options(folder.path(), &vault, &clock)).await.unwrap();
    let second = built_in(&profile).await;
    first.stop().await;
    let moved = profile.snapshot().await.unwrap().agents;
    assert_eq!((moved.len(), moved[0].id, moved[0].base_url.as_str()), (1, added[0].id, second.base_url()));
    let client = profile.door(&moved[0].name, None).await.unwrap();
    client.call(&parlance_protocol::GetAppConfigPreview {}).await.expect("its key is the same");

    profile.remove_agent(moved[0].id).await.unwrap();
    built_in(&profile).await;
    profile.store_built_in_key().await.unwrap();
    assert!(profile.snapshot().await.unwrap().agents.is_empty(), "what a person removed does not come back");
    assert!(vault.is_empty(), "nor does its key");
}

#[tokio::test]
async fn without_a_keychain_the_built_in_agent_works_for_this_run() {
    let folder = tempfile::TempDir::new().unwrap();
    let (vault, clock) = (Arc::new(MemoryVault::new()), Clock::by_hand(Timestamp(1)));
    vault.refuse(Some(parlance_core::VaultError::Missing));
    for _ in 0..2 {
        let profile = Profile::start(options(folder.path(), &vault, &clock)).await.unwrap();
        let server = built_in(&profile).await;
        let agents = profile.snapshot().await.unwrap().agents;
        assert_eq!((agents.len(), agents[0].key), (1, KeyState::Session));
        let client = profile.door(&agents[0].name, None).await.unwrap();
        client.call(&parlance_protocol::GetAppConfigPreview {}).await.unwrap();
        server.stop().await;
    }
}

#[tokio::test]
async fn an_agent_that_cannot_be_asked_who_it_is_is_not_added() {
    let script = Script::new();
    script.on("get_app_config_preview", Reply::status(302).header("location", "https://sso.example.edu/login"));
    let server = serve(&script).await;
    let folder = tempfile::TempDir::new().unwrap();
    let (vault, clock) = (Arc::new(MemoryVault::new()), Clock::by_hand(Timestamp(1)));
    let profile = Profile::start(options(folder.path(), &vault, &clock)).await.unwrap();
    let draft = AgentDraft { address: server.base_url().into(), ..AgentDraft::default() };
    let problem = profile.add_agent(draft, script.api_key().into(), Keep::Stored).await.unwrap_err().problem();
    assert_eq!(problem.code, ProblemCode::LoginPage);
    assert!(profile.snapshot().await.unwrap().agents.is_empty());
}
