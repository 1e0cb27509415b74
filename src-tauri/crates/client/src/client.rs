//! One agent's door: every action goes through here, with the key and the user id added.
//!
//! The key goes to the address it was given with and nowhere else, so redirects are never followed. Nothing is sent
//! twice by itself: a question that was lost on the way may still have been heard.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Once};
use std::time::Duration;

use parlance_protocol::{ChatQuery, ChatQueryV2, Endpoint, UserId, from_value};
use reqwest::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{RequestBuilder, Response, redirect, retry};
use serde::Serialize;
use serde_json::Value;

use crate::address::Address;
use crate::answering::{Answering, Reading};
use crate::dialect::Dialect;
use crate::error::{Error, ErrorKind};
use crate::key::ApiKey;
use crate::reply::{self, Head};

const APIKEY: HeaderName = HeaderName::from_static("apikey");

/// A connection that was idle for long may be closed at the other end, and a question sent into it is lost.
const POOLED: Duration = Duration::from_secs(20);

/// How long things may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Until there is a connection.
    pub connect: Duration,
    /// From the question to the head of its answer, and between two pieces of it. There is no limit on the whole.
    pub idle: Duration,
    /// An action that is no question, from start to end.
    pub call: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self { connect: Duration::from_secs(10), idle: Duration::from_secs(300), call: Duration::from_secs(60) }
    }
}

/// One agent, as one user; cheap to clone.
#[derive(Clone)]
pub struct Client {
    door: Arc<Door>,
}

struct Door {
    http: reqwest::Client,
    address: Address,
    key: ApiKey,
    user: UserId,
    options: Options,
    /// The platform was found to have `chat_query` only.
    only_v1: AtomicBool,
}

/// A request as it goes over the wire.
#[derive(Serialize)]
struct Signed<'a, E> {
    #[serde(rename = "AppKey")]
    app_key: &'a str,
    #[serde(rename = "UserID")]
    user_id: &'a UserId,
    #[serde(flatten)]
    request: &'a E,
}

impl Client {
    /// A client with the usual limits. Nothing is sent yet.
    ///
    /// # Errors
    /// When the system's trust store cannot be used.
    pub fn new(address: Address, key: ApiKey, user: UserId) -> Result<Self, Error> {
        Self::with_options(address, key, user, Options::default())
    }

    /// A client with limits of its own.
    ///
    /// # Errors
    /// As [`Client::new`].
    pub fn with_options(address: Address, key: ApiKey, user: UserId, options: Options) -> Result<Self, Error> {
        choose_cryptography();
        let mut http = reqwest::Client::builder()
            .user_agent(concat!("Parlance/", env!("CARGO_PKG_VERSION")))
            .default_headers(signed_headers(&key)?)
            .http1_title_case_headers()
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .referer(false)
            .connect_timeout(options.connect)
            .pool_idle_timeout(POOLED);
        if address.is_loopback() {
            http = http.no_proxy();
            if address.base().scheme() == "http" {
                // No certificate will be looked at, and reading the system's costs more than all the rest.
                http = http.tls_certs_only([]);
            }
        }
        let http = http.build().map_err(|cause| ErrorKind::Unmade(Some(cause.without_url())))?;
        let only_v1 = AtomicBool::new(false);
        Ok(Self { door: Arc::new(Door { http, address, key, user, options, only_v1 }) })
    }

    /// Where it speaks to.
    #[must_use]
    pub fn address(&self) -> &Address {
        &self.door.address
    }

