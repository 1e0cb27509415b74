//! What holds of all histories.

use proptest::prelude::*;

use super::*;

/// A turn of a made-up conversation: where it is known, and how well.
#[derive(Debug, Clone)]
struct Made {
    question: usize,
    alternates: usize,
    known: Known,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Known {
    ThereOnly,
    HereOnly,
    Echo,
    /// Here without any id, as after a cut before the first event.
    Cut,
    /// Here with the id of its last answer and half its text.
    Half,
}

fn made() -> impl Strategy<Value = Vec<Made>> {
    use Known::{Cut, Echo, Half, HereOnly, ThereOnly};
    let known = prop::sample::select(vec![ThereOnly, HereOnly, Echo, Cut, Half]);
    let one =
        (0..3_usize, 0..3_usize, known).prop_map(|(question, alternates, known)| Made { question, alternates, known });
    prop::collection::vec(one, 0..12)
}

fn build(made: &[Made]) -> (Vec<Twin>, Vec<MessageInfo>) {
    let (mut rows, mut history) = (Vec::new(), Vec::new());
    for (at, turn) in made.iter().enumerate() {
        let question = ["一", "二", "三"][turn.question];
        let time = i64::try_from(at).unwrap() * 10 + 10;
        let ids: Vec<String> = (0..=turn.alternates).map(|n| format!("m{at:02}{n}")).collect();
        let text = format!("answer {at}");
        if turn.known != Known::HereOnly {
            let infos = ids.iter().rev().map(|id| info(id, &text, time)).collect();
            history.push(told(&format!("q{at:02}"), question, infos));
        }
        let seq = u32::try_from(at).unwrap() + 1;
        rows.extend(match turn.known {
            Known::ThereOnly => None,
            Known::HereOnly | Known::Cut => Some(twin(seq, "", question, vec![answer("", "", AnswerState::Failed)])),
            Known::Echo => {
                let answers = ids.iter().map(|id| answer(id, &text, AnswerState::Done)).collect();
                Some(twin(seq, &format!("q{at:02}"), question, answers))
            }
            Known::Half => {
                let half = answer(ids.last().unwrap(), &text[..3], AnswerState::Interrupted);
                Some(twin(seq, "", question, vec![half]))
            }
        });
    }
    (rows, history)
}

proptest! {
    #[test]
    fn nothing_of_ours_is_lost_all_of_theirs_is_there_once_and_in_order(made in made()) {
        let (rows, history) = build(&made);
        let after = merged(&rows, &history);
        for row in &rows {
            let kept = after.iter().find(|kept| kept.turn.id == row.turn.id).unwrap();
            prop_assert_eq!(&kept.turn.question, &row.turn.question);
            for answer in &row.answers {
                let kept = kept.answers.iter().find(|kept| kept.id == answer.id).unwrap();
                prop_assert!(kept.text.contains(&answer.text));
                prop_assert!(answer.message_id.is_empty() || kept.message_id == answer.message_id);
            }
        }
        let ours: Vec<TurnId> = rows.iter().map(|row| row.turn.id).collect();
        let still: Vec<TurnId> = after.iter().map(|row| row.turn.id).filter(|id| ours.contains(id)).collect();
        prop_assert_eq!(still, ours, "ours keep their order where the platform's is the same");
        let ids = |row: &Twin| row.answers.iter().map(|answer| answer.message_id.clone()).filter(|id| !id.is_empty()).collect::<Vec<_>>();
        let mut there: Vec<String> = after.iter().flat_map(ids).collect();
        there.sort();
        let mut all: Vec<String> = history.iter().flat_map(|told| answers(told).map(|info| info_id(info).to_owned())).collect();
        all.sort();
        prop_assert_eq!(there, all);
        let first: Vec<String> = after.iter().filter_map(|row| ids(row).into_iter().min()).collect();
        prop_assert!(first.is_sorted(), "{:?}", first);
    }

    #[test]
    fn the_order_of_a_history_does_not_matter(made in made(), turn in 0..12_usize) {
        let (rows, mut history) = build(&made);
        let shown = |rows: &[Twin]| rows.iter().map(|row| (row.turn.question.clone(), row.turn.seq)).collect::<Vec<_>>();
        let before = shown(&merged(&rows, &history));
        history.reverse();
        let middle = turn.min(history.len());
        history.rotate_left(middle);
        prop_assert_eq!(shown(&merged(&rows, &history)), before);
    }

    #[test]
    fn an_echo_is_no_news(made in made()) {
        let made: Vec<Made> = made.into_iter().map(|turn| Made { known: Known::Echo, ..turn }).collect();
        let (rows, history) = build(&made);
        prop_assert_eq!(merge(place(ConversationId::make()), &rows, &history, NOW), []);
    }
}
