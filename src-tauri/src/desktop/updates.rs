//! Profile updates to the window: one batch in flight, the next one merged while the page paints.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use parlance_core::{Profile, RowId, Update, Updates};
use tauri::async_runtime::JoinHandle;
use tauri::ipc::Channel;
use tokio::sync::Notify;
use tokio::time::timeout;

/// A page that does not paint (busy, hidden, minimised) gets its next batch after this long.
const MOST_BETWEEN_BATCHES: Duration = Duration::from_millis(250);

/// The way from the profile to the page.
#[derive(Debug, Default)]
pub(super) struct Feed {
    painted: Arc<Notify>,
    pump: Mutex<Option<JoinHandle<()>>>,
}

impl Feed {
    /// The page has painted the last batch.
    pub(super) fn painted(&self) {
        self.painted.notify_one();
    }

    /// Sends the profile's updates to this channel from now on, and to no earlier one: a page that was loaded again
    /// has a new channel.
    pub(super) fn begin(&self, profile: &Profile, channel: Channel<Vec<Update>>) {
        let pump = tauri::async_runtime::spawn(pump(profile.updates(), channel, Arc::clone(&self.painted)));
        if let Ok(mut running) = self.pump.lock()
            && let Some(earlier) = running.replace(pump)
        {
            earlier.abort();
        }
    }
}

async fn pump(mut updates: Updates, channel: Channel<Vec<Update>>, painted: Arc<Notify>) {
    while let Some(first) = updates.next().await {
        let mut batch = Batch::default();
        batch.add(first);
        while let Some(more) = updates.ready() {
            batch.add(more);
        }
        if channel.send(batch.into_updates()).is_err() {
            return;
        }
        // Painted or not, the next batch may go after the wait.
        let _ = timeout(MOST_BETWEEN_BATCHES, painted.notified()).await;
    }
}

/// Updates that travel together: the last state of each row, and each row's texts in one piece.
#[derive(Debug, Default)]
struct Batch {
    slots: Vec<Option<Update>>,
    rows: HashMap<RowId, usize>,
    texts: HashMap<RowId, usize>,
}

impl Batch {
    fn add(&mut self, update: Update) {
        let row = update.row();
        let next = self.slots.len();
        if let Update::Text { append, .. } = &update {
            if let Some(Some(Update::Text { append: earlier, .. })) =
                self.texts.get(&row).and_then(|&slot| self.slots.get_mut(slot))
            {
                earlier.push_str(append);
                return;
            }
            self.texts.insert(row, next);
        } else {
            for stale in [self.texts.remove(&row), self.rows.insert(row, next)].into_iter().flatten() {
                if let Some(slot) = self.slots.get_mut(stale) {
                    *slot = None;
                }
            }
        }
        self.slots.push(Some(update));
    }

    fn into_updates(self) -> Vec<Update> {
        self.slots.into_iter().flatten().collect()
    }
}

#[cfg(test)]
mod tests {
    use parlance_core::AnswerId;

    use super::*;

    fn text(of: RowId, at: u32, append: &str) -> Update {
        Update::Text { of, at, append: append.to_owned() }
    }

    fn batched(updates: impl IntoIterator<Item = Update>) -> Vec<Update> {
        let mut batch = Batch::default();
        updates.into_iter().for_each(|update| batch.add(update));
        batch.into_updates()
    }

    #[test]
    fn texts_of_one_row_are_joined_and_those_of_two_are_not() {
        let (one, two) = (RowId::Answer(AnswerId::make()), RowId::Answer(AnswerId::make()));
        let sent = batched([text(one, 0, "早"), text(two, 0, "x"), text(one, 1, "上好")]);
        assert_eq!(sent, [text(one, 0, "早上好"), text(two, 0, "x")]);
    }

    #[test]
    fn the_last_word_on_a_row_replaces_what_was_said_before() {
        let row = RowId::Answer(AnswerId::make());
        let gone = Update::Removed { row };
        let sent = batched([text(row, 0, "a"), gone.clone(), gone.clone(), text(row, 0, "b")]);
        assert_eq!(sent, [gone, text(row, 0, "b")]);
    }
}
