//! What comes outside the answers of actions.

use parlance_protocol::*;
use serde_json::json;

use crate::change::{keeps_new_members, survives, through};
use crate::exchanges::fixtures;

#[test]
fn errors_files_and_hits_survive_the_wire() {
    let values = fixtures("wire/values");
    survives::<FileReply<StoredFile>>("stored_file", &values["stored_file"]);
    survives::<FileReply<KeptFile>>("kept_file", &values["kept_file"]);
    survives::<FileReply<DownloadKey>>("download_key", &values["download_key"]);
    survives::<KeepFile>("keep_file", &values["keep_file"]);
    survives::<DeleteFile>("delete_file", &values["delete_file"]);
    survives::<Retrieved>("retrieved", &values["retrieved"]);
    keeps_new_members::<ErrorBody>("error_body", &values["error_body"]);
    keeps_new_members::<Retrieved>("retrieved", &values["retrieved"]);
}

#[test]
fn words_and_numbers_without_a_name_stay_as_they_came() {
    for value in [json!(-1), json!(0), json!(1), json!(5), json!(null), json!("love"), json!(0.5)] {
        assert_eq!(through::<LikeType>(&value), value);
    }
    assert_eq!(through::<LikeType>(&json!("-1")), json!(-1));
    assert_eq!(LikeType::from(json!("1")), LikeType::Like);
    for number in -1..=11 {
        let read = ParameterType::from(json!(number));
        assert!(!matches!(read, ParameterType::Other(_)), "{number}");
        assert_eq!(serde_json::to_value(read).unwrap(), number);
    }
    for word in ["to_start", "pending", "processing", "success", "failed", "interrupted", "stopped"] {
        let read = WorkflowStatus::from(word.to_owned());
        assert!(!matches!(read, WorkflowStatus::Other(_)), "{word}");
        assert_eq!(read.as_str(), word);
    }
    assert_eq!(WorkflowStatus::from("Success".to_owned()), WorkflowStatus::Other("Success".into()));
}

#[test]
fn an_answer_knows_its_rating_by_name() {
    let answer = AnswerInfo { like: -1, ..AnswerInfo::default() };
    assert_eq!(answer.rating(), LikeType::Dislike);
}

#[test]
fn every_event_of_a_workflow_survives_the_wire() {
    for raw in [
        json!({"event": "flow_start"}),
        json!({"event": "tool_message_output_start", "message_title": "天气"}),
        json!({"event": "tool_message", "answer": "晴", "message_title": "天气"}),
        json!({"event": "tool_message_output_end", "message_title": "天气"}),
        json!({"event": "message_output_start", "think_message_id": "m"}),
        json!({"event": "message", "answer": "晴", "think_message_id": "m"}),
        json!({"event": "message_output_end", "think_message_id": "m"}),
        json!({"event": "flow_interrupted", "interrupted_msg": "哪天？", "interrupted_node_id": "n",
            "interrupted_type": "question"}),
        json!({"event": "flow_cost", "cost_tokens": 12, "latency": 30}),
        json!({"event": "flow_end"}),
        json!({"event": "flow_error", "error_message": "雨"}),
    ] {
        let frame = WorkflowFrame::read(raw.to_string(), "text").unwrap();
        assert!(!matches!(frame.event, WorkflowEvent::Unknown(_)), "{raw}");
        assert_eq!(serde_json::to_value(frame.event).unwrap(), raw);
    }
}

#[test]
fn a_run_of_a_workflow_with_odd_members_is_still_the_run() {
    let run: WorkflowRun = parlance_protocol::from_value(json!({
        "runId": "r", "status": "success", "output": {"plan": ["a", 1]}, "message": ["m"], "steps": ["s", 7, null],
        "nodes": {
            "s": {"status": "success", "input": {"q": 1}, "output": [1, {"b": null}], "message": 12, "BizCode": "E1"},
            "lost": "a text",
            "loop": {"NodeType": "loop", "loopBlock": [], "output": null},
        },
    }))
    .unwrap();
    assert_eq!((run.status, run.output.as_str()), (WorkflowStatus::Success, r#"{"plan":["a",1]}"#));
    assert_eq!((run.message.as_str(), run.steps.join("|").as_str()), (r#"["m"]"#, "s|7|"));
    let nodes: Vec<_> = run.nodes.keys().map(String::as_str).collect();
    assert_eq!(nodes, ["loop", "s"], "what is no node is none");
    let node = &run.nodes["s"];
    let texts = [&node.input, &node.output, &node.message].map(String::as_str);
    assert_eq!(texts, [r#"{"q":1}"#, r#"[1,{"b":null}]"#, "12"]);
    assert_eq!((&node.biz_code, &run.nodes["loop"].loop_block), (&None, &None));
    assert_eq!((&run.nodes["loop"].node_type, run.nodes["loop"].output.as_str()), (&NodeType::Loop, ""));
}
