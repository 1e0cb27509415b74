//! The order of turns, once they have met.

use parlance_protocol::MessageInfo;

use super::pair::{Pairs, knows_platform};
use super::{Twin, answers, info_id};

/// Room between turns that are dealt numbers anew.
const GAP: u32 = 16;

/// The platform's order: when the first answer was made, then its id, which sorts by time. A question without an
/// answer is the newest.
pub(super) fn key(told: &MessageInfo) -> (i64, String, String) {
    let time = answers(told).map(|info| info.created_time).min().unwrap_or(i64::MAX);
    let id = answers(told).map(info_id).min().unwrap_or_default();
    (time, id.to_owned(), told.query_id.to_string())
}

/// Gives every turn its place. `told` are the rows of the platform's turns, in its order; rows from `old` on are new.
pub(super) fn deal(twins: &mut [Twin], old: usize, told: &[usize], pairs: &Pairs) {
    let mut order: Vec<usize> = Vec::with_capacity(twins.len());
    for row in told {
        if !order.contains(row) {
            order.push(*row);
        }
    }
    for row in (0..old).filter(|row| !pairs.has(*row)) {
        let at = match row.checked_sub(1) {
            // What only we have stays behind what it stood behind.
            Some(before) => order.iter().position(|known| *known == before).map_or(order.len(), |at| at + 1),
            None => first(row, old, twins, &order),
        };
        order.insert(at, row);
    }
    number(twins, &order);
}

/// The place of a turn that nothing of ours stands before: in front of all that is older than the history reaches,
/// else by time, but never behind what it stood in front of.
fn first(row: usize, old: usize, twins: &[Twin], order: &[usize]) -> usize {
    if knows_platform(&twins[row]) {
        return 0;
    }
    let asked_at = twins[row].turn.asked_at;
    let stop = |other: &usize| *other < old || twins[*other].turn.asked_at > asked_at;
    order.iter().position(stop).unwrap_or(order.len())
}

/// Keeps the numbers that there are, if they are in order and leave room; else deals all anew.
fn number(twins: &mut [Twin], order: &[usize]) {
    let numbers = kept(twins, order).unwrap_or_else(|| (1..).map(|place: u32| place * GAP).take(order.len()).collect());
    for (row, seq) in order.iter().zip(numbers) {
        twins[*row].turn.seq = seq;
    }
}

fn kept(twins: &[Twin], order: &[usize]) -> Option<Vec<u32>> {
    let mut numbers: Vec<u32> = Vec::with_capacity(order.len());
    for row in order {
        let next = numbers.last().map_or(0, |last| last + 1);
        let own = twins[*row].turn.seq;
        let is_new = own == super::UNNUMBERED;
        if !is_new && own < next {
            return None;
        }
        numbers.push(if is_new { next } else { own });
    }
    Some(numbers)
}
