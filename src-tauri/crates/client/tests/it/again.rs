//! Answers asked for again, listened to again, and runs that go on.

use futures_util::StreamExt as _;
use parlance_client::{Answering, Capability, Category, Dialect, Form};
use parlance_protocol::{
    AppConversationId, ChatContinue, Endpoint as _, GetAppConfigPreview, GetOpeningConfig, MessageId, QueryAgain,
    QueryAgainV2, RunId, SyncResumeAppWorkflow, WorkflowEvent, WorkflowFrame,
};

use crate::scripted::{Scripted, Step, json, response};
use crate::{KEY, ask, client, read, text_of};

const V1: &str = "event:text\ndata:data: {\"event\": \"message\", \"answer\": \"早\"}\n\n\
                  event:text\ndata:data: {\"event\": \"message_end\", \"answer\": \"\"}\n\n";

fn stream(body: &str) -> Vec<u8> {
    response("200 OK", "Content-Type: text/event-stream\r\nConnection: close\r\n", body)
}

fn nothing_there() -> Vec<u8> {
    response("404 Not Found", "Connection: close\r\n", "404 page not found")
}

async fn serving(answers: impl IntoIterator<Item = Vec<u8>>) -> Scripted {
    Scripted::start(answers.into_iter().map(|answer| vec![Step::Send(answer)])).await
}

fn actions(server: &Scripted) -> Vec<String> {
    let path = |head: &str| head.split(' ').nth(1).unwrap().rsplit('/').next().unwrap().to_owned();
    server.heard().iter().map(|request| path(&request.head)).collect()
}

#[tokio::test]
async fn another_answer_is_asked_for_in_the_older_dialect_where_the_newer_does_not_exist() {
    let server = serving([nothing_there(), stream(V1), stream(V1)]).await;
    let client = client(&server.address);
    for _ in 0..2 {
        let (conversation, answer) = (AppConversationId::new("d2k7"), MessageId::new("01K2"));
        let answering = client.ask_again(&conversation, &answer, Dialect::Auto).await.unwrap();
        let (frames, error) = read(answering).await;
        assert!(error.is_none() && text_of(&frames) == "早", "{error:?}");
    }
    assert_eq!(actions(&server), ["query_again_v2", "query_again", "query_again"]);
    assert_eq!(
        server.heard()[1].body.replace(KEY, "•••"),
        r#"{"AppKey":"•••","UserID":"student-1","AppConversationID":"d2k7","MessageID":"01K2"}"#
    );
    assert_eq!(client.capability(QueryAgainV2::ACTION), Capability::Missing);
    assert_eq!(client.capability(QueryAgain::ACTION), Capability::Works);
    assert_eq!(client.capabilities().form(QueryAgain::ACTION), Some(Form::V1));
}

#[tokio::test]
async fn a_platform_that_was_renewed_is_believed() {
    let v2 = V1.replace("data:data:", "data:");
    let server = serving([nothing_there(), stream(V1), nothing_there(), stream(&v2), stream(&v2)]).await;
    let client = client(&server.address);
    for _ in 0..3 {
        let (frames, error) = ask(&client, Dialect::Auto).await;
        assert!(error.is_none() && text_of(&frames) == "早", "{error:?}");
    }
    assert_eq!(actions(&server), ["chat_query_v2", "chat_query", "chat_query", "chat_query_v2", "chat_query_v2"]);
    assert_eq!(client.dialect(), Dialect::V2);
}

