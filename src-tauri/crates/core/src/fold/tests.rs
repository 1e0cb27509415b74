mod endings;

use proptest::prelude::*;

use super::*;
use crate::id::{AnswerId, TurnId};

const NOW: Timestamp = Timestamp(1_000_000);
const ORIGIN: &str = "https://agents.example.edu";

fn answer() -> Answer {
    Answer {
        id: AnswerId::make(),
        turn_id: TurnId::make(),
        message_id: String::new(),
        state: AnswerState::Streaming,
        text: String::new(),
        problem: None,
        usage: None,
        suggestions: Vec::new(),
        steps: Vec::new(),
        started_at: NOW,
        ended_at: Timestamp::default(),
        feedback: crate::model::Feedback::default(),
        recovered: false,
    }
}

fn frame(event: &Value) -> Frame {
    Frame::read(event.to_string(), "text").unwrap()
}

/// The rows after these events, one JSON object a line; the changes are replayed and must give the same rows.
fn written(stream: &str) -> Writing {
    let events = stream.lines().map(str::trim).filter(|line| !line.is_empty());
    let events: Vec<Value> = events.map(|line| serde_json::from_str(line).unwrap()).collect();
    fold_all(&events)
}

fn fold_all(events: &[Value]) -> Writing {
    let mut writing = Writing::new(answer(), ORIGIN);
    let mut window = Window { answer: writing.answer.clone(), steps: Vec::new() };
    for event in events {
        let changes = writing.fold(&frame(event), NOW);
        window.hear(changes, &writing);
        assert_eq!(window.answer, writing.answer, "after {event}");
        assert_eq!(window.steps, writing.steps, "after {event}");
    }
    writing
}

/// Knows only what changes tell.
struct Window {
    answer: Answer,
    steps: Vec<Step>,
}

impl Window {
    fn hear(&mut self, changes: Vec<Change>, writing: &Writing) {
        for change in changes {
            match change {
                Change::AnswerText(text) => self.answer.text.push_str(&text),
                Change::StepText(id, text) => {
                    self.steps.iter_mut().find(|step| step.id == id).unwrap().text.push_str(&text);
                }
                Change::Answer => self.answer = writing.answer.clone(),
                Change::Step(id) => {
                    let row = writing.steps.iter().find(|step| step.id == id).unwrap().clone();
                    match self.steps.iter_mut().find(|step| step.id == id) {
                        Some(step) => *step = row,
                        None => self.steps.push(row),
                    }
                }
            }
        }
    }
}

/// `kind title | text`, with `…` while it runs.
fn steps(writing: &Writing) -> Vec<String> {
    let line = |step: &Step| {
        let kind = serde_json::to_value(step.kind).unwrap();
        let dots = if step.running { "…" } else { "" };
        format!("{}{dots} {} | {}", kind.as_str().unwrap(), step.title, step.text)
    };
    writing.steps.iter().map(line).collect()
}

#[test]
fn a_plain_answer_has_its_text_its_id_and_its_cost() {
    let writing = written(
        r#"{"event":"message_start","task_id":"01A","id":"01A"}
        {"event":"message_output_start","task_id":"01A","id":"01A"}
        {"event":"message","task_id":"01A","id":"sub","answer":"早上"}
        {"event":"message","task_id":"01A","id":"sub","answer":"好"}
        {"event":"message_output_end","task_id":"01A","id":"sub"}
        {"event":"message_output_start","task_id":"01A","id":"sub"}
        {"event":"message","task_id":"01A","id":"sub","answer":"！"}
        {"event":"message_cost","input_tokens":10,"output_tokens":4,"latency_first_resp":320,"latency":1.5}
        {"event":"message_cost","input_tokens":5,"output_tokens":1,"latency_first_resp":900,"latency":0.5}
        {"event":"suggestion","suggested_questions":["然后呢？"]}
        {"event":"suggestion_cost","input_tokens":99,"output_tokens":9}
        {"event":"message_end","task_id":"01A","id":"01A","answer":"早上好！"}"#,
    );
    assert_eq!((writing.answer.text.as_str(), writing.answer.message_id.as_str()), ("早上好！", "01A"));
    let expected = Usage { input_tokens: 15, output_tokens: 5, total_tokens: 20, first_token_ms: 320, total_ms: 1500 };
    assert_eq!(writing.answer.usage, Some(expected));
    assert_eq!(writing.answer.suggestions, ["然后呢？"]);
    assert_eq!(writing.ended(), Some(Ending::Done));
    assert!(writing.steps.is_empty());
}

