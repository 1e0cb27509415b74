//! Runs of workflows: each on a task of its own, stored after every node, whether or not anyone waits for it.

use std::sync::Arc;

use parlance_protocol::{RunId, WorkflowEvent, WorkflowStatus};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::agents::workflow::{Progress, Workflow};
use crate::error::StoreError;
use crate::store::Store;

/// Where runs are begun.
#[derive(Debug, Clone)]
pub(crate) struct Runs {
    pub(crate) store: Store,
    /// Stops all of them.
    pub(crate) shutdown: CancellationToken,
}

/// A run that goes on by itself.
pub(crate) struct Going {
    pub(crate) events: mpsc::UnboundedReceiver<WorkflowEvent>,
    task: JoinHandle<Result<Progress, StoreError>>,
}

impl Going {
    /// Waits until the run rests: at its end, or at a node that asks.
    pub(crate) async fn rested(self) -> Result<Progress, StoreError> {
        self.task.await.unwrap_or(Err(StoreError::Closed))
    }
}

impl Runs {
    /// Runs node after node until the run rests. The run is in the store already.
    pub(crate) fn go(&self, workflow: Arc<Workflow>, mut progress: Progress) -> Going {
        let (heard, events) = mpsc::unbounded_channel();
        let (store, shutdown) = (self.store.clone(), self.shutdown.clone());
        let task = tokio::spawn(async move {
            // Whoever listened may be gone, here and below.
            let _ = heard.send(WorkflowEvent::FlowStart {});
            while progress.run.status == WorkflowStatus::Processing {
                tokio::select! {
                    biased;
                    () = shutdown.cancelled() => progress.stop("The server was stopped in the middle of this run."),
                    () = workflow.step(&mut progress, &heard) => {}
                }
                store.keep_run(progress.clone()).await?;
            }
            let run = &progress.run;
            let cost_tokens = run.cost_token.unwrap_or_default();
            let _ = heard.send(WorkflowEvent::FlowCost { cost_tokens, latency: run.cost_ms });
            match run.status {
                WorkflowStatus::Success => {
                    let _ = heard.send(WorkflowEvent::FlowEnd {});
                }
                WorkflowStatus::Interrupted => {}
                _ => {
                    let _ = heard.send(WorkflowEvent::FlowError { error_message: run.message.clone() });
                }
            }
            Ok(progress)
        });
        Going { events, task }
    }

    /// An id that nobody guesses.
    pub(crate) fn new_id() -> RunId {
        RunId::new(crate::id::hex())
    }
}
