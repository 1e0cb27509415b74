//! Making, listing, changing, emptying and deleting conversations.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use parlance_protocol::{
    AppConversationId, CancelConversationTop, ClearMessage, ConversationBrief, CreateConversation,
    CreateConversationResponse, DeleteConversation, GetConversationInputs, GetConversationInputsResponse,
    GetConversationList, GetConversationListResponse, SetConversationTop, UpdateConversation,
};

use crate::answering::unix_seconds;
use crate::id;
use crate::inputs::check_inputs;
use crate::refusal::Refusal;
use crate::router::{App, empty, reply};
use crate::signed::Signed;
use crate::store::{NewConversation, Owner};

/// What the platform calls a new conversation.
const NEW_NAME: &str = "新的会话";

pub(crate) async fn create(
    State(app): State<Arc<App>>,
    signed: Signed<CreateConversation>,
) -> Result<Response, Refusal> {
    let inputs = signed.request.inputs;
    signed.agent.chat()?;
    check_inputs(&inputs, &signed.agent.config().variable_configs)?;
    let (id, inner_id) = (id::xid(), id::ulid());
    let new = NewConversation { id: id.clone(), inner_id, name: NEW_NAME.into(), inputs, now: unix_seconds() };
    app.store.create_conversation(signed.owner, new).await?;
    // As the platform: the times are empty and the conversation does not count as an empty one here.
    let conversation = ConversationBrief {
        app_conversation_id: AppConversationId::new(id),
        conversation_name: NEW_NAME.into(),
        ..ConversationBrief::default()
    };
    Ok(reply(&CreateConversationResponse { conversation, ..CreateConversationResponse::default() }))
}

pub(crate) async fn list(
    State(app): State<Arc<App>>,
    signed: Signed<GetConversationList>,
) -> Result<Response, Refusal> {
    let conversation_list = app.store.conversations(signed.owner).await?;
    Ok(reply(&GetConversationListResponse { conversation_list, ..Default::default() }))
}

pub(crate) async fn update(
    State(app): State<Arc<App>>,
    signed: Signed<UpdateConversation>,
) -> Result<Response, Refusal> {
    let UpdateConversation { app_conversation_id: id, conversation_name, inputs } = signed.request;
    if let Some(inputs) = &inputs {
        check_inputs(inputs, &signed.agent.config().variable_configs)?;
    }
    let name = conversation_name.filter(|name| !name.is_empty());
    let found = app.store.update_conversation(signed.owner, id, name, inputs).await?;
    found.then(empty).ok_or_else(Refusal::no_conversation)
}

pub(crate) async fn inputs(
    State(app): State<Arc<App>>,
    signed: Signed<GetConversationInputs>,
) -> Result<Response, Refusal> {
    let found = app.store.inputs(signed.owner, signed.request.app_conversation_id).await?;
    let inputs = found.ok_or_else(Refusal::no_conversation)?;
    Ok(reply(&GetConversationInputsResponse { inputs, ..Default::default() }))
}

pub(crate) async fn top(State(app): State<Arc<App>>, signed: Signed<SetConversationTop>) -> Result<Response, Refusal> {
    put_on_top(&app, signed.owner, signed.request.app_conversation_id, true).await
}

pub(crate) async fn cancel_top(
    State(app): State<Arc<App>>,
    signed: Signed<CancelConversationTop>,
) -> Result<Response, Refusal> {
    put_on_top(&app, signed.owner, signed.request.app_conversation_id, false).await
}

async fn put_on_top(app: &App, owner: Owner, id: AppConversationId, top: bool) -> Result<Response, Refusal> {
    let found = app.store.put_on_top(owner, id, top).await?;
    found.then(empty).ok_or_else(Refusal::no_conversation)
}

/// Answers that are being written are stopped before what was said goes.
pub(crate) async fn clear(State(app): State<Arc<App>>, signed: Signed<ClearMessage>) -> Result<Response, Refusal> {
    let (owner, id) = (signed.owner, signed.request.app_conversation_id);
    stop_all(&app, owner.clone(), id.clone()).await?;
    let found = app.store.clear_conversation(owner, id).await?;
    found.then(empty).ok_or_else(Refusal::no_conversation)
}

async fn stop_all(app: &App, owner: Owner, id: AppConversationId) -> Result<(), Refusal> {
    for answer in app.store.running_in(owner, id).await? {
        app.running.stop(&answer).await;
    }
    Ok(())
}

pub(crate) async fn delete(
    State(app): State<Arc<App>>,
    signed: Signed<DeleteConversation>,
) -> Result<Response, Refusal> {
    let (owner, id) = (signed.owner, signed.request.app_conversation_id);
    stop_all(&app, owner.clone(), id.clone()).await?;
    let found = app.store.delete_conversation(owner, id).await?;
    found.then(empty).ok_or_else(Refusal::no_conversation)
}
