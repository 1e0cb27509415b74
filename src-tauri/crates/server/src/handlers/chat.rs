//! Asking and stopping.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use parlance_protocol::{
    BlockingAnswer, ChatContinue, ChatEvent, ChatQuery, ChatQueryV2, Endpoint, EventIds, MessageId, QueryAgain,
    QueryAgainV2, ResponseMode, StopMessage,
};
use tokio::sync::mpsc;

use crate::agents::Agent;
use crate::answering::{Asked, unix_seconds};
use crate::dialect::{Dialect, Wire};
use crate::refusal::Refusal;
use crate::router::{App, empty, reply};
use crate::signed::Signed;
use crate::store::{Again, MOST_ALTERNATES, Which};
use crate::stream::{self, Piece, Writing};

pub(crate) async fn query(State(app): State<Arc<App>>, mut signed: Signed<ChatQuery>) -> Result<Response, Refusal> {
    let request = std::mem::take(&mut signed.request);
    ask(&app, signed, request, Dialect::V1).await
}

pub(crate) async fn query_v2(
    State(app): State<Arc<App>>,
    mut signed: Signed<ChatQueryV2>,
) -> Result<Response, Refusal> {
    let request = std::mem::take(&mut signed.request).0;
    ask(&app, signed, request, Dialect::V2).await
}

pub(crate) async fn again(State(app): State<Arc<App>>, mut signed: Signed<QueryAgain>) -> Result<Response, Refusal> {
    let QueryAgain { app_conversation_id, message_id, .. } = std::mem::take(&mut signed.request);
    ask_again(&app, signed, Which { conversation: app_conversation_id, answer: message_id }, Dialect::V1).await
}

pub(crate) async fn again_v2(
    State(app): State<Arc<App>>,
    mut signed: Signed<QueryAgainV2>,
) -> Result<Response, Refusal> {
    let QueryAgainV2 { app_conversation_id, message_id } = std::mem::take(&mut signed.request);
    ask_again(&app, signed, Which { conversation: app_conversation_id, answer: message_id }, Dialect::V2).await
}

/// Goes on with an answer that runs, from its first event on; of one that has ended, tells what is stored.
pub(crate) async fn go_on(State(app): State<Arc<App>>, mut signed: Signed<ChatContinue>) -> Result<Response, Refusal> {
    let ChatContinue { message_id, resp_data_standard } = std::mem::take(&mut signed.request);
    let agent = signed.agent.chat()?;
    let told = app.store.told(signed.owner, message_id.clone()).await?.ok_or_else(Refusal::no_message)?;
    let dialect = if resp_data_standard == Some(true) { Dialect::V2 } else { Dialect::V1 };
    let pieces = app.running.listen(&message_id).unwrap_or_else(|| told.pieces(message_id));
    let writing = writing_of(
        &*agent,
        dialect,
        #[cfg(feature = "script")]
        signed.line,
    );
    Ok(stream::events(pieces, writing))
}

pub(crate) async fn stop(State(app): State<Arc<App>>, signed: Signed<StopMessage>) -> Result<Response, Refusal> {
    let StopMessage { message_id, task_id } = signed.request;
    let id = if message_id.is_empty() { MessageId::new(task_id.as_str()) } else { message_id };
    app.store.turn_of(signed.owner, id.clone()).await?.ok_or_else(Refusal::no_message)?;
    app.running.stop(&id).await;
    Ok(empty())
}

async fn ask<E: Endpoint>(
    app: &App,
    signed: Signed<E>,
    request: ChatQuery,
    dialect: Dialect,
) -> Result<Response, Refusal> {
    if request.query.trim().is_empty() {
        return Err(Refusal::parameter("The question is empty. Send it as Query."));
    }
    let conversation = request.app_conversation_id;
    let inner = app.store.inner_conversation(signed.owner, conversation.clone()).await?;
    let agent = signed.agent.chat()?;
    let asked = Asked {
        agent: agent.clone(),
        inner: inner.ok_or_else(Refusal::no_conversation)?,
        conversation,
        question: request.query,
        extends: request.query_extends,
    };
    let (ids, pieces) = app.running.ask(&app.store, asked).await?;
    let writing = writing_of(
        &*agent,
        dialect,
        #[cfg(feature = "script")]
        signed.line,
    );
    match request.response_mode {
        ResponseMode::Streaming => Ok(stream::events(pieces, writing)),
        ResponseMode::Blocking => blocking(ids, pieces, writing.dialect).await,
    }
}

