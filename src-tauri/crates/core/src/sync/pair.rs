//! Which turn of ours is which of the platform's.

use std::collections::HashMap;
use std::ops::Range;

use parlance_protocol::{GetConversationMessages, MessageInfo};

use super::{Twin, answers, asked_by, info_id};
use crate::model::AskedBy;

/// For each turn of a history, in its order, the row of ours that it is.
#[derive(Debug)]
pub(super) struct Pairs {
    rows: Vec<Option<usize>>,
}

impl Pairs {
    /// Pairs by id, then by equal questions next to pairs.
    pub(super) fn find(ours: &[Twin], history: &[&MessageInfo]) -> Self {
        let mut pairs = Self { rows: by_ids(ours, history) };
        for at in 0..history.len() {
            pairs.look(at, ours, history, true);
        }
        for at in (0..history.len()).rev() {
            pairs.look(at, ours, history, false);
        }
        pairs
    }

    pub(super) fn ours(&self, at: usize) -> Option<usize> {
        self.rows[at]
    }

    pub(super) fn has(&self, row: usize) -> bool {
        self.rows.contains(&Some(row))
    }

    /// Looks for the twin of one turn behind its neighbour's (`forward`) or in front of it.
    fn look(&mut self, at: usize, ours: &[Twin], history: &[&MessageInfo], forward: bool) {
        let told = history[at];
        if self.rows[at].is_some() || told.query.is_empty() || asked_by(told) == AskedBy::Task {
            return;
        }
        let Some(between) = self.between(at, ours.len(), history.len(), forward) else { return };
        let is_twin = |row: &usize| !knows_platform(&ours[*row]) && ours[*row].turn.question == told.query;
        self.rows[at] = if forward { between.clone().find(is_twin) } else { between.clone().rev().find(is_twin) };
    }

    /// The unpaired rows next to the neighbour's row. The beginning of a conversation counts as a neighbour where the
    /// history reaches that far.
    fn between(&self, at: usize, ours: usize, told: usize, forward: bool) -> Option<Range<usize>> {
        if forward {
            let whole = i64::try_from(told).is_ok_and(|told| told < GetConversationMessages::MOST);
            let start = if at == 0 { whole.then_some(0)? } else { self.rows[at - 1]? + 1 };
            let end = (start..ours).find(|row| self.has(*row)).unwrap_or(ours);
            Some(start..end)
        } else {
            let end = (*self.rows.get(at + 1)?)?;
            let start = (0..end).rev().find(|row| self.has(*row)).map_or(0, |row| row + 1);
            Some(start..end)
        }
    }
}

/// Whether a turn has any id of the platform's: then its words prove nothing.
pub(super) fn knows_platform(twin: &Twin) -> bool {
    !twin.turn.query_id.is_empty() || twin.answers.iter().any(|answer| !answer.message_id.is_empty())
}

fn by_ids(ours: &[Twin], history: &[&MessageInfo]) -> Vec<Option<usize>> {
    let mut messages = HashMap::new();
    let mut queries = HashMap::new();
    for (row, twin) in ours.iter().enumerate() {
        queries.insert(twin.turn.query_id.as_str(), row);
        for answer in &twin.answers {
            messages.insert(answer.message_id.as_str(), row);
        }
    }
    queries.remove("");
    messages.remove("");
    let of = |told: &&MessageInfo| {
        let by_answer = answers(told).find_map(|info| messages.get(info_id(info)));
        // The late result of a task may bear the id, and the words, of the question that the task was begun for.
        if asked_by(told) == AskedBy::Task {
            return by_answer.copied();
        }
        by_answer.or_else(|| queries.get(told.query_id.as_str())).copied()
    };
    history.iter().map(of).collect()
}
