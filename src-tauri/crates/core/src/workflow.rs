//! Workflows: what is run instead of asked. Running, answering a run that waits, and looking at the last ones.
//!
//! A run is a row from the moment it is asked for. Where it can be it runs in the background: the platform names it,
//! the name is on the disk before anybody waits, and it is asked after until it rests, also after a restart. Nothing is
//! run twice by itself: where it is not known whether the platform heard, the row says so.

mod fold;
mod input;
mod removed;
mod watching;

use parlance_client::Client;
use parlance_protocol::{
    AsyncResumeAppWorkflow, RunAppWorkflow, RunId as PlatformRunId, SyncResumeAppWorkflow, SyncRunAppWorkflow,
    WorkflowRun,
};
use serde_json::json;

use crate::error::{Error, Refusal};
use crate::id::{AgentId, RunId};
use crate::model::{Agent, AgentKind, InputFault, OpenedRun, OpenedWorkflow, Run, RunStatus, RunWay, Timestamp};
use crate::problem::{Problem, ProblemCode};
use crate::profile::Profile;
use crate::store::Writer;
use crate::update::{RowId, Update};
pub(crate) use removed::RemovedRuns;
pub(crate) use watching::Watches;
use watching::{Watch, may_be_heard};

impl Profile {
    /// A workflow's last runs, and the input that is being written. What it asks for is read anew behind it.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn workflow(&self, agent: AgentId) -> Result<OpenedWorkflow, Error> {
        let profile = self.clone();
        tokio::spawn(async move {
            // What it was last known to ask for serves as well.
            if let Ok(row) = profile.agent(agent).await {
                let _ = profile.refresh_opening(row).await;
            }
        });
        let read = move |reader: &crate::store::Reader<'_>| {
            Ok(OpenedWorkflow { runs: reader.runs(agent)?, draft: reader.run_draft(agent)? })
        };
        Ok(self.inner.store.read(read).await?)
    }

    /// A run with its texts and its nodes.
    ///
    /// # Errors
    /// When it is gone; those of the store.
    pub async fn open_run(&self, run: RunId) -> Result<OpenedRun, Error> {
        self.inner.store.read(move |reader| reader.whole_run(run)).await?.ok_or(Error::Gone("run"))
    }

    /// What is wrong with an input, as far as it can be known here; `None` for one that can be run.
    ///
    /// # Errors
    /// When the agent is gone; those of the store.
    pub async fn check_input(&self, agent: AgentId, input: String) -> Result<Option<InputFault>, Error> {
        Ok(input::fault(&input, &self.agent(agent).await?.variables))
    }

    /// Keeps the input that is being written.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn save_input(&self, agent: AgentId, text: String) -> Result<(), Error> {
        Ok(self.inner.store.note(move |writer| writer.set_run_draft(agent, &text)).await?)
    }

    /// Says whether an agent is asked or run.
    ///
    /// # Errors
    /// When it is gone; those of the store.
    pub async fn choose_kind(&self, agent: AgentId, kind: AgentKind) -> Result<Agent, Error> {
        self.inner.store.write(move |writer| writer.set_kind(agent, kind)).await?;
        self.tell_agent(agent).await
    }

    /// Runs a workflow. The run is on the disk when this returns; whatever goes wrong from here on is in its row.
    ///
    /// # Errors
    /// When the input is wrong, or the agent is gone; those of the store.
    pub async fn run_workflow(&self, agent: AgentId, input: String, way: RunWay) -> Result<Run, Error> {
        let row = self.agent(agent).await?;
        if let Some(fault) = input::fault(&input, &row.variables) {
            return Err(Error::Input(fault));
        }
        let run = Run {
            id: RunId::make(),
            agent_id: agent,
            platform_id: String::new(),
            status: RunStatus::ToStart,
            way,
            watched: true,
            preview: input::preview(&input),
            question: String::new(),
            choices: Vec::new(),
            nodes: Vec::new(),
            problem: None,
            started_at: self.now(),
            ended_at: Timestamp(0),
            took_ms: 0,
            tokens: 0,
        };
        let (kept, text) = (run.clone(), input.clone());
        let add = move |writer: &Writer<'_>| {
            writer.add_run(&kept, &text)?;
            writer.prune_runs(agent)
        };
        let gone = self.inner.store.write(add).await?;
        self.tell(&Update::Run { row: run.clone() });
        gone.into_iter().for_each(|run| self.tell(&Update::Removed { row: RowId::Run(run) }));
        self.begin_run(run.clone(), input);
        Ok(run)
    }

    /// Runs a workflow with the input of an earlier run. A run that the platform never took is begun in its own row.
    ///
    /// # Errors
    /// As [`Profile::run_workflow`], and when the run is gone.
    pub async fn run_again(&self, run: RunId) -> Result<Run, Error> {
        let OpenedRun { run: row, text, .. } = self.open_run(run).await?;
        if row.status != RunStatus::Failed || !row.platform_id.is_empty() {
            return self.run_workflow(row.agent_id, text.input, row.way).await;
        }
        let now = self.now();
        let begun = self
            .change_run(run, move |row| {
                row.status = RunStatus::ToStart;
                row.watched = true;
                row.problem = None;
                row.started_at = now;
                row.ended_at = Timestamp(0);
            })
            .await?;
        let row = begun.ok_or(Error::Gone("run"))?;
        self.begin_run(row.clone(), text.input);
        Ok(row)
    }

    /// Hands a run that waits its answer. Returns once the platform has taken it; the run is asked after again then.
    /// `literal` sends the text as it is; otherwise it goes in the form that a node which asks takes.
    ///
    /// # Errors
    /// When the run is gone or waits for nothing, and whatever keeps the platform from taking the answer: then the run
    /// still waits.
    pub async fn answer_run(&self, run: RunId, answer: String, literal: bool) -> Result<(), Error> {
        let row = self.inner.store.read(move |reader| reader.run(run)).await?.ok_or(Error::Gone("run"))?;
        if row.status != RunStatus::Interrupted {
            return Err(Refusal::NotWaiting.into());
        }
        let Some(watch) = self.inner.watches.begin_answer(run) else { return Err(Refusal::NotWaiting.into()) };
        let input = if literal { answer } else { json!({ "query": answer }).to_string() };
        let resumed = self.resume_run(&row, input).await.inspect_err(|_| self.inner.watches.end(&watch))?;
        self.change_run(run, |row| {
            row.status = RunStatus::Processing;
            row.watched = true;
            row.problem = None;
            row.question.clear();
            row.choices.clear();
            row.ended_at = Timestamp(0);
        })
        .await?;
        self.inner.watches.handed_over(&watch);
        let profile = self.clone();
        tokio::spawn(async move {
            match resumed {
                Resumed::GoesOn => profile.follow_run(watch, false).await,
                Resumed::InOneCall(client, request) => {
                    let told = profile.within(&watch, client.call_and_wait(&request)).await;
                    if let Some(Ok(told)) = told {
                        // The look below finds what could not be written.
                        let _ = profile.take_told(run, told).await;
                    }
                    profile.follow_run(watch, true).await;
                }
            }
        });
        Ok(())
    }

    /// Asks after a run again.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn watch_again(&self, run: RunId) -> Result<(), Error> {
        let row = self
            .change_run(run, |row| {
                if !row.platform_id.is_empty() {
                    row.watched = true;
                }
            })
            .await?;
        if row.is_some_and(|row| !row.platform_id.is_empty()) {
            self.watch_run(run, true);
        }
        Ok(())
    }

    /// Asks after a run no more. The platform goes on with it.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn unwatch(&self, run: RunId) -> Result<(), Error> {
        self.inner.watches.end_all(run);
        let now = self.now();
        self.change_run(run, move |row| {
            row.watched = false;
            if row.platform_id.is_empty() && row.status.goes_on() {
                row.status = RunStatus::Unknown;
                row.ended_at = now;
                row.problem = Some(unknown());
            }
        })
        .await?;
        Ok(())
    }

    fn begin_run(&self, run: Run, input: String) {
        let Some(watch) = self.inner.watches.begin(run.id) else { return };
        tokio::spawn(self.clone().run_on_platform(run, input, watch));
    }

    /// The task behind a new run: from the call that begins it until it rests.
    async fn run_on_platform(self, run: Run, input: String, watch: Watch) {
        let id = run.id;
        let Some(begun) = self.within(&watch, self.start_run(&run, input)).await else { return };
        match begun {
            Ok(true) => return self.follow_run(watch, false).await,
            Ok(false) => {}
            Err(error) => {
                let (lost, problem, now) = (may_be_heard(&error), error.problem(), self.now());
                let changed = self
                    .change_run(id, move |row| {
                        row.status = if lost { RunStatus::Unknown } else { RunStatus::Failed };
                        row.watched = false;
                        row.problem =
                            Some(if lost { Problem { code: ProblemCode::RunUnknown, ..problem } } else { problem });
                        row.ended_at = now;
                    })
                    .await;
                // Where not even that can be written, the next start finds the run unconfirmed.
                drop(changed);
            }
        }
        self.inner.watches.end(&watch);
    }

    /// Begins a run on the platform. Says whether it is to be asked after.
    async fn start_run(&self, run: &Run, input: String) -> Result<bool, Error> {
        let agent = self.agent(run.agent_id).await?;
        let client = self.door_of(&agent).await?;
        let input_data = if input.trim().is_empty() { "{}".to_owned() } else { input };
        let request = RunAppWorkflow { input_data, no_debug: Some(false) };
        if run.way == RunWay::Background {
            let started = client.call_if_there(&request).await;
            self.keep_learned(agent.id, &client).await;
            if let Some(started) = started? {
                return self.take_name(run.id, started.run_id).await;
            }
            self.change_run(run.id, |row| row.way = RunWay::OneCall).await?;
        }
        self.change_run(run.id, |row| row.status = RunStatus::Processing).await?;
        let told = client.call_and_wait(&SyncRunAppWorkflow(request)).await;
        self.keep_learned(agent.id, &client).await;
        let row = self.take_told(run.id, told?).await?;
        Ok(row.is_some_and(|row| row.status.goes_on() && !row.platform_id.is_empty()))
    }

    /// The platform's name for a run is on the disk before anybody waits for it.
    async fn take_name(&self, run: RunId, name: PlatformRunId) -> Result<bool, Error> {
        if name.is_empty() {
            let what = "it began a run without an id";
            return Err(Error::Client(parlance_client::ErrorKind::Unfamiliar { what }.into()));
        }
        let named = self
            .inner
            .store
            .write(move |writer| {
                let Some(row) = writer.run(run)? else { return Ok(None) };
                let row = Run { platform_id: name.to_string(), status: RunStatus::Processing, ..row };
                writer.save_run(&row)?;
                Ok(Some(row))
            })
            .await?;
        let there = named.is_some();
        named.into_iter().for_each(|row| self.tell(&Update::Run { row }));
        Ok(there)
    }

    async fn resume_run(&self, row: &Run, input: String) -> Result<Resumed, Error> {
        let client = self.door_of(&self.agent(row.agent_id).await?).await?;
        let run_id = PlatformRunId::new(row.platform_id.as_str());
        let request = AsyncResumeAppWorkflow { run_id, input, ..AsyncResumeAppWorkflow::default() };
        let outcome = client.call_if_there(&request).await.map_err(Error::from);
        self.keep_learned(row.agent_id, &client).await;
        match outcome {
            Ok(Some(WorkflowRun { .. })) => Ok(Resumed::GoesOn),
            // The look that follows says what became of it.
            Err(error) if may_be_heard(&error) => Ok(Resumed::GoesOn),
            Err(error) => Err(error),
            Ok(None) => {
                let AsyncResumeAppWorkflow { run_id, input, .. } = request;
                let request = SyncResumeAppWorkflow { run_id, input, ..SyncResumeAppWorkflow::default() };
                Ok(Resumed::InOneCall(client, request))
            }
        }
    }

    /// Waits for something, unless the program ends or nobody wants it any more.
    async fn within<T>(&self, watch: &Watch, what: impl Future<Output = T>) -> Option<T> {
        tokio::select! {
            biased;
            () = self.inner.closing.cancelled() => None,
            () = watch.over.cancelled() => None,
            done = what => Some(done),
        }
    }
}

/// How an answer is handed over.
enum Resumed {
    /// The platform has it and goes on.
    GoesOn,
    /// The platform has only the call that is answered when the run rests again.
    InOneCall(Client, SyncResumeAppWorkflow),
}

/// Nobody here knows whether the platform runs it.
pub(crate) fn unknown() -> Problem {
    Problem::new(ProblemCode::RunUnknown, "nobody here heard whether the platform took the run")
}