/// Answers a question once more; always as a stream.
async fn ask_again<E: Endpoint>(
    app: &App,
    signed: Signed<E>,
    which: Which,
    dialect: Dialect,
) -> Result<Response, Refusal> {
    let agent = signed.agent.chat()?;
    let begun = app.running.ask_again(&app.store, signed.owner, agent.clone(), which).await?;
    let (_, pieces) = begun.map_err(|refused| match refused {
        Again::NoConversation => Refusal::no_conversation(),
        Again::TooMany => Refusal::parameter(format!(
            "This question was answered again {MOST_ALTERNATES} times, which is the most. Delete an answer of it, or \
             ask it anew.",
        )),
        Again::Begun { .. } | Again::NoMessage => Refusal::no_message(),
    })?;
    let writing = writing_of(
        &*agent,
        dialect,
        #[cfg(feature = "script")]
        signed.line,
    );
    Ok(stream::events(pieces, writing))
}

/// How the streams of an agent are written.
fn writing_of(
    #[cfg_attr(not(feature = "script"), expect(unused_variables, reason = "only scripts write oddly"))]
    agent: &dyn Agent,
    dialect: Dialect,
    #[cfg(feature = "script")] line: Option<crate::line::Switch>,
) -> Writing {
    #[cfg(feature = "script")]
    let (dialect, style) = agent.framing(dialect);
    Writing {
        dialect,
        #[cfg(feature = "script")]
        style,
        #[cfg(feature = "script")]
        line,
    }
}

/// Waits for the end and answers in one piece.
async fn blocking(
    ids: EventIds,
    mut pieces: mpsc::UnboundedReceiver<Piece>,
    dialect: Dialect,
) -> Result<Response, Refusal> {
    let mut events = Vec::new();
    let mut ended = false;
    while let Some(piece) = pieces.recv().await {
        #[cfg(feature = "script")]
        let Piece::Event(wire) = piece else { continue };
        #[cfg(not(feature = "script"))]
        let Piece::Event(wire) = piece;
        ended |= wire.name() == "message_end";
        events.push(wire);
    }
    if !ended {
        let message = "The agent stopped before the end of its answer.";
        return Err(Refusal::new(StatusCode::BAD_GATEWAY, "AgentFailed", message));
    }
    let whole = whole(&ids, &events);
    if let Dialect::V2 = dialect {
        return Ok(reply(&whole));
    }
    let failed = events.iter().find(|wire| wire.name() == "message_failed");
    let end = Wire::new(&ChatEvent::MessageEnd { answer: whole.answer }, &ids, unix_seconds());
    Ok(stream::single(failed.map_or(&end, |wire| &**wire), dialect).into_response())
}

/// What the events come to.
fn whole(ids: &EventIds, events: &[Box<Wire>]) -> BlockingAnswer {
    let mut whole = BlockingAnswer {
        event: "message".into(),
        task_id: ids.task_id.clone(),
        id: ids.id.clone(),
        conversation_id: ids.conversation_id.clone(),
        created_at: unix_seconds(),
        ..BlockingAnswer::default()
    };
    for wire in events {
        match wire.name() {
            "message" => whole.answer.push_str(wire.answer()),
            "message_replace" => whole.answer = wire.answer().to_owned(),
            "think_message" => joined(&mut whole.think_messages, wire.answer()),
            "tool_message" => joined(&mut whole.tool_messages, wire.answer()),
            "message_failed" => {
                whole.event = "message_failed".into();
                whole.rest = wire.own().clone();
            }
            _ => {}
        }
    }
    whole
}

fn joined(texts: &mut Vec<String>, piece: &str) {
    match texts.first_mut() {
        Some(text) => text.push_str(piece),
        None => texts.push(piece.to_owned()),
    }
}
