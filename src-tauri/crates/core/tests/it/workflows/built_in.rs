//! The workflow that the built-in server runs.

use super::*;

async fn built_in(desk: &Desk) -> Server {
    let server =
        Server::start(Options { data: Some(desk.folder.path().join("server")), ..Options::default() }).await.unwrap();
    let workflow = server.agents().last().unwrap();
    desk.profile.welcome_built_in_workflow(server.base_url(), &workflow.api_key).await.unwrap();
    server
}

#[tokio::test]
async fn the_built_in_workflow_is_added_once_and_asks_no_keychain() {
    let desk = Desk::with(Script::new()).await;
    desk.vault.refuse(Some(VaultError::Missing));
    let server = built_in(&desk).await;
    let agents = desk.profile.snapshot().await.unwrap().agents;
    let sample = agents[1].clone();
    assert_eq!((sample.name.as_str(), sample.built_in, sample.kind), ("Study plan", true, AgentKind::Workflow));
    assert_eq!(sample.variables[0].key, "subject");
    let id = run(&desk, sample.id).await;
    assert_eq!(rested(&desk, id).await.run.status, RunStatus::Interrupted);
    server.stop().await;

    let desk = desk.reopened().await;
    let found = desk.profile.snapshot().await.unwrap().agents[1].clone();
    assert_eq!(found.key, KeyState::Session, "its key is on its way");
    let server = built_in(&desk).await;
    let moved = desk.profile.snapshot().await.unwrap().agents[1].clone();
    assert_eq!((moved.id, moved.base_url.as_str()), (sample.id, server.base_url()));
    desk.profile.answer_run(id, "2".into(), false).await.unwrap();
    assert_eq!(rested(&desk, id).await.run.status, RunStatus::Success);
    desk.profile.remove_agent(sample.id).await.unwrap();
    server.stop().await;
    built_in(&desk).await;
    assert_eq!(desk.profile.snapshot().await.unwrap().agents.len(), 1, "what a person removed does not come back");
}

#[tokio::test]
async fn a_run_of_the_built_in_workflow_that_went_on_at_the_end_is_asked_after_at_the_next_start() {
    let desk = Desk::with(Script::new()).await;
    let slow = Options {
        data: Some(desk.folder.path().join("server")),
        pace: Duration::from_secs(3_600),
        ..Options::default()
    };
    let server = Server::start(slow).await.unwrap();
    let key = server.agents().last().unwrap().api_key.clone();
    desk.profile.welcome_built_in_workflow(server.base_url(), &key).await.unwrap();
    let sample = desk.profile.snapshot().await.unwrap().agents[1].id;
    let id = run(&desk, sample).await;
    until(&desk, id, |run| !run.platform_id.is_empty()).await;
    server.stop().await;
    let desk = desk.reopened().await;
    built_in(&desk).await;
    let row = rested(&desk, id).await.run;
    assert_eq!((row.status, row.problem.unwrap().code), (RunStatus::Stopped, ProblemCode::WorkflowStopped));
}
