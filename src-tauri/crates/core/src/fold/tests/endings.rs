//! How answers end.

use super::*;

#[test]
fn a_blocking_answer_comes_with_its_end() {
    let writing = written(r#"{"event":"message_end","id":"M","answer":"<think>想</think>整段"}"#);
    assert_eq!((writing.answer.text.as_str(), writing.ended()), ("整段", Some(Ending::Done)));
    assert_eq!(steps(&writing), ["think  | 想"]);
}

#[test]
fn a_failure_keeps_the_platforms_words_and_a_later_end_does_not_heal_it() {
    for (event, words) in [
        (r#"{"event":"message_failed","error":"配额用尽"}"#, "配额用尽"),
        (r#"{"event":"message_failed","error":null,"error_msg":" ","message":"忙"}"#, "忙"),
        (r#"{"event":"error","message":"坏了"}"#, "坏了"),
        (r#"{"event":"agent_error","error_msg":"没有模型"}"#, "没有模型"),
        (r#"{"event":"message_failed","error":{"code":7}}"#, r#"{"error":{"code":7}}"#),
    ] {
        let writing = written(&format!("{event}\n{}", r#"{"event":"message_end","id":"M"}"#));
        assert_eq!(writing.ended(), Some(Ending::Failed(words.into())), "{event}");
    }
    assert_eq!(written(r#"{"event":"done"}"#).ended(), Some(Ending::Done));
    assert_eq!(written(r#"{"event":"message_end","answer":["odd"]}"#).ended(), Some(Ending::Done));
    assert_eq!(written(r#"{"event":"message","answer":"a"}"#).ended(), None);
}

#[test]
fn an_interruption_is_known_by_its_kind_and_only_a_task_has_an_id() {
    use crate::model::{Interrupt, Wants};
    use serde_json::json;
    for (kind, wants, task_id) in [
        ("async_task", Wants::Task, "T9"),
        ("confirm", Wants::Decision, ""),
        ("tool_approval", Wants::Decision, ""),
        ("info_collect", Wants::Input, ""),
        ("user_input", Wants::Input, ""),
        ("oauth", Wants::Other, ""),
        ("", Wants::Other, ""),
    ] {
        let event = json!({"event": "interrupted", "task_id": "T9", "message_id": "M1", "interrupted_type": kind,
            "interrupted_msg": "好了吗？"});
        let start = json!({"event": "message_start", "id": "M", "task_id": "M"});
        for events in [vec![start, event.clone()], vec![event]] {
            let writing = fold_all(&events);
            let step = &writing.steps[0];
            assert_eq!((step.kind, step.text.as_str(), step.running), (StepKind::Interrupt, "好了吗？", false));
            let expected = Interrupt { wants, task_id: task_id.into(), ..Interrupt::default() };
            assert_eq!(step.interrupt.as_ref(), Some(&expected), "{kind}");
            assert!(writing.answer.message_id.is_empty() == (events.len() == 1), "a task is no answer");
        }
    }
}

#[test]
fn no_error_however_late_takes_a_word_away_and_none_heals_or_spoils_what_has_ended() {
    let said = r#"{"event":"message","answer":"一半"}"#;
    for error in [
        r#"{"event":"message_failed","error":"配额用尽"}"#,
        r#"{"event":"agent_error","error_msg":"没有模型"}"#,
        r#"{"event":"error","message":"坏了","answer":""}"#,
    ] {
        assert_eq!(written(&format!("{said}\n{error}")).answer.text, "一半", "{error}");
        let late = written(&format!("{said}\n{{\"event\":\"message_end\",\"id\":\"M\"}}\n{error}"));
        assert_eq!((late.answer.text.as_str(), late.ended()), ("一半", Some(Ending::Done)), "{error}");
    }
}

#[test]
fn settling_gives_out_what_was_held_back_and_closes_what_runs() {
    let mut writing = written(
        r#"{"event":"knowledge_retrieve","query":"开学"}
        {"event":"message","answer":"1 <"}
        {"event":"tool_message","answer":"{\"a\":"}"#,
    );
    let later = Timestamp(NOW.0 + 70);
    let changes = writing.settle(AnswerState::Stopped, None, later);
    assert_eq!(changes, [Change::Step(writing.steps[0].id), Change::Answer]);
    assert_eq!(writing.answer.text, "1 <\n\n{\"a\":");
    assert_eq!((writing.answer.state, writing.answer.ended_at), (AnswerState::Stopped, later));
    assert_eq!((writing.steps[0].running, writing.steps[0].took_ms), (false, 70));
}

#[test]
fn a_search_keeps_the_passages_that_can_be_read_and_is_over_even_when_none_can() {
    for kind in ["knowledge_retrieve", "qa_retrieve", "terminology_retrieve", "knowledge_graph_retrieve"] {
        let start = format!(r#"{{"event":"{kind}","query":"开学","message_id":"S"}}"#);
        let good = r#"{"output":"九月一日","metadata":{"document_name":"校历"}}"#;
        for odd in ["null", r#""a""#, r#"{"output":{"a":1},"metadata":"m"}"#] {
            let end = format!(r#"{{"event":"{kind}_end","message_id":"S","docs":{{"outputList":[{odd},{good}]}}}}"#);
            let mut writing = written(&format!("{start}\n{end}"));
            writing.settle(AnswerState::Done, None, NOW);
            let [step] = &*writing.steps else { panic!("{odd}: {:?}", steps(&writing)) };
            let last = step.citations.last().map(|found| (found.text.as_str(), found.document.as_str()));
            assert_eq!((last, step.cut), (Some(("九月一日", "校历")), false), "{kind} {odd}");
        }
        let end = format!(r#"{{"event":"{kind}_end","message_id":"S","latency":1.5,"docs":"none today"}}"#);
        let mut writing = written(&format!("{start}\n{end}"));
        writing.settle(AnswerState::Done, None, NOW);
        let [step, raw] = &*writing.steps else { panic!("{:?}", steps(&writing)) };
        assert_eq!((step.running, step.cut, step.took_ms), (false, false, 1500), "{kind}");
        assert!(raw.kind == StepKind::Other && raw.text.contains("none today"), "nothing is lost");
    }
    let writing = written(
        r#"{"event":"long_term_memory_retrieve","query":"名字"}
        {"event":"long_term_memory_retrieve_end","answer":{"name":"Ada"}}"#,
    );
    assert_eq!(steps(&writing), [r#"memory 名字 | {"name":"Ada"}"#]);
}
