//! Asking after runs until they rest. A run belongs to the platform: nothing here ends it, and nothing that happens here
//! is lost on it, since its id is on the disk before anybody waits.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use parlance_client::Category;
use parlance_protocol::{QueryRunAppProcess, RunId as PlatformRunId, WorkflowRun};
use tokio_util::sync::CancellationToken;

use super::fold::fold;
use crate::error::Error;
use crate::id::{AgentId, RunId};
use crate::model::{OpenedRun, Run};
use crate::problem::Problem;
use crate::profile::Profile;
use crate::store::{StoreError, Writer};
use crate::update::Update;

/// The runs that somebody here waits for.
#[derive(Debug, Default)]
pub(crate) struct Watches {
    all: Mutex<HashMap<RunId, Watch>>,
    made: AtomicU64,
}

/// One waiting for one run.
#[derive(Debug, Clone)]
pub(super) struct Watch {
    run: RunId,
    number: u64,
    /// Whether it began with an answer that is handed over.
    answers: bool,
    /// Told when nobody wants it any more.
    pub(super) over: CancellationToken,
}

impl Watches {
    /// From now on the caller waits for this run; `None` where somebody does already.
    pub(super) fn begin(&self, run: RunId) -> Option<Watch> {
        let mut all = self.all();
        if all.contains_key(&run) { None } else { Some(self.put(&mut all, run, false)) }
    }

    /// From now on the caller hands a run its answer and waits for it, instead of whoever has just seen it rest; `None`
    /// where an answer is on its way already.
    pub(super) fn begin_answer(&self, run: RunId) -> Option<Watch> {
        let mut all = self.all();
        if all.get(&run).is_some_and(|watch| watch.answers) { None } else { Some(self.put(&mut all, run, true)) }
    }

    /// The answer is handed over: from now on it is a waiting like any other.
    pub(super) fn handed_over(&self, watch: &Watch) {
        if let Some(known) = self.all().get_mut(&watch.run).filter(|known| known.number == watch.number) {
            known.answers = false;
        }
    }

    /// This waiting is over.
    pub(super) fn end(&self, watch: &Watch) {
        let mut all = self.all();
        if all.get(&watch.run).is_some_and(|known| known.number == watch.number) {
            all.remove(&watch.run);
        }
    }

    /// Nobody waits for this run any more.
    pub(super) fn end_all(&self, run: RunId) {
        if let Some(watch) = self.all().remove(&run) {
            watch.over.cancel();
        }
    }

    fn put(&self, all: &mut HashMap<RunId, Watch>, run: RunId, answers: bool) -> Watch {
        let number = self.made.fetch_add(1, Ordering::Relaxed);
        let watch = Watch { run, number, answers, over: CancellationToken::new() };
        if let Some(before) = all.insert(run, watch.clone()) {
            before.over.cancel();
        }
        watch
    }

    fn all(&self) -> MutexGuard<'_, HashMap<RunId, Watch>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How long to wait before the next look: short at first, then as long as the run seems to take.
fn pause(looks: u32, failures: u32) -> Duration {
    match (failures, looks) {
        (0, 0) => Duration::from_millis(500),
        (0, ..30) => Duration::from_secs(1),
        (0, ..90) => Duration::from_secs(2),
        (0, ..300) => Duration::from_secs(5),
        (0, _) => Duration::from_secs(15),
        (failures, _) => Duration::from_secs(2_u64.saturating_pow(failures).min(60)),
    }
}

/// Whether it may pass by itself. Asking how far a run is changes nothing, so in doubt it is asked again.
fn passes(error: &Error) -> bool {
    let Error::Client(error) = error else { return matches!(error, Error::Store(_)) };
    matches!(
        error.category(),
        Category::Offline
            | Category::Timeout
            | Category::Tls
            | Category::RateLimited { .. }
            | Category::Overloaded
            | Category::Cut
            | Category::LoginPage
            | Category::AgentFailed
    )
}

/// Whether the platform may have heard what was asked, although no answer came.
pub(super) fn may_be_heard(error: &Error) -> bool {
    let Error::Client(error) = error else { return false };
    matches!(error.category(), Category::Timeout | Category::Overloaded | Category::Cut)
}

impl Profile {
    /// Asks after the runs that were asked after when the program ended, but for those of the built-in server, which
    /// says first where it is.
    pub(crate) async fn take_up_runs(&self) -> Result<(), Error> {
        let (runs, agents) = self.inner.store.read(|reader| Ok((reader.watched_runs()?, reader.agents()?))).await?;
        for (run, agent) in runs {
            if agents.iter().any(|row| row.id == agent && !row.built_in) {
                self.watch_run(run, true);
            }
        }
        Ok(())
    }

    /// Asks after the runs of one agent again.
    pub(crate) async fn take_up_runs_of(&self, agent: AgentId) -> Result<(), Error> {
        let runs = self.inner.store.read(move |reader| reader.runs(agent)).await?;
        for run in runs.into_iter().filter(|run| run.status.goes_on() && !run.platform_id.is_empty()) {
            // Those that asking after has failed for are asked after again; those that a person let go are not.
            if run.watched || run.problem.is_some() {
                self.watch_again(run.id).await?;
            }
        }
        Ok(())
    }

    /// Asks after a run from now on, unless somebody does.
    pub(super) fn watch_run(&self, run: RunId, at_once: bool) {
        if let Some(watch) = self.inner.watches.begin(run) {
            tokio::spawn(self.clone().follow_run(watch, at_once));
        }
    }

