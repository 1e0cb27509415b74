//! Running workflows, resuming them, and looking how far they are.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use parlance_protocol::{
    AsyncResumeAppWorkflow, QueryRunAppProcess, RunAppWorkflow, RunAppWorkflowResponse, RunId, SyncResumeAppWorkflow,
    SyncRunAppWorkflow, WorkflowStatus,
};
use serde_json::Value;
use tokio::sync::mpsc;

use crate::agents::Served;
use crate::agents::workflow::{Progress, Waits};
use crate::answering::unix_seconds;
use crate::dialect::{Dialect, Wire};
use crate::inputs::{check_inputs, inputs_in};
use crate::refusal::Refusal;
use crate::router::{App, reply};
use crate::runs::{Going, Runs};
use crate::signed::Signed;
use crate::store::Owner;
use crate::stream::{self, Piece, Writing};

pub(crate) async fn run(State(app): State<Arc<App>>, signed: Signed<RunAppWorkflow>) -> Result<Response, Refusal> {
    let (run_id, _) = begin(&app, &signed.agent, signed.owner, signed.request, None).await?;
    Ok(reply(&RunAppWorkflowResponse { run_id, ..RunAppWorkflowResponse::default() }))
}

pub(crate) async fn sync_run(
    State(app): State<Arc<App>>,
    signed: Signed<SyncRunAppWorkflow>,
) -> Result<Response, Refusal> {
    let (_, going) = begin(&app, &signed.agent, signed.owner, signed.request.0, None).await?;
    Ok(reply(&going.rested().await?.shown()))
}

/// Begins a run; `trigger` is the name of the one that asked for it.
pub(crate) async fn begin(
    app: &App,
    served: &Served,
    owner: Owner,
    request: RunAppWorkflow,
    trigger: Option<String>,
) -> Result<(RunId, Going), Refusal> {
    let workflow = served.workflow()?;
    let inputs = inputs_in(&request.input_data)?;
    check_inputs(&inputs, &workflow.config.variable_configs)?;
    let run_id = Runs::new_id();
    let progress = Progress::new(&workflow, run_id.clone(), inputs, request.no_debug == Some(true));
    let trigger = trigger.map(|name| (name, request.input_data));
    app.store.begin_run(owner, progress.clone(), trigger, unix_seconds()).await?;
    Ok((run_id, app.runs.go(workflow, progress)))
}

pub(crate) async fn query(
    State(app): State<Arc<App>>,
    signed: Signed<QueryRunAppProcess>,
) -> Result<Response, Refusal> {
    signed.agent.workflow()?;
    let progress = app.store.progress(signed.owner, signed.request.run_id).await?.ok_or_else(no_run)?;
    Ok(reply(&progress.shown()))
}

pub(crate) async fn resume(
    State(app): State<Arc<App>>,
    signed: Signed<AsyncResumeAppWorkflow>,
) -> Result<Response, Refusal> {
    let AsyncResumeAppWorkflow { run_id, input, .. } = signed.request;
    let (progress, _) = take_up(&app, &signed.agent, signed.owner, run_id, &input).await?;
    Ok(reply(&progress.shown()))
}

pub(crate) async fn sync_resume(
    State(app): State<Arc<App>>,
    signed: Signed<SyncResumeAppWorkflow>,
) -> Result<Response, Refusal> {
    let SyncResumeAppWorkflow { run_id, input, is_stream, .. } = signed.request;
    let (_, going) = take_up(&app, &signed.agent, signed.owner, run_id.clone(), &input).await?;
    if is_stream != Some(true) {
        return Ok(reply(&going.rested().await?.shown()));
    }
    let writing = Writing {
        dialect: Dialect::V2,
        #[cfg(feature = "script")]
        style: crate::agents::script::Style::default(),
        #[cfg(feature = "script")]
        line: None,
    };
    Ok(stream::events(frames(run_id, going), writing))
}

/// Gives a run that waits its answer and lets it go on.
async fn take_up(
    app: &App,
    served: &Served,
    owner: Owner,
    run_id: RunId,
    input: &str,
) -> Result<(Progress, Going), Refusal> {
    let workflow = served.workflow()?;
    let mut progress = app.store.progress(owner.clone(), run_id).await?.ok_or_else(no_run)?;
    let waits_not = |status: &WorkflowStatus| {
        let status = status.as_str();
        Refusal::parameter(format!("This run does not wait for an answer; its status is {status}."))
    };
    if progress.run.status != WorkflowStatus::Interrupted {
        return Err(waits_not(&progress.run.status));
    }
    progress.answer(&workflow, input).map_err(|Waits(why)| Refusal::parameter(why))?;
    if !app.store.take_up(owner, progress.clone()).await? {
        return Err(waits_not(&WorkflowStatus::Processing));
    }
    let going = app.runs.go(workflow, progress.clone());
    Ok((progress, going))
}

/// The events of a run as they stand on the wire.
fn frames(run_id: RunId, mut going: Going) -> mpsc::UnboundedReceiver<Piece> {
    let (pieces, heard) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Some(event) = going.events.recv().await {
            let Ok(Value::Object(own)) = serde_json::to_value(&event) else { continue };
            // The run goes on without its listener, and is stored.
            let _ = pieces.send(Piece::Event(Box::new(Wire::of_run(own, &run_id, unix_seconds()))));
        }
    });
    heard
}

fn no_run() -> Refusal {
    Refusal::parameter("There is no such run for this API key and UserID.")
}
