//! Work that may take long, as others see it: how far it is, and that it is to end.

use std::sync::Arc;
use std::time::Duration;

use rusqlite::InterruptHandle;
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

use crate::model::Progress;

/// How long an interruption may take to be heard.
const AGAIN: Duration = Duration::from_millis(20);

/// A piece of work. Copies are the same.
#[derive(Clone, Default)]
pub struct Work {
    cancel: CancellationToken,
    tell: Option<Arc<dyn Fn(Progress) + Send + Sync>>,
}

impl Work {
    /// Work that tells how far it is.
    #[must_use]
    pub fn told(tell: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        Self { cancel: CancellationToken::new(), tell: Some(Arc::new(tell)) }
    }

    /// Ends it as soon as possible.
    pub fn cancel(&self) {
        self.cancel.cancel();
    }

    pub(crate) fn cancelled(&self) -> bool {
        self.cancel.is_cancelled()
    }

    /// Waits until it is to end.
    pub(crate) async fn ends(&self) {
        self.cancel.cancelled().await;
    }

    /// Waits for statements of a database, which are interrupted when the work is to end.
    pub(crate) async fn interrupting<T>(
        &self,
        statements: impl Future<Output = T>,
        handle: oneshot::Receiver<InterruptHandle>,
    ) -> T {
        let mut statements = Box::pin(statements);
        tokio::select! {
            outcome = &mut statements => return outcome,
            () = self.ends() => {}
        }
        let handle = tokio::select! {
            outcome = &mut statements => return outcome,
            handle = handle => handle,
        };
        loop {
            // Between two statements nothing is there to be interrupted.
            handle.iter().for_each(InterruptHandle::interrupt);
            tokio::select! {
                outcome = &mut statements => return outcome,
                () = tokio::time::sleep(AGAIN) => {}
            }
        }
    }

    pub(crate) fn is_at(&self, done: usize, total: usize) {
        let number = |count| u32::try_from(count).unwrap_or(u32::MAX);
        if let Some(tell) = &self.tell {
            tell(Progress { done: number(done), total: number(total) });
        }
    }
}

impl std::fmt::Debug for Work {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Work").field("cancelled", &self.cancelled()).finish_non_exhaustive()
    }
}