    pub(super) async fn follow_run(self, watch: Watch, at_once: bool) {
        let run = watch.run;
        let (mut looks, mut failures) = (0, 0);
        let mut wait = if at_once { Duration::ZERO } else { pause(0, 0) };
        loop {
            tokio::select! {
                biased;
                () = self.inner.closing.cancelled() => return,
                () = watch.over.cancelled() => return,
                () = self.inner.clock.wait(wait) => {}
            }
            let looked = tokio::select! {
                biased;
                () = self.inner.closing.cancelled() => return,
                () = watch.over.cancelled() => return,
                looked = self.look_at(run) => looked,
            };
            match looked {
                Ok(Some(row)) if row.status.goes_on() => {
                    looks += 1;
                    failures = 0;
                }
                Ok(_) => break,
                Err(error) => {
                    failures += 1;
                    let goes_on = passes(&error);
                    let problem = error.problem();
                    // What cannot be written is said once the run rests.
                    let _ = self.change_run(run, move |row| trouble(row, problem, goes_on)).await;
                    if !goes_on {
                        break;
                    }
                }
            }
            wait = pause(looks, failures);
        }
        self.inner.watches.end(&watch);
    }

    /// Asks once how far a run is; `None` where there is no such run here any more.
    async fn look_at(&self, run: RunId) -> Result<Option<Run>, Error> {
        let Some(row) = self.inner.store.read(move |reader| reader.run(run)).await? else { return Ok(None) };
        let client = self.door_of(&self.agent(row.agent_id).await?).await?;
        let request = QueryRunAppProcess { run_id: PlatformRunId::new(row.platform_id) };
        let told = client.call(&request).await;
        self.keep_learned(row.agent_id, &client).await;
        self.take_told(run, told?).await
    }

    /// Writes down what the platform told of a run, and tells what it changed.
    pub(super) async fn take_told(&self, run: RunId, told: WorkflowRun) -> Result<Option<Run>, Error> {
        let now = self.now();
        let written = self
            .inner
            .store
            .note(move |writer| {
                let Some(before) = writer.whole_run(run)? else { return Ok(None) };
                let after = fold(&before, &told, now);
                let updates = write(writer, &before, &after)?;
                Ok(Some((after.run, updates)))
            })
            .await?;
        Ok(written.map(|(row, updates)| {
            updates.iter().for_each(|update| self.tell(update));
            row
        }))
    }

    /// Changes a run's row, if it is there, and tells it.
    pub(super) async fn change_run(
        &self,
        run: RunId,
        change: impl FnOnce(&mut Run) + Send + 'static,
    ) -> Result<Option<Run>, Error> {
        let changed = self
            .inner
            .store
            .note(move |writer| {
                let Some(before) = writer.run(run)? else { return Ok(None) };
                let mut row = before.clone();
                change(&mut row);
                writer.save_run(&row)?;
                Ok(Some((row != before, row)))
            })
            .await?;
        Ok(changed.map(|(changed, row)| {
            if changed {
                self.tell(&Update::Run { row: row.clone() });
            }
            row
        }))
    }
}

fn trouble(row: &mut Run, problem: Problem, goes_on: bool) {
    if row.status.goes_on() {
        row.watched &= goes_on;
        row.problem = Some(problem);
    }
}

/// Writes what is new of a run; how to say it.
fn write(writer: &Writer<'_>, before: &OpenedRun, after: &OpenedRun) -> Result<Vec<Update>, StoreError> {
    let mut updates = Vec::new();
    for (position, node) in (0..).zip(&after.nodes) {
        let known = usize::try_from(position).ok().and_then(|place| before.nodes.get(place));
        if known != Some(node) {
            writer.save_run_node(node, position)?;
            if !before.nodes.contains(node) {
                updates.push(Update::RunNode { row: node.clone() });
            }
        }
    }
    if after.text != before.text {
        writer.set_run_output(after.run.id, &after.text.output)?;
        updates.push(Update::RunText { row: after.text.clone() });
    }
    if after.run != before.run {
        writer.save_run(&after.run)?;
        // Last: whoever hears that a run rests has all that belongs to it.
        updates.push(Update::Run { row: after.run.clone() });
    }
    Ok(updates)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_come_every_second_or_two_and_less_often_the_longer_it_takes() {
        let waits: Vec<u64> = [0, 1, 29, 30, 89, 90, 300].map(|looks| pause(looks, 0).as_secs()).into();
        assert_eq!(waits, [0, 1, 1, 2, 2, 5, 15]);
        let failing: Vec<u64> = (1..9).map(|failures| pause(7, failures).as_secs()).collect();
        assert_eq!(failing, [2, 4, 8, 16, 32, 60, 60, 60]);
    }

    #[test]
    fn a_run_is_waited_for_by_one_and_an_answer_takes_over() {
        let (watches, run) = (Watches::default(), RunId::make());
        let first = watches.begin(run).unwrap();
        assert!(watches.begin(run).is_none());
        let answering = watches.begin_answer(run).unwrap();
        assert!(first.over.is_cancelled() && watches.begin_answer(run).is_none());
        watches.end(&first);
        assert!(watches.begin(run).is_none(), "whoever was taken over from ends nothing");
        watches.handed_over(&answering);
        assert!(watches.begin_answer(run).is_some(), "the next question has an answer of its own");
        watches.end_all(run);
        assert!(watches.begin(run).is_some());
        watches.end_all(run);
        assert!(watches.begin(run).is_some());
    }
}
