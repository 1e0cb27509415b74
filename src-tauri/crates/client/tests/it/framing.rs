//! One answer, however it is framed and however its bytes arrive.

use parlance_client::{Category, Dialect, ErrorKind};
use parlance_protocol::ChatEvent;

use crate::scripted::{Scripted, Step, chunked, json, response, stream_head};
use crate::{ask, client, text_of};

const V1: &str = "event:text\n\
    data:data: {\"event\": \"message_start\", \"task_id\": \"01K2\"}\n\n\
    event:text\n\
    data:data: {\"event\": \"message\", \"task_id\": \"01K2\", \"id\": \"01K2\", \"answer\": \"早上\"}\n\n\
    event:text\n\
    data:data: {\"event\": \"message\", \"task_id\": \"01K2\", \"id\": \"01K2\", \"answer\": \"好😀\"}\n\n\
    event:text\n\
    data:data: {\"event\": \"message_end\", \"task_id\": \"01K2\", \"id\": \"01K2\", \"answer\": \"\"}\n\n";

fn v2() -> String {
    V1.replace("data:data: ", "data: ")
}

async fn answers(stream: &[u8], pieces: impl IntoIterator<Item = &[u8]>) {
    let server = Scripted::answering(chunked(pieces)).await;
    let (frames, error) = ask(&client(&server.address), Dialect::V2).await;
    let shown = String::from_utf8_lossy(stream);
    assert!(error.is_none(), "{error:?} in {shown}");
    assert_eq!(text_of(&frames), "早上好😀", "{shown}");
    assert!(matches!(frames.first().unwrap().event, ChatEvent::MessageStart {}), "{shown}");
    assert!(matches!(frames.last().unwrap().event, ChatEvent::MessageEnd { .. }), "{shown}");
}

#[tokio::test]
async fn both_framings_in_all_their_forms_say_the_same() {
    let v2 = v2();
    for stream in [
        V1.to_owned(),
        v2.clone(),
        v2.replace("data: ", "data:"),
        V1.replace('\n', "\r\n"),
        v2.replace('\n', "\r\n"),
        v2.replace('\n', "\r"),
        format!("\u{feff}{V1}"),
        format!("\u{feff}{v2}"),
        v2.replace("event:text\n", ""),
        v2.replace("\n\n", "\n\n: ping\n\n"),
        v2.replace("event:text\n", ": ping\nid: 7\nretry: 10\nevent:text\n"),
        v2.replace("}\n\n", "}\n"),
        v2.trim_end().to_owned(),
        v2.replace("data: ", "data: data:data: "),
    ] {
        let bytes = stream.as_bytes();
        answers(bytes, [bytes]).await;
        answers(bytes, bytes.chunks(1)).await;
    }
}

#[tokio::test]
async fn cut_at_every_byte_it_is_the_same_answer() {
    for stream in [V1.replace('\n', "\r\n"), format!("\u{feff}{}", v2())] {
        let bytes = stream.as_bytes();
        for at in 1..bytes.len() {
            answers(bytes, [&bytes[..at], &bytes[at..]]).await;
        }
    }
}

#[tokio::test]
async fn the_answer_ends_behind_its_end_event_whatever_follows() {
    let (_never, told) = tokio::sync::oneshot::channel();
    let server =
        Scripted::start([vec![Step::Send(stream_head()), Step::Send(V1.into()), Step::Wait(told), Step::Hold]]).await;
    let client = client(&server.address);
    let (frames, error) = tokio::spawn(async move { ask(&client, Dialect::V1).await }).await.unwrap();
    assert_eq!((frames.len(), error.is_none()), (4, true));
}

#[tokio::test]
async fn done_and_failures_end_an_answer_too() {
    for (end, last) in [
        ("data: {\"event\":\"message_failed\",\"error\":\"no model\"}\n\n", "message_failed"),
        ("data: {\"event\":\"agent_error\",\"error_msg\":\"no tool\"}\n\n", "agent_error"),
        ("data: {\"event\":\"done\"}\n\n", "done"),
        ("data: [DONE]\n\n", "message"),
    ] {
        let stream =
            format!("data: {{\"event\":\"message\",\"answer\":\"a\"}}\n\n{end}data: {{\"event\":\"message\"}}\n\n");
        let server = Scripted::answering(chunked([stream.as_bytes()])).await;
        let (frames, error) = ask(&client(&server.address), Dialect::V2).await;
        assert!(error.is_none(), "{error:?}");
        assert!(frames.last().unwrap().raw.contains(last), "{last}: {frames:?}");
    }
}

