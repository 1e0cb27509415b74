//! Runs that are deleted. They are gone from the disk at once and stay in memory for a few seconds, in which they can be
//! brought back. The platform keeps what it has and is not told.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::unknown;
use crate::error::Error;
use crate::id::RunId;
use crate::model::{OpenedRun, Run, RunStatus};
use crate::profile::Profile;
use crate::update::{RowId, Update};

/// How long a deleted run can be brought back.
const REGRET: Duration = Duration::from_secs(10);

/// The runs that can still be brought back.
#[derive(Debug, Default)]
pub(crate) struct RemovedRuns(Mutex<HashMap<RunId, OpenedRun>>);

impl RemovedRuns {
    fn all(&self) -> MutexGuard<'_, HashMap<RunId, OpenedRun>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Profile {
    /// Forgets a run here. For a few seconds it can be brought back. The platform keeps what it has.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn remove_run(&self, run: RunId) -> Result<(), Error> {
        self.inner.watches.end_all(run);
        let removed = self
            .inner
            .store
            .write(move |writer| {
                let whole = writer.whole_run(run)?;
                writer.remove_run(run)?;
                Ok(whole)
            })
            .await?;
        self.tell(&Update::Removed { row: RowId::Run(run) });
        if let Some(whole) = removed {
            self.inner.removed_runs.all().insert(run, whole);
            let profile = self.clone();
            tokio::spawn(async move {
                tokio::select! {
                    () = profile.inner.closing.cancelled() => {}
                    () = profile.inner.clock.wait(REGRET) => {}
                }
                profile.inner.removed_runs.all().remove(&run);
            });
        }
        Ok(())
    }

    /// Brings a deleted run back, and asks after it again if it was asked after.
    ///
    /// # Errors
    /// When it was forgotten already, or its workflow was removed; those of the store.
    pub async fn restore_run(&self, run: RunId) -> Result<Run, Error> {
        let mut whole = self.inner.removed_runs.all().remove(&run).ok_or(Error::Gone("run"))?;
        self.agent(whole.run.agent_id).await?;
        let row = &mut whole.run;
        if row.platform_id.is_empty() && row.status.goes_on() {
            // Whoever waited for the platform's word on it was sent away.
            row.status = RunStatus::Unknown;
            row.watched = false;
            row.ended_at = self.now();
            row.problem = Some(unknown());
        }
        let watched = row.watched && row.status.goes_on();
        let whole = self
            .inner
            .store
            .write(move |writer| {
                writer.add_run(&whole.run, &whole.text.input)?;
                writer.set_run_output(run, &whole.text.output)?;
                for (position, node) in (0..).zip(&whole.nodes) {
                    writer.save_run_node(node, position)?;
                }
                Ok(whole)
            })
            .await?;
        self.tell(&Update::Run { row: whole.run.clone() });
        if watched {
            self.watch_run(run, true);
        }
        Ok(whole.run)
    }
}
