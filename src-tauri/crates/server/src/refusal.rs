//! How the server says no: the platform's error body with a sentence for people.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use parlance_protocol::{ErrorBody, ErrorDetail, ResponseMetadata};

use crate::error::StoreError;
use crate::id;

/// A request that is not served, and why.
#[derive(Debug)]
pub(crate) struct Refusal {
    status: StatusCode,
    code: &'static str,
    message: String,
}

impl Refusal {
    pub(crate) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into() }
    }

    /// 400: the request itself is wrong.
    pub(crate) fn parameter(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "InvalidParameter", message)
    }

    /// 400, as the platform answers for a conversation that is deleted, expired, or somebody else's.
    pub(crate) fn no_conversation() -> Self {
        Self::parameter(
            "There is no such conversation for this API key and UserID. It may have been deleted; create a new one.",
        )
    }

    /// 400 for an answer that is deleted or somebody else's.
    pub(crate) fn no_message() -> Self {
        Self::parameter("There is no such message for this API key and UserID. It may have been deleted.")
    }

    /// 400 for a question that is deleted or somebody else's.
    pub(crate) fn no_question() -> Self {
        Self::parameter("There is no such question for this API key and UserID. It may have been deleted.")
    }

    /// 401: no agent has this key.
    pub(crate) fn key(given: bool) -> Self {
        let message = if given {
            "No agent of this server has this API key. Copy the key again from the line that the server prints when it \
             starts, without spaces around it."
        } else {
            "The API key is missing. Send it in the header Apikey, without Bearer."
        };
        Self::new(StatusCode::UNAUTHORIZED, "Unauthorized", message)
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        let message = format!("The server could not use its database: {error}.");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "InternalError", message)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let error = ErrorDetail { code: self.code.into(), message: self.message, ..ErrorDetail::default() };
        let response_metadata =
            ResponseMetadata { request_id: id::ulid(), error: Some(error), ..ResponseMetadata::default() };
        (self.status, Json(ErrorBody { response_metadata, ..ErrorBody::default() })).into_response()
    }
}
