mod properties;
mod standings;

use parlance_protocol::{MessageId, QueryId};

use super::*;
use crate::id::StepId;
use crate::model::{AskedBy, StepKind, Values};

const NOW: Timestamp = Timestamp(2_000_000_000);

fn place(conversation: ConversationId) -> Place<'static> {
    Place { conversation, origin: "https://agents.example.edu" }
}

fn info(id: &str, text: &str, created_time: i64) -> AnswerInfo {
    AnswerInfo { message_id: MessageId::new(id), answer: text.into(), created_time, ..AnswerInfo::default() }
}

fn told(query_id: &str, query: &str, answers: Vec<AnswerInfo>) -> MessageInfo {
    let mut answers = answers.into_iter();
    MessageInfo {
        query_id: QueryId::new(query_id),
        query: query.into(),
        answer_info: answers.next(),
        other_answers: answers.collect(),
        ..MessageInfo::default()
    }
}

fn answer(id: &str, text: &str, state: AnswerState) -> Answer {
    Answer {
        id: AnswerId::make(),
        turn_id: TurnId::make(),
        message_id: id.into(),
        state,
        text: text.into(),
        problem: None,
        usage: None,
        suggestions: Vec::new(),
        steps: Vec::new(),
        started_at: Timestamp(1000),
        ended_at: Timestamp(2000),
        feedback: crate::model::Feedback::default(),
        recovered: false,
    }
}

fn twin(seq: u32, query_id: &str, question: &str, mut answers: Vec<Answer>) -> Twin {
    let id = TurnId::make();
    answers.iter_mut().for_each(|answer| answer.turn_id = id);
    let known = !query_id.is_empty() || answers.iter().any(|answer| !answer.message_id.is_empty());
    let turn = Turn {
        id,
        conversation_id: ConversationId::make(),
        seq,
        query_id: query_id.into(),
        question: question.into(),
        asked_at: Timestamp(i64::from(seq) * 1000),
        values: Values::new(),
        answers: answers.iter().map(|answer| answer.id).collect(),
        used_answer: answers.last().unwrap().id,
        used_pending: false,
        used_problem: None,
        damaged: false,
        asked_by: AskedBy::Person,
        removed: None,
        only_here: false,
        standing: if known { Standing::Confirmed } else { Standing::Local },
        files: Vec::new(),
    };
    Twin { turn, answers }
}

/// What a store does with a merge.
fn apply(rows: &[Twin], merges: &[Merge]) -> Vec<Twin> {
    let mut rows = rows.to_vec();
    for merge in merges {
        match merge {
            Merge::Turn(turn) => match rows.iter_mut().find(|row| row.turn.id == turn.id) {
                Some(row) => row.turn = turn.clone(),
                None => rows.push(Twin { turn: turn.clone(), answers: Vec::new() }),
            },
            Merge::Answer(answer) => {
                let row = rows.iter_mut().find(|row| row.turn.id == answer.turn_id).unwrap();
                match row.answers.iter_mut().find(|known| known.id == answer.id) {
                    Some(known) => *known = answer.clone(),
                    None => row.answers.push(answer.clone()),
                }
            }
            Merge::Step(step) => {
                let mut answers = rows.iter().flat_map(|row| &row.answers);
                assert!(answers.any(|answer| answer.id == step.answer_id && answer.steps.contains(&step.id)));
            }
        }
    }
    rows.sort_by_key(|row| row.turn.seq);
    for row in &rows {
        assert_eq!(row.turn.answers, row.answers.iter().map(|answer| answer.id).collect::<Vec<_>>());
        assert!(row.turn.answers.contains(&row.turn.used_answer));
    }
    assert!(rows.windows(2).all(|pair| pair[0].turn.seq < pair[1].turn.seq), "every turn has a place of its own");
    rows
}

fn merged(rows: &[Twin], history: &[MessageInfo]) -> Vec<Twin> {
    let place = place(ConversationId::make());
    let after = apply(rows, &merge(place, rows, history, NOW));
    assert_eq!(merge(place, &after, history, NOW), [], "a second time changes nothing");
    after
}

fn questions(rows: &[Twin]) -> Vec<&str> {
    rows.iter().map(|row| row.turn.question.as_str()).collect()
}

