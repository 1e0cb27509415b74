//! Runs of workflows.

use parlance_protocol::{RunId, WorkflowStatus};
use rusqlite::{Connection, OptionalExtension, params};

use super::{Owner, Result, Store};
use crate::agents::workflow::Progress;

/// A run that a trigger started.
#[derive(Debug)]
pub(crate) struct Triggered {
    pub(crate) name: String,
    pub(crate) input: String,
    pub(crate) progress: Progress,
}

impl Store {
    /// Keeps a run that begins; of one that a trigger started, the trigger's name and what it was told.
    pub(crate) async fn begin_run(
        &self,
        owner: Owner,
        progress: Progress,
        trigger: Option<(String, String)>,
        now: i64,
    ) -> Result<()> {
        self.run(move |connection| {
            let (name, input) = trigger.unzip();
            connection.execute(
                "INSERT INTO run (id, agent, user, status, progress, trigger, input, created_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                params![
                    progress.run.run_id.as_str(),
                    owner.agent,
                    owner.user,
                    progress.run.status.as_str(),
                    serde_json::to_string(&progress)?,
                    name,
                    input.unwrap_or_default(),
                    now
                ],
            )?;
            Ok(())
        })
        .await
    }

    /// Keeps how far a run is.
    pub(crate) async fn keep_run(&self, progress: Progress) -> Result<()> {
        self.run(move |connection| {
            let (id, status) = (progress.run.run_id.as_str(), progress.run.status.as_str());
            let sql = "UPDATE run SET status = ?2, progress = ?3 WHERE id = ?1";
            connection.prepare_cached(sql)?.execute((id, status, serde_json::to_string(&progress)?))?;
            Ok(())
        })
        .await
    }

    /// An owner's run; `None` when there is no such run.
    pub(crate) async fn progress(&self, owner: Owner, id: RunId) -> Result<Option<Progress>> {
        self.run(move |connection| progress_of(connection, &owner, &id)).await
    }

    /// Takes up an owner's run if it still waits, so that nobody else does; false when it does not wait any more.
    pub(crate) async fn take_up(&self, owner: Owner, progress: Progress) -> Result<bool> {
        self.run(move |connection| {
            let sql = "UPDATE run SET status = ?4, progress = ?5
                        WHERE id = ?1 AND agent = ?2 AND user = ?3 AND status = 'interrupted'";
            let (id, status) = (progress.run.run_id.as_str(), progress.run.status.as_str());
            let state = serde_json::to_string(&progress)?;
            Ok(connection.execute(sql, (id, owner.agent, owner.user, status, state))? > 0)
        })
        .await
    }

    /// The runs that an agent's trigger started, of those that are named, in the order of their beginning.
    pub(crate) async fn triggered(&self, agent: String, ids: Vec<RunId>) -> Result<Vec<Triggered>> {
        self.run(move |connection| {
            let sql = "SELECT trigger, input, progress, created_at
                         FROM run WHERE id = ?1 AND agent = ?2 AND trigger IS NOT NULL";
            let mut statement = connection.prepare_cached(sql)?;
            let mut found = Vec::new();
            for id in ids {
                let row = statement
                    .query_row((id.as_str(), &agent), |row| {
                        Ok((row.get::<_, String>(0)?, row.get(1)?, row.get::<_, String>(2)?, row.get::<_, i64>(3)?))
                    })
                    .optional()?;
                if let Some((name, input, progress, created_at)) = row {
                    found.push((created_at, Triggered { name, input, progress: serde_json::from_str(&progress)? }));
                }
            }
            found.sort_by_key(|(created_at, _)| *created_at);
            Ok(found.into_iter().map(|(_, triggered)| triggered).collect())
        })
        .await
    }
}

fn progress_of(connection: &Connection, owner: &Owner, id: &RunId) -> Result<Option<Progress>> {
    let sql = "SELECT progress, status FROM run WHERE id = ?1 AND agent = ?2 AND user = ?3";
    let found: Option<(String, String)> = connection
        .prepare_cached(sql)?
        .query_row((id.as_str(), &owner.agent, &owner.user), |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((progress, status)) = found else { return Ok(None) };
    let mut progress: Progress = serde_json::from_str(&progress)?;
    if WorkflowStatus::from(status) == WorkflowStatus::Stopped && progress.run.status != WorkflowStatus::Stopped {
        progress.stop("The server ended in the middle of this run.");
    }
    Ok(Some(progress))
}
