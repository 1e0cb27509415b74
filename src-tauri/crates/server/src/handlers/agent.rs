//! What an agent says of itself, and what it says first.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use parlance_protocol::{
    AppConfig, GetApp, GetAppConfigPreview, GetOpeningConfig, GetOpeningConfigResponse, OpeningConfig,
};

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
    let mut config = agent.config();
    config.message_times = app.store.questions_of(agent.id.clone()).await?;
    Ok(reply(&config))
}

pub(crate) async fn opening(
    State(app): State<Arc<App>>,
    signed: Signed<GetOpeningConfig>,
) -> Result<Response, Refusal> {
    let id = signed.request.app_conversation_id;
    if !id.is_empty() {
        app.store.inner_conversation(signed.owner, id).await?.ok_or_else(Refusal::no_conversation)?;
    }
    let AppConfig { open_message, open_query, .. } = signed.agent.config();
    let opening_config = OpeningConfig {
        opening_enabled: !open_message.is_empty() || !open_query.is_empty(),
        opening_text: open_message,
        opening_questions: open_query,
        ..OpeningConfig::default()
    };
    Ok(reply(&GetOpeningConfigResponse { opening_config, ..Default::default() }))
}
