//! Starting workflows from outside, and how that went.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{Query, Request, State};
use axum::http::{StatusCode, header};
use axum::response::Response;
use parlance_protocol::{
    QueryTriggerRunRecords, QueryTriggerRunRecordsResponse, RunAppWorkflow, TriggerConfig, TriggerRunRecord,
    TriggerScene, TriggerStatus, TriggerTask, TriggerType, TriggerWebhookResponse, WorkflowStatus,
};

use super::workflows::begin;
use crate::refusal::Refusal;
use crate::router::{App, reply};
use crate::signed::{Signed, read};
use crate::store::{Owner, Triggered};

/// How many records a page has where nothing is said, and at most.
const PAGE: i64 = 20;
const LARGEST_PAGE: i64 = 100;

/// A trigger has a key and a token of its own; no agent's key opens it, and its runs belong to no user.
pub(crate) async fn webhook(
    State(app): State<Arc<App>>,
    Query(query): Query<HashMap<String, String>>,
    request: Request,
) -> Result<Response, Refusal> {
    let (head, body) = request.into_parts();
    let body = read(body).await?;
    let bearer = head.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let scheme = bearer.and_then(|value| value.trim().split_once(' '));
    let token =
        scheme.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map_or("", |(_, token)| token.trim());
    let key = query.get("key").map(String::as_str).unwrap_or_default();
    let of = app.agents.values().find_map(|served| {
        let trigger = served.workflow().ok()?.trigger.clone().filter(|trigger| trigger.key == key)?;
        Some((served.clone(), trigger))
    });
    // A wrong key and a wrong token are one sentence, so that keys cannot be tried out.
    let (served, trigger) = of.filter(|(_, trigger)| trigger.token == token).ok_or_else(|| {
        let message = "No trigger has this key and token. The key goes into the address as ?key=…, the token into \
                       the header Authorization: Bearer ….";
        Refusal::new(StatusCode::UNAUTHORIZED, "Unauthorized", message)
    })?;
    let input_data = String::from_utf8_lossy(&body).into_owned();
    let owner = Owner { agent: served.id.clone(), user: String::new() };
    let request = RunAppWorkflow { input_data, no_debug: None };
    let (run_id, _) = begin(&app, &served, owner, request, Some(trigger.name)).await?;
    Ok(reply(&TriggerWebhookResponse { run_id, ..TriggerWebhookResponse::default() }))
}

pub(crate) async fn records(
    State(app): State<Arc<App>>,
    signed: Signed<QueryTriggerRunRecords>,
) -> Result<Response, Refusal> {
    let QueryTriggerRunRecords { run_ids, page, size } = signed.request;
    let found = app.store.triggered(signed.owner.agent, run_ids).await?;
    let total = i64::try_from(found.len()).unwrap_or(i64::MAX);
    let size = if size <= 0 { PAGE } else { size.min(LARGEST_PAGE) };
    let skipped = usize::try_from((page.max(1) - 1).saturating_mul(size)).unwrap_or(usize::MAX);
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    let records = found.into_iter().skip(skipped).take(size).map(record).collect();
    Ok(reply(&QueryTriggerRunRecordsResponse { total, records, ..Default::default() }))
}

fn record(Triggered { name, input, progress }: Triggered) -> TriggerRunRecord {
    let run = progress.run;
    let status = match run.status {
        WorkflowStatus::Success => TriggerStatus::Succeed,
        WorkflowStatus::Failed | WorkflowStatus::Stopped => TriggerStatus::Failed,
        _ => TriggerStatus::Running,
    };
    // The trigger's own key and token are nobody's to read here.
    let trigger_config = TriggerConfig {
        name: name.clone(),
        trigger_type: TriggerType::Event,
        task_type: TriggerTask::Workflow,
        ..TriggerConfig::default()
    };
    TriggerRunRecord {
        run_id: run.run_id,
        name,
        trigger_config: Some(trigger_config),
        scene: TriggerScene::Production,
        query: input,
        answer: run.output,
        status,
        reason: run.message,
        ..TriggerRunRecord::default()
    }
}
