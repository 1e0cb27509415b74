//! A thread with a connection that does one thing after the other.

use std::fmt;
use std::panic::AssertUnwindSafe;
use std::sync::mpsc;
use std::thread;

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::torn::Harm;
use super::{Result, StoreError};

type Job = Box<dyn FnOnce(&mut Connection) + Send>;

/// The way to the thread. The thread ends when this is dropped and its work is done.
pub(super) struct Lane {
    jobs: mpsc::Sender<Job>,
    harm: Harm,
}

impl Lane {
    pub(super) fn start(name: &str, mut connection: Connection, harm: Harm) -> Result<Self> {
        let (jobs, inbox) = mpsc::channel::<Job>();
        thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || {
                while let Ok(job) = inbox.recv() {
                    // A bug in one closure must not end the lane: its transaction is rolled back as it unwinds, and
                    // its caller hears that it is gone.
                    let _ = std::panic::catch_unwind(AssertUnwindSafe(|| job(&mut connection)));
                }
            })
            .map_err(StoreError::Folder)?;
        Ok(Self { jobs, harm })
    }

    /// The work is done in the order of the calls, also if nobody waits for the outcome any more.
    pub(super) fn run<T, F>(&self, work: F) -> impl Future<Output = Result<T>> + Send + use<T, F>
    where
        T: Send + 'static,
        F: FnOnce(&mut Connection) -> Result<T> + Send + 'static,
    {
        let (tell, outcome) = oneshot::channel();
        let harm = self.harm.clone();
        let job: Job = Box::new(move |connection| {
            let _ = tell.send(harm.noticed(|| work(connection)));
        });
        let sent = self.jobs.send(job).is_ok();
        async move {
            if !sent {
                return Err(StoreError::Closed);
            }
            outcome.await.unwrap_or(Err(StoreError::Closed))
        }
    }
}

impl fmt::Debug for Lane {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lane")
    }
}