#[tokio::test]
async fn a_running_answer_is_listened_to_in_either_framing() {
    for (dialect, standard) in [(Dialect::V1, "false"), (Dialect::V2, "true"), (Dialect::Auto, "true")] {
        let server = serving([stream(V1)]).await;
        let answering = client(&server.address).listen_again(&MessageId::new("01K2"), dialect).await.unwrap();
        let (frames, error) = read(answering).await;
        assert!(error.is_none() && text_of(&frames) == "早", "{error:?}");
        assert_eq!(actions(&server), [ChatContinue::ACTION]);
        assert!(server.heard()[0].body.contains(&format!(r#""RespDataStandard":{standard}"#)));
    }
}

#[tokio::test]
async fn an_answer_that_waits_for_somebody_is_not_cut() {
    let waits = "data: {\"event\":\"interrupted\",\"message_id\":\"m\",\"interrupted_msg\":\"…\",\"interrupted_type\":\"async_task\"}\n\n";
    let server = serving([stream(waits)]).await;
    let (frames, error) = ask(&client(&server.address), Dialect::V2).await;
    assert!(error.is_none() && frames.len() == 1, "{error:?}");
    let more = format!("{waits}data: {{\"event\":\"message\",\"answer\":\"a\"}}\n\n");
    let server = serving([stream(&more)]).await;
    let (_, error) = ask(&client(&server.address), Dialect::V2).await;
    assert_eq!(error.unwrap().category(), Category::Cut, "it went on, and then it was cut");
}

async fn resumed(answer: Vec<u8>) -> (Vec<WorkflowEvent>, Scripted) {
    let server = serving([answer]).await;
    let request = SyncResumeAppWorkflow {
        run_id: RunId::new("r"),
        input: r#"{"query":"七"}"#.into(),
        ..SyncResumeAppWorkflow::default()
    };
    let answering: Answering<WorkflowFrame> = client(&server.address).resume(&request).await.unwrap();
    let frames: Vec<_> = answering.map(|frame| frame.unwrap().event).collect().await;
    (frames, server)
}

#[tokio::test]
async fn a_run_goes_on_as_a_stream_of_its_own_events() {
    let said = "event:text\ndata: {\"event\":\"flow_start\",\"run_id\":\"r\"}\n\n\
                event:text\ndata: {\"event\":\"message\",\"run_id\":\"r\",\"answer\":\"七\"}\n\n\
                event:text\ndata: {\"event\":\"flow_end\",\"run_id\":\"r\"}\n\n";
    let (events, server) = resumed(stream(said)).await;
    assert!(
        matches!(&events[..], [WorkflowEvent::FlowStart {}, WorkflowEvent::Message { answer, .. }, WorkflowEvent::FlowEnd {}] if answer == "七"),
        "{events:?}"
    );
    assert_eq!(
        server.heard()[0].body.replace(KEY, "•••"),
        r#"{"AppKey":"•••","UserID":"student-1","RunId":"r","Input":"{\"query\":\"七\"}","IsStream":true}"#
    );
}

#[tokio::test]
async fn a_run_that_waits_again_ends_well_and_one_in_a_piece_reads_the_same() {
    let waits = "data: {\"event\":\"flow_interrupted\",\"run_id\":\"r\",\"interrupted_node_id\":\"n\"}\n\n";
    for answer in [stream(waits), json("200 OK", r#"{"runId":"r","status":"interrupted","lastInterruptedNodeId":"n"}"#)]
    {
        let (events, _) = resumed(answer).await;
        assert!(
            matches!(&events[..], [WorkflowEvent::FlowInterrupted { interrupted_node_id, .. }] if interrupted_node_id == "n"),
            "{events:?}"
        );
    }
}

#[tokio::test]
async fn a_missing_action_is_a_fact_and_is_not_asked_for_twice() {
    let works = || response("200 OK", "Connection: close\r\n", r#"{"Name":"Guide"}"#);
    let server = serving([works(), nothing_there()]).await;
    let client = client(&server.address);
    client.call(&GetAppConfigPreview {}).await.unwrap();
    for _ in 0..2 {
        assert_eq!(client.call_if_there(&GetOpeningConfig::default()).await.unwrap(), None);
    }
    assert_eq!(server.heard().len(), 2);
    assert_eq!(client.capability(GetOpeningConfig::ACTION), Capability::Missing);

    let kept = serde_json::to_string(&client.news().unwrap()).unwrap();
    assert!(client.news().is_none());
    let later = crate::client(&server.address);
    later.remember(serde_json::from_str(&kept).unwrap());
    assert_eq!(later.call_if_there(&GetOpeningConfig::default()).await.unwrap(), None);
    assert_eq!(server.heard().len(), 2, "what was learned in an earlier run counts");
}