#[test]
fn the_id_is_that_of_the_task_until_a_better_one_comes() {
    for (stream, id) in [
        (r#"{"event":"message_start","task_id":"T"}"#, "T"),
        (r#"{"event":"message","task_id":"T","id":"sub","answer":"a"}"#, "T"),
        (
            r#"{"event":"message","task_id":"T","answer":"a"}
            {"event":"message_end","task_id":"T","id":"M"}"#,
            "M",
        ),
        (
            r#"{"event":"message_start","task_id":"T","id":"M"}
            {"event":"message_end","task_id":"T","id":""}"#,
            "M",
        ),
    ] {
        assert_eq!(written(stream).answer.message_id, id, "{stream}");
    }
}

#[test]
fn a_search_is_one_step_with_its_passages() {
    let writing = written(
        r#"{"event":"knowledge_retrieve_start","message_id":"s1","query":"开学"}
        {"event":"knowledge_retrieve","message_id":"s2","query":"放假"}
        {"event":"knowledge_retrieve_end","message_id":"s2","latency":0.25,"docs":{"outputList":[{"output":"七月","metadata":{"document_name":"校历"}}]}}
        {"event":"qa_retrieve","message_id":"s3","query":"校历"}
        {"event":"terminology_retrieve_end","query":"学期","docs":[]}
        {"event":"knowledge_graph_retrieve","query":"院系"}
        {"event":"long_term_memory_retrieve","query":"喜好"}
        {"event":"long_term_memory_retrieve_end","answer":"喜欢茶","latency":0.1}"#,
    );
    assert_eq!(
        steps(&writing),
        [
            "knowledge… 开学 | ",
            "knowledge 放假 | ",
            "qa… 校历 | ",
            "terminology 学期 | ",
            "graph… 院系 | ",
            "memory 喜好 | 喜欢茶"
        ]
    );
    assert_eq!((writing.steps[1].took_ms, writing.steps[1].citations[0].document.as_str()), (250, "校历"));
    assert_eq!(writing.answer.steps, writing.steps.iter().map(|step| step.id).collect::<Vec<_>>());
}

#[test]
fn a_tool_call_is_one_step_and_its_reason_another() {
    let writing = written(
        r#"{"event":"agent_thought","message_id":"a","position":1,"thought":"先查天气","tool":"weather","tool_input":"{\"city\":\"京\"}"}
        {"event":"agent_thought","message_id":"a","position":2,"skill_type":"plugin"}
        {"event":"agent_thought_update","message_id":"a","position":1,"observation":"查询中"}
        {"event":"agent_thought_end","message_id":"a","position":2,"observation":"二","latency":0,"tool_latency":0.5}
        {"event":"agent_thought_end","message_id":"a","position":1,"observation":"晴","latency":2}"#,
    );
    assert_eq!(steps(&writing), ["think  | 先查天气", "tool weather | 晴", "tool plugin | 二"]);
    assert_eq!((writing.steps[1].input.as_str(), writing.steps[1].took_ms), (r#"{"city":"京"}"#, 2000));
    assert_eq!(writing.steps[2].took_ms, 500);
}

#[test]
fn every_other_act_is_a_step_and_a_heartbeat_is_none() {
    let writing = written(
        r#"{"event":"agent_jump","jump_reason":"专长","jump_latency":0.2,"jump_to":"教务"}
        {"event":"agent_take_over","agent":"教务","reason":"接手"}
        {"event":"intention","intention":"查询","data":{}}
        {"event":"interrupted","interrupted_msg":"请稍候","interrupted_type":"async_task"}
        {"event":"deep_search_think_start"}
        {"event":"deep_search_think","content":"甲"}
        {"event":"deep_search_query_start"}
        {"event":"deep_search_query","content":"乙"}
        {"event":"deep_search_think","content":"丙"}
        {"event":"deep_search_think_end"}
        {"event":"flow_start","run_id":"r1"}
        {"event":"flow_start","run_id":"r2"}
        {"event":"flow_end","run_id":"r2"}
        {"event":"heartbeat","task_id":"t","created_at":7,"answer":""}
        {"event":"dance","tempo":120}
        {"event":"dance","tempo":90}"#,
    );
    let dance = "other dance | ```json\n{\n  \"tempo\": 120\n}\n```\n```json\n{\n  \"tempo\": 90\n}\n```\n";
    assert_eq!(
        steps(&writing),
        [
            "jump 教务 | 专长",
            "take-over 教务 | 接手",
            "intention 查询 | ",
            "interrupt async_task | 请稍候",
            "deep-search think | 甲丙",
            "deep-search… query | 乙",
            "flow… r1 | ",
            "flow r2 | ",
            dance
        ]
    );
}

#[test]
fn what_a_search_was_limited_to_is_kept_and_what_says_nothing_is_not() {
    let writing = written(
        r#"{"event":"knowledge_retrieve","query":"开学","workspace_id":"w","dataset_ids":["d1","d2"],"top_k":3,"score_threshold":0.5}
        {"event":"qa_retrieve","query":"校历","dataset_ids":[]}
        {"event":"knowledge_graph_retrieve","query":"院系","top_k":0,"search_depth":2,"search_type":1}"#,
    );
    let inputs: Vec<&str> = writing.steps.iter().map(|step| step.input.as_str()).collect();
    assert_eq!(inputs, [r#"{"dataset_ids":["d1","d2"],"score_threshold":0.5,"top_k":3}"#, "", r#"{"search_depth":2}"#]);
}

#[test]
fn every_search_may_find_something_or_nothing_and_one_that_was_cut_short_says_neither() {
    for (name, kind) in
        [("knowledge", StepKind::Knowledge), ("qa", StepKind::Qa), ("terminology", StepKind::Terminology)]
    {
        let begin = serde_json::json!({ "event": format!("{name}_retrieve"), "query": "开学" });
        let end =
            |docs: Value| serde_json::json!({ "event": format!("{name}_retrieve_end"), "docs": docs, "latency": 0.2 });
        let hit = serde_json::json!({ "outputList": [{ "output": "九月" }] });
        for (docs, found) in [(hit, 1), (serde_json::json!({ "outputList": [] }), 0), (Value::Null, 0)] {
            let mut writing = fold_all(&[begin.clone(), end(docs)]);
            writing.settle(AnswerState::Done, None, NOW);
            let [step] = &writing.steps[..] else { panic!("{:?}", writing.steps) };
            assert_eq!((step.kind, step.citations.len(), step.cut, step.took_ms), (kind, found, false, 200));
        }
        let mut cut = fold_all(&[begin]);
        cut.settle(AnswerState::Stopped, None, NOW);
        assert!(cut.steps[0].cut && !cut.steps[0].running, "{name}");
    }
}

#[test]
fn what_is_told_when_it_is_done_began_as_long_before_as_it_took_but_not_before_the_question() {
    let mut writing = Writing::new(answer(), ORIGIN);
    let later = Timestamp(NOW.0 + 900);
    for (event, now) in [
        (r#"{"event":"agent_jump","jump_latency":0.3,"jump_to":"教务"}"#, later),
        (r#"{"event":"agent_jump","jump_latency":5,"jump_to":"图书馆"}"#, later),
        (r#"{"event":"agent_thought","position":1,"thought":"先查","tool":"weather"}"#, later),
        (
            r#"{"event":"agent_thought_end","position":1,"latency":0.4,"thought_latency":0.25}"#,
            Timestamp(later.0 + 400),
        ),
        (r#"{"event":"knowledge_retrieve_end","latency":0.2,"docs":{"outputList":[]}}"#, later),
    ] {
        writing.fold(&frame(&serde_json::from_str(event).unwrap()), now);
    }
    let spans: Vec<(i64, u32)> = writing.steps.iter().map(|step| (step.started_at.0 - NOW.0, step.took_ms)).collect();
    assert_eq!(spans, [(600, 300), (0, 5000), (650, 250), (900, 400), (700, 200)]);
}

#[test]
fn reasoning_is_a_step_wherever_it_comes_from() {
    for (stream, text, expected) in [
        (
            r#"{"event":"think_message_output_start"}
            {"event":"think_message","answer":"一"}
            {"event":"message","answer":"甲"}
            {"event":"think_message","answer":"二"}
            {"event":"think_message_output_end"}
            {"event":"message","answer":"乙"}"#,
            "甲乙",
            &["think  | 一二"][..],
        ),
        (
            r#"{"event":"think_message","answer":"一"}
            {"event":"message","answer":"甲"}
            {"event":"think_message","answer":"二"}"#,
            "甲",
            &["think  | 一", "think…  | 二"],
        ),
        (
            r#"{"event":"think_message","answer":"一"}
            {"event":"knowledge_retrieve","query":"丁"}
            {"event":"think_message","answer":"二"}"#,
            "",
            &["think  | 一", "knowledge… 丁 | ", "think…  | 二"],
        ),
        (
            r#"{"event":"think_message_output_start"}
            {"event":"think_message","answer":"一"}
            {"event":"knowledge_retrieve","query":"丁"}
            {"event":"think_message","answer":"二"}"#,
            "",
            &["think…  | 一二", "knowledge… 丁 | "],
        ),
        (
            r#"{"event":"think_message_output_start"}
            {"event":"think_message_output_end"}
            {"event":"message","answer":"<thi"}
            {"event":"message","answer":"nk>一</think>\n\n甲"}"#,
            "甲",
            &["think  | 一"],
        ),
    ] {
        let writing = written(stream);
        assert_eq!(
            (writing.answer.text.as_str(), steps(&writing)),
            (text, expected.iter().map(ToString::to_string).collect())
        );
    }
}

#[test]
fn what_a_message_node_says_is_part_of_the_answer_and_json_is_shown_as_code() {
    let writing = written(
        r#"{"event":"message","answer":"看："}
        {"event":"tool_message_output_start","message_title":"卡片"}
        {"event":"tool_message","answer":"{\"a\"","message_title":"卡片"}
        {"event":"tool_message","answer":":1}","message_title":"卡片"}
        {"event":"tool_message_output_end","message_title":"卡片"}
        {"event":"tool_message","answer":"[链接](https://a.example)","message_title":"二"}
        {"event":"message","answer":"完"}
        {"event":"message","answer":"。"}"#,
    );
    assert_eq!(writing.answer.text, "看：\n\n```json\n{\"a\":1}\n```\n[链接](https://a.example)\n\n完。");
}

#[test]
fn a_replacement_throws_away_what_was_said_and_thought_inside_it() {
    let writing = written(
        r#"{"event":"think_message","answer":"外"}
        {"event":"message","answer":"<think>坏</think>坏话<th"}
        {"event":"message_replace","answer":"不能回答"}
        {"event":"message","answer":"。"}"#,
    );
    assert_eq!(writing.answer.text, "不能回答。");
    assert_eq!(steps(&writing), ["think  | 外", "think  | "]);
}

#[test]
fn a_trace_gives_the_steps_of_a_stream_and_an_odd_one_none() {
    let trace = r#"[{"event":"knowledge_retrieve","query":"开学"},
        {"event":"knowledge_retrieve_end","latency":0.1,"docs":{"OutputList":[{"output":"九月"}]}},7]"#;
    let found = citations_of(trace, &answer(), ORIGIN);
    assert_eq!((found.len(), found[0].citations[0].text.as_str(), found[0].took_ms), (1, "九月", 100));
    assert!(!found[0].running);
    for odd in ["", "null", "{}", "[]", "x", "[1]"] {
        assert!(citations_of(odd, &answer(), ORIGIN).is_empty(), "{odd}");
    }
}

/// What two runs must agree in: everything but the ids that were made.
fn rows(mut writing: Writing) -> Value {
    writing.settle(AnswerState::Done, None, NOW);
    let mut steps = serde_json::to_value(&writing.steps).unwrap();
    for step in steps.as_array_mut().unwrap() {
        step["id"] = Value::Null;
        step["answerId"] = Value::Null;
    }
    serde_json::json!([writing.answer.text, writing.answer.steps.len(), steps])
}

fn cut(events: &[Value], whole: bool) -> Vec<Value> {
    let cut = |event: &Value| match event["answer"].as_str() {
        Some(text) if !whole && event["event"] != "tool_message_output_end" => {
            let piece = |c: char| serde_json::json!({"event": event["event"], "answer": c.to_string()});
            text.chars().map(piece).collect()
        }
        _ => vec![event.clone()],
    };
    events.iter().flat_map(cut).collect()
}

proptest! {
    #[test]
    fn how_texts_are_cut_does_not_matter(
        said in prop::collection::vec(
            (
                prop::sample::select(vec!["message", "think_message", "tool_message", "tool_message_output_end"]),
                prop::sample::select(vec![
                    "想", "<think>", "</think>", "a\n", "```ys_think\nb\n```\n", "<", "{\"a\":1}", "[1", "", "`", "\n```\n",
                ]),
            ),
            0..16,
        ),
    ) {
        let events: Vec<Value> =
            said.iter().map(|(event, answer)| serde_json::json!({"event": event, "answer": answer})).collect();
        prop_assert_eq!(rows(fold_all(&cut(&events, true))), rows(fold_all(&cut(&events, false))));
    }
}