#[tokio::test]
async fn what_is_not_known_or_not_readable_is_kept() {
    let stream = "data: {\"event\":\"dance\",\"tempo\":1}\n\ndata: {\"tempo\":2}\n\ndata: noise\n\ndata:\n\n\
        data: {\"event\":\"message_end\"}\n\n";
    let server = Scripted::answering(chunked([stream.as_bytes()])).await;
    let (frames, error) = ask(&client(&server.address), Dialect::V2).await;
    assert!(error.is_none(), "{error:?}");
    let raws: Vec<_> = frames.iter().map(|frame| frame.raw.as_str()).collect();
    let unreadable = r#"{"data":"noise","event":"unreadable"}"#;
    assert_eq!(raws, [r#"{"event":"dance","tempo":1}"#, r#"{"tempo":2}"#, unreadable, r#"{"event":"message_end"}"#]);
}

#[tokio::test]
async fn a_blocking_answer_is_read_in_either_shape() {
    let v1 = "event:text\ndata:data: {\"event\": \"message_end\", \"id\": \"01K2\", \"answer\": \"早上好\"}\n\n";
    let server = Scripted::answering(chunked([v1.as_bytes()])).await;
    let (frames, error) = ask(&client(&server.address), Dialect::V1).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(frames[0].event, ChatEvent::MessageEnd { answer: "早上好".into() });

    let v2 = r#"{"event":"message","task_id":"01K2","id":"01K2","answer":"早上好","created_at":1}"#;
    for body in [v2.to_owned(), format!("{v2}null"), v2.replace("\"event\"", "\"Event\"").replace("answer", "Answer")] {
        for kind in ["application/json", "text/event-stream", "text/plain"] {
            let server = Scripted::answering(response("200 OK", &format!("Content-Type: {kind}\r\n"), &body)).await;
            let (frames, error) = ask(&client(&server.address), Dialect::V2).await;
            assert!(error.is_none(), "{error:?} for {body} as {kind}");
            assert_eq!(text_of(&frames), "早上好", "{body} as {kind}");
            assert!(matches!(frames[1].event, ChatEvent::MessageEnd { .. }), "{body} as {kind}");
        }
    }
}

#[tokio::test]
async fn a_blocking_failure_is_a_frame_like_any_other() {
    let server = Scripted::answering(json("200 OK", r#"{"event":"message_failed","error":"no model"}"#)).await;
    let (frames, error) = ask(&client(&server.address), Dialect::V2).await;
    assert!(error.is_none(), "{error:?}");
    assert!(matches!(&frames[0].event, ChatEvent::MessageFailed { error, .. } if error == "no model"));
}

#[tokio::test]
async fn a_stream_under_a_wrong_name_is_a_stream() {
    let server = Scripted::answering(json("200 OK", V1)).await;
    let (frames, error) = ask(&client(&server.address), Dialect::V2).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(text_of(&frames), "早上好😀");
}

#[tokio::test]
async fn an_error_in_place_of_an_event_ends_the_answer() {
    let refusal =
        r#"{"ResponseMetadata":{"RequestId":"R7","Error":{"Code":"QuotaExceeded","Message":"no more today"}}}"#;
    for line in [format!("data: {refusal}\n\n"), format!("{refusal}\n")] {
        let stream = format!("data: {{\"event\":\"message\",\"answer\":\"a\"}}\n\n{line}");
        let server = Scripted::answering(chunked([stream.as_bytes()])).await;
        let (frames, error) = ask(&client(&server.address), Dialect::V2).await;
        let error = error.unwrap();
        assert_eq!((text_of(&frames).as_str(), error.category()), ("a", Category::Refused));
        assert_eq!(error.trace.as_deref(), Some("R7"));
        assert!(error.to_string().contains("no more today"), "{error}");
    }
}

#[tokio::test]
async fn a_frame_of_more_than_16_mib_is_refused() {
    let mut stream = b"data: {\"event\":\"message\",\"answer\":\"a\"}\n\ndata: {\"x\":\"".to_vec();
    stream.resize(17 << 20, b'x');
    let server = Scripted::start([vec![Step::Send(stream_head()), Step::Send(stream), Step::Hold]]).await;
    let (frames, error) = ask(&client(&server.address), Dialect::V2).await;
    assert_eq!(text_of(&frames), "a");
    assert!(matches!(error.unwrap().kind, ErrorKind::TooLarge { limit } if limit == 16 << 20));
}

#[tokio::test]
async fn a_frame_of_8_mib_is_an_answer() {
    let long = "早".repeat((8 << 20) / 3);
    let stream = format!("data:data: {{\"event\":\"message\",\"answer\":\"{long}\"}}\n\n{V1}");
    let server = Scripted::answering(chunked(stream.as_bytes().chunks(1460))).await;
    let (frames, error) = ask(&client(&server.address), Dialect::V2).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(text_of(&frames).len(), long.len() + "早上好😀".len());
}
