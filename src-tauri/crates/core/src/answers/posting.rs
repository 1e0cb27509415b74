//! What a person did to answers and is on its way to the platform.
//!
//! One rating of an answer is sent at a time, the newest last; a question waits until the platform has heard which answer
//! its context is, what was deleted from it, and with which variables it is asked.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::id::{AnswerId, ConversationId, TurnId};

/// What is on its way.
#[derive(Debug, Default)]
pub(crate) struct Posting {
    /// Answers whose rating is being sent, and whether there is a newer one.
    ratings: Mutex<HashMap<AnswerId, bool>>,
    choices: Mutex<HashMap<TurnId, ConversationId>>,
    chosen: Notify,
    /// Turns that are being deleted over there.
    removals: Mutex<HashSet<TurnId>>,
    removed: Notify,
    /// Conversations whose variables are being told to the platform.
    changes: Mutex<HashSet<ConversationId>>,
    changed: Notify,
    acts: AtomicU64,
}

impl Posting {
    /// Whether the caller is to send this answer's rating. Whoever is sending it sends the newer one as well.
    pub(super) fn begin_rating(&self, answer: AnswerId) -> bool {
        let mut ratings = lock(&self.ratings);
        match ratings.get_mut(&answer) {
            Some(newer) => {
                *newer = true;
                false
            }
            None => {
                ratings.insert(answer, false);
                true
            }
        }
    }

    /// Whether a newer rating is to be sent; otherwise the sender is done.
    pub(super) fn goes_on(&self, answer: AnswerId) -> bool {
        let mut ratings = lock(&self.ratings);
        match ratings.get_mut(&answer) {
            Some(newer) if *newer => {
                *newer = false;
                true
            }
            _ => {
                ratings.remove(&answer);
                false
            }
        }
    }

    /// Whether nobody is choosing among the answers of this turn; from now on the caller is.
    pub(super) fn begin_choice(&self, turn: TurnId, conversation: ConversationId) -> bool {
        let mut choices = lock(&self.choices);
        if choices.contains_key(&turn) {
            return false;
        }
        choices.insert(turn, conversation);
        true
    }

    /// The platform has taken or refused the choice.
    pub(super) fn end_choice(&self, turn: TurnId) {
        lock(&self.choices).remove(&turn);
        self.chosen.notify_waiters();
    }

    /// Waits until no choice of this conversation is on its way.
    pub(super) async fn settled(&self, conversation: ConversationId) {
        loop {
            let chosen = self.chosen.notified();
            if !lock(&self.choices).values().any(|of| *of == conversation) {
                return;
            }
            chosen.await;
        }
    }

    /// Whether nobody has this turn deleted on the platform; from now on the caller does.
    pub(super) fn begin_removal(&self, turn: TurnId) -> bool {
        lock(&self.removals).insert(turn)
    }

    /// The platform has said what it thinks of it, or could not be asked.
    pub(super) fn end_removal(&self, turn: TurnId) {
        lock(&self.removals).remove(&turn);
        self.removed.notify_waiters();
    }

    /// Waits until nobody has this turn deleted.
    pub(super) async fn removal_ended(&self, turn: TurnId) {
        loop {
            let removed = self.removed.notified();
            if !lock(&self.removals).contains(&turn) {
                return;
            }
            removed.await;
        }
    }

    /// Waits until nobody tells the platform the variables of this conversation; until the guard is dropped, nobody else
    /// does.
    pub(crate) async fn change(&self, conversation: ConversationId) -> Changing<'_> {
        loop {
            let changed = self.changed.notified();
            if lock(&self.changes).insert(conversation) {
                return Changing { posting: self, conversation };
            }
            changed.await;
        }
    }

    /// Counts what persons did and what became of it: a history that was asked for before does not know of it.
    pub(crate) fn acts(&self) -> u64 {
        self.acts.load(Ordering::SeqCst)
    }

    /// Something was done, or something became of it.
    pub(crate) fn act(&self) {
        self.acts.fetch_add(1, Ordering::SeqCst);
    }
}

/// Somebody tells the platform the variables of a conversation.
#[derive(Debug)]
pub(crate) struct Changing<'a> {
    posting: &'a Posting,
    conversation: ConversationId,
}

impl Drop for Changing<'_> {
    fn drop(&mut self) {
        lock(&self.posting.changes).remove(&self.conversation);
        self.posting.changed.notify_waiters();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_rating_of_an_answer_is_sent_at_a_time_and_the_newest_is_not_forgotten() {
        let (posting, answer) = (Posting::default(), AnswerId::make());
        assert!(posting.begin_rating(answer));
        assert!(!posting.begin_rating(answer));
        assert!(posting.goes_on(answer), "there is a newer one");
        assert!(!posting.goes_on(answer));
        assert!(posting.begin_rating(answer));
    }
}
