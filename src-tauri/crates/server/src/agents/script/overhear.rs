//! Every request is kept for the test to look at, and may be answered out of turn.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::Script;
use crate::router::App;

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The method.
    pub method: String,
    /// The path as the client wrote it.
    pub path: String,
    /// The last segment of the path.
    pub action: String,
    /// The headers.
    pub headers: HeaderMap,
    /// The body; null when it is no JSON.
    pub body: Value,
}

/// A response in place of the usual one.
#[derive(Debug, Clone)]
pub struct Reply {
    status: Option<StatusCode>,
    headers: Vec<(HeaderName, HeaderValue)>,
    body: String,
}

impl Reply {
    /// A response with a status; its body is empty and `application/json` until told otherwise.
    ///
    /// # Panics
    /// When `code` is no HTTP status.
    #[must_use]
    pub fn status(code: u16) -> Self {
        let status = StatusCode::from_u16(code).expect("a test names a status that exists");
        Self { status: Some(status), headers: Vec::new(), body: String::new() }
    }

    /// No response at all, as long as the client waits.
    #[must_use]
    pub fn silence() -> Self {
        Self { status: None, headers: Vec::new(), body: String::new() }
    }

    /// Sets the body.
    #[must_use]
    pub fn body(mut self, body: &str) -> Self {
        body.clone_into(&mut self.body);
        self
    }

    /// Adds a header.
    ///
    /// # Panics
    /// When the name or the value can be none.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let name = name.parse().expect("a test names a header that can exist");
        self.headers.push((name, value.parse().expect("a test gives a header's value that can exist")));
        self
    }

    fn response(self, status: StatusCode) -> Response {
        let json = HeaderValue::from_static("application/json");
        let mut response = (status, self.body).into_response();
        response.headers_mut().insert("content-type", json);
        for (name, value) in self.headers {
            response.headers_mut().insert(name, value);
        }
        response
    }
}

impl Script {
    /// All requests with this agent's key, in the order of their coming.
    #[must_use]
    pub fn requests(&self) -> Vec<Seen> {
        self.state().seen.clone()
    }

    /// The requests for one action.
    #[must_use]
    pub fn requests_for(&self, action: &str) -> Vec<Seen> {
        self.requests().into_iter().filter(|seen| seen.action == action).collect()
    }

    /// The latest request for an action, as soon as there is one.
    pub async fn seen(&self, action: &str) -> Seen {
        self.seen_times(action, 1).await
    }

    /// The latest request for an action, as soon as there are that many.
    pub async fn seen_times(&self, action: &str, times: usize) -> Seen {
        loop {
            let heard = self.shared.heard.notified();
            tokio::pin!(heard);
            heard.as_mut().enable();
            let mut seen = self.requests_for(action);
            if let Some(latest) = seen.pop().filter(|_| seen.len() + 1 >= times) {
                return latest;
            }
            heard.await;
        }
    }

    fn hear(&self, seen: Seen) -> Option<Reply> {
        let mut state = self.state();
        let asks = seen.action.starts_with("chat_query") || seen.action.starts_with("query_again");
        let reply = state.replies.iter().find(|(on, _)| *on == seen.action).map(|(_, reply)| reply.clone());
        let reply = reply.or_else(|| asks.then(|| state.lists.ask_for_reply()).flatten());
        state.seen.push(seen);
        drop(state);
        self.shared.heard.notify_waiters();
        reply
    }
}

/// Shows each request to the script whose key it has, and answers in its place where it wants that.
pub(crate) async fn overhear(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let (head, body) = request.into_parts();
    // Larger than anything that is served, so that what is too large is refused where it always is.
    let Ok(bytes) = to_bytes(body, 128 * 1024 * 1024).await else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let body: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    let header = |name: &str| head.headers.get(name).and_then(|value| value.to_str().ok());
    // Files have no agent's key; whoever stores one says for which script with the public half of their keys.
    let stored_for = || header("authorization")?.split_once("Credential=")?.1.split('/').next();
    let key = header("apikey").or_else(|| body["AppKey"].as_str()).or_else(stored_for);
    let script = app.scripts.iter().find(|script| key == Some(script.api_key())).cloned();
    if let Some(script) = script {
        let path = head.uri.path().to_owned();
        let action = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned();
        let seen = Seen { method: head.method.to_string(), path, action, headers: head.headers.clone(), body };
        match script.hear(seen) {
            Some(Reply { status: None, .. }) => {
                app.shutdown.cancelled().await;
                return StatusCode::SERVICE_UNAVAILABLE.into_response();
            }
            Some(reply) => return reply.clone().response(reply.status.unwrap_or_default()),
            None => {}
        }
    }
    next.run(Request::from_parts(head, Body::from(bytes))).await
}
