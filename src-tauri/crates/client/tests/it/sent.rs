//! What goes over the wire.

use parlance_client::Dialect;
use parlance_protocol::{
    AppConversationId, CreateConversation, GetAppConfigPreview, GetConversationMessages, GetMessageInfo, MessageId,
    ResponseMode, StopMessage, TaskId,
};

use crate::scripted::{Request, Scripted, Step, json};
use crate::{KEY, client, question, read};

/// A request, with what differs from run to run and the key covered.
fn shown(request: &Request, server: &Scripted) -> String {
    let head = request.head.replace("\r\n", "\n").replace(&server.port.to_string(), "PORT");
    let version = format!("Parlance/{}", env!("CARGO_PKG_VERSION"));
    format!("{head}\n\n{}", request.body).replace(KEY, "•••").replace(&version, "Parlance/VERSION")
}

async fn one_question(dialect: Dialect) -> String {
    let server = Scripted::answering(json("200 OK", r#"{"event":"message","answer":"a"}"#)).await;
    read(client(&server.address).ask(&question(), dialect).await.unwrap()).await;
    shown(&server.heard()[0], &server)
}

#[tokio::test]
async fn a_question_in_the_newer_dialect() {
    insta::assert_snapshot!(one_question(Dialect::Auto).await, @r#"
    POST /api/proxy/api/v1/chat_query_v2 HTTP/1.1
    Apikey: •••
    Content-Type: application/json
    Accept: text/event-stream
    Accept-Encoding: identity
    User-Agent: Parlance/VERSION
    Host: 127.0.0.1:PORT
    Content-Length: 145

    {"AppKey":"•••","UserID":"student-1","AppConversationID":"d2k7m2pq9s4c73f0a1d0","Query":"早上好?","ResponseMode":"streaming"}
    "#);
}

#[tokio::test]
async fn a_question_in_the_older_dialect() {
    insta::assert_snapshot!(one_question(Dialect::V1).await, @r#"
    POST /api/proxy/api/v1/chat_query HTTP/1.1
    Apikey: •••
    Content-Type: application/json
    Accept: text/event-stream
    Accept-Encoding: identity
    User-Agent: Parlance/VERSION
    Host: 127.0.0.1:PORT
    Content-Length: 145

    {"AppKey":"•••","UserID":"student-1","AppConversationID":"d2k7m2pq9s4c73f0a1d0","Query":"早上好?","ResponseMode":"streaming"}
    "#);
}

#[tokio::test]
async fn the_actions() {
    let reply = || json("200 OK", "{\"Name\":\"a\",\"Conversation\":{},\"MessageInfo\":{}}");
    let mut script = vec![Step::Send(reply())];
    script.extend((0..4).flat_map(|_| [Step::Hear, Step::Send(reply())]));
    let server = Scripted::start([script]).await;
    let client = client(&server.address);
    client.call(&GetAppConfigPreview {}).await.unwrap();
    let inputs = [("grade".to_owned(), "7".to_owned())].into();
    client.call(&CreateConversation { inputs }).await.unwrap();
    let app_conversation_id = AppConversationId::new("d2k7");
    client.call(&GetConversationMessages { app_conversation_id, limit: 100 }).await.unwrap();
    client.call(&GetMessageInfo { message_id: MessageId::new("01K2") }).await.unwrap();
    client.call(&StopMessage { message_id: MessageId::new("01K2"), task_id: TaskId::new("01K2") }).await.unwrap();
    let heard = server.heard();
    insta::assert_snapshot!(shown(&heard[0], &server), @r#"
    POST /api/proxy/api/v1/get_app_config_preview HTTP/1.1
    Apikey: •••
    Content-Type: application/json
    Accept: application/json
    User-Agent: Parlance/VERSION
    Accept-Encoding: gzip
    Host: 127.0.0.1:PORT
    Content-Length: 54

    {"AppKey":"•••","UserID":"student-1"}
    "#);
    let rest = heard[1..]
        .iter()
        .map(|request| format!("{}\n{}\n", request.head.lines().next().unwrap(), request.body.replace(KEY, "•••")));
    insta::assert_snapshot!(rest.collect::<String>(), @r#"
    POST /api/proxy/api/v1/create_conversation HTTP/1.1
    {"AppKey":"•••","UserID":"student-1","Inputs":{"grade":"7"}}
    POST /api/proxy/api/v1/get_conversation_messages HTTP/1.1
    {"AppKey":"•••","UserID":"student-1","AppConversationID":"d2k7","Limit":100}
    POST /api/proxy/api/v1/get_message_info HTTP/1.1
    {"AppKey":"•••","UserID":"student-1","MessageID":"01K2"}
    POST /api/proxy/api/v1/stop_message HTTP/1.1
    {"AppKey":"•••","UserID":"student-1","MessageID":"01K2","TaskID":"01K2"}
    "#);
    assert_eq!(server.connections(), 1, "one connection serves them all");
}

#[tokio::test]
async fn a_question_that_wants_one_piece_and_no_news_of_agents() {
    let server = Scripted::answering(json("200 OK", r#"{"event":"message","answer":"a"}"#)).await;
    let mut question = question();
    question.response_mode = ResponseMode::Blocking;
    question.pub_agent_jump = Some(false);
    read(client(&server.address).ask(&question, Dialect::V2).await.unwrap()).await;
    insta::assert_snapshot!(server.heard()[0].body.replace(KEY, "•••"), @r#"{"AppKey":"•••","UserID":"student-1","AppConversationID":"d2k7m2pq9s4c73f0a1d0","Query":"早上好?","ResponseMode":"blocking","PubAgentJump":false}"#);
}
