//! Tasks that go on after the answers that began them.

use super::Script;
use crate::answering::{Teller, unix_seconds};
use crate::store::TaskEnd;

/// What becomes of the tasks that answers began, the oldest first.
impl Script {
    /// The task has come to its end: the text is a message of its own from now on. Without a task nothing happens.
    pub async fn finish_task(&self, text: &str) {
        self.end_task(TaskEnd::Well(text.to_owned())).await;
    }

    /// The task has failed for this reason.
    pub async fn fail_task(&self, reason: &str) {
        self.end_task(TaskEnd::Badly(reason.to_owned())).await;
    }

    /// The task is not known any more.
    pub async fn lose_task(&self) {
        self.end_task(TaskEnd::Forgotten).await;
    }

    async fn end_task(&self, end: TaskEnd) {
        let task = self.state().tasks.pop_front();
        if let Some((store, task)) = task {
            // A test sees what does not happen.
            let _ = store.end_task(task, end, unix_seconds()).await;
        }
    }

    /// Begins a task, and remembers it for the test to end.
    pub(super) async fn begin_task(&self, teller: &mut Teller, words: &str) {
        if let Some(task) = teller.task(words).await {
            self.state().tasks.push_back((teller.store(), task));
        }
    }
}
