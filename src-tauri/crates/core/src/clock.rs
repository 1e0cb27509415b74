//! The time, as an argument.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::sync::Notify;

use crate::model::Timestamp;

/// Where a profile takes its instants from.
#[derive(Debug, Clone)]
pub struct Clock(Source);

#[derive(Debug, Clone)]
enum Source {
    System,
    Hand(Arc<Hand>),
}

#[derive(Debug)]
struct Hand {
    at: AtomicI64,
    moved: Notify,
}

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands still until it is moved; copies move together.
    #[must_use]
    pub fn by_hand(at: Timestamp) -> Self {
        Self(Source::Hand(Arc::new(Hand { at: AtomicI64::new(at.0), moved: Notify::new() })))
    }

    /// Moves a clock that stands still by this many milliseconds; the machine's clock is not moved.
    pub fn advance(&self, by_ms: i64) {
        if let Source::Hand(hand) = &self.0 {
            hand.at.fetch_add(by_ms, Ordering::SeqCst);
            hand.moved.notify_waiters();
        }
    }

    /// Waits until it shows so much more than now.
    pub(crate) async fn wait(&self, span: Duration) {
        let Source::Hand(hand) = &self.0 else { return tokio::time::sleep(span).await };
        let until = self.now().0.saturating_add(i64::try_from(span.as_millis()).unwrap_or(i64::MAX));
        loop {
            let moved = hand.moved.notified();
            if self.now().0 >= until {
                return;
            }
            moved.await;
        }
    }

    /// What it shows.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        Timestamp(match &self.0 {
            Source::Hand(hand) => hand.at.load(Ordering::SeqCst),
            Source::System => SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX)),
        })
    }
}
