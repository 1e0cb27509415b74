//! How turns stand to what the platform has.

use super::*;

fn standings(rows: &[Twin]) -> Vec<Standing> {
    rows.iter().map(|row| row.turn.standing).collect()
}

#[test]
fn a_turn_says_how_it_stands_to_what_the_platform_has() {
    let rows = [
        twin(1, "q1", "Confirmed?", vec![answer("m1", "Yes.", AnswerState::Done)]),
        twin(2, "", "Local?", vec![answer("", "", AnswerState::Failed)]),
        twin(3, "q3", "Gone?", vec![answer("m3", "Yes.", AnswerState::Done)]),
        twin(4, "q4", "Differs?", vec![answer("m4", "Ye", AnswerState::Stopped)]),
        twin(5, "q5", "Sending?", vec![answer("m5", "", AnswerState::Streaming)]),
    ];
    let history = [
        told("q1", "Confirmed?", vec![info("m1", "Yes.", 1)]),
        told("q4", "Differs?", vec![info("m4", "Yes and no.", 4)]),
        told("q6", "Asked elsewhere?", vec![info("m6", "Yes.", 6)]),
    ];
    let expected = [
        Standing::Confirmed,
        Standing::Local,
        Standing::Gone,
        Standing::Differs,
        Standing::Confirmed,
        Standing::Sending,
    ];
    let after = merged(&rows, &history);
    let mut found = standings(&after);
    found.sort_by_key(|standing| expected.iter().position(|known| known == standing));
    let mut wanted = expected.to_vec();
    wanted.sort_by_key(|standing| expected.iter().position(|known| known == standing));
    assert_eq!(found, wanted);
    assert_eq!(after.iter().find(|row| row.turn.question == "Gone?").unwrap().answers[0].text, "Yes.", "it is kept");
    let back = [told("q3", "Gone?", vec![info("m3", "Yes.", 3)])];
    let again = merged(&after[2..3], &back);
    assert_eq!(standings(&again), [Standing::Confirmed], "one that comes back is as it was");
}

#[test]
fn what_a_history_does_not_reach_was_not_deleted() {
    // As many as a platform gives back at most, or fewer, where it is set so.
    for most in [usize::try_from(parlance_protocol::GetConversationMessages::MOST).unwrap(), 20] {
        not_reached(most);
    }
}

fn not_reached(most: usize) {
    let rows: Vec<Twin> = (0..u32::try_from(most).unwrap() + 50)
        .map(|seq| {
            let id = format!("{seq:04}");
            twin(
                seq + 1,
                &format!("q{id}"),
                &format!("Question {id}"),
                vec![answer(&format!("m{id}"), "Yes.", AnswerState::Done)],
            )
        })
        .collect();
    let history: Vec<MessageInfo> = rows[50..]
        .iter()
        .map(|row| {
            let at = row.turn.asked_at.0;
            told(&row.turn.query_id, &row.turn.question, vec![info(&row.answers[0].message_id, "Yes.", at)])
        })
        .collect();
    assert!(standings(&merged(&rows, &history)).iter().all(|standing| *standing == Standing::Confirmed));
}

#[test]
fn what_was_answered_a_moment_ago_may_not_be_in_the_history_yet() {
    let mut row = twin(1, "q1", "Just now?", vec![answer("m1", "Yes.", AnswerState::Done)]);
    row.answers[0].ended_at = Timestamp(NOW.0 - 1_000);
    row.turn.standing = Standing::Unknown;
    assert_eq!(standings(&merged(&[row.clone()], &[])), [Standing::Unknown]);
    row.answers[0].ended_at = Timestamp(NOW.0 - 100_000);
    assert_eq!(standings(&merged(&[row], &[])), [Standing::Local], "it never was in any");
}
