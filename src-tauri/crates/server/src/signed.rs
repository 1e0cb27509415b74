//! A request with the agent it is for and the user it is from.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode};
use futures_util::StreamExt;
use parlance_protocol::{Endpoint, GetApp, GetAppConfigPreview, from_str, from_value};
use serde::Deserialize;
use serde_json::Value;

use crate::agents::Served;
use crate::needs;
use crate::refusal::Refusal;
use crate::router::App;
use crate::store::Owner;

/// The most bytes of a request: a question of many pages, escaped.
const MOST: usize = 16 * 1024 * 1024;
/// How much more is read and thrown away, so that a client that sends too much can still read why it is refused.
const DRAIN: usize = 64 * 1024 * 1024;
/// The most characters of a user id. The platform says 20; clients in use are not that strict.
const USER_MOST: usize = 256;

/// A request whose key is an agent's.
pub(crate) struct Signed<E> {
    pub(crate) agent: Arc<Served>,
    pub(crate) owner: Owner,
    pub(crate) request: E,
    #[cfg(feature = "script")]
    pub(crate) line: Option<crate::line::Switch>,
}

/// What every body may carry besides the request.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Signature {
    #[serde(rename = "AppKey", deserialize_with = "parlance_protocol::lenient::text")]
    app_key: String,
    #[serde(rename = "UserID", deserialize_with = "parlance_protocol::lenient::text")]
    user_id: String,
}

impl<E: Endpoint> FromRequest<Arc<App>> for Signed<E> {
    type Rejection = Refusal;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Refusal> {
        #[cfg(feature = "script")]
        let line = crate::line::Switch::of(&request);
        let (head, body) = request.into_parts();
        // Whatever the answer is, the body is read first: an answer to a half-read request ends in a reset.
        let body = read(body).await?;
        let value = parse(&body);
        let signature =
            value.as_ref().map_or_else(|_| Signature::default(), |value| from_value(value.clone()).unwrap_or_default());
        let agent = agent_of(&app.agents, &head.headers, &signature.app_key)?;
        let value = value?;
        let user = user_of::<E>(signature.user_id)?;
        needs::check(E::ACTION, &value)?;
        let request = from_value(value).map_err(|error| unfit::<E>(&body, &error.to_string()))?;
        let owner = Owner { agent: agent.id.clone(), user };
        Ok(Self {
            agent,
            owner,
            request,
            #[cfg(feature = "script")]
            line,
        })
    }
}

/// The whole of a body that is not too large.
pub(crate) async fn read(body: Body) -> Result<Bytes, Refusal> {
    let mut chunks = body.into_data_stream();
    let mut whole = Vec::new();
    let mut length = 0_usize;
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|error| Refusal::parameter(format!("The body could not be read: {error}.")))?;
        length = length.saturating_add(chunk.len());
        if length <= MOST {
            whole.extend_from_slice(&chunk);
        } else if length > MOST + DRAIN {
            break;
        }
    }
    if length > MOST {
        let message = format!("The body is larger than {} MiB.", MOST / 1024 / 1024);
        return Err(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "TooLarge", message));
    }
    Ok(whole.into())
}

/// The JSON object of a body; nothing at all and `null` count as an empty one.
fn parse(body: &Bytes) -> Result<Value, Refusal> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok(Value::Object(serde_json::Map::new()));
    }
    let text = std::str::from_utf8(body).map_err(|_| {
        Refusal::parameter("The body is not text in UTF-8. A terminal may use another encoding: send it from a file.")
    })?;
    // The mark that some editors and languages put before a text says nothing.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // The tolerant reader is the slower one: it mends half an emoji.
    match serde_json::from_str(text).or_else(|_| from_str(text)) {
        Ok(object @ Value::Object(_)) => Ok(object),
        Ok(Value::Null) => Ok(Value::Object(serde_json::Map::new())),
        Ok(_) => Err(Refusal::parameter("The body must be a JSON object.")),
        Err(error) => Err(Refusal::parameter(format!("The body is not JSON: {error}."))),
    }
}

/// Says which member of a body does not fit: the one that fails in the same way alone.
fn unfit<E: Endpoint>(body: &Bytes, error: &str) -> Refusal {
    let alone = |key: &str, value: &Value| {
        from_value::<E>(Value::Object([(key.to_owned(), value.clone())].into_iter().collect()))
    };
    let members = parse(body).ok().and_then(|value| value.as_object().cloned()).unwrap_or_default();
    let found = members.iter().find(|(key, value)| alone(key, value).is_err_and(|alone| alone.to_string() == error));
    let place = found.map(|(key, _)| format!(", in {key}")).unwrap_or_default();
    Refusal::parameter(format!("The body does not fit {}{place}: {error}.", E::ACTION))
}

/// The agent of the header's key, or of the body's where there is no header.
fn agent_of(agents: &HashMap<String, Arc<Served>>, headers: &HeaderMap, body: &str) -> Result<Arc<Served>, Refusal> {
    let header = headers.get("apikey").map(|key| String::from_utf8_lossy(key.as_bytes()).trim().to_owned());
    let key = header.filter(|key| !key.is_empty()).unwrap_or_else(|| body.trim().to_owned());
    agents.get(&key).cloned().ok_or_else(|| Refusal::key(!key.is_empty()))
}

fn user_of<E: Endpoint>(user: String) -> Result<String, Refusal> {
    // What an agent says of itself is the same for everybody, and the platform does not look either.
    let anyone = [GetAppConfigPreview::ACTION, GetApp::ACTION].contains(&E::ACTION);
    match user.chars().count() {
        0 if !anyone => Err(Refusal::parameter(
            "UserID is missing. Send any name for the person who asks, 1 to 20 letters and digits, and keep it: \
             conversations belong to it.",
        )),
        length if length > USER_MOST => {
            Err(Refusal::parameter(format!("UserID has more than {USER_MOST} characters.")))
        }
        _ => Ok(user),
    }
}