#[test]
fn a_history_becomes_turns_in_its_order_with_alternates_and_citations() {
    let mut second = info("m2", "<think>想</think>好", 20);
    second.tracing_json_str = r#"[{"event":"knowledge_retrieve_end","docs":[{"output":"九月"}]}]"#.into();
    (second.total_tokens, second.latency) = (42, 1.5);
    let history = [told("q2", "二", vec![second, info("m1b", "旧", 19)]), told("q1", "一", vec![info("m1", "a", 10)])];
    let conversation = ConversationId::make();
    let merges = merge(place(conversation), &[], &history, NOW);
    let rows = apply(&[], &merges);
    assert_eq!(questions(&rows), ["一", "二"]);
    let Twin { turn, answers } = &rows[1];
    assert_eq!((turn.conversation_id, turn.query_id.as_str(), turn.asked_at), (conversation, "q2", Timestamp(19_000)));
    assert_eq!(answers.iter().map(|answer| answer.text.as_str()).collect::<Vec<_>>(), ["旧", "好"]);
    assert_eq!(turn.used_answer, answers[1].id);
    let usage = answers[1].usage.unwrap();
    assert_eq!((usage.total_tokens, usage.total_ms, answers[1].ended_at), (42, 1500, Timestamp(21_500)));
    let steps = merges.iter().filter_map(|merge| if let Merge::Step(step) = merge { Some(step.kind) } else { None });
    assert_eq!(steps.collect::<Vec<_>>(), [StepKind::Knowledge, StepKind::Think]);
}

#[test]
fn our_own_echo_changes_nothing() {
    let mut rows = vec![
        twin(1, "q1", "一", vec![answer("m1", "卡片\n\n答", AnswerState::Done)]),
        twin(2, "q2", "二", vec![answer("m2a", "甲", AnswerState::Done), answer("m2", "乙", AnswerState::Done)]),
    ];
    rows[0].answers[0].steps = vec![StepId::make()];
    let mut first = info("m1", "<think>想</think>答", 10);
    first.tracing_json_str = r#"[{"event":"knowledge_retrieve","query":"x"}]"#.into();
    let history = [told("q1", "一", vec![first]), told("q2", "二", vec![info("m2", "乙", 20), info("m2a", "甲", 15)])];
    assert_eq!(merge(place(ConversationId::make()), &rows, &history, NOW), []);
}

#[test]
fn a_cut_turn_finds_its_twin_by_its_words_next_to_a_neighbour_and_heals() {
    let rows = [
        twin(1, "q1", "一", vec![answer("m1", "a", AnswerState::Done)]),
        twin(2, "", "二", vec![answer("", "", AnswerState::Interrupted)]),
    ];
    let mut whole = info("m2", "整段", 20);
    whole.total_tokens = 7;
    let history = [told("q1", "一", vec![info("m1", "a", 10)]), told("q2", "二", vec![whole])];
    let after = merged(&rows, &history);
    assert_eq!(after.len(), 2);
    let answer = &after[1].answers[0];
    assert_eq!((after[1].turn.id, after[1].turn.query_id.as_str()), (rows[1].turn.id, "q2"));
    assert_eq!((answer.id, answer.message_id.as_str()), (rows[1].answers[0].id, "m2"));
    assert_eq!((answer.text.as_str(), answer.state), ("整段", AnswerState::Done));
}

#[test]
fn equal_words_away_from_a_neighbour_prove_nothing() {
    let rows = [
        twin(1, "q1", "一", vec![answer("m1", "a", AnswerState::Done)]),
        twin(2, "", "二", vec![answer("", "", AnswerState::Failed)]),
    ];
    let elsewhere = told("q9", "别处", vec![info("m9", "b", 20)]);
    let history = [told("q1", "一", vec![info("m1", "a", 10)]), elsewhere, told("q2", "二", vec![info("m2", "c", 30)])];
    let after = merged(&rows, &history);
    assert_eq!(questions(&after), ["一", "二", "别处", "二"], "ours stays behind what it stood behind");
    assert_eq!(after[1], rows[1]);
}

