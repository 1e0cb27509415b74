//! What an agent says of itself.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use parlance_protocol::{GetApp, GetAppConfigPreview};

use crate::agents::Served;
use crate::refusal::Refusal;
use crate::router::{App, reply};
use crate::signed::Signed;

pub(crate) async fn config(
    State(app): State<Arc<App>>,
    signed: Signed<GetAppConfigPreview>,
) -> Result<Response, Refusal> {
    config_of(&app, &signed.agent).await
}

pub(crate) async fn config_alias(State(app): State<Arc<App>>, signed: Signed<GetApp>) -> Result<Response, Refusal> {
    config_of(&app, &signed.agent).await
}

async fn config_of(app: &App, agent: &Served) -> Result<Response, Refusal> {
    let mut config = agent.agent.config();
    config.message_times = app.store.questions_of(agent.id.clone()).await?;
    Ok(reply(&config))
}
