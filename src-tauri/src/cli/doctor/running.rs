//! A workflow, which nobody can talk to: run in the background and at once, each until it rests.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use parlance_client::{Category, Client, Error};
use parlance_protocol::{
    Endpoint as _, QueryRunAppProcess, RunAppWorkflow, RunId, SyncRunAppWorkflow, WorkflowRun, WorkflowStatus,
};

use super::layers::{CAPABILITIES, DIALECT};
use super::reading::{About, Since, note};
use super::report::Report;
use crate::cli::words::{either, one_line, said};

/// How long between two looks at a run.
const PAUSE: Duration = Duration::from_millis(500);

/// Runs a workflow. False where the key is none's, and then nothing is noted.
pub(super) async fn run(
    client: &Client,
    inputs: &BTreeMap<String, String>,
    limit: Duration,
    report: &mut Report,
) -> bool {
    let input_data = serde_json::to_string(inputs).unwrap_or_default();
    let request = RunAppWorkflow { input_data, no_debug: None };
    let begun = match client.call(&request).await {
        Ok(begun) => begun,
        Err(error) if is_no_workflow(&error) => return false,
        Err(error) => {
            note::<RunAppWorkflow>(client, Some(error), About::Something, Since::Ever, report);
            return true;
        }
    };
    let saw = either(report.locale, "the key is a workflow's, which does not chat", "密钥属于工作流，工作流不对话");
    report.skipped(DIALECT, saw, "");
    note::<RunAppWorkflow>(client, None, About::Something, Since::Ever, report);
    match rested(client, begun.run_id, limit).await {
        Ok(run) => tell(QueryRunAppProcess::ACTION, &run, report),
        Err(error) => note::<QueryRunAppProcess>(client, Some(error), About::Something, Since::Ever, report),
    }
    match client.call(&SyncRunAppWorkflow(request)).await {
        Ok(run) => tell(SyncRunAppWorkflow::ACTION, &run, report),
        Err(error) => note::<SyncRunAppWorkflow>(client, Some(error), About::Something, Since::Later, report),
    }
    true
}

fn is_no_workflow(error: &Error) -> bool {
    error.is_missing(RunAppWorkflow::ACTION)
        || matches!(error.category(), Category::Refused | Category::Forbidden | Category::Gone | Category::AgentFailed)
}

/// Looks at a run until it rests, or as long as one call may take.
async fn rested(client: &Client, run_id: RunId, limit: Duration) -> Result<WorkflowRun, Error> {
    let began = Instant::now();
    loop {
        let run = client.call(&QueryRunAppProcess { run_id: run_id.clone() }).await?;
        if run.status.is_at_rest() || began.elapsed() > limit {
            return Ok(run);
        }
        tokio::time::sleep(PAUSE).await;
    }
}

fn tell(action: &str, run: &WorkflowRun, report: &mut Report) {
    let (locale, status, steps, cost) = (report.locale, run.status.as_str(), run.steps.len(), run.cost_ms);
    let saw = said!(
        locale,
        "{action} works: the run is {status} after {steps} steps and {cost} ms",
        "{action} 可用：经过 {steps} 步、{cost} 毫秒，运行状态为 {status}"
    );
    match run.status {
        WorkflowStatus::Success | WorkflowStatus::Interrupted => report.ok(CAPABILITIES, &saw),
        _ => {
            let advice = either(
                locale,
                "look at the workflow's nodes, or show this to whoever built it",
                "请查看工作流的节点，或把这句话转给它的开发者",
            );
            let words = one_line(&run.message);
            let why = if words.is_empty() { String::new() } else { said!(locale, ": {words}", "：{words}") };
            report.failed(CAPABILITIES, &format!("{saw}{why}"), advice);
        }
    }
}