#[test]
fn a_turn_of_a_whole_history_finds_its_twin_at_the_beginning_and_one_of_a_part_does_not() {
    let rows = [twin(1, "", "一", vec![answer("", "", AnswerState::Failed)])];
    let whole: Vec<MessageInfo> = vec![told("q1", "一", vec![info("m1", "a", 10)])];
    assert_eq!(merged(&rows, &whole).len(), 1);
    let part = (0..100).map(|at| told(&format!("q{at}"), "一", vec![info(&format!("m{at:03}"), "a", at)]));
    assert_eq!(merged(&rows, &part.collect::<Vec<_>>()).len(), 101);
}

#[test]
fn a_running_answer_is_left_alone_and_its_question_is_not_doubled() {
    let rows = [
        twin(1, "q1", "一", vec![answer("m1", "a", AnswerState::Done)]),
        twin(2, "", "二", vec![answer("", "", AnswerState::Streaming)]),
    ];
    let elsewhere = told("q9", "别处", vec![info("m9", "b", 20)]);
    let history =
        [told("q1", "一", vec![info("m1", "a", 10)]), elsewhere, told("q2", "二", vec![info("m2", "半", 30)])];
    let after = merged(&rows, &history);
    assert_eq!(questions(&after), ["一", "二", "别处"]);
    assert_eq!(after[1].answers, rows[1].answers);
    let known = [twin(2, "", "二", vec![answer("m2", "", AnswerState::Streaming)])];
    let after = merged(&known, &history[2..]);
    assert_eq!((after[0].turn.query_id.as_str(), &after[0].answers), ("q2", &known[0].answers));
}

#[test]
fn a_changed_text_and_another_answer_in_use_are_taken_over() {
    let rows =
        [twin(1, "q1", "一", vec![answer("m1", "坏话", AnswerState::Done), answer("m2", "好", AnswerState::Done)])];
    let history = [told("q1", "一", vec![info("m1", "不能回答", 10), info("m2", "", 20)])];
    let after = merged(&rows, &history);
    assert_eq!(after[0].answers[0].text, "不能回答");
    assert_eq!(after[0].answers[1].text, "好", "an empty text is no news");
    assert_eq!(after[0].turn.used_answer, rows[0].answers[0].id);
}

#[test]
fn ratings_are_taken_over_unless_ours_is_on_its_way() {
    use crate::model::{Delivery, Feedback, Rating};
    let rated = |rating, delivery| Feedback { rating, delivery, ..Feedback::default() };
    let mut rows = [twin(1, "q1", "一", ["m1", "m2", "m3"].map(|id| answer(id, "a", AnswerState::Done)).to_vec())];
    rows[0].answers[1].feedback = rated(Rating::Like, Delivery::Waiting);
    rows[0].answers[2].feedback = rated(Rating::Like, Delivery::Settled);
    let liked = |id, like| AnswerInfo { like, ..info(id, "a", 10) };
    let history = [told("q1", "一", vec![liked("m1", -1), liked("m2", -1), liked("m3", 0), liked("m4", 1)])];
    let after = merged(&rows, &history);
    let ratings: Vec<Rating> = after[0].answers.iter().map(|answer| answer.feedback.rating).collect();
    assert_eq!(ratings, [Rating::Dislike, Rating::Like, Rating::None, Rating::Like]);
}

#[test]
fn a_choice_on_its_way_is_not_overruled() {
    let mut rows =
        [twin(1, "q1", "一", vec![answer("m1", "a", AnswerState::Done), answer("m2", "b", AnswerState::Done)])];
    rows[0].turn.used_pending = true;
    let history = [told("q1", "一", vec![info("m1", "a", 10), info("m2", "b", 20)])];
    assert_eq!(merge(place(ConversationId::make()), &rows, &history, NOW), []);
}

#[test]
fn one_more_answer_that_came_to_nothing_leaves_the_old_one_in_use() {
    let mut failed = answer("m2", "", AnswerState::Failed);
    let code = ProblemCode::AgentFailed;
    failed.problem = Some(Problem::new(code, ""));
    let mut rows = [twin(1, "q1", "一", vec![answer("m1", "a", AnswerState::Done), failed])];
    rows[0].turn.used_answer = rows[0].answers[0].id;
    let history = [told("q1", "一", vec![info("m2", "", 20), info("m1", "a", 10)])];
    assert_eq!(merge(place(ConversationId::make()), &rows, &history, NOW), []);
}

