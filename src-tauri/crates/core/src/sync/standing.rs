//! How each of our turns stands to what the platform has.
//!
//! A platform gives so many of the newest turns and no more, so that what it leaves out was deleted only where its
//! history reaches further back; and only what it once had can have been deleted.

use parlance_protocol::MessageInfo;

use super::pair::{Pairs, knows_platform};
use super::{Twin, answers, came_to_nothing, info_id, is};
use crate::model::{AnswerState, Standing, Timestamp};

/// A history shorter than this is all there is, whatever a platform's limit may be.
const SURELY_WHOLE: usize = 10;
/// How long a platform may take to have in its history what it has answered.
const SETTLES_MS: i64 = 60_000;

/// Says how turns stand. `twins` are as they will be; those from `old` on came with this history.
pub(super) fn judge(twins: &mut [Twin], old: usize, history: &[&MessageInfo], pairs: &Pairs, now: Timestamp) {
    let mut reached = history.len() < SURELY_WHOLE;
    for (row, twin) in twins.iter_mut().enumerate() {
        let told = history.iter().enumerate().find(|(at, _)| pairs.ours(*at) == Some(row)).map(|(_, told)| told);
        reached |= told.is_some();
        if twin.turn.removed.is_some() {
            continue;
        }
        twin.turn.standing = match told {
            _ if row >= old => Standing::Confirmed,
            _ if is_running(twin) => Standing::Sending,
            Some(told) => compared(twin, told),
            None => left_out(twin, reached, now),
        };
    }
}

/// A turn whose answer has ended, before any history was read.
pub(crate) fn unread(standing: Standing, known_there: bool) -> Standing {
    match standing {
        Standing::Sending if known_there => Standing::Unknown,
        Standing::Sending => Standing::Local,
        other => other,
    }
}

/// Whether a text here says what the platform's says. Ours may hold more, such as what message nodes said; theirs may
/// begin with thoughts, which are no part of ours.
fn says(ours: &str, theirs: &str) -> bool {
    ours.contains(theirs.trim()) || theirs.trim().ends_with(ours.trim())
}

fn compared(twin: &Twin, told: &MessageInfo) -> Standing {
    let differs = twin.answers.iter().filter(|answer| !came_to_nothing(answer)).any(|answer| {
        let there = answers(told).find(|info| is(answer, info_id(info)));
        match there {
            // What a stopped one would have said may have come to an end over there.
            Some(info) => answer.state == AnswerState::Stopped && !says(&answer.text, &info.answer),
            None => answer.state == AnswerState::Done,
        }
    });
    if differs { Standing::Differs } else { Standing::Confirmed }
}

fn left_out(twin: &Twin, reached: bool, now: Timestamp) -> Standing {
    let standing = twin.turn.standing;
    let ended_at = twin.answers.iter().map(|answer| answer.ended_at).max().unwrap_or_default();
    let fresh = now.0.saturating_sub(ended_at.0) < SETTLES_MS;
    match standing {
        _ if !reached || fresh || twin.turn.only_here => unread(standing, knows_platform(twin)),
        Standing::Confirmed | Standing::Differs | Standing::Gone => Standing::Gone,
        Standing::Unknown | Standing::Sending | Standing::Local => Standing::Local,
    }
}

fn is_running(twin: &Twin) -> bool {
    twin.answers.iter().any(|answer| answer.state == AnswerState::Streaming)
}
