//! What holds for any bytes. The fuzz targets look for more of the same, longer.

use parlance_protocol::{Frame, GetConversationMessages, GetMessageInfo, SyncRunAppWorkflow, WorkflowFrame};
use proptest::prelude::*;
use tokio::runtime::Builder;

use super::{KEY, answer, cut, heard, judge, reread};

/// Bytes that often look like what the platform says.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let words = prop::sample::select(vec![
        "data:",
        "data: ",
        "event:text",
        "event: ping",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "\u{feff}",
        "null",
        "[DONE]",
        "<html>",
        r#"{"event":"message","id":"01K2","answer":"早😀","created_at":7}"#,
        r#"{"event":"message_end","answer":null}"#,
        r#"{"event":"flow_interrupted","interrupted_msg":"?"}"#,
        r#"{"status":"success","runId":"r","output":"早"}"#,
        r#"{"Messages":[{"Query":"早","AnswerInfo":{"MessageID":7,"Like":"1"}}]}"#,
        r#"{"ResponseMetadata":{"RequestId":"d2k7m1pq9s4c73f0a1bg","Error":{"Code":"x","Message":"d2k7m1pq9s4c73f0a1bg"}}}"#,
        r#"{"code":"13","msg":"d2k7m1pq9s4c73f0a1bg"}"#,
        "{",
        "}",
        "\"",
        ":",
    ]);
    let piece = prop_oneof![
        4 => words.prop_map(|word| word.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..6),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn read<F: crate::Told + std::fmt::Debug>(content_type: &str, status: u16, pieces: Vec<Vec<u8>>) -> String {
    let runtime = Builder::new_current_thread().enable_time().build().unwrap();
    format!("{:?}", runtime.block_on(answer::<F>(status, content_type, pieces)))
}

proptest! {
    #[test]
    fn any_bytes_in_any_pieces_are_the_same_events_and_little_is_kept(stream in bytes(), size in 1_usize..40) {
        let whole = cut([stream.as_slice()], 64);
        prop_assert_eq!(cut(stream.chunks(size), 64), whole);
    }

    #[test]
    fn any_body_in_any_pieces_is_the_same_answer(
        body in bytes(),
        size in 1_usize..40,
        content_type in prop::sample::select(vec!["text/event-stream", "application/json", "text/html"]),
        status in prop::sample::select(vec![200_u16, 302, 401, 502]),
    ) {
        let pieces: Vec<_> = body.chunks(size).map(<[u8]>::to_vec).collect();
        let answer = read::<Frame>(content_type, status, vec![body.clone()]);
        prop_assert_eq!(&read::<Frame>(content_type, status, pieces.clone()), &answer);
        let run = read::<WorkflowFrame>(content_type, status, vec![body]);
        prop_assert_eq!(read::<WorkflowFrame>(content_type, status, pieces), run);
    }

    #[test]
    fn a_doubled_prefix_changes_the_dialect_and_nothing_else(data in bytes(), name in "(text|ping|)") {
        let data = String::from_utf8_lossy(&data);
        let (said, doubled) = heard::<Frame>(&name, &format!("data: data:{data}"));
        prop_assert!(doubled);
        prop_assert_eq!(said, heard::<Frame>(&name, &data).0);
    }

    #[test]
    fn any_reply_is_judged_without_the_key_and_what_is_understood_stays_so(
        body in bytes(),
        status in prop::sample::select(vec![200_u16, 204, 400, 500]),
    ) {
        match judge(status, "application/json", &body) {
            Err(error) => prop_assert!(!format!("{error} {error:?}").contains(KEY), "{error:?}"),
            Ok(object) => {
                reread::<GetConversationMessages>(&object);
                reread::<GetMessageInfo>(&object);
                reread::<SyncRunAppWorkflow>(&object);
            }
        }
    }
}