#[test]
fn an_answer_that_never_reached_the_platform_stays_in_use() {
    let mut failed = answer("", "", AnswerState::Failed);
    failed.text = "半句".into();
    let rows = [twin(1, "q1", "一", vec![answer("m1", "a", AnswerState::Done), failed])];
    let history = [told("q1", "一", vec![info("m1", "a", 10)])];
    assert_eq!(merge(place(ConversationId::make()), &rows, &history, NOW), []);
}

#[test]
fn an_agents_own_failure_is_not_healed() {
    let mut failed = answer("m1", "半", AnswerState::Failed);
    let problem = |code| Some(Problem::new(code, ""));
    failed.problem = problem(ProblemCode::AgentFailed);
    let mut told_answer = info("m1", "半句", 10);
    told_answer.total_tokens = 5;
    let history = [told("q1", "一", vec![told_answer])];
    let after = merged(&[twin(1, "q1", "一", vec![failed.clone()])], &history);
    assert_eq!((after[0].answers[0].state, after[0].answers[0].text.as_str()), (AnswerState::Failed, "半句"));
    failed.problem = problem(ProblemCode::Cut);
    failed.text = "半".into();
    let after = merged(&[twin(1, "q1", "一", vec![failed])], &history);
    assert_eq!((after[0].answers[0].state, &after[0].answers[0].problem), (AnswerState::Done, &None));
}

#[test]
fn an_answer_that_is_no_longer_over_there_than_here_is_not_known_to_be_whole() {
    let mut cut = answer("m1", "半句", AnswerState::Failed);
    cut.problem = Some(Problem::new(ProblemCode::Cut, ""));
    let told_as = |text: &str| {
        let mut info = info("m1", text, 10);
        (info.total_tokens, info.latency) = (5, 1.0);
        [told("q1", "一", vec![info])]
    };
    for same in ["半句", "半"] {
        let after = merged(&[twin(1, "q1", "一", vec![cut.clone()])], &told_as(same));
        let row = &after[0].answers[0];
        assert_eq!((row.state, &row.problem, row.text.as_str()), (AnswerState::Failed, &cut.problem, "半句"));
        assert!(!row.recovered);
    }
    let after = merged(&[twin(1, "q1", "一", vec![cut])], &told_as("半句，还有一半。"));
    let row = &after[0].answers[0];
    assert_eq!(
        (row.state, row.text.as_str(), row.recovered),
        (AnswerState::Done, "半句，还有一半。", true),
        "it says so"
    );
}

#[test]
fn the_late_result_of_a_task_is_a_turn_of_its_own_whatever_question_it_bears() {
    let rows = [twin(1, "q1", "一", vec![answer("m1", "等等", AnswerState::Done)])];
    for (query_id, query) in [("q1", "一"), ("q1", ""), ("", "一"), ("q2", "")] {
        let mut late = told(query_id, query, vec![info("m2", "好了", 20)]);
        late.send_by_async_workflow = true;
        let history = [told("q1", "一", vec![info("m1", "等等", 10)]), late.clone()];
        let after = merged(&rows, &history);
        assert_eq!(after.len(), 2, "{query_id} {query}");
        assert_eq!((after[1].turn.asked_by, after[1].answers[0].text.as_str()), (AskedBy::Task, "好了"));
        assert_eq!(after[0].turn, rows[0].turn);
        assert_eq!(merged(&rows, &[late])[1].turn.asked_by, AskedBy::Task, "also when it comes alone");
    }
    let mut triggered = told("q2", "早报", vec![info("m2", "今日", 20)]);
    triggered.send_by_trigger = true;
    let after = merged(&rows, &[triggered]);
    assert_eq!((after[1].turn.asked_by, after[1].turn.question.as_str()), (AskedBy::Trigger, "早报"));
}

#[test]
fn a_question_asked_twice_over_there_is_one_turn_here() {
    let rows = [twin(1, "q1", "一", vec![answer("m1", "", AnswerState::Failed), answer("m2", "a", AnswerState::Done)])];
    let history = [told("q1", "一", vec![info("m1", "", 10)]), told("q2", "一", vec![info("m2", "a", 20)])];
    let after = merged(&rows, &history);
    assert_eq!((after.len(), after[0].turn.query_id.as_str()), (1, "q2"));
    assert_eq!(after[0].turn.used_answer, rows[0].answers[1].id);
}
