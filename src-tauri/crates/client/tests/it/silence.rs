//! Answers that stop coming.

use std::time::Duration;

use futures_util::StreamExt;
use parlance_client::{Category, Dialect, Options};
use parlance_protocol::GetAppConfigPreview;
use tokio::sync::oneshot;

use crate::scripted::{Scripted, Step, response, stream_head};
use crate::{ask, client, client_with, question, text_of};

const PIECE: &[u8] = b"data: {\"event\":\"message\",\"answer\":\"a\"}\n\n";

fn impatient() -> Options {
    Options { idle: Duration::from_millis(50), call: Duration::from_millis(50), ..Options::default() }
}

#[tokio::test]
async fn an_end_without_an_end_event_is_a_cut_and_the_text_is_kept() {
    let server = Scripted::start([vec![Step::Send(stream_head()), Step::Send(PIECE.into())]]).await;
    let (frames, error) = ask(&client(&server.address), Dialect::V2).await;
    assert_eq!((text_of(&frames).as_str(), error.unwrap().category()), ("a", Category::Cut));
}

#[tokio::test]
async fn half_a_frame_at_the_end_is_a_cut() {
    let half = b"data: {\"event\":\"message\",\"answer\":\"a\"}\n\ndata: {\"event\":\"mess".to_vec();
    let server = Scripted::start([vec![Step::Send(stream_head()), Step::Send(half)]]).await;
    let (frames, error) = ask(&client(&server.address), Dialect::V2).await;
    assert_eq!((frames.len(), error.unwrap().category()), (1, Category::Cut));
}

#[tokio::test]
async fn a_connection_torn_down_in_the_middle_is_a_cut() {
    let (go, told) = oneshot::channel();
    let script = vec![Step::Send(stream_head()), Step::Send(PIECE.into()), Step::Wait(told), Step::Reset];
    let server = Scripted::start([script]).await;
    let mut answering = client(&server.address).ask(&question(), Dialect::V2).await.unwrap();
    assert_eq!(text_of(&[answering.next().await.unwrap().unwrap()]), "a");
    go.send(()).unwrap();
    assert_eq!(answering.next().await.unwrap().unwrap_err().category(), Category::Cut);
    assert!(answering.next().await.is_none());
}

#[tokio::test]
async fn an_empty_body_and_a_stream_of_fewer_bytes_than_promised_are_cuts() {
    let short =
        [&b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 999\r\n\r\n"[..], PIECE].concat();
    for answer in [response("200 OK", "", ""), stream_head(), short] {
        let server = Scripted::answering(answer).await;
        let (_, error) = ask(&client(&server.address), Dialect::V2).await;
        assert_eq!(error.unwrap().category(), Category::Cut);
    }
}

#[tokio::test]
async fn silence_has_a_limit_at_every_stage() {
    let head = stream_head();
    for sent in [Vec::new(), head[..12].to_vec(), head.clone(), [&head[..], PIECE].concat()] {
        let text = if sent.ends_with(PIECE) { "a" } else { "" };
        let server = Scripted::start([vec![Step::Send(sent), Step::Hold]]).await;
        let (frames, error) = ask(&client_with(&server.address, impatient()), Dialect::V2).await;
        assert_eq!((text_of(&frames).as_str(), error.unwrap().category()), (text, Category::Timeout));
        assert_eq!(server.heard().len(), 1, "nothing is asked twice");
    }
}

#[tokio::test]
async fn a_call_has_a_limit_as_a_whole() {
    let head = b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{".to_vec();
    for sent in [Vec::new(), head] {
        let server = Scripted::start([vec![Step::Send(sent), Step::Hold]]).await;
        let error = client_with(&server.address, impatient()).call(&GetAppConfigPreview {}).await.unwrap_err();
        assert_eq!(error.category(), Category::Timeout, "{error:?}");
        assert_eq!(server.heard().len(), 1);
    }
}

#[tokio::test]
async fn a_question_lost_in_a_used_connection_is_not_sent_again() {
    let keep = response("200 OK", "", r#"{"Name":"Guide"}"#);
    let server = Scripted::start([vec![Step::Send(keep), Step::Hear, Step::Reset]]).await;
    let client = client(&server.address);
    client.call(&GetAppConfigPreview {}).await.unwrap();
    let (_, error) = ask(&client, Dialect::Auto).await;
    assert_eq!(error.unwrap().category(), Category::Cut);
    assert_eq!((server.heard().len(), server.connections()), (2, 1));
}

#[tokio::test]
async fn comments_are_signs_of_life() {
    let (first, told) = oneshot::channel();
    let script = vec![
        Step::Send(stream_head()),
        Step::Send(b": ping\n\n".to_vec()),
        Step::Wait(told),
        Step::Send(b"data: {\"event\":\"message_end\"}\n\n".to_vec()),
    ];
    let server = Scripted::start([script]).await;
    let mut answering = client(&server.address).ask(&question(), Dialect::V2).await.unwrap();
    let next = answering.next();
    tokio::pin!(next);
    assert!(futures_util::poll!(&mut next).is_pending());
    first.send(()).unwrap();
    assert!(next.await.unwrap().is_ok());
}