    /// Sends one action and waits for its answer.
    ///
    /// # Errors
    /// Whatever keeps the answer from coming, or makes it none.
    pub async fn call<E: Endpoint>(&self, request: &E) -> Result<E::Response, Error> {
        let limit = self.door.options.call;
        let post = self.post(E::ACTION, request)?.header(ACCEPT, "application/json").timeout(limit);
        let mut response = post.send().await.map_err(|cause| ErrorKind::unanswered(cause, limit))?;
        let head = Head::of(&response);
        let body = match reply::whole(&mut response, Vec::new(), limit).await {
            Ok(body) => body,
            // The status says enough.
            Err(_) if head.is_bad() => Vec::new(),
            Err(kind) => return Err(head.error(kind)),
        };
        let object = head.judge(&body, &self.door.key)?;
        if !E::EXPECTED.is_empty() && !E::EXPECTED.iter().any(|key| reply::holds(&object, key)) {
            return Err(head.error(ErrorKind::Unfamiliar { what: "what this action answers with is missing" }));
        }
        from_value(Value::Object(object))
            .map_err(|_| head.error(ErrorKind::Unfamiliar { what: "a field has another shape" }))
    }

    /// Asks a question. The answer may come as a stream or in one piece; both read as a stream of frames.
    ///
    /// [`Dialect::Auto`] asks in the newer dialect and, only where the platform says that it has no such action, in
    /// the older one; that is remembered for as long as this client lives.
    ///
    /// # Errors
    /// Whatever keeps the answer from beginning. Later errors come in the stream.
    pub async fn ask(&self, question: &ChatQuery, dialect: Dialect) -> Result<Answering, Error> {
        match dialect {
            Dialect::V1 => self.ask_at(ChatQuery::ACTION, question).await,
            Dialect::V2 => self.ask_at(ChatQueryV2::ACTION, question).await,
            Dialect::Auto if self.door.only_v1.load(Ordering::Relaxed) => {
                self.ask_at(ChatQuery::ACTION, question).await
            }
            Dialect::Auto => match self.ask_at(ChatQueryV2::ACTION, question).await {
                Err(refused) if refused.unknown_action() => {
                    let answering = self.ask_at(ChatQuery::ACTION, question).await?;
                    self.door.only_v1.store(true, Ordering::Relaxed);
                    Ok(answering)
                }
                settled => settled,
            },
        }
    }

    async fn ask_at(&self, action: &str, question: &ChatQuery) -> Result<Answering, Error> {
        let post = self
            .post(action, question)?
            .header(ACCEPT, "text/event-stream")
            // A compressed stream arrives when the compressor likes.
            .header(ACCEPT_ENCODING, "identity");
        let response = self.head(post).await?;
        let reading = Reading::new(response, self.door.key.clone(), self.door.options.idle);
        Ok(Answering::new(reading.opened().await?))
    }

    async fn head(&self, post: RequestBuilder) -> Result<Response, ErrorKind> {
        let limit = self.door.options.idle;
        match tokio::time::timeout(limit, post.send()).await {
            Ok(Ok(response)) => Ok(response),
            Ok(Err(cause)) => Err(ErrorKind::unanswered(cause, limit)),
            Err(_) => Err(ErrorKind::Silent { limit }),
        }
    }

    fn post<E: Serialize>(&self, action: &str, request: &E) -> Result<RequestBuilder, ErrorKind> {
        let signed = Signed { app_key: self.door.key.reveal(), user_id: &self.door.user, request };
        let body = serde_json::to_vec(&signed).map_err(|_| ErrorKind::Unmade(None))?;
        Ok(self.door.http.post(self.door.address.endpoint(action)).body(body))
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Client({})", self.door.address)
    }
}

fn signed_headers(key: &ApiKey) -> Result<HeaderMap, ErrorKind> {
    let mut value = HeaderValue::from_str(key.reveal()).map_err(|_| ErrorKind::Unmade(None))?;
    value.set_sensitive(true);
    let json = HeaderValue::from_static("application/json");
    Ok(HeaderMap::from_iter([(APIKEY, value), (CONTENT_TYPE, json)]))
}

/// rustls wants one maker of cryptography for the whole process; whoever chose before us is left alone.
fn choose_cryptography() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // An error here means that another one is installed, which serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
}
