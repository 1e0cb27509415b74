//! Choosing between answers, rating and deleting them.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use parlance_protocol::{DeleteMessage, Feedback, LikeType, SetMessageAnswerUsed};

use crate::refusal::Refusal;
use crate::router::{App, empty};
use crate::signed::Signed;

pub(crate) async fn choose(
    State(app): State<Arc<App>>,
    signed: Signed<SetMessageAnswerUsed>,
) -> Result<Response, Refusal> {
    let found = app.store.use_answer(signed.owner, signed.request.message_id).await?;
    found.then(empty).ok_or_else(Refusal::no_message)
}

pub(crate) async fn rate(State(app): State<Arc<App>>, signed: Signed<Feedback>) -> Result<Response, Refusal> {
    let Feedback { message_id, like_type, feedback_info } = signed.request;
    let rating = match like_type {
        LikeType::Dislike => -1,
        LikeType::None => 0,
        LikeType::Like => 1,
        LikeType::Other(other) => {
            return Err(Refusal::parameter(format!(
                "LikeType must be 1 for a like, -1 for a dislike or 0 for neither, not {other}."
            )));
        }
    };
    let found = app.store.rate(signed.owner, message_id, rating, feedback_info).await?;
    found.then(empty).ok_or_else(Refusal::no_message)
}

/// An answer that is being written is stopped before it is deleted.
pub(crate) async fn delete(State(app): State<Arc<App>>, signed: Signed<DeleteMessage>) -> Result<Response, Refusal> {
    let DeleteMessage { message_id, query_id } = signed.request;
    let owner = signed.owner;
    match (message_id.is_empty(), query_id.is_empty()) {
        (false, true) => {
            app.store.turn_of(owner.clone(), message_id.clone()).await?.ok_or_else(Refusal::no_message)?;
            app.running.stop(&message_id).await;
            let found = app.store.delete_answer(owner, message_id).await?;
            found.then(empty).ok_or_else(Refusal::no_message)
        }
        (true, false) => {
            for answer in app.store.running_of(owner.clone(), query_id.clone()).await? {
                app.running.stop(&answer).await;
            }
            let found = app.store.delete_turn(owner, query_id).await?;
            found.then(empty).ok_or_else(Refusal::no_question)
        }
        _ => Err(Refusal::parameter(
            "Name one thing to delete: MessageID for one answer, or QueryID for a question with all its answers.",
        )),
    }
}
