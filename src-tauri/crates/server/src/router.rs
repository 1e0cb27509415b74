//! Which path leads where.

use std::collections::HashMap;
use std::sync::Arc;

use axum::http::{StatusCode, Uri};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use axum::{Json, Router};
use parlance_protocol as protocol;
use parlance_protocol::Endpoint;
use serde::Serialize;

use crate::agents::Served;
use crate::answering::Running;
use crate::guard::{Guard, check};
use crate::handlers::{agent, answers, chat, conversations, files, memories, messages, triggers, workflows};
use crate::refusal::Refusal;
use crate::runs::Runs;
use crate::store::Store;

/// Where the actions are: behind the platform's gateway, and as its app server has them.
pub(crate) const BASES: [&str; 2] = ["/api/proxy/api/v1", "/api/v1"];

/// What the handlers share.
pub(crate) struct App {
    pub(crate) store: Store,
    /// By key.
    pub(crate) agents: HashMap<String, Arc<Served>>,
    pub(crate) running: Running,
    pub(crate) runs: Runs,
    #[cfg(feature = "script")]
    pub(crate) scripts: Vec<crate::Script>,
    #[cfg(feature = "script")]
    pub(crate) shutdown: tokio_util::sync::CancellationToken,
}

type Routes = Router<Arc<App>>;

/// All routes, under both bases, with and without slashes too many.
pub(crate) fn router(app: Arc<App>, guard: Guard) -> Router {
    let routes = workflows(memories(chatting(conversations(Router::new()))));
    let routes = files(routes).fallback(unknown).method_not_allowed_fallback(wrong_method);
    #[cfg(feature = "script")]
    let routes = routes.layer(from_fn_with_state(app.clone(), crate::agents::script::overhear));
    routes.layer(from_fn_with_state(guard, check)).with_state(app)
}

fn conversations(mut routes: Routes) -> Routes {
    routes = at::<protocol::GetAppConfigPreview>(routes, &post(agent::config));
    routes = at::<protocol::GetApp>(routes, &post(agent::config_alias));
    routes = at::<protocol::GetOpeningConfig>(routes, &post(agent::opening));
    routes = at::<protocol::CreateConversation>(routes, &post(conversations::create));
    routes = at::<protocol::GetConversationList>(routes, &post(conversations::list));
    routes = at::<protocol::GetConversationInputs>(routes, &post(conversations::inputs));
    routes = at::<protocol::UpdateConversation>(routes, &post(conversations::update));
    routes = at::<protocol::SetConversationTop>(routes, &post(conversations::top));
    routes = at::<protocol::CancelConversationTop>(routes, &post(conversations::cancel_top));
    routes = at::<protocol::ClearMessage>(routes, &post(conversations::clear));
    at::<protocol::DeleteConversation>(routes, &post(conversations::delete))
}

fn chatting(mut routes: Routes) -> Routes {
    routes = at::<protocol::ChatQuery>(routes, &post(chat::query));
    routes = at::<protocol::ChatQueryV2>(routes, &post(chat::query_v2));
    routes = at::<protocol::QueryAgain>(routes, &post(chat::again));
    routes = at::<protocol::QueryAgainV2>(routes, &post(chat::again_v2));
    routes = at::<protocol::ChatContinue>(routes, &post(chat::go_on));
    routes = at::<protocol::StopMessage>(routes, &post(chat::stop));
    routes = at::<protocol::GetConversationMessages>(routes, &post(messages::list));
    routes = at::<protocol::GetMessageInfo>(routes, &get(messages::info).post(messages::info));
    routes = at::<protocol::GetSuggestedQuestions>(routes, &post(messages::suggested));
    routes = at::<protocol::QuerySkillAsyncTask>(routes, &post(messages::tasks));
    routes = at::<protocol::DeleteMessage>(routes, &post(answers::delete));
    routes = at::<protocol::Feedback>(routes, &post(answers::rate));
    at::<protocol::SetMessageAnswerUsed>(routes, &post(answers::choose))
}

fn memories(mut routes: Routes) -> Routes {
    routes = at::<protocol::ListLongMemory>(routes, &post(memories::list));
    routes = at::<protocol::UpdateLongMemory>(routes, &post(memories::update));
    routes = at::<protocol::DeleteLongMemory>(routes, &post(memories::delete));
    routes = at::<protocol::ClearLongMemory>(routes, &post(memories::clear));
    routes = at::<protocol::GetAppUserVariables>(routes, &post(memories::variables));
    routes = at::<protocol::SetAppUserVariables>(routes, &post(memories::set_variables));
    routes = at::<protocol::ListOauth2Token>(routes, &post(memories::tokens));
    at::<protocol::QueryMessageOauthStatus>(routes, &post(memories::permission))
}

fn workflows(mut routes: Routes) -> Routes {
    routes = at::<protocol::RunAppWorkflow>(routes, &post(workflows::run));
    routes = at::<protocol::SyncRunAppWorkflow>(routes, &post(workflows::sync_run));
    routes = at::<protocol::QueryRunAppProcess>(routes, &post(workflows::query));
    routes = at::<protocol::AsyncResumeAppWorkflow>(routes, &post(workflows::resume));
    routes = at::<protocol::SyncResumeAppWorkflow>(routes, &post(workflows::sync_resume));
    routes = at::<protocol::TriggerWebhook>(routes, &post(triggers::webhook));
    at::<protocol::QueryTriggerRunRecords>(routes, &post(triggers::records))
}

/// Files have addresses of their own, beside the actions.
fn files(routes: Routes) -> Routes {
    let places = ["", "/api/proxy"].into_iter().flat_map(|above| ["", "/"].map(|end| (above, end)));
    places.fold(routes, |routes, (above, end)| {
        routes
            .route(&format!("{above}/up{end}"), get(files::up).post(files::up))
            .route(&format!("{above}/down{end}"), get(files::down))
    })
}

fn at<E: Endpoint>(mut routes: Routes, handler: &MethodRouter<Arc<App>>) -> Routes {
    for base in BASES {
        // A client that is given a base with a slash at its end may add another.
        for (between, end) in [("/", ""), ("/", "/"), ("//", ""), ("//", "/")] {
            routes = routes.route(&format!("{base}{between}{}{end}", E::ACTION), handler.clone());
        }
    }
    routes
}

async fn unknown(uri: Uri) -> Refusal {
    let action = uri.path().trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let message = if BASES.iter().any(|base| uri.path().starts_with(base)) {
        format!("This server has no action {action}.")
    } else {
        format!("There is nothing at this address. The actions are below {}.", BASES[0])
    };
    Refusal::new(StatusCode::NOT_FOUND, "NotFound", message)
}

async fn wrong_method() -> Refusal {
    Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed", "Actions are called with POST.")
}

/// A successful answer. The official Python SDK takes any body that holds the word `ResponseMetadata` beside two others
/// for an error, so in texts the word is spelt with an escape, which reads the same.
pub(crate) fn reply<T: Serialize>(value: &T) -> Response {
    match serde_json::to_string(value) {
        Ok(text) => {
            let text = text.replace("ResponseMetadata", "\\u0052esponseMetadata");
            ([(axum::http::header::CONTENT_TYPE, "application/json")], text).into_response()
        }
        Err(error) => Refusal::from(crate::error::StoreError::from(error)).into_response(),
    }
}

/// The empty success.
pub(crate) fn empty() -> Response {
    Json(protocol::Empty {}).into_response()
}
