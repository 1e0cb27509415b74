//! What is kept of a user beyond one conversation: long-term memory, variables, and the permissions of plugins.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use parlance_protocol::{
    ClearLongMemory, DeleteLongMemory, GetAppUserVariables, GetAppUserVariablesResponse, ListLongMemory,
    ListLongMemoryResponse, ListOauth2Token, ListOauth2TokenResponse, OauthStatus, QueryMessageOauthStatus,
    QueryMessageOauthStatusResponse, SetAppUserVariables, UpdateLongMemory, VariableScope,
};

use crate::answering::unix_seconds;
use crate::refusal::Refusal;
use crate::router::{App, empty, reply};
use crate::signed::Signed;
use crate::store::NotListed;

pub(crate) async fn list(State(app): State<Arc<App>>, signed: Signed<ListLongMemory>) -> Result<Response, Refusal> {
    let ListLongMemory { list_opt, filter } = signed.request;
    let found = app.store.memories(signed.owner, list_opt.unwrap_or_default(), filter.unwrap_or_default()).await?;
    let (items, total) = found.map_err(|refused| match refused {
        NotListed::Field(field) => Refusal::parameter(format!(
            "Memories are not sorted by {field:?}. SortField must be created_at, updated_at or memory."
        )),
        NotListed::Time(text) => Refusal::parameter(format!(
            "{text:?} is no time. StartTime and EndTime are written like 2025-08-13T08:00:00Z."
        )),
    })?;
    Ok(reply(&ListLongMemoryResponse { items, total, ..Default::default() }))
}

pub(crate) async fn update(State(app): State<Arc<App>>, signed: Signed<UpdateLongMemory>) -> Result<Response, Refusal> {
    let UpdateLongMemory { memory_id, memory } = signed.request;
    if memory.trim().is_empty() {
        return Err(Refusal::parameter("The new words are missing. Send them as Memory."));
    }
    let found = app.store.reword(signed.owner, memory_id, memory, unix_seconds()).await?;
    found.then(empty).ok_or_else(no_memory)
}

pub(crate) async fn delete(State(app): State<Arc<App>>, signed: Signed<DeleteLongMemory>) -> Result<Response, Refusal> {
    if signed.request.memory_ids.is_empty() {
        return Err(Refusal::parameter("Name the memories to forget in MemoryIDs, or call clear_long_memory."));
    }
    let found = app.store.forget(signed.owner, signed.request.memory_ids).await?;
    found.then(empty).ok_or_else(no_memory)
}

pub(crate) async fn clear(State(app): State<Arc<App>>, signed: Signed<ClearLongMemory>) -> Result<Response, Refusal> {
    app.store.forget_all(signed.owner).await?;
    Ok(empty())
}

pub(crate) async fn variables(
    State(app): State<Arc<App>>,
    signed: Signed<GetAppUserVariables>,
) -> Result<Response, Refusal> {
    let found = app.store.variables(signed.owner, signed.request.conversation_id).await?;
    let user_variables = found.ok_or_else(Refusal::no_conversation)?;
    Ok(reply(&GetAppUserVariablesResponse { user_variables, ..Default::default() }))
}

pub(crate) async fn set_variables(
    State(app): State<Arc<App>>,
    signed: Signed<SetAppUserVariables>,
) -> Result<Response, Refusal> {
    let SetAppUserVariables { conversation_id, user_variables } = signed.request;
    for variable in &user_variables {
        if variable.name.is_empty() {
            return Err(Refusal::parameter("Every variable needs a Name."));
        }
        if let VariableScope::Other(scope) = &variable.scope
            && !scope.is_empty()
        {
            let name = &variable.name;
            let message = format!("The Scope of the variable {name} must be Agent or Conversation, not {scope}.");
            return Err(Refusal::parameter(message));
        }
    }
    let found = app.store.set_variables(signed.owner, conversation_id, user_variables, unix_seconds()).await?;
    found.then(empty).ok_or_else(Refusal::no_conversation)
}

/// No agent of this server has plugins that act for a user, so that nobody's permission was ever asked for.
pub(crate) async fn tokens(_: State<Arc<App>>, _: Signed<ListOauth2Token>) -> Result<Response, Refusal> {
    Ok(reply(&ListOauth2TokenResponse::default()))
}

pub(crate) async fn permission(
    State(app): State<Arc<App>>,
    signed: Signed<QueryMessageOauthStatus>,
) -> Result<Response, Refusal> {
    app.store.told(signed.owner, signed.request.message_id).await?.ok_or_else(Refusal::no_message)?;
    Ok(reply(&QueryMessageOauthStatusResponse { status: OauthStatus::NotFound, ..Default::default() }))
}

fn no_memory() -> Refusal {
    Refusal::parameter("There is no such memory for this API key and UserID. It may have been forgotten.")
}
